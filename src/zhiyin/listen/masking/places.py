"""Where somebody lives, and what they drive.

A street and a number alone are where a shop stands, and half of all hotel reviews say so. It is somebody's address when
it goes down to a flat, when the words before say whose it is, or when it is written in full from the province down and
nothing says that it is a shop's.
"""
# ruff: noqa: E501  a pattern is one line

import re

Match = re.Match[str]
N = r"(?:(?<![几数])[\d一二三四五六七八九十百]{1,5}|[甲乙丙丁戊](?=单元|[栋幢座])|[A-Z]\d{0,2}(?=[栋幢座]))"
UNIT = r"(?:号楼|号院|号门|号|期|支弄|弄|栋|幢|座|单元|门|楼|层|室|户|组|房(?!间))"
STREET = (
    r"(?:大道|大街|胡同|小区|花园|家园|新村|公寓|大厦|苑|[园里坊庄][一二三四五六七八九东南西北]区|街道|路|街|巷|弄|村)"
)
ADDRESS = re.compile(
    rf"([一-龥A-Za-z0-9]{{1,12}}?{STREET}[东南西北中]?(?:段|侧)?)"
    rf"((?:[,， ]?(?:[一-龥A-Za-z]{{0,8}}?{N}(?:[-—]{N}){{0,3}}{UNIT}|(?<=[栋幢座楼元])\d{{3,4}}(?!\d)|(?<=[号门])\d{{3,4}}(?![\d年月日元块米个号天路平分折人次房多余家户位名])|(?:(?<=村)|(?<=村[东南西北]))[头口边]第?{N}家|(?:[一-龥]{{2,8}}?(?:大厦|公寓|大道|[园苑城庭湾])(?:[东南西北主副][楼座塔])?)?(?:(?:(?<=[厦寓])|(?<=[东南西北主副][楼座塔]))\d{{3,4}}|(?<=[区园苑村寓厦号栋幢座楼院道城庭湾])\d{{1,3}}(?:-\d{{1,4}}){{1,3}})(?!\d)|(?<=[楼座栋幢])[A-Z](?![A-Za-z0-9]))){{1,6}})"
    r"(?![线口路桌机])"
)
LIKELY = re.compile(rf"{STREET}[东南西北中]?(?:段|侧)?[ ,，]?[一-龥A-Za-z]{{0,8}}{N}(?:-\d|{UNIT}|家)")
FLAT = re.compile(
    r"室|单元|户|房$|(?:栋|幢|座|号楼)\D?\d{3}|(?:[厦寓号门]|[东南西北主副][楼座塔])\d{3,4}$|\d-\d+-\d|\d-\d{3,4}$|组\d"
)
OWN = re.compile(
    r"(?:我家|家住|(?<![这那一哪几两])家在|住址|(?:收货|家庭|我的|家里|邮寄|取件|寄回|退货|配送|安装|送货|新|现)地址|地址(?:换|改)[成为到]|收货|寄到|寄回|送到|寄往|发到|送货到|邮寄|户籍)[^，。！？!?；;\n]{0,24}$"
)
STAYS = re.compile(
    r"(?:[我现]住|住在|居住(?!小?区)|(?<![入好])住(?=[一-龥]{2,8}(?:[省市县镇乡]|(?<![小社园景])区)))[^，。！？!?；;\n]{0,24}$"
)
FULL = re.compile(
    r"(?:省|自治区)[一-龥]{1,8}?[市州盟][一-龥]{1,8}?(?:区|县|市|旗)|(?:北京|上海|天津|重庆)市[一-龥]{1,8}?区"
)
SHOP = re.compile(r"(?:位于|坐落|店|宾馆|餐厅|商场|公司|医院|景区)[^，。！？!?；;\n]{0,16}$")
SHOP_AFTER = re.compile(
    r"^[^，。！？!?；;\n]{0,8}(?:店|宾馆|餐厅|商场|公司|支行|营业厅|医院|售后|铺|摊|广场|民宿(?!舍)|客栈|农家|饭馆|门面)"
)
ESTATE = re.compile(
    rf"([一-龥A-Za-z]{{2,12}}?)((?:{N}期{N}(?:号楼|[栋幢座])|{N}(?:号楼|[栋幢座]){N}单元)(?:{N}单元)?\d{{3,4}}室?)(?![\d年月日元块米个天平分折人次房的])"
)
"""No street: a quarter by its name, its stage or the stairs of the house, and the flat. Hotels have neither of both."""
AHEAD = re.compile(r".*(?:省|市|(?<!小)区|县|(?<!小)镇|乡|街道|[在到址住是：:于为的购买房就])")
COUNT = r"[\dA-Z一二三四五六七八九十甲乙丙丁]"
DOORS = rf"期{COUNT}{{1,3}}(?:号楼|[栋幢座])(?:{COUNT}{{1,2}}单元)?\d{{3}}|(?:号楼|[栋幢座]){COUNT}{{1,2}}单元\d{{3}}"
ESTATES = re.compile(DOORS)
WAY = r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Crescent|Close|Square|Terrace|Gardens|Mews)"
POST = r"(?:[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|[A-Z]{2} \d{5}(?:-\d{4})?)"
"""A postcode of Britain, or a state and its ZIP code."""
BOX = r"P\.? ?O\.? ?[Bb]ox \d{1,6}"
STREETS = re.compile(rf"\d[A-Z]? (?:[NSEW]\.? )?(?:[A-Z][A-Za-z]+ ){{1,3}}{WAY}|{POST}\b|{BOX}")
REGION = re.compile(
    r".*(?:省|市|(?<!小)区|县|(?<!小)镇|乡|街道|[在到址住是：:于]|(?:北京|上海|天津|重庆)(?:东城|西城|朝阳|海淀|丰台|通州|昌平|大兴|顺义"
    r"|浦东|徐汇|静安|黄浦|长宁|普陀|虹口|杨浦|闵行|宝山|嘉定|松江|和平|南开|河西|渝北|渝中|江北|南岸|沙坪坝|九龙坡)?)"
)
TOWNS = r"(?:,? (?:[A-Z][A-Za-z]{1,20},? ){1,3}" + POST + ")"
FLATS = r"(?:Apt|Apartment|Unit|Flat|Suite|#)\.? ?[A-Za-z0-9]{1,6}"
ENGLISH = re.compile(
    rf"(?<![\w$.])(?:{FLATS},? )?\d{{1,5}}[A-Z]? (?:[NSEW]\.? )?(?:[A-Z][A-Za-z]{{1,20}} ){{1,3}}{WAY}\b\.?(,? {FLATS})?{TOWNS}?"
    rf"|(?<![\w$.])(?:{FLATS},? )?\d{{1,5}} (?:[A-Z][A-Za-z]{{1,20}},? ){{1,4}}{POST}\b"
    rf"|(?<![\w$.]){BOX}\b"
)
OWN_ENGLISH = re.compile(
    r"(?i)(?:live[sd]? (?:at|on)|my (?:home )?address|address is|address:|home is|moved to|(?:we|i)(?: a|['’])[rm]e? at"
    r"|(?:ship|deliver|send|sent|mail|forward|redirect)\w*\b.{0,20}\bto"
    r"|(?:(?:was|were|been|got) left|left (?:it|them|(?:my|the) \w{1,12})) (?:at|outside)|please (?:pick|collect)\b.{0,20}\bfrom)\W{0,3}(?:is )?$"
)
STORE = re.compile(r",? (?:store|shop|branch|location|showroom|outlet|hotel|restaurant)\b")
AT_HOME = re.compile(FLATS.replace("|Suite", ""))
"""A suite is an office as often."""

LETTER = "[A-HJ-NP-Za-hj-np-z]"
SIGN = "[A-HJ-NP-Za-hj-np-z0-9０-９]"
PLATE = re.compile(
    rf"(?<![最全崭更重创翻])([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{LETTER})([·•.\- ]?)"
    rf"((?:[A-HJKa-hjk]{SIGN}\d{{4}}|\d{{5}}[A-HJKa-hjk])|{SIGN}{{4}}(?:{SIGN}|[挂学警港澳]))(?![A-Za-z0-9款型版系])"
)


TOLD_PLATE = re.compile(
    r"((?i:\b(?:(?:number|licen[cs]e|registration) plate(?: number| no\.?)?|(?:plate|registration|reg) (?:number|no\.?)|(?:car|vehicle) registration)(?: is)?[:：\s]{1,3}))"
    r"(?=[A-Z0-9 ]{0,7}\d)(?!(?:[A-Z]{3,4} )?(?:19|20)\d{2}\b)([A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z0-9]{2,4}[ -]?[A-Z0-9]{3,4})(?![A-Za-z0-9])"
)
CAR_PLATE = re.compile(
    r"(\b(?i:(?:car|van|vehicle|motorbike),? (?:is )?|(?:plate|registration|reg)(?: is)?[:：\s]{1,3}))[A-Z]{2}\d{2} ?[A-Z]{3}\b"
)
"""Of other countries, where the words before say what it is."""


def plate(match: Match) -> str:
    """At most two letters stand on a plate behind the first: 新A款APPLE is none."""
    enough = sum(one.isdecimal() for one in match[3]) >= 3
    return f"{match[1]}*****" if enough else match[0]


def address(match: Match) -> str:
    text, street = match.string, match[1]
    ahead = text[max(0, match.start() - 40) : match.start()] + street
    after = text[match.end() : match.end() + 12]
    own, shop = OWN.search(ahead) is not None, SHOP.search(ahead) is not None
    lives = FLAT.search(match[2]) or STAYS.search(ahead) or FULL.search(ahead)
    if not (own or (lives and not shop)) or SHOP_AFTER.match(after):
        return match[0]
    named = re.match(rf"(.*?)({STREET}[东南西北中]?(?:段|侧)?)$", street, re.DOTALL)
    kept = REGION.match(named[1] if named and not street.endswith("街道") else street)
    return f"{kept[0] if kept else ''}****"


def estate(match: Match) -> str:
    if SHOP.search(match.string[max(0, match.start() - 40) : match.start()] + match[1]):
        return match[0]
    if SHOP_AFTER.match(match.string[match.end() : match.end() + 12]):
        return match[0]
    kept = AHEAD.match(match[1])
    return f"{kept[0] if kept else ''}****"


def english(match: Match) -> str:
    if STORE.match(match.string, match.end()):
        return match[0]
    own = OWN_ENGLISH.search(match.string[max(0, match.start() - 40) : match.start()])
    return "****" if own or AT_HOME.search(match[0]) else match[0]
