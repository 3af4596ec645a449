"""How often pages ask the facts: waiting for them is what makes a page slow. Times stand in `benchmarks/pages.py`."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from zhiyin.web import warming

Browse = Callable[..., Client]


def queries(client: Client, address: str) -> int:
    found = re.search(r"(\d+) queries", client.get(address).headers["Server-Timing"])
    assert found is not None
    return int(found[1])


def test_what_was_read_ahead_is_not_asked_again(browse: Browse) -> None:
    client = browse("lin")
    warming.read_ahead()
    assert queries(client, "/") <= 1
    assert queries(client, "/explain/first/") <= 1


@pytest.mark.parametrize("address", ["/", "/explain/findings/"])
def test_odd_days_are_added_up_from_what_was_read_ahead(browse: Browse, address: str) -> None:
    """What is left: voices as examples, the journey now and before, and from when to when there are facts."""
    client = browse("lin")
    warming.read_ahead()
    assert queries(client, f"{address}?from=2026-09-03&to=2026-09-28") <= 3


@pytest.mark.parametrize(("address", "most"), [("/", 13), ("/explain/findings/", 10), ("/measure/rivals/", 4)])
def test_pages_ask_together_what_belongs_together(browse: Browse, address: str, most: int) -> None:
    """Of the overview: five kinds of facts, most of them twice because months and the days chosen overlap, the journey
    now and before, and from when to when there are facts."""
    assert queries(browse("lin"), f"{address}?from=2026-09-02&to=2026-09-20") <= most


def test_the_next_month_asks_only_for_what_is_new(browse: Browse) -> None:
    client = browse("lin")
    first = queries(client, "/measure/indicators/nps/?from=2026-09-01&to=2026-09-30")
    assert queries(client, "/measure/indicators/nps/?from=2026-09-01&to=2026-09-30") < first
