"""Keep the lake quick: small appends become few large files, and what nobody can ask for any more is deleted."""

from dataclasses import dataclass

from zhiyin.warehouse.engines.lake import Connection, Lake, open_lake, patiently
from zhiyin.warehouse.engines.locks import write_lock

KEPT_DAYS = 7
"""Old versions stay readable for a week, so that a restore or a long reader finds its files."""


@dataclass(frozen=True)
class Compacted:
    files_before: int
    files_after: int


def compact(*, kept_days: int = KEPT_DAYS, lake: Lake | None = None) -> Compacted:
    """Flush rows inlined in the catalog to Parquet, merge small files, rewrite those with many deletions, and forget
    versions older than `kept_days`. Safe to stop at any point: each step is a transaction of its own."""
    lake = lake or open_lake()
    steps = (
        "CALL ducklake_flush_inlined_data('lake')",
        "CALL ducklake_merge_adjacent_files('lake')",
        "CALL ducklake_rewrite_data_files('lake')",
        f"CALL ducklake_expire_snapshots('lake', older_than => now() - INTERVAL {int(kept_days)} DAY)",
        f"CALL ducklake_cleanup_old_files('lake', older_than => now() - INTERVAL {int(kept_days)} DAY)",
    )
    cursor = lake.cursor()
    try:
        before = _files(cursor)
        for step in steps:
            with write_lock(lake.catalog):
                patiently(lambda step=step: cursor.execute(step).fetchall())  # type: ignore[misc]  # mypy infers no lambda with a default
        return Compacted(before, _files(cursor))
    finally:
        cursor.close()


def _files(cursor: Connection) -> int:
    row = patiently(lambda: cursor.execute("SELECT sum(file_count) FROM ducklake_table_info('lake')").fetchone())
    return int(row[0] or 0) if row else 0
