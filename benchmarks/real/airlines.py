"""(b) Tweets about six US airlines, United ours and five rivals; the labelled negative reasons as check.

python -m benchmarks.real.airlines
"""

import csv
import gzip
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.shell import Home, need, table

OURS = "United"
BRANDS = ("United", "Virgin America", "Southwest", "Delta", "US Airways", "American")
EXPECTED = {
    "Late Flight": {"late_flight"},
    "Cancelled Flight": {"cancelled_flight"},
    "Lost Luggage": {"lost_luggage"},
    "Damaged Luggage": {"damaged_luggage"},
    "Customer Service Issue": {"customer_service"},
    "Flight Booking Problems": {"booking"},
    "Flight Attendant Complaints": {"flight_attendant"},
    "longlines": {"long_lines"},
    "Bad Flight": {"bad_flight"},
}


def main() -> None:
    (file,) = need("twitter-us-airline-sentiment/Tweets.csv.gz")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.run("init", "--pack", "airline", quiet=True)
        entry = "  - {{code: {0}, en: {0}, ours: {1}}}\n"
        brands = "".join(entry.format(name, str(name == OURS).lower()) for name in BRANDS)
        chart = Path(folder) / "company.yaml"
        chart.write_text(f"brands:\n{brands}company: {{time_zone: America/New_York}}\n", "utf-8")
        home.run("company", str(chart))
        home.run("import", "feedback", str(file))
        home.run("understand")
        tweets = _tweets(file)
        found = {row["brand"]: row for row in home.measure("text_sentiment", "--by", "brand")}
        table(
            ["airline", "net sentiment of voices", "95% interval", "by the labels", "n"],
            [
                [name, row["value"], f"{row['low']:.1f} to {row['high']:.1f}", _net(tweets, name), row["n"]]
                for name, row in sorted(found.items(), key=lambda pair: -pair[1]["value"])
            ],
        )
        _reasons(home, tweets)
        days = ("--from", "2015-02-16", "--to", "2015-02-25", "--top", "3", "--voices", "1")
        home.run("explain", "net_sentiment", *days, "--across", "aspect", "--filter", f"brand={OURS}")
        home.run("explain", "net_sentiment", *days, "--across", "brand", "--across", "aspect")
        home.summary()


def _tweets(file: Path) -> list[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _net(tweets: list[dict[str, str]], brand: str) -> float:
    said = Counter(row["airline_sentiment"] for row in tweets if row["airline"] == brand)
    return 100 * (said["positive"] - said["negative"]) / (said["positive"] + said["negative"])


def _reasons(home: Home, tweets: list[dict[str, str]]) -> None:
    """For each labelled reason: which aspects were found in those tweets, and how often none was."""
    import zhiyin

    by_id = {row["row_id"]: row["negativereason"] for row in tweets if row["negativereason"]}
    mentions = zhiyin.open(home.path).table("mention")
    found: dict[str, set[str]] = defaultdict(set)
    for row in mentions.select("external_id", "aspect", "feedback").to_pyarrow().to_pylist():
        if row["aspect"]:
            found[str(row["feedback"])].add(row["aspect"])
    feedback = zhiyin.open(home.path).table("feedback").select("id", "external_id").to_pyarrow().to_pylist()
    aspects = {row["external_id"]: found[str(row["id"])] for row in feedback}
    rows = []
    for reason, wanted in EXPECTED.items():
        theirs = [aspects.get(key, set()) for key, one in by_id.items() if one == reason]
        seen = Counter(aspect for one in theirs for aspect in one)
        top = ", ".join(f"{name} {100 * n / len(theirs):.0f}%" for name, n in seen.most_common(4))
        silent = 100 * sum(not one for one in theirs) / len(theirs)
        rows.append([reason, len(theirs), top, f"{silent:.0f}%", ", ".join(sorted(wanted))])
    table(["labelled reason", "tweets", "aspects found", "no aspect", "expected"], rows)


if __name__ == "__main__":
    main()
