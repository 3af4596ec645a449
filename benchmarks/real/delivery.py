"""(c) Orders with delivery dates, review scores and comments together: what a day of delay costs in score.

    python -m benchmarks.real.delivery

Joined order by order: the same file is imported as orders (O-data) and as feedback (X-data) under one external id.
"""

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.shell import Home, need, table

SPRING = ("--from", "2018-01-01", "--to", "2018-04-30")
AUTUMN = ("2017-09-01", "2017-12-31")


def main() -> None:
    (file,) = need("olist-classified/olist_classified_public_dataset.csv.gz")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.run("init", "--pack", "ecommerce", quiet=True)
        chart = Path(folder) / "company.yaml"
        chart.write_text("company: {time_zone: America/Sao_Paulo}\n", "utf-8")
        home.run("company", str(chart))
        home.run("import", "orders", str(file), "--source", "olist", quiet=True)
        home.run(
            "import", "feedback", str(file), "--source", "olist", "--map", "id=external_id",
            "--map", "review_comment_message=text", "--map", "review_score=rating", "--set", "rating_scale=5",
            "--map", "order_purchase_timestamp=at", "--map", "product_category_name=product", quiet=True,
        )  # fmt: skip
        home.run("understand", quiet=True)
        home.run("measure", "on_time_delivery")
        home.run("measure", "rating")
        home.run("explain", "rating", *SPRING, "--across", "product", "--top", "3", "--voices", "0")
        for slug in ("on_time_delivery", "rating"):
            home.run("explain", slug, *SPRING, "--against", *AUTUMN, "--by", "product", "--top", "3", "--voices", "0")
        _cost(home)
        home.summary()


def _cost(home: Home) -> None:
    """Score by days late, and the slope of score on days late beyond the promise (least squares, robust errors)."""
    import zhiyin

    opened = zhiyin.open(home.path)
    orders, voices = opened.table("order"), opened.table("feedback")
    joined = orders.join(voices, ["source", "external_id"]).select(
        late=(orders.delivered_at.epoch_seconds() - orders.promised_at.epoch_seconds()) / 86400.0, score=voices.rating
    )
    data = joined.filter(joined.late.notnull() & joined.score.notnull()).to_pyarrow()
    late, score = (data.column(name).to_numpy().astype(float) for name in ("late", "score"))
    print(f"matched: {len(late)} of {orders.count().to_pyarrow()} orders have a delivery and a score")
    edges = [-np.inf, -14, -7, 0, 3, 7, 14, np.inf]
    rows = []
    for low, high in pairwise(edges):
        inside = score[(late > low) & (late <= high)]
        if len(inside) > 1:
            margin = stats.t.ppf(0.975, len(inside) - 1) * inside.std(ddof=1) / np.sqrt(len(inside))
            mean = inside.mean()
            rows.append([f"{low:.0f} to {high:.0f}", mean, f"{mean - margin:.2f} to {mean + margin:.2f}", len(inside)])
    table(["days after the promise", "mean score", "95% interval", "n"], rows)
    overdue = (late > 0) & (late <= 30)
    design = np.column_stack([np.ones(overdue.sum()), late[overdue]])
    inverse = np.linalg.inv(design.T @ design)
    slope = inverse @ design.T @ score[overdue]
    residual = score[overdue] - design @ slope
    error = np.sqrt(np.diag(inverse @ (design.T * residual**2) @ design @ inverse))[1]
    late_orders = f"among orders up to 30 days late (n {overdue.sum()})"
    print(f"{late_orders} each further day costs {-slope[1]:.3f} points ± {1.96 * error:.3f}")


if __name__ == "__main__":
    main()
