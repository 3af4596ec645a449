from django.db import models, transaction

from zhiyin.accounts.audit import rules
from zhiyin.accounts.audit.models import AuditChain, AuditEntry
from zhiyin.accounts.values import Actor
from zhiyin.kit.time import now

Subject = models.Model | tuple[str, object]


@transaction.atomic
def record(actor: Actor, verb: str, subject: Subject, **details: object) -> None:
    """`subject` is the record that changed, or its type and id. Secrets and personal data are masked."""
    if isinstance(subject, models.Model):
        kind, ident = subject._meta.label_lower, str(subject.pk)
    else:
        kind, ident = subject[0], str(subject[1])
    AuditChain.objects.get_or_create(pk=1)
    head = AuditChain.objects.select_for_update().get(pk=1)
    entry = AuditEntry(
        at=now(),
        actor_kind=actor.kind,
        actor_id=actor.id[:80],
        actor_name=str(rules.clean(actor.name))[:80],
        verb=verb[:40],
        subject_type=kind[:60],
        subject_id=ident[:80],
        details=rules.clean(details),
        previous=head.seal,
    )
    entry.seal = head.seal = rules.seal(head.seal, entry.at, words(entry), entry.details)
    head.length += 1
    entry.save(force_insert=True)
    head.save()


def words(entry: AuditEntry) -> tuple[str, ...]:
    return (entry.actor_kind, entry.actor_id, entry.actor_name, entry.verb, entry.subject_type, entry.subject_id)
