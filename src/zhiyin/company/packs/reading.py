"""From YAML to a checked `Pack`. Every complaint names the file, the place and the way out."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from zhiyin.company.packs.values import (
    CHANNELS,
    FILTERS,
    INDICATORS,
    INTENTS,
    KINDS,
    PART,
    SEVERITIES,
    Alert,
    Aspect,
    Name,
    Node,
    Opinions,
    Pack,
    Scene,
    Stage,
    Touchpoint,
)
from zhiyin.kit.errors import Invalid

FOLDER = Path(__file__).parent
LIMITS = {"threshold": {"below", "above", "days", "n"}, "change": {"days", "confidence", "n"}, "voice": {"intensity"}}
KEYS = {"code", "name", "stages", "touchpoints", "aspects", "tree", "alerts"}
TOP = KEYS | {"about", "whole", "scenes"}

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadPack(Invalid):
    code = "bad_pack"


def names() -> list[str]:
    """Packs that ship with the package."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def shipped() -> list[Pack]:
    """All of them, the one for any company last."""
    return sorted((load(name) for name in names()), key=lambda pack: (pack.code == "generic", pack.code))


@cache
def load(name: str) -> Pack:
    if name not in names():
        raise BadPack(_("There is no pack “{name}”; choose one of: {known}."), name=name, known=", ".join(names()))
    return read(FOLDER / f"{name}.yaml")


def read(path: Path) -> Pack:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader either way
    except OSError as error:
        raise BadPack(_("The pack file {file} cannot be read: {reason}."), file=path, reason=error.strerror) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise BadPack(_("{file} is not valid YAML: {reason}"), file=path.name, reason=reason) from None
    return _Reading(path.name).pack(content)


class _Reading:
    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, place: str, what: object, **fields: object) -> BadPack:
        said = str(what).format(**fields)
        return BadPack(_("{file}, {place}: {said}"), file=self.file, place=place, said=said)

    def pack(self, content: object) -> Pack:
        top = self.mapping(content, "top level", TOP, KEYS)
        stages = tuple(
            Stage(self.text(item, "code", place), self.name(item, place))
            for item, place in self.items(top, "stages", {"code", "name"}, {"code", "name"})
        )
        touchpoints = self.touchpoints(top, self.codes([stage.code for stage in stages], "stages"))
        points = self.codes([touchpoint.code for touchpoint in touchpoints], "touchpoints")
        aspects = self.aspects(top, points)
        codes = {aspect.code for aspect in aspects}
        whole = self.choice(top, "whole", "top level", codes) if "whole" in top else None
        tree = self.node(top["tree"], "tree", {"touchpoint": points, "aspect": codes})
        self.codes([node.code for node in tree.walk()], "tree")
        alerts = tuple(self.alert(item, place) for item, place in self.items(top, "alerts"))
        self.codes([alert.code for alert in alerts], "alerts")
        name = self.name(top, "top level")
        about = self.name(top, "top level", "about") if "about" in top else name
        code = self.text(top, "code", "top level")
        return Pack(code, name, about, stages, touchpoints, aspects, tree, alerts, whole, self.scenes(top))

    def touchpoints(self, top: Mapping[str, Any], stages: set[str]) -> tuple[Touchpoint, ...]:
        keys = {"code", "name", "stage", "channel"}
        found = []
        for item, place in self.items(top, "touchpoints", keys, keys):
            stage = self.choice(item, "stage", place, stages)
            channel = self.choice(item, "channel", place, CHANNELS)
            found.append(Touchpoint(self.text(item, "code", place), self.name(item, place), stage, channel))
        return tuple(found)

    def aspects(self, top: Mapping[str, Any], touchpoints: set[str]) -> tuple[Aspect, ...]:
        keys = {"code", "name", "kind", "parent", "touchpoint", "synonyms", "opinions", "implied"}
        found: list[Aspect] = []
        listed = self.items(top, "aspects", keys, {"code", "name"})
        known = self.codes([self.text(item, "code", place) for item, place in listed], "aspects")
        owner: dict[str, str] = {}
        for item, place in listed:
            code = item["code"]
            parent = self.choice(item, "parent", place, known - {code}) if "parent" in item else None
            touchpoint = self.choice(item, "touchpoint", place, touchpoints) if "touchpoint" in item else None
            synonyms = self.mapping(item.get("synonyms", {}), f"{place} synonyms", {"zh", "en"})
            words = tuple(word for group in synonyms for word in self.words(synonyms, group, place))
            implied = self.opinions(item, "implied", place)
            self.own(owner, (*words, *implied.positive, *implied.negative), code, place)
            opinions = self.opinions(item, "opinions", place)
            kind = self.choice(item, "kind", place, KINDS) if "kind" in item else PART
            found.append(Aspect(code, self.name(item, place), parent, touchpoint, words, opinions, implied, kind))
        self.acyclic(found)
        return tuple(found)

    def scenes(self, top: Mapping[str, Any]) -> tuple[Scene, ...]:
        found: list[Scene] = []
        owner: dict[str, str] = {}
        for item, place in self.items(top, "scenes", {"code", "name", "synonyms", "unlike"}, {"code", "name"}):
            code = self.text(item, "code", place)
            synonyms = self.mapping(item.get("synonyms", {}), f"{place} synonyms", {"zh", "en"})
            words = tuple(word for group in synonyms for word in self.words(synonyms, group, place))
            if not words:
                raise self.refuse(place, _("no word tells it; add “synonyms”."))
            self.own(owner, words, code, place)
            unlike = self.words(item, "unlike", place)
            for word in unlike:
                if not any(short.lower() in word.lower() for short in words):
                    raise self.refuse(
                        place, _("“{word}” in unlike holds no word of the scene; leave it out."), word=word
                    )
            found.append(Scene(code, self.name(item, place), words, unlike))
        self.codes([scene.code for scene in found], "scenes")
        for scene in found:
            self.own(owner, scene.unlike, scene.code, f"scenes {scene.code}")
        return tuple(found)

    def own(self, owner: dict[str, str], words: Iterable[str], code: str, place: str) -> None:
        """A word stands for one thing of a kind; `owner` is what each stands for so far."""
        for word in words:
            if owner.setdefault(word.lower(), code) != code:
                other = owner[word.lower()]
                raise self.refuse(
                    place, _("“{word}” also stands for {other}; leave it in one."), word=word, other=other
                )

    def acyclic(self, aspects: Sequence[Aspect]) -> None:
        parents = {aspect.code: aspect.parent for aspect in aspects}
        for code in parents:
            at, seen = parents[code], {code}
            while at is not None:
                if at in seen:
                    raise self.refuse(
                        f"aspects {code}", _("its parents lead back to {other}; remove one “parent”."), other=at
                    )
                seen.add(at)
                at = parents[at]

    def opinions(self, item: Mapping[str, Any], key: str, place: str) -> Opinions:
        given = self.mapping(item.get(key, {}), f"{place} {key}", {"positive", "negative"})
        return Opinions(*(self.words(given, side, place) for side in ("positive", "negative")))

    def node(self, content: object, place: str, codes: Mapping[str, set[str]]) -> Node:
        keys = {"code", "name", "weight", "indicator", "target", "filters", "children"}
        item = self.mapping(content, place, keys, {"code", "name"})
        code = self.text(item, "code", place)
        place = f"tree {code}"
        if ("indicator" in item) == ("children" in item):
            raise self.refuse(place, _("needs either “indicator” or “children”."))
        filters = self.mapping(item.get("filters", {}), f"{place} filters", set(FILTERS))
        for key, value in filters.items():
            if key in codes and value not in codes[key]:
                raise self.refuse(
                    place, _("there is no {key} “{value}”; declare it or change the filter."), key=key, value=value
                )
        return Node(
            code,
            self.name(item, place),
            self.number(item, "weight", place, 1.0, low=0.0),
            self.choice(item, "indicator", place, INDICATORS) if "indicator" in item else None,
            self.number(item, "target", place) if "target" in item else None,
            dict(filters),
            tuple(self.node(child, place, codes) for child in self.sequence(item, "children", place)),
        )

    def alert(self, item: Mapping[str, Any], place: str) -> Alert:
        keys = {"code", "name", "kind", "severity", "indicator", "intent", "limits"}
        self.mapping(item, place, keys, {"code", "name", "kind", "severity"})
        kind = self.choice(item, "kind", place, LIMITS)
        limits = self.mapping(item.get("limits", {}), f"{place} limits", LIMITS[kind])
        needed = "intent" if kind == "voice" else "indicator"
        if needed not in item:
            raise self.refuse(place, _("a {kind} alert needs “{key}”."), kind=kind, key=needed)
        if kind == "threshold" and not {"below", "above"} & set(limits):
            raise self.refuse(place, _("a threshold alert needs “below” or “above” in its limits."))
        return Alert(
            self.text(item, "code", place),
            self.name(item, place),
            kind,
            self.choice(item, "severity", place, SEVERITIES),
            self.choice(item, "indicator", place, INDICATORS) if "indicator" in item else None,
            self.choice(item, "intent", place, INTENTS) if "intent" in item else None,
            {key: self.number(limits, key, place) for key in limits},
        )

    def items(
        self, top: Mapping[str, Any], key: str, allowed: set[str] | None = None, needed: set[str] | None = None
    ) -> list[tuple[Mapping[str, Any], str]]:
        """The entries of a list, each with its place as a person would name it."""
        found = []
        for position, item in enumerate(self.sequence(top, key, "top level"), 1):
            code = item.get("code", position) if isinstance(item, Mapping) else position
            place = f"{key} {code}"
            found.append((self.mapping(item, place, allowed, needed), place))
        return found

    def mapping(
        self, content: object, place: str, allowed: set[str] | None = None, needed: set[str] | None = None
    ) -> Mapping[str, Any]:
        if not isinstance(content, Mapping):
            raise self.refuse(place, _("expected “key: value” lines."))
        for key in content:
            if allowed is not None and key not in allowed:
                known = ", ".join(sorted(allowed))
                raise self.refuse(place, _("“{key}” is not known here; use one of: {known}."), key=key, known=known)
        for key in sorted(needed or ()):
            if key not in content:
                raise self.refuse(place, _("“{key}” is missing; add it."), key=key)
        return content

    def sequence(self, item: Mapping[str, Any], key: str, place: str) -> list[Any]:
        content = item.get(key, [])
        if not isinstance(content, list):
            raise self.refuse(place, _("“{key}” must be a list; start each entry with “- ”."), key=key)
        return content

    def words(self, item: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        for word in self.sequence(item, key, place):
            if not isinstance(word, str) or not word.strip():
                raise self.refuse(place, _("“{word}” in {key} is not text; put it in quotes."), word=word, key=key)
        return tuple(item.get(key, ()))

    def text(self, item: Mapping[str, Any], key: str, place: str) -> str:
        value = item[key]
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(place, _("“{key}” must be text; put it in quotes."), key=key)
        return value

    def name(self, item: Mapping[str, Any], place: str, key: str = "name") -> Name:
        given = self.mapping(item[key], f"{place} {key}", {"zh", "en"}, {"zh", "en"})
        return Name(self.text(given, "en", place), self.text(given, "zh", place))

    def choice(self, item: Mapping[str, Any], key: str, place: str, known: Any) -> str:
        value = item[key]
        if value not in known:
            listed = ", ".join(sorted(known))
            raise self.refuse(
                place, _("{key} “{value}” is not known; use one of: {known}."), key=key, value=value, known=listed
            )
        return str(value)

    def number(
        self, item: Mapping[str, Any], key: str, place: str, default: float = 0.0, low: float = float("-inf")
    ) -> float:
        value = item.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < low:
            raise self.refuse(place, _("“{key}” must be a number, not “{value}”."), key=key, value=value)
        return float(value)

    def codes(self, given: Sequence[str], place: str) -> set[str]:
        for code in given:
            if given.count(code) > 1:
                raise self.refuse(place, _("the code “{code}” is used twice; rename one."), code=code)
        return set(given)
