"""Codes that facts carry whatever the company, and what people call them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

LABELS = {
    "negative": gettext_lazy("negative"),
    "neutral": gettext_lazy("neutral"),
    "positive": gettext_lazy("positive"),
}
INTENTS = {
    "praise": gettext_lazy("praise"),
    "complaint": gettext_lazy("complaint"),
    "question": gettext_lazy("question"),
    "suggestion": gettext_lazy("suggestion"),
    "comparison": gettext_lazy("comparison"),
    "churn": gettext_lazy("about to leave"),
    "safety": gettext_lazy("safety"),
    "legal": gettext_lazy("legal"),
    "media": gettext_lazy("publicity"),
}
KINDS = {
    "review": gettext_lazy("review"),
    "post": gettext_lazy("post"),
    "comment": gettext_lazy("comment"),
    "complaint": gettext_lazy("complaint"),
    "chat": gettext_lazy("chat"),
    "call": gettext_lazy("call"),
    "mail": gettext_lazy("mail"),
    "survey": gettext_lazy("survey"),
}
LANGUAGES = {
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "mixed": gettext_lazy("mixed"),
    "other": gettext_lazy("other"),
}
EMOTIONS = {
    "joy": gettext_lazy("joy"),
    "trust": gettext_lazy("trust"),
    "anger": gettext_lazy("anger"),
    "disappointment": gettext_lazy("disappointment"),
    "sadness": gettext_lazy("sadness"),
    "fear": gettext_lazy("fear"),
    "surprise": gettext_lazy("surprise"),
    "disgust": gettext_lazy("disgust"),
}
FIGURES = {
    "comparison": pgettext_lazy("figure", "comparison"),
    "question": pgettext_lazy("figure", "question"),
    "rhetorical": pgettext_lazy("figure", "rhetorical question"),
    "wish": pgettext_lazy("figure", "wish"),
    "condition": pgettext_lazy("figure", "condition"),
    "regret": pgettext_lazy("figure", "regret"),
    "irony": pgettext_lazy("figure", "irony"),
    "double_negation": pgettext_lazy("figure", "double negation"),
    "context": pgettext_lazy("figure", "about what: from context"),
}
STEPS = {
    "comfort": pgettext_lazy("pleasure", "at ease"),
    "appreciation": pgettext_lazy("pleasure", "appreciating"),
    "admiration": pgettext_lazy("pleasure", "admiring"),
    "savour": pgettext_lazy("pleasure", "savouring"),
}
EFFORTS = {
    "high": gettext_lazy("took effort"),
    "low": gettext_lazy("took no effort"),
}
WANTS = {
    "time": pgettext_lazy("want", "wants it quicker"),
    "ease": pgettext_lazy("want", "wants it easier"),
    "value": pgettext_lazy("want", "wants value for money"),
    "respect": pgettext_lazy("want", "wants respect"),
    "honesty": pgettext_lazy("want", "wants honesty"),
    "safety": pgettext_lazy("want", "wants safety"),
    "quality": pgettext_lazy("want", "wants quality"),
    "comfort": pgettext_lazy("want", "wants comfort"),
    "choice": pgettext_lazy("want", "wants choice"),
    "information": pgettext_lazy("want", "wants information"),
    "accuracy": pgettext_lazy("want", "wants what was ordered"),
}
DIMENSIONS = {
    "product": pgettext_lazy("dimension", "product"),
    "service": pgettext_lazy("dimension", "service"),
    "relationship": pgettext_lazy("dimension", "relationship"),
    "convenience": pgettext_lazy("dimension", "convenience"),
    "brand_image": pgettext_lazy("dimension", "brand image"),
    "price": pgettext_lazy("dimension", "price"),
}
EXPERIENCES = {
    "sense": pgettext_lazy("experience", "sense"),
    "feel": pgettext_lazy("experience", "feel"),
    "think": pgettext_lazy("experience", "think"),
    "act": pgettext_lazy("experience", "act"),
    "relate": pgettext_lazy("experience", "relate"),
}
INSTRUMENTS = {
    "nps": "NPS",
    "csat": "CSAT",
    "ces": "CES",
    "rating": gettext_lazy("Rating"),
    "choice": gettext_lazy("Choice"),
}
PUNCTUALITY = {
    "late": gettext_lazy("late"),
    "on_time": gettext_lazy("on time"),
}
STATUSES = {
    "placed": pgettext_lazy("order", "placed"),
    "paid": pgettext_lazy("order", "paid"),
    "delivered": pgettext_lazy("order", "delivered"),
    "cancelled": pgettext_lazy("order", "cancelled"),
    "returned": pgettext_lazy("order", "returned"),
}
SPEAKERS = {
    "customer": gettext_lazy("Customer"),
    "agent": pgettext_lazy("speaker", "agent"),
    "bot": pgettext_lazy("speaker", "bot"),
}
EVENTS = {
    "open": pgettext_lazy("event", "opened"),
    "login": pgettext_lazy("event", "signed in"),
    "search": pgettext_lazy("event", "searched"),
    "view_item": pgettext_lazy("event", "looked at a product"),
    "add_cart": pgettext_lazy("event", "put into the cart"),
    "checkout": pgettext_lazy("event", "went to the checkout"),
    "pay": pgettext_lazy("event", "paid"),
    "pay_failed": pgettext_lazy("event", "payment failed"),
    "order_placed": pgettext_lazy("event", "ordered"),
    "refund": pgettext_lazy("event", "asked for a refund"),
}
"""Usual names of what is done on a page or in an app; a name of one's own stands for itself."""
SOURCES = {
    "app": gettext_lazy("App"),
    "app-store": gettext_lazy("App store"),
    "delivery-platform": gettext_lazy("Delivery platform"),
    "hotline": gettext_lazy("Hotline"),
    "review_site": gettext_lazy("Review site"),
    "social": gettext_lazy("Social media"),
    "survey": gettext_lazy("Survey"),
    "api": "API",
}
SURVEYS = {
    "relation": pgettext_lazy("survey", "Relationship"),
    "after-order": pgettext_lazy("survey", "After an order"),
    "after-service": pgettext_lazy("survey", "After service"),
}
QUESTIONS = {
    **INSTRUMENTS,
    "reason": pgettext_lazy("question", "Reason"),
    "resolved": pgettext_lazy("question", "Solved?"),
    "satisfied": pgettext_lazy("question", "Satisfied with service"),
    "speed": pgettext_lazy("question", "Speed"),
    "taste": pgettext_lazy("question", "Taste"),
}
CHOICES = {
    "yes": pgettext_lazy("choice", "yes"),
    "no": pgettext_lazy("choice", "no"),
    "app": pgettext_lazy("choice", "the app"),
    "delivery": pgettext_lazy("choice", "delivery"),
    "price": pgettext_lazy("choice", "price"),
    "staff": pgettext_lazy("choice", "staff"),
    "taste": pgettext_lazy("choice", "taste"),
    "wait": pgettext_lazy("choice", "waiting"),
    "other": pgettext_lazy("choice", "other"),
}
TIERS = {
    "basic": pgettext_lazy("tier", "Basic"),
    "silver": pgettext_lazy("tier", "Silver"),
    "gold": pgettext_lazy("tier", "Gold"),
    "platinum": pgettext_lazy("tier", "Platinum"),
}
ATTRIBUTES = {
    "sample": gettext_lazy("Sample company"),
}
"""Of a customer; what a company adds stands for itself."""
ACTORS = {
    "alerts": pgettext_lazy("actor", "Alert rules"),
    "escalate": pgettext_lazy("actor", "Escalation"),
    "import": pgettext_lazy("actor", "Import"),
    "inbox": pgettext_lazy("actor", "API intake"),
    "verify": pgettext_lazy("actor", "Verification"),
    "demo": pgettext_lazy("actor", "Sample company"),
    "init": pgettext_lazy("actor", "Installation"),
    "cli": pgettext_lazy("actor", "Command line"),
    "command": pgettext_lazy("actor", "Command line"),
}
"""The system's own tasks, which act by themselves."""
VERBS = {
    "acknowledge": pgettext_lazy("audit", "has seen"),
    "add": pgettext_lazy("audit", "added"),
    "assign": pgettext_lazy("audit", "handed over"),
    "change": pgettext_lazy("audit", "changed"),
    "clear_demo": pgettext_lazy("audit", "removed the sample company"),
    "close": pgettext_lazy("audit", "closed"),
    "comment": pgettext_lazy("audit", "commented on"),
    "complete": pgettext_lazy("audit", "confirmed the whole of"),
    "confirm": pgettext_lazy("audit", "confirmed"),
    "create": pgettext_lazy("audit", "created"),
    "deactivate": pgettext_lazy("audit", "deactivated"),
    "delete": pgettext_lazy("audit", "deleted"),
    "drop": pgettext_lazy("audit", "dropped"),
    "escalate": pgettext_lazy("audit", "escalated"),
    "import": pgettext_lazy("audit", "imported"),
    "judge": pgettext_lazy("audit", "judged"),
    "load_demo": pgettext_lazy("audit", "loaded the sample company"),
    "learn": pgettext_lazy("audit", "learned"),
    "leave": pgettext_lazy("audit", "put out of use"),
    "measure": pgettext_lazy("audit", "measures"),
    "open": pgettext_lazy("audit", "opened"),
    "pause": pgettext_lazy("audit", "paused"),
    "reactivate": pgettext_lazy("audit", "reactivated"),
    "reopen": pgettext_lazy("audit", "reopened"),
    "reset_password": pgettext_lazy("audit", "reset the password of"),
    "resolve": pgettext_lazy("audit", "resolved"),
    "restore": pgettext_lazy("audit", "restored"),
    "resume": pgettext_lazy("audit", "resumed"),
    "retry": pgettext_lazy("audit", "tried again"),
    "revoke": pgettext_lazy("audit", "revoked"),
    "save_tree": pgettext_lazy("audit", "saved the tree"),
    "set_password": pgettext_lazy("audit", "changed the password of"),
    "severity": pgettext_lazy("audit", "changed the severity of"),
    "sign_in": pgettext_lazy("audit", "signed in"),
    "sign_out": pgettext_lazy("audit", "signed out"),
    "snooze": pgettext_lazy("audit", "snoozed"),
    "split": pgettext_lazy("audit", "split"),
    "start": pgettext_lazy("audit", "started"),
    "stop": pgettext_lazy("audit", "stopped"),
    "take": pgettext_lazy("audit", "took on"),
    "tasks": pgettext_lazy("audit", "changed the tasks of"),
    "undo": pgettext_lazy("audit", "took back a step of"),
    "unpause": pgettext_lazy("audit", "watches again"),
    "upload": pgettext_lazy("audit", "uploaded"),
    "use": pgettext_lazy("audit", "put to use"),
    "wait": pgettext_lazy("audit", "waits for the customer of"),
    "whole": pgettext_lazy("audit", "judged the whole text"),
}
SUBJECTS = {
    "accounts.apikey": pgettext_lazy("audit", "API key"),
    "accounts.user": pgettext_lazy("audit", "user"),
    "act.alertrule": pgettext_lazy("audit", "alert rule"),
    "act.case": pgettext_lazy("audit", "case"),
    "act.firing": pgettext_lazy("audit", "alert"),
    "act.initiative": pgettext_lazy("audit", "initiative"),
    "company.brand": pgettext_lazy("audit", "brand"),
    "company.calendar": pgettext_lazy("audit", "calendar"),
    "company.company": pgettext_lazy("audit", "company"),
    "company.product": pgettext_lazy("audit", "product"),
    "company.release": pgettext_lazy("audit", "release"),
    "company.stage": pgettext_lazy("audit", "stage"),
    "company.touchpoint": pgettext_lazy("audit", "touchpoint"),
    "company.unit": pgettext_lazy("audit", "unit"),
    "demo": pgettext_lazy("audit", "sample company"),
    "listen.arrival": pgettext_lazy("audit", "arrival"),
    "listen.import": pgettext_lazy("audit", "import"),
    "measure.treeversion": pgettext_lazy("audit", "indicator tree"),
    "understand.correction": pgettext_lazy("audit", "understanding of a voice"),
    "understand.learnedlayer": pgettext_lazy("audit", "learned layer"),
    "understand.job": pgettext_lazy("audit", "run of the understanding"),
    "understand.letter": pgettext_lazy("audit", "record of what left"),
    "understand.writersettings": pgettext_lazy("audit", "language model"),
    "verify.verdict": pgettext_lazy("audit", "verdict"),
}
FIXED: Mapping[str, Mapping[str, object]] = {
    "label": LABELS,
    "intent": INTENTS,
    "kind": KINDS,
    "language": LANGUAGES,
    "emotion": EMOTIONS,
    "figure": FIGURES,
    "ladder": STEPS,
    "effort": EFFORTS,
    "want": WANTS,
    "dimension": DIMENSIONS,
    "experience": EXPERIENCES,
    "instrument": INSTRUMENTS,
    "punctuality": PUNCTUALITY,
    "status": STATUSES,
    "speaker": SPEAKERS,
    "event": EVENTS,
    "source": SOURCES,
    "survey": SURVEYS,
    "question": QUESTIONS,
    "choice": CHOICES,
    "tier": TIERS,
    "actor": ACTORS,
    "attribute": ATTRIBUTES,
    "verb": VERBS,
    "subject": SUBJECTS,
}
