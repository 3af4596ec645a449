"""The pack as the company reads it: the shipped one with its own concepts over it."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhiyin.company import packs
from zhiyin.company.concepts import rules
from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs.values import Pack
from zhiyin.company.settings.queries import company
from zhiyin.company.touchpoints.models import Touchpoint
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.memory import remembered


@remembered
def ideas() -> tuple[Idea, ...]:
    """In use, in an order that stays."""
    return tuple(one.idea for one in Concept.objects.filter(active=True))


def pack() -> Pack:
    """Of the company. Whoever reads aspects, their names or their words asks here."""
    return with_ideas(company().pack, ideas())


@lru_cache(maxsize=16)
def with_ideas(name: str, some: tuple[Idea, ...]) -> Pack:
    return rules.extended(packs.load(name), some)


def aspect_names(*, retired: bool = False) -> dict[str, str]:
    """Code → name in the current language; also those no longer in use, whose code facts may still carry."""
    language = get_language() or "zh-hans"
    try:
        found = _names(company().pack, ideas(), language)
    except ZhiyinError:
        found = {}
    return _past(language) | found if retired else dict(found)


def scene_names() -> dict[str, str]:
    """Code → name of the pack's occasions and situations of use, in the current language."""
    language = get_language() or "zh-hans"
    try:
        return {scene.code: scene.name.say(language) for scene in packs.load(company().pack).scenes}
    except ZhiyinError:
        return {}


@lru_cache(maxsize=32)
def _names(name: str, some: tuple[Idea, ...], language: str) -> dict[str, str]:
    return {aspect.code: aspect.name.say(language) for aspect in with_ideas(name, some).aspects}


@remembered
def _past(language: str) -> dict[str, str]:
    gone = Concept.objects.filter(active=False, extends="")
    return {one.code: one.idea.name.say(language) for one in gone}


def own_codes() -> frozenset[str]:
    """Aspects that the company made or gave words to."""
    return frozenset(rules.target(one, pack()) for one in ideas())


def new_code(name: str) -> str:
    return rules.new_code(name, set(Concept.objects.values_list("code", flat=True)))


def problems(concept: Concept) -> dict[str, str | Promise]:
    """What keeps it from being in use: field → sentence."""
    shipped = packs.load(company().pack)
    others = [one for one in Concept.objects.filter(active=True) if one.pk != concept.pk]
    found = _unknown(concept, shipped, others)
    if word := rules.bad(concept.words):
        found["words"] = format_lazy(
            _("“{word}” cannot be a word: give it 2 to 40 characters, at least one of them a letter."), word=word[:60]
        )
    if len(concept.words) > rules.MOST_WORDS or len(concept.examples) > rules.MOST_EXAMPLES:
        found["words"] = format_lazy(
            _("At most {words} words and {examples} examples; leave the rarer ones out."),
            words=rules.MOST_WORDS,
            examples=rules.MOST_EXAMPLES,
        )
    if len(concept.refused) > rules.MOST_EXAMPLES:
        found["refused"] = format_lazy(
            _("At most {n} sentences that are not it; leave those out that are alike."), n=rules.MOST_EXAMPLES
        )
    for field in ("examples", "refused"):
        if any(len(one) > rules.EXAMPLE_LENGTH for one in getattr(concept, field)):
            found[field] = format_lazy(
                _("An example is one sentence of at most {n} characters; shorten the longest."), n=rules.EXAMPLE_LENGTH
            )
    if both := rules.shared(concept.examples, concept.refused):
        found["refused"] = format_lazy(_("“{said}” is an example and is not one; leave it in one."), said=both[:60])
    return found | _taken(concept, shipped, others)


def _unknown(concept: Concept, shipped: Pack, others: list[Concept]) -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    codes = {aspect.code for aspect in shipped.aspects}
    made = {one.code for one in others if not one.extends}
    for field, known in (("extends", codes), ("parent", codes | made)):
        if (code := getattr(concept, field)) and code not in known:
            found[field] = format_lazy(_("There is no aspect “{code}”. Choose one from the list."), code=code[:64])
    if concept.touchpoint and not Touchpoint.objects.filter(code=concept.touchpoint, active=True).exists():
        found["touchpoint"] = format_lazy(
            _("There is no touchpoint “{code}” on the company map."), code=concept.touchpoint
        )
    return found


def _taken(concept: Concept, shipped: Pack, others: list[Concept]) -> dict[str, str | Promise]:
    """A word, or a name, stands for one thing."""
    names = {aspect.code: aspect.name.say(get_language() or "zh-hans") for aspect in shipped.aspects}
    target = concept.extends or concept.code
    owner = {word: (code, names[code]) for word, code in rules.owners(shipped).items()}
    for one in others:
        for word in one.words:
            owner.setdefault(rules.folded(word), ("" if one.extends == target else one.code, str(one)))
    for word in concept.words:
        code, name = owner.get(rules.folded(word), (target, ""))
        if code != target:
            return {
                "words": format_lazy(_("“{word}” also stands for {other}; leave it in one."), word=word, other=name)
            }
        if name:
            return {"words": format_lazy(_("“{word}” stands for {other} already."), word=word, other=name)}
    known = {rules.folded(said) for a in shipped.aspects for said in (a.name.en, a.name.zh)}
    known |= {rules.folded(said) for one in others if not one.extends for said in (one.name_zh, one.name_en) if said}
    for field in ("name_zh", "name_en"):
        if not concept.extends and rules.folded(getattr(concept, field)) in known:
            return {field: format_lazy(_("There is an aspect “{name}” already. Add words to it instead."),
                                       name=getattr(concept, field))}  # fmt: skip
    return {}
