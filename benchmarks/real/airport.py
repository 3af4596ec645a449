"""(d) Nine years of the airport's passenger survey: weighted and unweighted, beside the reference values.

python -m benchmarks.real.airport
"""

import tempfile
from pathlib import Path

from benchmarks.shell import Home, need, table

OVERALL = {2010: "Q6N", 2011: "Q8N", 2012: "Q8N_WHOLE", 2013: "Q7O_WHOLE", **dict.fromkeys(range(2014, 2019), "Q7ALL")}
# data/README.md, computed once with plain pandas.
TOP_TWO = dict(zip(range(2010, 2019), (75.43, 75.39, 78.79, 79.27, 78.86, 80.00, 80.99, 82.07, 78.44), strict=True))
PLACES = (
    *("ART", "FOOD", "STORE", "SIGN", "SCREENS", "INFODOWN", "INFOUP", "WIFI", "ROADS", "PARK", "AIRTRAIN"),
    *("LTPARKING", "RENTAL"),
)
"""Touchpoints that are rated in 2017 and 2018 alike; walkways are spelled differently."""
NPS = {2017: (39.84, 40.40), 2018: (30.98, 35.11)}


def main() -> None:
    files = need(*(f"sfo-customer-survey/{year}_SFO_Customer_Survey.csv.gz" for year in OVERALL))
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.run("init", quiet=True)
        for (year, column), file in zip(OVERALL.items(), files, strict=True):
            words = ["--map", f"{column}=answer:overall:csat:1-5:blank=0,6", "--set", f"at={year}-06-01"]
            if year in NPS:
                words += ["--map", "NETPRO=answer:netpro:nps:0-10:blank=11", "--map", "BAREA=unit"]
                for name in PLACES:
                    point = {"STORE": "shops"}.get(name, name.lower())
                    words += ["--map", f"Q7{name}=answer:{point}:csat:1-5:blank=0,6:touchpoint={point}"]
            home.run("import", "answers", str(file), *words, quiet=True)
        plain = {
            row["year"][:4]: row
            for row in home.measure("csat", "--by", "year", "--filter", "question=overall", "--unweighted")
        }
        rows = []
        for year, known in TOP_TWO.items():
            found = plain[str(year)]
            rows.append(
                [year, "top-2-box", known, found["value"], f"{found['low']:.2f} to {found['high']:.2f}", found["n"]]
            )
        for word, place in (("--unweighted", 0), ("", 1)):
            for row in home.measure("nps", "--by", "year", *([word] if word else [])):
                year = int(row["year"][:4])
                name = "NPS unweighted" if word else "NPS weighted"
                rows.append(
                    [year, name, NPS[year][place], row["value"], f"{row['low']:.2f} to {row['high']:.2f}", row["n"]]
                )
        table(["year", "indicator", "reference", "found", "95% interval", "n"], rows)
        worst = max(abs(float(row[2]) - float(row[3])) for row in rows)
        print(f"largest difference from the reference: {worst:.3f} points")
        years = ("--from", "2018-01-01", "--to", "2018-12-31", "--against", "2017-01-01", "2017-12-31", "--top", "3")
        home.run("explain", "nps", *years, "--voices", "0")
        home.run("explain", "csat", *years, "--filter", "question=overall", "--voices", "0")
        home.run("explain", "csat", *years[:4], "--across", "touchpoint", "--top", "3", "--voices", "0")
        home.run("explain", "csat", *years, "--by", "touchpoint", "--voices", "0")
        home.summary()


if __name__ == "__main__":
    main()
