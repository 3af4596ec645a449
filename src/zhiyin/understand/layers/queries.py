"""Which layers are in use, one of a kind."""

from functools import lru_cache

from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.layers.values import POLARITY
from zhiyin.understand.text import amending
from zhiyin.understand.text.amending import Amendment
from zhiyin.understand.text.layer import layered, unpack
from zhiyin.understand.text.model import Model, load

Active = tuple[tuple[str, int], ...]
"""Kind and number of each layer in use, by kind; a kind that is not there is as the shipped model has it."""


def layers(limit: int = 20) -> list[LearnedLayer]:
    """The newest, and whatever is in use."""
    known = LearnedLayer.objects.defer("weights")
    newest = list(known[:limit])
    return newest + [one for one in known.filter(active=True) if one not in newest]


def active() -> Active:
    """Layers in use. One learned over another shipped model is not used."""
    found = LearnedLayer.objects.filter(active=True, base=load().version)
    return tuple(found.order_by("kind").values_list("kind", "pk"))


def model(some: Active) -> Model:
    """The shipped model, with the layer over it that speaks of polarity."""
    return _model(dict(some).get(POLARITY, 0))


@lru_cache(maxsize=4)
def _model(number: int) -> Model:
    if not number:
        return load()
    return layered(load(), unpack(bytes(LearnedLayer.objects.get(pk=number).weights)))


def amendments(some: Active) -> tuple[Amendment, ...]:
    return tuple(amendment(number) for kind, number in some if kind != POLARITY)


@lru_cache(maxsize=16)
def amendment(number: int) -> Amendment:
    return amending.unpack(bytes(LearnedLayer.objects.get(pk=number).weights))
