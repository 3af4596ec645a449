"""What a mention tells beside its polarity: effort, need, theme, and who, where and when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zhiyin.understand.text.lexicon import LADDER
from zhiyin.understand.text.opinions import PLAIN, Extras, Reading, Span, overlaid
from zhiyin.understand.text.themes import Theme, of_words, wanted
from zhiyin.understand.text.weighing import Mention

Column = list[str | None]
Lists = list[list[str]]
_NONE = Theme()
_BRANDS = ("own", "rival")
_NAMED = ("brands", "brand_spans", "products", "product_spans", "places", "place_spans", "times", "time_spans")


def of_mentions(
    mentions: Sequence[Mention], clauses: Sequence[str], words: Lists, themes: Sequence[Theme]
) -> dict[str, list[list[str]] | Column]:
    told = [_NONE if mention.aspect is None else themes[mention.aspect] for mention in mentions]
    together = list(zip(mentions, told, clauses, words, strict=True))
    return {
        "figures": [figures(mention.reading) for mention in mentions],
        "ladder": [ladder(mention) for mention in mentions],
        "effort": [effort(mention.reading) for mention in mentions],
        "need_kind": [need_kind(mention, theme) for mention, theme, _, _ in together],
        "want": [want(mention, theme, clause) for mention, theme, clause, _ in together],
        "dimension": [
            theme.dimension if mention.aspect is not None else of_words(found, "dimension")
            for mention, theme, _, found in together
        ],
        "experience": [
            _experience(mention, theme) if mention.aspect is not None else of_words(found, "experience")
            for mention, theme, _, found in together
        ],
        "against": [mention.reading.extras.against for mention in mentions],
        "favours": [mention.reading.extras.favours for mention in mentions],
    }


def figures(reading: Reading) -> list[str]:
    return [*reading.extras.figures, "context"] if reading.implied else reading.extras.figures


def ladder(mention: Mention) -> str | None:
    """The highest step of pleasure in words of praise."""
    step = mention.reading.extras.ladder
    return LADDER[step - 1] if step and mention.label == "positive" else None


def effort(reading: Reading) -> str | None:
    """high: customers had to go, call, wait or ask again; low: they say how little it took."""
    cues = reading.extras.cues
    if not cues:
        return None
    again = "times" in cues and "strive" in cues
    if again or "effortful" in cues:
        return "high"
    return "low" if "effortless" in cues else None


def need_kind(mention: Mention, theme: Theme) -> str | None:
    """explicit: asked for; implicit: a complaint about something that people want."""
    if mention.reading.need:
        return "explicit"
    return "implicit" if mention.label == "negative" and theme.want else None


def want(mention: Mention, theme: Theme, clause: str) -> str | None:
    if mention.reading.need:
        return wanted(clause) or theme.want
    return theme.want if mention.label == "negative" else None


def _experience(mention: Mention, theme: Theme) -> str | None:
    """What is told as a feeling is one, whatever it is about."""
    return theme.experience or ("feel" if mention.reading.emotions else None)


@dataclass(frozen=True)
class Quoting:
    """From spans of a batch to the customer's own words, and where these stand. `sound`: what can be stored of
    them."""

    origin: list[int]
    until: list[int]
    sound: Callable[[str], str]

    def place(self, span: Span) -> str:
        return f"{self.origin[span[0]]}-{self.until[span[1] - 1]}"

    def words(self, span: Span, text: str) -> str:
        return self.sound(text[self.origin[span[0]] : self.until[span[1] - 1]])

    def once(self, spans: Iterable[Span], text: str) -> dict[str, str]:
        """All that is said, and where it is said first."""
        found: dict[str, str] = {}
        for span in spans:
            found.setdefault(self.words(span, text), self.place(span))
        return found

    def named(self, extras: Extras, *kinds: str) -> list[str]:
        """Wherever words name one of these."""
        if not extras.names:
            return []
        spans = sorted({(first, last) for name, first, last in extras.names if name.kind in kinds})
        return [self.place(span) for span in spans]


def naming(mentions: Sequence[Mention], texts: Sequence[str], quoting: Quoting) -> dict[str, Lists]:
    """The words that name the aspect, and where each stands; none where no word of the clause does."""
    nothing: list[str] = []
    words, spans = [nothing] * len(mentions), [nothing] * len(mentions)
    for row, (mention, text) in enumerate(zip(mentions, texts, strict=True)):
        reading = mention.reading
        # What context or a likeness tells is held by the whole clause.
        if mention.aspect is None or reading.implied or reading.likened:
            continue
        places = reading.aspects[mention.aspect]
        words[row] = [quoting.words(place, text) for place in places]
        spans[row] = [quoting.place(place) for place in places]
    return {"aspect_words": words, "aspect_spans": spans}


def named(extras: Sequence[Extras], texts: Sequence[str], quoting: Quoting) -> dict[str, Lists]:
    """Codes of brands and products; places by code where the company has one, else as said; times as said, dates
    first; and where each of them stands."""
    nothing: list[str] = []
    columns: dict[str, Lists] = {name: [nothing] * len(extras) for name in _NAMED}
    for row, (one, text) in enumerate(zip(extras, texts, strict=True)):
        if not (one.names or one.where or one.when):
            continue
        where, when = quoting.once(one.where, text), quoting.once(overlaid(one.when), text)
        columns["brands"][row] = _codes(one, *_BRANDS)
        columns["brand_spans"][row] = quoting.named(one, *_BRANDS)
        columns["products"][row] = _codes(one, "product")
        columns["product_spans"][row] = quoting.named(one, "product")
        columns["places"][row] = [*_codes(one, "place"), *where]
        columns["place_spans"][row] = [*quoting.named(one, "place"), *where.values()]
        columns["times"][row] = [*when]
        columns["time_spans"][row] = [*when.values()]
    return columns


def _codes(extras: Extras, *kinds: str) -> list[str]:
    return list(dict.fromkeys(name.code for name, _, _ in extras.names if name.kind in kinds))


def of_documents(readings: Sequence[Reading], mentions: Sequence[Mention], size: int) -> dict[str, Lists | Column]:
    brands: Lists = [[] for _ in range(size)]
    efforts: Column = [None] * size
    steps = np.zeros(size, dtype=np.int64)
    for reading in readings:
        if reading.extras is PLAIN:
            continue
        known = brands[reading.text]
        known += [code for code in _codes(reading.extras, *_BRANDS) if code not in known]
        found = effort(reading)
        if found and efforts[reading.text] != "high":
            efforts[reading.text] = found
    for mention in mentions:
        if mention.reading.extras.ladder and mention.label == "positive":
            steps[mention.reading.text] = max(steps[mention.reading.text], mention.reading.extras.ladder)
    return {
        "brands": brands,
        "ladder": [LADDER[step - 1] if step else None for step in steps.tolist()],
        "effort": efforts,
    }
