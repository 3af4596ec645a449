from django.db.models import Model, QuerySet

from zhiyin.company.changes.models import Change


def history(kind: str = "", key: int | None = None) -> QuerySet[Change]:
    """Newest first: of one record, of one kind, or of the whole map."""
    changes = Change.objects.all()
    if kind:
        changes = changes.filter(kind=kind)
    return changes if key is None else changes.filter(key=key)


def latest(record: Model) -> Change | None:
    """The change that an undo would take back."""
    return history(record._meta.model_name or "", record.pk).filter(undone_at=None).first()
