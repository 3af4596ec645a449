"""What the model is told: shipped as data, in both languages."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("prompts.yaml")


def prompt(name: str, language: str) -> str:
    """`language` as the pages have it: zh-hans, en."""
    return _every()[name]["en" if language.startswith("en") else "zh"].strip()


@cache
def _every() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return found
