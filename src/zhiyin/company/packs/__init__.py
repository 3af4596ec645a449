"""Industry packs as readable YAML: `load("restaurant")`, `names()`, `read(path)` for a copy of one's own."""

from zhiyin.company.packs.reading import BadPack, load, names, read, shipped
from zhiyin.company.packs.values import Alert, Aspect, Name, Node, Opinions, Pack, Scene, Stage, Touchpoint

__all__ = [
    "Alert",
    "Aspect",
    "BadPack",
    "Name",
    "Node",
    "Opinions",
    "Pack",
    "Scene",
    "Stage",
    "Touchpoint",
    "load",
    "names",
    "read",
    "shipped",
]
