"""Take facts back: an import that was a mistake, or what was derived from facts that are gone."""

from zhiyin.warehouse.engines.lake import Connection, Lake, open_lake
from zhiyin.warehouse.schema import FACTS


def undo(batch: str, *, lake: Lake | None = None) -> dict[str, int]:
    """Delete everything the append `batch` brought, and everything derived from it; rows deleted by table."""
    if not batch:
        raise ValueError("an undo needs the name of a batch")

    def work(cursor: Connection) -> dict[str, int]:
        counts = {}
        for name in FACTS:
            row = cursor.execute(f'DELETE FROM lake.main."{name}" WHERE "batch" = ?', [batch]).fetchone()
            counts[name] = int(row[0]) if row else 0
        return counts

    return (lake or open_lake()).commit(work)
