"""The whole sample company from one seed."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pyarrow as pa

from zhiyin.demo.generate.commerce import event_table, order_table
from zhiyin.demo.generate.feedback import app_comments, complaints, delivery_comments, incident, posts, reviews, rivals
from zhiyin.demo.generate.people import People
from zhiyin.demo.generate.service import talks, turn_table
from zhiyin.demo.generate.surveys import Responses, after_order, after_service, relation
from zhiyin.demo.generate.voices import numbered_voices
from zhiyin.demo.generate.world import World, world
from zhiyin.demo.text.pen import Pen

SEED = 20261031
COUNTS = {
    "reviews": 12_400, "delivery": 8_400, "app": 2_900, "complaints": 2_300, "posts": 2_300, "qingliu": 5_700,
    "daxi": 5_300, "relation": 12_000, "after-order": 12_000, "talks": 6_400, "browsing": 36_000,
}  # fmt: skip
Progress = Callable[[str, int, int], None]
"""What is done, how many steps of how many."""


@dataclass(frozen=True)
class Sample:
    seed: int
    people: People
    tables: dict[str, pa.Table]
    """By fact table: order, event, feedback, answer, turn."""

    def digest(self) -> str:
        """The same seed gives the same digest on every machine with the same libraries."""
        whole = sha256()
        for name in sorted(self.tables):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, self.tables[name].schema) as writer:
                writer.write_table(self.tables[name].combine_chunks())
            whole.update(sink.getvalue())
        return whole.hexdigest()


def generate(seed: int = SEED, scale: float = 1.0, progress: Progress = lambda what, done, total: None) -> Sample:
    """About 20,000 customers at scale 1; the planted sizes need that scale to be visible."""
    count = {name: round(number * scale) for name, number in COUNTS.items()}
    progress("orders", 0, 5)
    lived = world(seed, scale)
    tables = {"order": order_table(lived.rng("order"), lived.people, lived.attempts.where(lived.bought))}
    progress("events", 1, 5)
    tables["event"] = event_table(lived.rng("event"), lived.people, lived.attempts, count["browsing"])
    progress("conversations", 2, 5)
    pen = Pen(lived.rng("pen"))
    held = talks(lived, count["talks"])
    tables["turn"] = turn_table(lived, pen, held)
    progress("answers", 3, 5)
    responses = [
        relation(lived, pen, count["relation"]),
        after_order(lived, pen, count["after-order"]),
        after_service(lived, pen, held),
    ]
    answers = [table for response in responses for table in response.answers]
    tables["answer"] = pa.concat_tables(answers).combine_chunks().sort_by("at")
    progress("feedback", 4, 5)
    tables["feedback"] = numbered_voices(_voices(lived, pen, count, responses), lived.rng("voices"))
    progress("feedback", 5, 5)
    return Sample(seed, lived.people, tables)


def _voices(lived: World, pen: Pen, count: dict[str, int], responses: list[Responses]) -> list[pa.Table]:
    parts = [
        *reviews(lived, pen, count["reviews"]),
        delivery_comments(lived, pen, count["delivery"]),
        app_comments(lived, pen, count["app"]),
        complaints(lived, pen, count["complaints"]),
        posts(lived, pen, count["posts"]),
        incident(lived, pen),
        *rivals(lived, pen, "qingliu", count["qingliu"]),
        *rivals(lived, pen, "daxi", count["daxi"]),
    ]
    keyed = [part.append_column("external_id", pa.nulls(len(part), pa.string())) for part in parts]
    return keyed + [response.texts for response in responses]
