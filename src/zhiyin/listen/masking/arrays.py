"""Columns of texts: one look at all of them, and rules for the few in which something may stand."""
# ruff: noqa: E501  a pattern is one line

import json

import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.listen.masking.letters import DOUBLE, GUESTS, PARTIES, SURNAMES
from zhiyin.listen.masking.numbers import SPOKEN
from zhiyin.listen.masking.places import DOORS, STREET
from zhiyin.listen.masking.rules import hide, veiled

HINT = "|".join(
    (
        r"[A-Za-z0-9０-９._%+\-][@＠][A-Za-z0-9]",
        r"\p{Nd}(?:[ \-–—－_.·()（）\x{a0}\x{3000}]{0,3}\p{Nd}){6}",
        rf"(?:[{SPOKEN}\p{{Nd}}][ 、，,\-]{{0,2}}){{11}}",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·•.\- ]?[A-Za-z0-9０-９]{4}",
        rf"我 ?叫|名字?[叫是]|名字(?:[{SURNAMES}]|{DOUBLE})|本人(?:叫|姓名)|免贵姓|{PARTIES}",
        rf"(?:[我里边][是姓]|本人) ?(?:[{SURNAMES}]|{DOUBLE})",
        r"我是(?:你们家?的)?老?(?:客户|顾客|会员|用户)",
        r"\b(?i:i am|i['’]m|this is|speaking as) [A-Z][a-z\-]",
        rf"(?:^|[，。！!；;\s、])(?:{GUESTS})(?:[是为叫]|[:：] ?| )?(?:[{SURNAMES}][一-龥]{{2}}|[一-龥]{{1,8}}·)",
        rf"[。！!？?…~～.\n)）]\s?(?:——?|--) ?[{SURNAMES}A-Z]|[。！!？?…~～]\s?\n\s?[{SURNAMES}][一-龥·]{{2,3}}\s?$",
        r"(?i:[ (\[]at[ )\]] ?[a-z0-9\-]{2,40} ?[ (\[]dot)|艾特 ?[A-Za-z0-9]",
        r"(?:护照|通行证|(?i:passport)).{0,14}\d",
        DOORS,
        r"村[东南西北]?[头口边]第?[\p{Nd}一二三四五六七八九十]{1,3}家",
        r"\b(?i:car|van|vehicle|motorbike),? (?i:is )?[A-Z]{2}\d{2} ?[A-Z]{3}\b|\bP\.? ?O\.? ?[Bb]ox \d",
        r"\b(?i:pax|passenger) ?[:：]",
        r"[a-z] here[,.]",
        r"(?i:regards|wishes|sincerely|faithfully|truly|thanks|thank you|cheers|best|love)[,.!]?\s+[A-Z]",
        r"\b(?i:contact|customer|passenger|guest|patient|recipient|attn)(?i: person| name)?(?: ?[:：] ?| (?:is )?)[A-Z]",
        r"(?:under|the name of) [A-Z]",
        r"\b(?i:(?:name(?: is|['’]?s)?:?|(?:am|['’]m) called) )",
        r"\b(?i:i am|i['’]m|this is) (?:(?:Mr|Mrs|Ms|Miss|Dr)\b|[A-Z][a-z].{0,50}(?:speaking|room))",
        rf"{STREET}[东南西北中]?[段侧]?[ ,，]?[一-龥A-Za-z]{{0,8}}[\p{{Nd}}一二三四五六七八九十百]{{1,5}}(?:-\p{{Nd}}|[号支弄栋幢座单门楼层室户组房])",
        r"\b\d{1,5}[A-Z]? (?:[NSEW]\.? )?[A-Z][A-Za-z ]+(?:St|Ave|Road|Rd|Boul|Bl|Lane|Ln|Dr|Court|Ct|Way|Cres|Close|Square|Terr|Gard|Mews)",
        r"[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}|[A-Z]{2} \d{5}",
        r"(?i:plate|\breg|\bregistration)(?i: number| no\.?)?(?i: is)?[:：\s]{1,3}[A-Z0-9]{2}",
        r"(?i:\bssn|social security|national insurance|\bni number)",
        r"(?i)(?:微信|薇信|威信|微❤|扣扣|企鹅号|wechat|weixin|\bqq|[^a-z]qq|\bvx|[^a-z]vx|\bwx|[^a-z]wx|v信|加v).{0,12}[A-Za-z0-9_\-]{5}",
    )
)
"""For RE2, which takes time in proportion to the text whatever stands in it."""


def mask(values: pa.Array) -> pa.Array:
    """138****1234, z***@example.com: the rest of each text stays."""
    hint = _hinted(values)
    if not pc.any(hint).as_py():
        return values
    found = pa.array(map(hide, values.filter(hint).to_pylist()), pa.string())
    return pc.replace_with_mask(values, hint, found)


def mask_json(values: pa.Array) -> pa.Array:
    """The same for objects as JSON, which they stay."""
    hint = _hinted(values)
    if not pc.any(hint).as_py():
        return values
    found = [json.dumps(veiled(json.loads(one)), ensure_ascii=False) for one in values.filter(hint).to_pylist()]
    return pc.replace_with_mask(values, hint, pa.array(found, pa.string()))


def _hinted(values: pa.Array) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(values, HINT), False)
