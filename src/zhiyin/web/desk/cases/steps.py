"""One step of a customer's way in a few words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from zhiyin.act.cases.values import Step
from zhiyin.web.components.numbers import plain
from zhiyin.web.desk.labels import say_code

KINDS = {"feedback": "kind", "answer": "question", "order": "status"}
MOST_EVENTS = 8


def say_step(step: Step, queues: Mapping[str, str]) -> str:
    if step.kind == "event":
        said = [say_code("event", name) for name in step.events]
        return " → ".join(said[:MOST_EVENTS]) + (" …" if len(said) > MOST_EVENTS else "")
    queue = queues.get(step.code, step.code)
    parts = [queue if step.kind == "call" else say_code(KINDS.get(step.kind, ""), step.code)]
    if step.amount is not None:
        parts.append(f"{plain(step.amount)} {step.currency}".strip())
    if step.late:
        parts.append(_("%(n)s min late") % {"n": plain(step.late)})
    return " · ".join(filter(None, parts))
