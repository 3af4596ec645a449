from zhiyin.warehouse.cursors.models import Cursor


def start(stage: str, name: str, until: str) -> None:
    """The stretch up to `until` is now being worked on."""
    Cursor.objects.update_or_create(stage=stage, name=name, defaults={"until": until})


def finish(stage: str, name: str, position: str) -> None:
    """Everything up to `position` is done."""
    Cursor.objects.update_or_create(stage=stage, name=name, defaults={"position": position, "until": ""})


def reset(stage: str, name: str | None = None) -> None:
    """Read again from the beginning: a newer model, or facts taken back."""
    found = Cursor.objects.filter(stage=stage)
    (found if name is None else found.filter(name=name)).delete()
