"""The lived year before anybody writes about it: people, attempts to order, experiences; one random stream per part."""

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import pyarrow as pa

from zhiyin.demo.generate.calendar import Flags
from zhiyin.demo.generate.experience import Experience, lived, said
from zhiyin.demo.generate.orders import Orders, orders
from zhiyin.demo.generate.people import People, people
from zhiyin.demo.generate.tables import coded, numbered
from zhiyin.demo.text.pen import Opinion

CUSTOMERS = 22_000
ATTEMPTS = 108_000
"""Of which about 13 % are not orders: lost at the payment step, or never made after a late delivery."""


def stream(seed: int, part: str) -> np.random.Generator:
    """A stream of its own per part: changing one part leaves the others as they were."""
    return np.random.default_rng([seed, crc32(part.encode())])


@dataclass(frozen=True)
class World:
    seed: int
    people: People
    attempts: Orders
    felt: Experience
    said: list[list[Opinion]]
    """What each customer would write about."""

    def rng(self, part: str) -> np.random.Generator:
        return stream(self.seed, part)

    @cached_property
    def bought(self) -> Flags:
        return ~self.attempts.lost

    @cached_property
    def keys(self) -> pa.Array:
        """Order key of each attempt; null where no order came of it."""
        number = np.where(self.bought, np.cumsum(self.bought), -1)
        words = numbered("O", np.arange(int(self.bought.sum()) + 1)).to_pylist()
        return coded(number, words)


def world(seed: int, scale: float = 1.0) -> World:
    folk = people(stream(seed, "people"), int(CUSTOMERS * scale))
    attempts = orders(stream(seed, "orders"), folk, int(ATTEMPTS * scale))
    felt = lived(stream(seed, "felt"), folk, attempts)
    spoken = said(stream(seed, "said"), attempts, felt)
    # Nothing was drunk where no order was made: there is only the payment to talk about.
    for row in np.flatnonzero(attempts.lost).tolist():
        spoken[row] = [("payment", False)]
    return World(seed, folk, attempts, felt, spoken)
