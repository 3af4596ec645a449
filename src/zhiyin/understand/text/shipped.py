"""Word lists that ship with the package."""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
_ENDINGS = ("s", "d", "r", "ed", "er", "ing", "ly")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def words(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  safe either way
    return found


@cache
def misspellings() -> dict[str, list[str]]:
    """English words and how they are often misspelt, forms included: recommend → recomend, recommended → recomended."""
    listed = words(HERE / "misspellings.yaml")
    found = dict(listed)
    for word, slips in listed.items():
        for ending in _ENDINGS:
            alike = [slip + ending for slip in slips if slip[-1] == word[-1] and slip + ending not in listed]
            found[word + ending] = found.get(word + ending, []) + alike
    return found


@cache
def version(folder: Path = HERE) -> str:
    """Of all lists of words in a folder, without their remarks: another word is another version."""
    said = [(file.name, words(file)) for file in sorted(folder.glob("*.yaml"))]
    return blake2b(repr(said).encode(), digest_size=4).hexdigest()
