"""What a piece that a person cut off keeps of what its clause names: brands, products, places, times and scenes."""

from collections.abc import Mapping
from typing import Any

from zhiyin.understand.corrections.values import Opinion

_NAMED = (
    ("brands", "brand_spans"), ("products", "product_spans"), ("places", "place_spans"), ("times", "time_spans"),
)  # fmt: skip
_SCENES = ("scenes", "scene_spans")


def inherited(told: Mapping[str, Any], one: Opinion, text: str) -> dict[str, Any]:
    """Of `told`, the mention that `one` is cut from, what stands in the piece, or outside the clause and holds for all
    of it (在北京，…). Scenes are those of the sentence."""
    kept = {name: told.get(name) for name in _SCENES}
    for name, spans in _NAMED:
        kept |= _standing(told, one, text, name, spans)
    return kept


def _standing(told: Mapping[str, Any], one: Opinion, text: str, name: str, spans: str) -> dict[str, Any]:
    whole, values = (told["start"], told["end"]), list(told.get(name) or ())
    places = [tuple(map(int, span.split("-"))) for span in told.get(spans) or ()]
    standing = [place for place in places if one.start <= place[0] < place[1] <= one.end or not _within(place, whole)]
    # Values come in the order their words are first said.
    words = list(dict.fromkeys(text[slice(*place)] for place in places))
    said = {text[slice(*place)] for place in standing}
    if len(words) == len(values):
        values = [value for word, value in zip(words, values, strict=True) if word in said]
    elif len(values) > 1 and standing != places:
        # Of several words for one value nobody knows here whose each is: better nothing than a rival's.
        values, standing = [], []
    return {name: values if standing else [], spans: [f"{first}-{last}" for first, last in standing]}


def _within(place: tuple[int, ...], whole: tuple[int, int]) -> bool:
    return whole[0] <= place[0] < whole[1]
