"""Which language a text is in: by its letters, and among Latin letters by its commonest words."""

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.codes import Batch, Flags
from zhiyin.understand.text.grams import letters, tokens
from zhiyin.understand.text.phrases import Phrases

# A Chinese word is about 1.7 characters long; an English one counts once.
_CHINESE_WORD = 1.7
_ENGLISH = (
    "the and is was are were it this that you your my they them we our of to for with not have has had but very so at "
    "from all i'm it's don't be been will would can just what when how which there their she he his her i an by if or"
)
_FOREIGN = (
    "que não nao de la el los las una uno para por com com muito mas foi esta está produto chegou recebi um uma y en "
    "pero muy le les des une est pas je vous avec und der die das ist nicht ich sehr ein eine mit auf di "
    "il che non e sono molto per een het niet van voor dan yang tidak ini itu và của không là"
)


def chinese(codes: npt.NDArray[np.uint32]) -> Flags:
    flags: Flags = ((codes >= 0x4E00) & (codes < 0xA000)) | ((codes >= 0x3400) & (codes < 0x4DC0)) | (codes == 0x3007)
    return flags | ((codes >= 0x20000) & (codes < 0x32000))


def _foreign_script(codes: npt.NDArray[np.uint32]) -> Flags:
    """Letters of neither Chinese nor Latin: Greek to Georgian, kana, Hangul, Indic and so on."""
    flags: Flags = ((codes >= 0x370) & (codes < 0x1E00)) | ((codes >= 0x3040) & (codes < 0x3130) & (codes != 0x30FB))
    return flags | ((codes >= 0xAC00) & (codes < 0xD7B0))


def _beside(flags: Flags) -> Flags:
    """Those with a neighbour: a letter by itself is part of a face, as in (´・ж・`)."""
    beside = np.zeros_like(flags)
    beside[1:] |= flags[:-1]
    beside[:-1] |= flags[1:]
    return flags & beside


class Languages:
    def __init__(self) -> None:
        english, foreign = set(_ENGLISH.split()), set(_FOREIGN.split())
        words = sorted(english | foreign)
        self._common = Phrases(words)
        self._signs = np.array([(word in english) - (word in foreign) for word in words])

    def tell(self, batch: Batch) -> list[str]:
        codes = batch.codes

        def count(flags: Flags) -> npt.NDArray[np.int64]:
            sums = np.concatenate([[0], np.cumsum(flags)])
            total: npt.NDArray[np.int64] = sums[batch.ends] - sums[batch.starts]
            return total

        hanzi, strange = count(chinese(codes)), count(_beside(_foreign_script(codes)))
        letter = letters(codes) & ((codes < 48) | (codes > 57)) & ~_foreign_script(codes)
        letter &= (codes != ord("'")) | _beside(letter)
        begin = np.zeros(len(codes), dtype=np.bool_)
        begin[tokens(codes, letter)[0]] = True
        words = count(begin & letter)
        found = self._common.find(batch)
        tally = np.zeros(len(codes), dtype=np.int64)
        tally[found.starts] = self._signs[found.word]
        english, foreign = count(tally > 0), count(tally < 0)
        told = []
        for han, odd, latin, ours, theirs in zip(hanzi, strange, words, english, foreign, strict=True):
            share = han / _CHINESE_WORD
            if odd > max(han, latin) or han + latin == 0 or odd * 4 > han > 0:
                told.append("other")
            elif share >= 0.7 * (share + latin):
                told.append("zh")
            elif share >= 0.15 * (share + latin):
                told.append("mixed")
            else:
                told.append("other" if theirs > ours or (latin >= 12 and not ours) else "en")
        return told
