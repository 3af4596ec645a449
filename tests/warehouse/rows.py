"""Feedback to append, and a process that appends it."""

import sys
from datetime import UTC, datetime

import pyarrow as pa

AT = datetime(2026, 6, 1, tzinfo=UTC)


def feedback(first: int, last: int, **columns: object) -> pa.Table:
    ids = [str(n) for n in range(first, last)]
    fixed = {"source": "tests", "at": AT, "text": "很好", **columns}
    return pa.table({"external_id": ids, **{name: [value] * len(ids) for name, value in fixed.items()}})


def main(first: int, last: int, step: int) -> None:
    """Append in steps, saying after each how far it came: what was said must be there."""
    import django

    django.setup()
    from zhiyin.warehouse.loading import append

    for start in range(first, last, step):
        append("feedback", feedback(start, start + step), batch=f"b{start}")
        sys.stdout.write(f"{start + step}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
