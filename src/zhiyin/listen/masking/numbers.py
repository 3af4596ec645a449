"""Numbers that belong to a person: identity, bank card, phone. Digits may be full width, spaced, dashed or spoken."""
# ruff: noqa: E501  a pattern is one line

import re
from datetime import date

Match = re.Match[str]
GAP = r"[ \-–—－_.·\u00a0\u3000]"
LIKELY = re.compile(r"\d(?:[ \-–—－_.·()（）\u00a0\u3000]{0,3}\d){6}")
"""Seven digits with little between them: without these no rule on digits has anything to find."""
LONG = re.compile(rf"\d(?:{GAP}?\d){{13}}")
ORDER = re.compile(
    r"(?:(?:订单|运单|快递单?|流水|工单|物流|发票|合同)(?:编?号码?)?|单号|编号|货号|型号|序列号|批号|批次号?|条形?码|款号|编码"
    r"|(?i:order|tracking|invoice|sku|serial|ref|reference|ticket|item|model|part|isbn|ean|case|booking|flight|confirmation|batch|parcel|shipment)"
    r" ?(?i:no\.?|number|num|id|code|#)?|(?:SF|JD|YT|ZT|STO|EMS|SN|NO\.?|DPK|LP))(?i: is)?[是为:：#＃\s\"]*(?:\d{4}[ \-]){0,4}$"
)
CARD = re.compile(r"(?:卡|卡号|卡里|账号|帐号|(?i:card)(?i: number| no\.?)?)(?i: is)?[是为:：\s\"]*$")
PAPER = re.compile(
    r"(?:证|证件|证号|号码|身份证号?码?|(?i:identity|id)(?i: card)?(?i: number| no\.?)?)(?i: is)?[是为:：\s\"]*$"
)
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ISSUERS = {
    15: re.compile(r"3[47]"),
    16: re.compile(r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|35(?:2[89]|[3-8])|6[025]"),
    17: re.compile(r"62"),
    18: re.compile(r"62"),
    19: re.compile(r"62|436742|95588|955880|601382"),
}
SPOKEN = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"

IDENTITY = re.compile(
    rf"(?<![\dA-Za-z])([1-8１-８]\d{{5}}){GAP}?((?:18|19|20|１９|２０)\d{{2}}){GAP}?(\d{{4}}){GAP}?(\d{{3}}[\dXxＸｘ])(?![\dA-Za-z])"
)
OLD_IDENTITY = re.compile(r"(身份证(?:号码?)?[是为:：\s]*)([1-8]\d{14})(?!\d)")
PASSPORT = re.compile(
    r"((?:护照|通行证)(?:上?的)?(?:证件)?(?:号码?|编号)?[是为:：\s]*|(?i:\bpassport(?: number| no\.?)?(?: is| was)?)[:：#(\s]*)"
    r"(?:[A-Za-z]{1,2}\d{6,8}|\d{9}|(?=(?:[A-Z]*\d){5})(?=\d*[A-Z])[A-Z\d]{8,9})(?![\dA-Za-z])"
)
BANK = re.compile(r"(?<![\d.])([2-69]\d{3}(?:[ \-]?\d){11,15})(?!\d)")
MOBILE = re.compile(
    rf"(?<!\d)((?:(?:[+＋]|00)?(?:86|８６)[ \-)）]{{0,2}})?)"
    rf"([1１][3-9３-９]\d(?:{GAP}{{0,3}}\d{{4}}{GAP}{{0,3}}\d{{4}}|\d{GAP}\d{{4}}{GAP}\d{{3}}|\d{GAP}\d{{3}}{GAP}\d{{4}}|{GAP}\d{{3}}{GAP}\d{{5}}"
    r"|(?=(?:[\-–—]?\d){8}(?![\-–—]?\d))\d{0,2}(?P<odd>[\-–—])\d{2,4}(?:(?P=odd)\d{2,4}){1,3})"
    rf"|[1１](?P<gap>{GAP})[3-9３-９](?:(?P=gap)\d){{9}})(?!\d)"
)
SAID = re.compile(
    rf"(?<![{SPOKEN}\d])[一幺壹1１][ 、，,\-]?[三四五六七八九叁肆伍陆柒捌玖3-9](?:[ 、，,\-]{{0,2}}[{SPOKEN}\d]){{9}}(?![{SPOKEN}\d十百千万亿])"
)
ABROAD = re.compile(
    r"(?<![A-Za-z0-9+])([+＋](?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})[- ]?)"
    r"(\(?\d{1,4}\)?(?:[- .]?\d{2,4}){1,4})(?!\d)"
)
LANDLINE = re.compile(
    r"(?<!\d)((?:(?:[+＋]?86[- ]?)?)[(（]?0(?:10|2\d|[3-9]\d{2})[)）]?[-–— ]{0,2})([2-8]\d{2,3}[- ]?\d{4}|[2-8]\d{3}[- ]\d{3})(?!\d)"
)
TAIWAN = re.compile(r"(?<![\d-])(09\d{2})[- ]\d{3}[- ]?(\d{3})(?![\d-])")
LOCAL = re.compile(
    r"((?:电话|座机|致电|拨打|固话|手机|(?i:tel|phone))(?:号码?)?[是为:：.\s]*)([2-9]\d{2,3}[- ]?\d{4})(?!\d)"
)
AMERICAN = re.compile(r"(?<![\d-])(?:\(([2-9]\d{2})\) ?|([2-9]\d{2})[-.])[2-9]\d{2}[-.](\d{4})(?![\d-])")
ABROAD_TOLD = ["ssn", "social", "insurance", "ni n", "cell", "mobile", "phone", "tel", "number", " me "]
CUES = re.compile(r"身份证|电话|座机|致电|拨打|固话|手机|(?i:tel|phone)")
PASSPORTS = re.compile(r"护照|通行证|(?i:passport)")
AMERICAN_TOLD = re.compile(
    r"((?i:\b(?:cell|mobile|phone|tel|telephone|(?:call|text|reach|ring) me (?:at|on)|(?:my|his|her|our|contact|whatsapp|home|work|office|daytime|evening|fax) number|(?<=[话机系]) ?number))(?i: number| no\.?)?(?i: is)?[:：\s]{0,3})"
    r"([2-9]\d{2})[2-9]\d{2}(\d{4})(?!\d)"
)
BRITISH = re.compile(
    r"(?<![\d.,\-])(0(?:7\d{3}|1\d{3}))(?: \d{3} ?|[ -]?\d{3}-|(?<=07\d{3})\d{3})(\d{3})(?!\d)"
    r"|(?<![\d.,\-])(0(?:1\d1|11\d|2\d))[ -]\d{3,4}[ -](\d{4})(?!\d)"
)
"""Of mobiles 07xxx xxx xxx; of the others only such as are written with gaps."""
SOCIAL = re.compile(
    r"((?i:\bssn|social security)(?i: (?:number|no\.?))?(?i: is)?[:：\s]{0,3})\d{3}[- ]\d{2}[- ](\d{4})(?!\d)"
)
INSURANCE = re.compile(
    r"((?i:\bnational insurance|\bNI)(?i: (?:number|no\.?))(?i: is)?[:：\s]{0,3})[A-Z]{2}(?: ?\d{2}){3} ?[A-D]\b"
)
FREE = frozenset(["400", "800", "833", "844", "855", "866", "877", "888"])
"""Numbers of companies, which everybody may call: 400 and 800 in China, toll-free ones in America."""


def digits(text: str) -> str:
    """ASCII digits of a number in any width."""
    return "".join(str(int(one)) for one in text if one.isdecimal())


def before(match: Match, most: int = 24) -> str:
    return match.string[max(0, match.start() - most) : match.start()]


def ordered(match: Match) -> bool:
    """Whether the words before say that this numbers a thing, not a person."""
    return ORDER.search(before(match)) is not None


def whole(match: Match) -> bool:
    return len(match.string.strip()) == match.end() - match.start()


def is_identity(number: str) -> bool:
    """18 characters whose last is the check digit of GB 11643: ISO 7064, MOD 11-2."""
    total = sum(int(one) * weight for one, weight in zip(number[:17], WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Luhn's check over all digits, of a length and beginning that cards have."""
    total = 0
    for place, one in enumerate(reversed(number)):
        doubled = int(one) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    issuer = ISSUERS.get(len(number))
    return total % 10 == 0 and issuer is not None and issuer.match(number) is not None


def identity(match: Match) -> str:
    last = match[4][-1]
    number = digits(match[1] + match[2] + match[3] + match[4][:3]) + (digits(last) or "X")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return match[0]
    if number[:2] not in PROVINCES or (ordered(match) and not is_identity(number)):
        return match[0]
    # A mistyped number is still somebody's, where words or a cell of its own say what it is.
    sure = is_identity(number) or PAPER.search(before(match)) is not None or whole(match)
    return f"{match[1]}{'*' * 12}" if sure else match[0]


def bank(match: Match) -> str:
    number, groups = digits(match[1]), re.split(r"[ \-]", match[1])
    if len(number) < 15 or (len(groups) > 1 and any(len(group) not in (4, 6) for group in groups[:-1])):
        return match[0]
    told = CARD.search(before(match)) is not None
    if not told and (not is_card(number) or ordered(match)):
        return match[0]
    return f"{number[:4]}****{number[-4:]}"


def mobile(match: Match) -> str:
    if not match[1] and ordered(match):
        return match[0]
    bare = [one for one in match[2] if one.isdecimal()]
    return f"{match[1]}{''.join(bare[:3])}****{''.join(bare[-4:])}"


def said(match: Match) -> str:
    bare = re.sub(r"[ 、，,\-]", "", match[0])
    # All in digits is the business of `mobile`, with the words before it.
    return match[0] if bare.isdecimal() else f"{bare[:3]}****{bare[-4:]}"


def abroad(match: Match) -> str:
    many = len(digits(match[0]))
    return f"{match[1]}****{digits(match[2])[-4:]}" if 8 <= many <= 15 else match[0]


def landline(match: Match) -> str:
    return match[0] if ordered(match) else f"{match[1]}****{digits(match[2])[-4:]}"


def american(match: Match) -> str:
    return match[0] if ordered(match) or (match[1] or match[2]) in FREE else f"****{match[3]}"


def american_told(match: Match) -> str:
    numbered = ORDER.search(match.string[max(0, match.start(2) - 24) : match.start(2)])
    return match[0] if numbered or match[2] in FREE else f"{match[1]}****{match[3]}"


def british(match: Match) -> str:
    return match[0] if ordered(match) else f"{match[1] or match[3]} ****{match[2] or match[4]}"


def hide_numbers(text: str) -> str:
    """Each rule runs where what it needs is there at all: half the time of running them all."""
    if LONG.search(text):
        text = BANK.sub(bank, IDENTITY.sub(identity, text))
    if CUES.search(text):
        text = LOCAL.sub(r"\1****", OLD_IDENTITY.sub(r"\1******", text))
    text = MOBILE.sub(mobile, text)
    if "+" in text or "＋" in text:
        text = ABROAD.sub(abroad, text)
    if "0" in text:
        text = TAIWAN.sub(r"\1****\2", LANDLINE.sub(landline, text))
        text = BRITISH.sub(british, text)
    return AMERICAN.sub(american, text) if "-" in text or "." in text else text


def hide_told(text: str) -> str:
    """Numbers of Britain and America that only the words before tell from any other."""
    text = INSURANCE.sub(r"\1******", SOCIAL.sub(r"\1***-**-\2", text))
    return AMERICAN_TOLD.sub(american_told, text)
