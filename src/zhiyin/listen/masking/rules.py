"""One text, or one object, without what is personal in it."""

import re

from zhiyin.listen.masking import announced, names, numbers, places

DEEPEST = 50
"""Levels of an object that are looked through; what lies deeper is left out of the facts."""
SPOKEN = re.compile(rf"(?:[{numbers.SPOKEN}\d][ 、，,\-]{{0,2}}){{11}}")
HAN_DIGIT = re.compile(f"[{numbers.SPOKEN}]")
ENGLISH = re.compile(r"[A-Za-z]{2}")
"""Most texts are Chinese: what is said in English is looked for where there is any."""
PLATED = ("plate", "reg", "car", "van ", "vehicle", "motorbike")
PROVINCE = re.compile(
    rf"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{places.LETTER}[·•.\- ]?{places.SIGN}"
)


def hide(text: str) -> str:
    """138****5678, z***@example.com, 粤B*****, 我叫**: the rest stays. Masking twice is masking once."""
    if "@" in text or "＠" in text:
        text = names.EMAIL.sub(r"\1***@\2", text)
    if names.LIKELY.search(text):
        text = names.TITLED.sub(r"\1*\3", text)
        for pattern in (names.CALLED, names.STATED, names.CUED, names.ENGLISH, names.MISTER):
            text = pattern.sub(r"\1**", text)
        text = names.SIGNED.sub(names.speaking, text)
        text = names.SURNAME.sub(r"\1*", text)
        text = names.INTRODUCED.sub(r"\1**", text)
        text = names.LABELLED.sub(names.starred, text)
        text = names.AM.sub(names.somebody, text)
    if announced.LIKELY.search(text):
        text = announced.hide_chinese(text)
    english = text.lower() if ENGLISH.search(text) else ""
    if any(word in english for word in names.WRITTEN):
        for pattern in (names.HERE, names.CLOSED, names.FORM):
            text = pattern.sub(names.somebody, text)
        text = announced.hide_english(names.NAMED.sub(names.told, text))
    if "dot" in english or "艾特" in text:
        text = names.SPELLED.sub(names.spelled, text)
    if places.LIKELY.search(text):
        text = places.ADDRESS.sub(places.address, text)
    if places.ESTATES.search(text):
        text = places.ESTATE.sub(places.estate, text)
    if PROVINCE.search(text):
        text = places.PLATE.sub(places.plate, text)
    if any(word in english for word in PLATED):
        text = places.CAR_PLATE.sub(r"\1*****", places.TOLD_PLATE.sub(r"\1*****", text))
    if HAN_DIGIT.search(text) and SPOKEN.search(text):
        text = numbers.SAID.sub(numbers.said, text)
    if numbers.LIKELY.search(text):
        text = numbers.hide_numbers(text)
    if numbers.PASSPORTS.search(text):
        text = numbers.PASSPORT.sub(r"\1******", text)
    if any(word in english for word in numbers.ABROAD_TOLD):
        text = numbers.hide_told(text)
    if places.STREETS.search(text):
        text = places.ENGLISH.sub(places.english, text)
    if names.CHATS.search(text):
        text = names.WECHAT.sub(r"\1****", text)
        text = names.QQ.sub(r"\1****", text)
    return text


def veiled(value: object, depth: int = 0) -> object:
    """The same for an object: a phone may also be a number there, or a key."""
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {hide(name): veiled(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [veiled(one, depth + 1) for one in value]
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
        masked = hide(said)
        return value if masked == said else masked
    return value
