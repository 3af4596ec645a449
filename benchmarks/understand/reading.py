"""Texts without labels, for what is learnt from words alone; the checking bucket of `corpora` is left out."""

import json
from collections.abc import Iterator

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example, lines, rows, shared

COLUMNS = (
    ("tipdm2021-tourism-reviews/酒店评论.csv.gz", "评论内容"),
    ("tipdm2021-tourism-reviews/景区评论.csv.gz", "评论内容"),
    ("jd-cosmetics-reviews/jd_cosmetics_reviews.csv.gz", "content"),
    ("jd-phone-reviews/jd_phone_reviews.csv.gz", "评论内容"),
    ("tipdm2020-gov-complaints/附件3_留言.csv.gz", "留言详情"),
    ("banking77/train.csv", "text"),
)


def unlabelled() -> Iterator[str]:
    """Every text once, in a fixed order."""
    seen: set[str] = set()
    for text in _all():
        if text and text not in seen and Example(text, 0, "").bucket != CHECKING:
            seen.add(text)
            yield text


def _all() -> Iterator[str]:
    yield from (example.text for example in corpora.chinese())
    yield from (example.text for example in corpora.english())
    for name, column in COLUMNS:
        yield from (row.get(column, "") for row in rows(name))
    for language in ("cn", "en"):
        for dialogue in dialogues(language):
            yield from dialogue.values()
    with lines(shared() / "clinc150/data_full.json.gz") as stream:
        yield from (text for text, _ in json.load(stream)["train"])


def dialogues(language: str) -> Iterator[dict[str, str]]:
    """What customers said in conversations that exist in both languages, by id."""
    for part in ("train", "test"):
        with lines(shared() / f"ntcir-stc3-helpdesk/{part}_data_{language}.json.gz") as stream:
            for dialogue in json.load(stream):
                said = [" ".join(turn["utterances"]) for turn in dialogue["turns"] if turn["sender"] == "customer"]
                yield {dialogue["id"]: " ".join(said)}
