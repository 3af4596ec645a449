"""Which layer is in use."""

from functools import lru_cache

from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.text.layer import layered, unpack
from zhiyin.understand.text.model import Model, load


def layers(limit: int = 20) -> list[LearnedLayer]:
    return list(LearnedLayer.objects.defer("weights")[:limit])


def active() -> int:
    """Number of the layer in use; 0: the shipped model alone. One learned over another shipped model is not used."""
    found = LearnedLayer.objects.filter(active=True, base=load().version).values_list("pk", flat=True).first()
    return found or 0


@lru_cache(maxsize=4)
def model(number: int) -> Model:
    """The shipped model with a layer over it; 0: as it is."""
    if not number:
        return load()
    return layered(load(), unpack(bytes(LearnedLayer.objects.get(pk=number).weights)))
