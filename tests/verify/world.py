"""Stores whose weekly NPS is known in distribution, and an initiative in some of them."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
from tests.cast import SYSTEM

from zhiyin.act.initiatives import actions as initiatives
from zhiyin.company import actions as company
from zhiyin.warehouse.loading import append

START = date(2026, 3, 4)
"""A Wednesday: weeks of the comparison begin where the initiative begins."""
WEEKS = 8
OVER = datetime(2026, 5, 1, tzinfo=UTC)


def stores(n: int) -> list[str]:
    codes = [f"s{i:02}" for i in range(n)]
    for code in codes:
        company.create(SYSTEM, "unit", code=code, kind="store")
    return codes


def answers(
    units: list[str], treated: int, *, effect: float = 0.0, drift: float = 0.0, seed: int = 4, each: int = 12
) -> None:
    """`effect`: share of promoters gained after the start in the first `treated` units; `drift`: gained every week."""
    random = np.random.default_rng(seed)
    n = len(units) * 2 * WEEKS * each
    place = np.repeat(np.arange(len(units)), 2 * WEEKS * each)
    week = np.tile(np.repeat(np.arange(-WEEKS, WEEKS), each), len(units))
    base = random.uniform(0.3, 0.5, len(units))[place] + 0.1 * np.sin(week)
    happy = random.random(n) < base + (place < treated) * (effect * (week >= 0) + drift * week)
    score = np.where(happy, 9.0, random.choice([7.0, 4.0], n))
    start = datetime(START.year, START.month, START.day, tzinfo=UTC) - timedelta(hours=8)  # midnight in Shanghai
    at = [start + timedelta(days=7 * int(w) + float(d)) for w, d in zip(week, random.uniform(0, 7, n), strict=True)]
    keys = [f"{seed}-{i}" for i in range(n)]
    table = pa.table({
        "source": ["tests"] * n, "external_id": keys, "response": keys, "at": at, "unit": [units[i] for i in place],
        "instrument": ["nps"] * n, "score": score, "scale_min": [0.0] * n, "scale_max": [10.0] * n,
    })  # fmt: skip
    append("answer", table, batch="b")


def initiative(treated: list[str], *, indicator: str = "nps", **more: object) -> int:
    """Opened and started; its number."""
    opened = initiatives.open_from_finding(
        SYSTEM, {}, now=OVER - timedelta(days=120), title="预约取餐", hypothesis="少等就更满意", indicator=indicator,
        treated_units=treated, starts_on=START, weeks_before=WEEKS, weeks_after=WEEKS, **more,
    )  # fmt: skip
    initiatives.start(SYSTEM, opened.pk, now=OVER - timedelta(days=100))
    return opened.pk
