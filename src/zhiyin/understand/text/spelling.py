"""What customers write otherwise: homophones and slips that mean one thing only, and faces made of signs.

A slip is put right by a word of the same length, a face becomes one emoji: every kept character still knows where it
stood. What could mean two things stays as it is (稀饭, 炒鸡蛋, 实木有味).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import shipped

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_LISTS = shipped.words(Path(__file__).parent / "slips.yaml")
_SLIPS = dict(pair.split("=") for pair in _LISTS["slips"].split())
_WOODS = "实原红松杉桐杂积乌柚檀楠桃树橡榉胡"
_BESIDE = {  # only in this company
    "木有": f"(?<![{_WOODS}])木有(?=一|人|问|质|任|什|想|用|办)",
    "级差": "(?<=态度|服务|质量|味道)级差",
    "及差": "(?<=态度|服务|质量|味道)及差",
}
_MEANT = {**_SLIPS, "木有": "没有"}
_SLIP = re.compile("|".join([*sorted(_SLIPS, key=len, reverse=True), *_BESIDE.values()]))

_NAMED = {name: face for face, names in _LISTS["faces"].items() for name in names.split()}
_FACES = {
    "named": (r"\[(?P<name>[A-Za-z0-9一-鿿]{1,5})\]", ""),
    "crying": (
        r"[(（][^()（）\w\0\n]{0,3}[;；T╥ಥㄒ][ω﹏_＿дДoO.△︵︿][;；T╥ಥㄒ][^()（）\w\0\n]{0,3}[)）]|இ[௰﹏_＿ωдД]இ"
        r"|[(（][;；]?[´`｀'][;；]?[дДﾛ△][;；]?[`｀´'][;；]?[)）]",
        "😭",
    ),
    "happy": (
        r"[(（]?[*✿]?[\^＾][_＿\-oO.▽∇ω◡w]?[\^＾][*✿;]?[)）]?|[≧>][▽∇ω◡][≦<]|[:：;；]-?[)）](?![)）])|:-\]"
        r"|(?<![A-Za-z0-9])[:=]-?D(?![A-Za-z])|(?<![A-Za-z])[xX]D+(?![A-Za-z])"
        r"|[(（][^()（）\0\n]{0,6}(?:[▽∇◡‿ωᴗᵕヮ]|•\u0300?ㅂ)[^()（）\0\n]{0,6}[)）](?:و✧?|[ﾉノ])?"
        r"|\\\(\^?o\^?\)/|ʕ[^ʕʔ\0\n]{0,3}ᴥ[^ʕʔ\0\n]{0,3}ʔ",
        "😊",
    ),
    "heart": (r"(?<![\w<])<3+(?!\w)", "❤"),
    "sad": (
        r"(?<![A-Za-z0-9])(?:T[_＿.﹏\-^]T|TAT|TOT|QAQ|Q_Q|Y_Y|;_;|orz|Orz|ORZ|OTZ|OTL)(?![A-Za-z0-9])"
        r"|[(（]?[╥ಥ][﹏_＿^╭][╥ಥ][)）]?|>[_＿﹏]<|[:：=]'?-?[(（](?![\w(（)）])",
        "😭",
    ),
    "angry": (r"[(（]╯[^()（）\0\n]{1,5}[)）]╯(?:︵ ?┻━┻)?|凸(?=[(（ ,，。!！])|[(（]╬[^()（）\0\n]{1,6}[)）]", "😡"),
    "annoyed": (
        r"(?<![\w\-=－])(?:[-－][_＿][-－]|=[_＿]=)[|‖b!！]{0,4}(?![\w\-])|[￣¯][_＿へ︿][￣¯]|ಠ_ಠ|囧",
        "😒",
    ),
    "startled": (r"(?<![A-Za-z0-9])(?:o_O|O_o|O_O|0_0|⊙[_﹏o]⊙)(?![A-Za-z0-9])", "😲"),
}
EXAMPLES = (
    *_SLIPS, *(f"[{name}]" for name in _NAMED), "我木有问题", "实木有味", "服务级差", "级差", "味道及差",
    "(T_T)", "(;´д`)", "^_^", ">▽<", ":-)", "😊:D", "(๑•̀ㅂ•́)و✧", "ʕ•ᴥ•ʔ", "<3", "QAQ", ":(", "(╯°□°)╯︵ ┻━┻", "凸",
    "-_-||", "囧", "O_o",
)  # fmt: skip
"""Texts that hold each slip, and faces of every kind."""
_FACE = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, (shape, _) in _FACES.items()))


def _flags(signs: str) -> Flags:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[[ord(sign) for sign in signs]] = True
    return flags


_RARE = _flags("[^＾▽∇ω◡‿ᴗᵕヮㅂᴥ╥ಥㄒஇдДﾛ△囧⊙≧╬╯凸￣¯ಠ_＿﹏<")
_EYES, _MOUTHS = _flags(":：;；=xXTQYoO"), _flags(")）(（-'DATOQYrR]^;")


def _pair(first: Codes, second: Codes) -> Codes:
    """A small number for two neighbours, the same for few others."""
    mixed: Codes = (first * np.uint32(31) + second) & np.uint32(0xFFFF)
    return mixed


_BEGINNINGS = np.zeros(1 << 16, dtype=np.bool_)
_BEGINNINGS[
    _pair(*(np.array([ord(slip[n]) for slip in (*_SLIPS, *_BESIDE)], dtype=np.uint32) for n in (0, 1))).astype(np.int64)
] = True


def slips(joined: str, raw: Codes) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the word of the same length that was meant. `raw` are the code points of `joined`: the engine of
    regular expressions looks only where a slip may begin, which is twenty times as fast."""
    for place in np.flatnonzero(_BEGINNINGS[_pair(raw[:-1], raw[1:])]).tolist():
        found = _SLIP.match(joined, place)
        if found:
            yield found.start(), found.end(), _MEANT.get(found[0], "极差")


def faces(joined: str, raw: Codes, starts: Places) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the emoji that says the same; only texts with a sign that makes a face are searched."""
    likely = _RARE[raw]
    likely[:-1] |= _EYES[raw[:-1]] & _MOUTHS[raw[1:]]
    texts = np.unique(np.searchsorted(starts, np.flatnonzero(likely), side="right"))
    for start, end in zip(starts[texts - 1].tolist(), np.append(starts, len(raw))[texts].tolist(), strict=True):
        for found in _FACE.finditer(joined, start, end - 1):
            name = found["name"]
            face = _NAMED.get(name.lower()) if name else _FACES[str(found.lastgroup)][1]
            if face:
                yield found.start(), found.end(), face
