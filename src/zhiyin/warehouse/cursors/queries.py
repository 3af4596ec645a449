from zhiyin.warehouse.cursors.models import Cursor
from zhiyin.warehouse.cursors.values import Place


def read(stage: str, name: str) -> Place:
    found = Cursor.objects.filter(stage=stage, name=name).first()
    return Place(found.position, found.until) if found else Place()
