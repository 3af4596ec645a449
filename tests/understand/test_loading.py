"""Models are read when they are first asked for: a page that understands nothing does not wait for them."""

import subprocess
import sys

import pytest

CHILD = """
import sys
opened = []
sys.addaudithook(lambda event, told: opened.append(str(told[0])) if event == "open" else None)
{code}
print(*sorted({{name.rpartition("/")[2] for name in opened if name.endswith(".npz")}}))
"""
READING = """
from zhiyin.company.packs import load
from zhiyin.understand.text import annotate
annotate.Understander(load("restaurant")).annotate(["味道很好"])
"""


def models(code: str) -> list[str]:
    found = subprocess.run([sys.executable, "-c", CHILD.format(code=code)], check=True, capture_output=True, text=True)
    return found.stdout.split()


@pytest.mark.parametrize("module", ["zhiyin.understand", "zhiyin.understand.text.annotate"])
def test_importing_reads_no_model(module: str) -> None:
    assert models(f"import {module}") == []


def test_reading_leaves_what_it_does_not_need() -> None:
    assert models(READING) == ["emotion-zh.npz", "hearing.npz", "polarity-en.npz", "polarity-zh.npz", "vectors.npz"]
