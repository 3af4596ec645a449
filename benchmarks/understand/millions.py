"""Search by meaning as the page and the API ask it, over two million voices: `python -m benchmarks.understand.millions
[--rows N] [--keep DIR]`.

A home is made in a temporary folder: N feedback rows with an understood document and a mention each, written in bulk,
and the shelf of their vectors (real ones with noise, so that no two are alike). Twenty questions each, without and with
filters, by a reader of the company and by one of 3 % of its units; the query first, then the same over the API.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import md5
from pathlib import Path
from urllib.parse import quote

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING

ROWS = 2_000_000
UNITS, PRODUCTS, ASPECTS, TEXTS = 400, 50, 30, 5_000
DAYS = 730
START = datetime(2025, 1, 1, tzinfo=UTC)
STEP_US = DAYS * 86_400_000_000
QUESTIONS = 20
SHARED = """'big' AS source, '{prefix}' || i AS external_id, 'u' || (i * 7919 % {units}) AS unit, 'ours' AS brand,
    'p' || (i * 104729 % {products}) AS product, 'delivery' AS touchpoint, 'app' AS channel,
    TIMESTAMPTZ '2025-01-01 00:00:00+00' + to_microseconds(i * {step}) AS "at" """


def build(rows: int, folder: Path) -> list[str]:
    """The facts in bulk and the shelf beside them; the texts that were used."""
    from zhiyin.understand.meanings import queries, rules, shelf
    from zhiyin.understand.text.vectors import load, signs, unit
    from zhiyin.warehouse.engines import open_lake
    from zhiyin.warehouse.loading import Part, append_all

    texts = said_before()
    spoken = ["en" if text.isascii() else "zh" for text in texts]
    made = duckdb.connect()
    made.execute("SET TimeZone = 'UTC'")
    made.register("texts", pa.table({"k": list(range(len(texts))), "text": texts, "language": spoken}))
    shared = {"units": UNITS, "products": PRODUCTS, "step": STEP_US // rows}
    tables = {
        "feedback": ("v", "'review' AS kind, text, language"),
        "document": ("v", f"{_id()} AS feedback, language, i % 200 / 100.0 - 1 AS polarity, "
                     "['negative', 'neutral', 'positive'][i % 3 + 1] AS label, 0.9 AS confidence, "
                     "['complaint'] AS intents, 1 AS mentions"),
        "mention": ("v", f"{_id()} AS feedback, left(text, 40) AS clause, 0 AS start, 40 AS \"end\", "
                    f"'a' || (hash(i) % {ASPECTS}) AS aspect, 0.1 AS polarity, "
                    "['negative', 'neutral', 'positive'][i % 3 + 1] AS label, 0.9 AS confidence"),
    }  # fmt: skip
    for name, (prefix, columns) in tables.items():
        file = folder / f"{name}.parquet"
        made.execute(
            f"COPY (SELECT {SHARED.format(prefix=prefix, **shared)}, {columns} FROM range({rows}) r(i) "
            f"JOIN texts ON texts.k = i * 31 % {len(texts)} ORDER BY i) TO '{file}' (FORMAT parquet)"
        )
        append_all([Part(name, [file])], batch="big")
        file.unlink()
        print(f"{name}: written", flush=True)
    real = load().embed(texts)
    rng = np.random.default_rng(7)
    place = {(n, p, code): k for k, (n, p, code) in enumerate(
        (n, p, code) for n in range(UNITS) for p in range(PRODUCTS) for code in ("zh", "en"))}  # fmt: skip
    places = [(f"u{n}", "ours", f"p{p}", "delivery", "app", "big", "review", code) for n, p, code in place]
    first = int(START.timestamp() * 1_000_000)
    parts = []
    for start in range(0, rows, 20_000):
        i = np.arange(start, min(start + 20_000, rows))
        digests = b"".join(md5(f"feedback\x1fbig\x1fv{n}".encode(), usedforsecurity=False).digest() for n in i)
        text = i * 31 % len(texts)
        near = unit(real[text] + rng.normal(0, 0.03, (len(i), load().width)).astype(np.float32))
        where = [
            place[n * 7919 % UNITS, n * 104729 % PRODUCTS, spoken[t]] for n, t in zip(i.tolist(), text, strict=True)
        ]
        parts.append(shelf.Shelf(
            np.frombuffer(digests, np.uint8).reshape(-1, 16), first + i * (STEP_US // rows),
            np.array(where, np.uint32), i.astype(np.uint64), signs(near), rules.packed(near),
        ))  # fmt: skip
    kept = shelf.empty(load().width)
    shelf.write(queries.folder(), kept, parts, places, queries.version(), open_lake().snapshot())
    return texts


def said_before() -> list[str]:
    """Real texts, a fifth of them English."""
    chinese = [one.text[:500] for one in corpora.chinese() if one.bucket == CHECKING][: TEXTS * 4 // 5]
    return chinese + [one.text[:500] for one in corpora.english() if one.bucket == CHECKING][: TEXTS - len(chinese)]


def _id() -> str:
    return "CAST(md5('feedback' || chr(31) || 'big' || chr(31) || 'v' || i) AS UUID)"


def measure(texts: list[str]) -> None:
    from zhiyin.accounts.keys.actions import create_key
    from zhiyin.accounts.values import Actor, Permission, Role
    from zhiyin.company.queries import zone
    from zhiyin.kit.time import Period
    from zhiyin.understand.meanings import queries
    from zhiyin.understand.meanings.values import Sought
    from zhiyin.warehouse.reader import Reader
    from zhiyin.web.desk.voices import search

    everyone = Reader("benchmark", units=None)
    few = Reader("few", units=frozenset(f"u{n}" for n in range(UNITS * 3 // 100)))
    month = Period.of_days(date(2026, 3, 1), date(2026, 3, 31), zone())
    year = Period.of_days(date(2026, 1, 1), date(2026, 12, 31), zone())
    asked = {
        "no filter": (everyone, {}),
        "a month": (everyone, {"period": month}),
        "a year": (everyone, {"period": year}),
        "a product": (everyone, {"where": {"product": ["p7"]}}),
        "English": (everyone, {"where": {"language": ["en"]}}),
        "an aspect, a month": (everyone, {"where": {"aspect": ["a7"]}, "period": month}),
        "an aspect, a year": (everyone, {"where": {"aspect": ["a7"]}, "period": year}),
        "an aspect, all time": (everyone, {"where": {"aspect": ["a7"]}}),
        "an aspect, negative, a year": (everyone, {"where": {"aspect": ["a7"], "label": ["negative"]}, "period": year}),
        "negative, a year": (everyone, {"where": {"label": ["negative"]}, "period": year}),
        "negative, all time": (everyone, {"where": {"label": ["negative"]}}),
        "a reader of 3 %": (few, {}),
        "a reader of 3 %, aspect, a year": (few, {"where": {"aspect": ["a7"]}, "period": year}),
    }
    rng = np.random.default_rng(11)
    questions = [texts[n][:60] for n in rng.integers(0, len(texts), QUESTIONS)]
    started = time.perf_counter()
    queries.search(Sought(questions[0]), everyone)
    print(f"the very first question: {1e3 * (time.perf_counter() - started):.0f} ms", flush=True)
    for name, (reader, more) in asked.items():
        said(lambda q, reader=reader, more=more: len(queries.spoken(
            queries.search(Sought(q, limit=50, **more), reader), reader)), name, questions)  # fmt: skip
    _key, secret = create_key(Actor.of_task("benchmark"), "benchmark", role=Role.ANALYST,
                              scopes=[Permission.READ_FACTS, Permission.READ_PERSONAL])  # fmt: skip
    from django.test import Client

    client, headers = Client(), {"Authorization": f"Bearer {secret}"}

    def near(question: str, more: str = "") -> int:
        answer = client.get(f"/api/v1/voices/near?limit=50&text={quote(question)}{more}", headers=headers)
        assert answer.status_code == 200, answer.content
        return len(answer.json())

    near(questions[0])
    said(near, "API", questions)
    for name, more in (("API, a product", "&where=product:p7"), ("API, an aspect", "&where=aspect:a7"),
                       ("API, a month", "&first=2026-03-01&last=2026-03-31")):  # fmt: skip
        said(lambda q, more=more: near(q, more), name, questions)
    said(lambda q: len(search.among(queries.search(Sought(q, limit=50), everyone), everyone)),
         "what the page lists, with opinions", questions)  # fmt: skip


def said(ask: Callable[[str], int], name: str, questions: list[str]) -> None:
    times, found = [], []
    for question in questions:
        started = time.perf_counter()
        found.append(ask(question))
        times.append(1e3 * (time.perf_counter() - started))
    print(f"{name:32} median {np.median(times):6.0f} ms, slowest {max(times):6.0f} ms, "
          f"found {np.median(found):.0f}", flush=True)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--keep", type=Path, help="a folder to build in and leave, or one that was built before")
    given = options.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    home = folder / "home"
    os.environ |= {"ZHIYIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "zhiyin.config.settings"}
    there = home.exists()
    try:
        if not there:
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run([sys.executable, "-m", "zhiyin.cli.main", "init", "--home", str(home)], check=True)
        import django

        django.setup()
        started = time.perf_counter()
        if there:
            texts = said_before()
        else:
            texts = build(given.rows, folder)
            print(f"{given.rows:,} rows built in {time.perf_counter() - started:.0f} s", flush=True)
        measure(texts)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
