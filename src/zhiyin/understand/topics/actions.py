"""Remembering topics from day to day, and that something is none."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.kit.errors import Invalid, NotFound
from zhiyin.kit.time import Period
from zhiyin.understand.topics import queries, rules
from zhiyin.understand.topics.models import KnownTopic
from zhiyin.warehouse.reader import Reader

DAYS = 30
"""A topic is looked for in so many days, and compared with as many before."""
MOST, PHRASES = 2_000, 30
"""Topics remembered, those longest silent forgotten first; phrases of each."""


@transaction.atomic
def dismiss(actor: Actor, phrases: Iterable[str], *, now: datetime) -> KnownTopic:
    """Not a topic: it stays away, under whatever phrase it comes, until somebody takes that back."""
    check(actor, Permission.EDIT_COMPANY)
    said = [phrase for phrase in dict.fromkeys(one.strip()[:60] for one in phrases) if phrase][:PHRASES]
    if not said:
        raise Invalid(_("Which topic is meant? Choose one from the list."))
    topic = _kept(said, now)
    KnownTopic.objects.filter(pk=topic.pk).update(dismissed=True, dismissed_by=actor.name[:80], dismissed_at=now)
    topic.refresh_from_db()
    audit.record(actor, "dismiss", topic, code=topic.code)
    return topic


@transaction.atomic
def recall(actor: Actor, code: str) -> KnownTopic:
    """A topic after all."""
    check(actor, Permission.EDIT_COMPANY)
    topic = KnownTopic.objects.filter(code=code).first()
    if topic is None:
        raise NotFound(_("There is no topic “{code}”."), code=code[:40])
    KnownTopic.objects.filter(pk=topic.pk).update(dismissed=False, dismissed_by="", dismissed_at=None)
    topic.refresh_from_db()
    audit.record(actor, "recall", topic, code=code)
    return topic


def remember(now: datetime) -> int:
    """Once a day, of all that is said: what surfaces now is known tomorrow by any of its phrases."""
    period = Period(now - timedelta(days=DAYS), now)
    before = Period(now - timedelta(days=2 * DAYS), period.start)
    found = queries.surfacing(period, before, {}, Reader.of_task("topics")).topics
    with transaction.atomic():
        for topic in found:
            _kept(topic.phrases, topic.last)
        silent = KnownTopic.objects.filter(dismissed=False).order_by("-last_seen").values_list("pk", flat=True)[MOST:]
        KnownTopic.objects.filter(pk__in=list(silent)).delete()
    return len(found)


def _kept(phrases: Iterable[str], at: datetime) -> KnownTopic:
    said = list(phrases)
    same = rules.recognised(said, queries.known())
    if same is None:
        topic, _made = KnownTopic.objects.get_or_create(
            code=rules.code_of(said[0]), defaults={"phrases": said[:PHRASES], "first_seen": at, "last_seen": at}
        )
        return topic
    topic = KnownTopic.objects.select_for_update().get(code=same.code)
    # The phrases of today first: what people have stopped saying falls off the end.
    topic.phrases = list(dict.fromkeys([*said, *topic.phrases]))[:PHRASES]
    topic.last_seen = max(topic.last_seen, at)
    topic.save(update_fields=["phrases", "last_seen"])
    return topic
