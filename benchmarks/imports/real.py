"""Real files, as they come: what is found by itself, what is put aside, how long it takes.

python benchmarks/imports/real.py FOLDER          the folder that holds online-shopping-10-cats and the others
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ZHIYIN = str(Path(sys.executable).parent / "zhiyin")
SFO = [
    *("--map", "NETPRO=nps", "--map", "Q7ALL=csat", "--map", "Q14PASSTHRU=answer:security:ces:1-5:blank=0,6"),
    *("--map", "WEIGHT=weight", "--set", "nps.blank=11", "--set", "csat.blank=0,6", "--source", "sfo"),
]
RUNS = [
    ("feedback", "online-shopping-10-cats/online_shopping_10_cats.csv.gz", []),
    ("feedback", "twitter-us-airline-sentiment/Tweets.csv.gz", []),
    ("feedback", "olist-classified/olist_classified_public_dataset.csv.gz", ["--set", "zone=America/Sao_Paulo"]),
    ("orders", "olist-classified/olist_classified_public_dataset.csv.gz", ["--set", "zone=America/Sao_Paulo"]),
    ("feedback", "tipdm2021-tourism-reviews/景区评论.csv.gz", []),
    ("feedback", "tipdm2021-tourism-reviews/酒店评论.csv.gz", []),
    ("feedback", "jd-cosmetics-reviews/jd_cosmetics_reviews.csv.gz", []),
    ("feedback", "tipdm2020-gov-complaints/附件4_留言与答复.csv.gz", []),
    ("orders", "uci-online-retail/online_retail.csv.gz", ["--set", "zone=Europe/London", "--set", "currency=GBP"]),
    ("conversations", "ntcir-stc3-helpdesk/train_data_cn.json.gz", ["--set", "at=2018-01-01"]),
    ("events", "rees46-2019oct-head/2019-Oct-head.csv", []),
    ("customers", "telco-customer-churn/Telco-Customer-Churn.csv", []),
    ("answers", "sfo-customer-survey/2017_SFO_Customer_Survey.csv.gz", [*SFO, "--set", "at=2017-05-15"]),
    ("answers", "sfo-customer-survey/2018_SFO_Customer_Survey.csv.gz", [*SFO, "--set", "at=2018-05-15"]),
]


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"ZHIYIN_HOME": home, "ZHIYIN_LANGUAGE": "en", "COLUMNS": "110"}
        subprocess.run([ZHIYIN, "init"], check=True, stdout=subprocess.DEVNULL)
        for kind, file, options in RUNS:
            begun = time.perf_counter()
            command = [ZHIYIN, "import", kind, str(folder / file), *options]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            print(f"== {kind} {file} {' '.join(options)}\n{done.stdout}{done.stderr if done.returncode else ''}")
            print(f"   {time.perf_counter() - begun:.1f} s\n", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
