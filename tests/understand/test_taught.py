"""Models read texts as they were taught to: what normalising makes of a text then, it makes of it now."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhiyin.understand.text import codes
from zhiyin.understand.text.model import FOLDER

FILES = sorted(FOLDER.glob("*.npz"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_models_are_taught_on_texts_as_they_are_read_now(file: Path) -> None:
    """Who changes normalisation runs `make models`."""
    with np.load(file) as stored:
        assert str(stored["encoding"]) == codes.version()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("table", lambda was: lambda: np.where(was() == ord("车"), ord("車"), was()).astype(np.uint32)),
        ("slips", lambda was: lambda *given: [one for one in was(*given) if one[2] != "没有"]),
        ("faces", lambda was: lambda *given: [one for one in was(*given) if one[2] != "😭"]),
    ],
)
def test_another_way_of_normalising_is_another_version(
    part: str, value: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = codes.version()
    monkeypatch.setattr(codes, part, value(getattr(codes, part)))
    codes.version.cache_clear()
    try:
        assert codes.version() != known
    finally:
        codes.version.cache_clear()
