"""(a) Chinese shop reviews of ten categories: import, understand, measure, the three strongest findings.

    python -m benchmarks.real.shop

The labels only say how far the shares found are from the true ones by category. That is no accuracy: the model was
trained on part of these reviews (`benchmarks/understand/accuracy.py` measures accuracy on reviews kept apart).
"""

import csv
import gzip
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.shell import Home, need, table


def main() -> None:
    (file,) = need("online-shopping-10-cats/online_shopping_10_cats.csv.gz")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.run("init", "--pack", "ecommerce", quiet=True)
        home.run("import", "feedback", str(file), "--set", "at=2026-06-01")
        home.run("understand")
        labels = _labels(file)
        rows = []
        for row in home.measure("text_sentiment", "--by", "product"):
            true = (
                100
                * (labels[row["product"], "1"] - labels[row["product"], "0"])
                / max(labels[row["product"], "1"] + labels[row["product"], "0"], 1)
            )
            rows.append([row["product"], row["value"], f"{row['low']:.1f} to {row['high']:.1f}", true, row["n"]])
        table(["category", "net sentiment found", "95% interval", "by the labels", "n"], rows)
        home.run(
            "explain", "net_sentiment", "--from", "2026-06-01", "--to", "2026-06-01", "--across", "product",
            "--across", "aspect", "--top", "3", "--voices", "1",
        )  # fmt: skip
        home.summary()


def _labels(file: Path) -> Counter[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return Counter((row["cat"], row["label"]) for row in csv.DictReader(lines))


if __name__ == "__main__":
    main()
