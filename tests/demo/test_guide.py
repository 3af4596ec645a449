"""The guide says what the generator does."""

import re
from pathlib import Path

import pytest

from zhiyin.demo import guide
from zhiyin.demo.company import company

TEXT = (Path(__file__).parents[2] / "docs/guide/sample-company.md").read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("part", ["truths", "silences"])
def test_tables_are_those_of_the_code(part: str, language: str) -> None:
    found = re.search(rf"<!-- {part}:{language} -->\n(.*?)\n<!-- end -->", TEXT, re.DOTALL)
    assert found
    assert found[1] == getattr(guide, part)(language)


def test_everybody_is_named() -> None:
    for person in company().staff:
        assert f"`{person.login}` | {person.zh} {person.en} | {person.role}" in TEXT
