"""Which language a text is in: by its letters, and among Latin letters by its words.

A text of Latin letters is English if its words are. What the lists or the word vectors know speaks for English, what is
said elsewhere against it, and so does, a little, what nobody knows: one unknown word is judged by nobody. Words nobody
knows are asked for slips (coffe) before a text is given up.
"""

import re
from functools import cache

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import shipped, vectors
from zhiyin.understand.text.codes import Batch, Codes, Flags, Places, encode, written
from zhiyin.understand.text.grams import Hashes, Spans, letters

# A Chinese word is about 1.7 characters long; an English one counts once.
_CHINESE_WORD = 1.7
_KNOWN, _SHARED, _UNKNOWN, _NAME, _SIGNED, _FOREIGN = 4, 1, -1, -2, -3, -4
_ASKED = 12
"""Words of one text that are asked for slips."""
_LISTS = shipped.words(shipped.HERE / "language.yaml")
_SIGNS = [ord(sign) for sign in _LISTS["signs"]]
_MARKS = [ord(mark) for mark in "¿¡"]
_ELIDED = [ord(sign) for sign in "cdjlmnst"]
_QUOTE = ord("'")
_ONLY_CHINESE = re.compile("|".join(_LISTS["chinese"].split()))
_ONLY_JAPANESE = re.compile(f"[{_LISTS['japanese']}]")
_KANA = re.compile("[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺー]*")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_HAN = re.compile("[㐀-鿿]")
_DRAWN = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiou]+")
_ENDINGS = {
    "s": ("",), "ies": ("y",), "ed": ("", "e"), "ied": ("y",), "ing": ("", "e"), "ly": ("", "le"), "ily": ("y",),
    "er": ("", "e"), "ier": ("y",), "est": ("", "e"), "iest": ("y",), "ness": ("",), "iness": ("y",), "less": ("",),
    "ful": ("",), "able": ("", "e"),
}  # fmt: skip
"""Of English words, and what may have stood in their place."""

Whole = npt.NDArray[np.int64]


def chinese(codes: npt.NDArray[np.uint32]) -> Flags:
    flags: Flags = ((codes >= 0x4E00) & (codes < 0xA000)) | ((codes >= 0x3400) & (codes < 0x4DC0)) | (codes == 0x3007)
    return flags | ((codes >= 0x20000) & (codes < 0x32000))


def _kana(codes: Codes) -> Flags:
    flags: Flags = (codes >= 0x3040) & (codes < 0x3100) & (codes != 0x30FB)
    return flags


def _foreign_script(codes: Codes) -> Flags:
    """Letters of neither Chinese nor Latin nor kana: Greek to Georgian, Hangul, Indic and so on."""
    flags: Flags = ((codes >= 0x370) & (codes < 0x1E00)) | ((codes >= 0x3100) & (codes < 0x3130))
    return flags | ((codes >= 0xAC00) & (codes < 0xD7B0))


def _beside(flags: Flags) -> Flags:
    """Those with a neighbour: a letter by itself is part of a face, as in (´・ж・`)."""
    beside = np.zeros_like(flags)
    beside[1:] |= flags[:-1]
    beside[:-1] |= flags[1:]
    return flags & beside


def _table(signs: list[int]) -> Flags:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[signs] = True
    return flags


def _japanese(text: str) -> bool:
    """Of Chinese characters, and of kana or characters as Japan writes them. の and a few kana are an ornament of
    Chinese (优の良品), each character that only Chinese has takes one kana back, and a loan word weighs half."""
    said = 4 * len(_ONLY_JAPANESE.findall(text))
    for run in _KANA.finditer(text):
        start, end = run.span()
        word = run[0].replace("の", "")
        native = len(_HIRAGANA.findall(word))
        if len(word) > 1:
            said += 4 * native + 2 * (len(word) - native)
        elif native and (_HAN.match(text, end) or _HAN.match(text, max(start - 1, 0))):
            said += 4
    return said > 0 and said >= len(_HAN.findall(text)) + 4 * len(_ONLY_CHINESE.findall(text))


class Languages:
    def __init__(self) -> None:
        self._cues = _table([ord(sign) for sign in _LISTS["japanese"]])
        self._signs = _table(_SIGNS)

    def tell(self, batch: Batch) -> list[str]:
        codes = batch.codes

        def count(flags: Flags) -> Whole:
            sums = np.concatenate([[0], np.cumsum(flags)])
            total: Whole = sums[batch.ends] - sums[batch.starts]
            return total

        kana, script = _kana(codes), _foreign_script(codes)
        letter = letters(codes) & ~_digit(codes) & ~script
        letter &= (codes != _QUOTE) | _beside(letter)
        first = np.flatnonzero(letter[1:] & ~letter[:-1]) + 1
        last = np.flatnonzero(letter[:-1] & ~letter[1:]) + 1
        begin = np.zeros(len(codes), dtype=np.bool_)
        begin[first] = True
        han, latin = count(chinese(codes)), count(begin)
        strange = count(_beside(script)) + count(_beside(kana)) * (han == 0)
        other = (strange > np.maximum(han, latin)) | (han + latin == 0) | ((strange * 4 > han) & (han > 0))
        for row in np.flatnonzero((count(kana | self._cues[codes]) > 0) & (han > 0) & ~other).tolist():
            other[row] = _japanese(written(codes[batch.starts[row] : batch.ends[row]]))
        share = han / _CHINESE_WORD
        all_ = share + latin
        english = self._english(batch, first, last)
        told: list[str] = np.select(
            [other, share >= 0.7 * all_, share >= 0.15 * all_, english], ["other", "zh", "mixed", "en"], "other"
        ).tolist()
        return told

    def _english(self, batch: Batch, first: Places, last: Places) -> Flags:
        """Of each text whether its Latin words are English."""
        codes, size = batch.codes, len(batch.starts)
        if not len(first):
            return np.zeros(size, dtype=np.bool_)
        weights = self._weigh(codes, first, last)
        text = np.searchsorted(batch.starts, first, side="right") - 1
        sums = np.bincount(text, weights, size)
        marks = np.flatnonzero((codes == _MARKS[0]) | (codes == _MARKS[1]))
        sums += _FOREIGN * np.bincount(np.searchsorted(batch.starts, marks, side="right") - 1, minlength=size)
        held = np.bincount(text, weights > 0, size) > 0
        against = np.bincount(text, weights < _UNKNOWN, size) > 0
        for row in np.flatnonzero((sums < 0) & ~against).tolist():
            low, high = np.searchsorted(text, [row, row + 1]).tolist()
            unknown = low + np.flatnonzero(weights[low:high] == _UNKNOWN)[:_ASKED]
            meant = sum(_meant(written(codes[first[at] : last[at]])) for at in unknown.tolist())
            sums[row] += meant * (_KNOWN - _UNKNOWN)
            held[row] |= meant > 0
        english: Flags = held & (sums >= against)
        return english

    def _weigh(self, codes: Codes, first: Places, last: Places) -> Whole:
        # The owner's is the owner: what belongs to a word is that word.
        stem = np.where(
            (last - first > 2) & (codes[last - 2] == _QUOTE) & (codes[last - 1] == ord("s")), last - 2, last
        )
        hashes = Spans(codes).hash(first, stem)
        words, said = _words()
        at = np.minimum(np.searchsorted(words, hashes), len(words) - 1)
        listed = words[at] == hashes
        sums = np.concatenate([[0], np.cumsum(self._signs[codes])])
        elided = (last - first > 3) & (codes[first + 1] == _QUOTE) & np.isin(codes[first], _ELIDED)
        guess = np.where(sums[last] > sums[first], _SIGNED, np.where(elided, _NAME, _UNKNOWN))
        # 5pm, A320: part of a number
        counted = _digit(codes[first - 1]) | _digit(codes[last])
        weights: Whole = np.where(listed, said[at], np.where(counted, 0, guess))
        return weights


@cache
def _words() -> tuple[Hashes, Whole]:
    """The hashes of all known words, in order, and what each says."""
    weights = dict.fromkeys((word for word in vectors.load().places if word[0] < "\u0370"), _KNOWN)
    slips = (slip for some in shipped.misspellings().values() for slip in some)
    weights |= dict.fromkeys((word for slip in slips for word in slip.split()), _KNOWN)
    for text in _LISTS["foreign"].values():
        weights |= dict.fromkeys(text.split(), _FOREIGN)
    for name, weight in (("names", _NAME), ("shared", _SHARED), ("english", _KNOWN), ("spoken", _KNOWN)):
        weights |= dict.fromkeys(_LISTS[name].split(), weight)
    batch = encode(list(weights))
    hashes = Spans(batch.codes).hash(batch.starts, batch.ends)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], np.array([*weights.values()], dtype=np.int64)[order]


def _digit(codes: Codes) -> Flags:
    flags: Flags = (codes >= 48) & (codes <= 57)
    return flags


def _meant(word: str) -> bool:
    """Whether an English word was meant by what no list knows: goood, coffe, excellant, rattles, friendlier."""
    forms = {word, _DRAWN.sub(r"\1\1", word), _DRAWN.sub(r"\1", word)}
    return len(word) > 3 and any(form in vectors.load().places or _formed(form) or _slip(form) for form in forms)


def _formed(word: str) -> bool:
    """By an ending that is English, from a word that is known."""
    known = vectors.load().places
    for ending, before in _ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and any(stem + left in known for left in before):
            return True
    return word.startswith("un") and len(word) > 6 and word[2:] in known


def _slip(word: str) -> bool:
    """A vowel for a vowel, one sign for two: excellant, delicous, coffe. perfecto is no slip of perfect."""
    if len(word) < 5 or not word.isascii():
        return False
    drawn, bones = _slips()
    return _DRAWN.sub(r"\1", word) in drawn or (len(word) > 5 and _bones(word) in bones)


def _bones(word: str) -> str:
    once = _DRAWN.sub(r"\1", word)
    return once[0] + _VOWELS.sub(".", once[1:-1]) + once[-1]


@cache
def _slips() -> tuple[set[str], set[str]]:
    """The longer English words without their double signs, and without telling their inner vowels apart."""
    words = [word for word in vectors.load().places if len(word) > 4 and word.isascii() and word.isalpha()]
    return {_DRAWN.sub(r"\1", word) for word in words}, {_bones(word) for word in words if len(word) > 5}
