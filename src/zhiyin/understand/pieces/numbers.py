"""Numbers as people write them, so that what is claimed can be looked for in what was said: 30, 三十, thirty, 30 %,
三成."""

import re
import unicodedata

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
HAN = "零〇一二两三四五六七八九十百千万"
HAN_NUMBER = re.compile(rf"百分之[{HAN}]+|[{HAN}]+成(?!了|为|功|品|本|都|员|长|分|人)|[{HAN}]+")
MEASURED = re.compile(
    rf"百分之[{HAN}]+|[{HAN}]+成(?!了|为|功|品|本|都|员|长|分|人)"
    rf"|[{HAN}]+(?=\s?(?:多)?(?:个|位|名|条|次|人|家|分|小时|天|周|月|年|元|块|角|倍|星|级|杯|份|件|单|度|斤|公里|米|页|岁|折|层|楼|张|遍|秒|点半|点钟|成))"
)
WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
ENGLISH = re.compile(rf"\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)
VALUES = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}


def claimed(text: str) -> set[str]:
    """Numbers that a sentence states; 一 alone is an article more often than a count."""
    plain = unicodedata.normalize("NFKC", text)
    return _plain(plain) | {n for n in map(_han, MEASURED.findall(plain)) if n != "1"}


def told(text: str) -> set[str]:
    """Numbers that stand in what somebody said, however loosely."""
    plain = unicodedata.normalize("NFKC", text)
    return _plain(plain) | set(map(_han, HAN_NUMBER.findall(plain)))


def _plain(text: str) -> set[str]:
    found = {str(WORDS[word.lower()]) for word in ENGLISH.findall(text)}
    for match in DIGITS.finditer(text):
        number = re.sub(r",(?=\d{3})", "", match[0])
        number = number.rstrip("0").rstrip(".") if "." in number else number.lstrip("0") or "0"
        found.add(number + ("%" if text[match.end() :].lstrip().startswith(("%", "percent")) else ""))
    return found


def _han(text: str) -> str:
    if text.startswith("百分之"):
        return f"{_value(text[3:])}%"
    if text.endswith("成"):
        return f"{_value(text[:-1]) * 10}%"
    return str(_value(text))


def _value(text: str) -> int:
    """三百二十 is 320, 二〇二六 is 2026."""
    if not any(sign in UNITS or sign == "万" for sign in text):
        return int("".join(str(VALUES[sign]) for sign in text))
    total = part = digit = 0
    for sign in text:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign == "万":
            total, part, digit = (total + part + digit or 1) * 10_000, 0, 0
        else:
            part, digit = part + (digit or 1) * UNITS[sign], 0
    return total + part + digit
