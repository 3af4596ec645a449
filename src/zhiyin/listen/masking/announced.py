"""Names that a form, a greeting or a signature announces: 顾客祁雪松, ——莫文婷, booked under the name of Jean Moreau.

Of three letters that names are made of, or of two where nothing else could stand; in capitals, where they are Latin.
"""
# ruff: noqa: E501  a pattern is one line

import re

from zhiyin.listen.masking.given import named
from zhiyin.listen.masking.letters import DOUBLE, GUESTS, NO_NAMES, SURNAMES
from zhiyin.listen.masking.names import (
    CAPITAL,
    DOTTED,
    GIVEN_NAME,
    STOP,
    TOLD,
    TWO,
    Match,
    parted,
    somebody,
    starred,
    told,
)

THREE = rf"(?!{NO_NAMES})(?:{DOTTED}|(?:{DOUBLE}){GIVEN_NAME}{{1,2}}|[{SURNAMES}]{GIVEN_NAME}{{2}})"
SHORT = rf"(?!{NO_NAMES})[{SURNAMES}]{GIVEN_NAME}"
FORM = re.compile(
    rf"((?:^|(?<=[，。！!；;\s、]))(?:{GUESTS})(?:[是为叫]|[:：] ?| )?){THREE}{TOLD}"
    rf"|(^\s{{0,4}}我?这边是 ?){THREE}{STOP}"
    rf"|(^\s{{0,4}}(?:您好|你好|喂|嗨)[，,！!。 ]{{0,3}}我?这边是 ?)(?:{THREE}|{SHORT}){STOP}"
    rf"|((?<![店影书剧片菜品牌歌戏])名字[是叫] ?){DOTTED}"
    rf"|(姓名(?:拼音)?[是为]? ?)(?:{TWO}|[A-Z]{{2,20}}[ /][A-Z]{{2,20}}(?: [A-Z]{{2,20}})?){STOP}"
)
SIGNED = re.compile(
    rf"([。！!？?…~～.\n)）]\s?(?:—{{1,2}}|--) ?)(?:{THREE}|{SHORT}|{TWO})(?=\s*$)"
    rf"|([。！!？?…~～]\s?\n[ \t\u3000]{{0,20}}){THREE}(?=\s*$)"
)
SHOP = re.compile(r"(?:(?<![梓宇浩俊子])轩|[居楼阁斋堂馆坊园苑庄])$")
LIKELY = re.compile(rf"{GUESTS}|这边是|名字[是叫]|姓名|[。！!？?…~～.\n)）]\s?[—\-\n]")
FINAL = re.compile(
    rf"((?:^|[.!?] |\n)(?i:(?:many )?thanks|thank you|cheers|(?:best|love)(?=,)|(?:kind |best |warm )?regards)[,.!]? ?\n\s{{0,4}}[-–—]? ?)"
    rf"{CAPITAL}(?:[ \-]{CAPITAL}){{0,2}}(?=\s*$)"
)
FLOWN = re.compile(
    r"(\b(?i:passenger|pax)(?i: name)? ?[:：] ?)[A-Z]{2,20}(?: [A-Z]{2,20})?/([A-Z]{2,20}(?: [A-Z]{2,20}){0,2})\b"
)
"""As airlines write it: SURNAME/GIVEN MR."""
FORMAL = re.compile(r" (?:MR|MRS|MS|MISS|DR|MSTR|CHD)$")
ENGLISH = re.compile(
    rf"(\b(?i:guest|customer|patient) ?[:：] ?){TWO}(?=,? (?i:room|booking|phone|tel|email|passport|order|account|flight|seat)\b|, ?[+(\d])"
)
BOOKED = re.compile(
    rf"(\b(?i:book|reserv|order|table|account|ticket|appointment|regist)\w{{0,9}}\b[^.!?\n]{{0,30}}? (?i:under the name(?: of)?|in the name of) (?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?)"
    rf"{CAPITAL}(?:[ \-]{CAPITAL}){{0,2}}"
)
"""A guest with what a form holds next; under which name something is booked."""


def hide_chinese(text: str) -> str:
    return SIGNED.sub(signed, FORM.sub(starred, text))


def hide_english(text: str) -> str:
    return BOOKED.sub(told, ENGLISH.sub(somebody, FLOWN.sub(flown, FINAL.sub(final, text))))


def signed(match: Match) -> str:
    """By nobody in capitals but who bears a given name, and by no shop."""
    cue, name = parted(match)
    return f"{cue}**" if (named(name) if name[0].isascii() else not SHOP.search(name)) else match[0]


def final(match: Match) -> str:
    cue, name = parted(match)
    return f"{cue}**" if named(name) else match[0]


def flown(match: Match) -> str:
    return f"{match[1]}**" if FORMAL.search(match[2]) or named(match[2].title()) else match[0]
