"""How a letter is signed: a farewell, a name, a company, a telephone, at its end and nowhere else."""
# ruff: noqa: E501  a pattern or a list of names is one line

import re

from zhiyin.listen.masking.letters import DOUBLE, SURNAMES
from zhiyin.listen.masking.names import TITLE

MARK = re.compile(r"^(?:-- ?|--\s*|__+|——+)$")
NETEASE = re.compile(r"签名由\s?网易邮箱大师\s?定制|Signature is customized by Netease Mail Master", re.IGNORECASE)
CELL = re.compile(r"^\s*\|\s*\|\s*$")
"""Above a signature of NetEase, which is a table of the avatar, the name and the address."""
DEVICE = re.compile(
    rf"^\s*(?:Sent from my |Sent from (?:Mail|Outlook|Yahoo)|Get Outlook for|发自我?的?|从我的.{{1,12}}发送|来自我的|发送自|{NETEASE.pattern}).{{0,60}}$",
    re.IGNORECASE,
)
BARE = " \t|"
LAST = 8
"""Lines that a signature may have."""
SHORT = 60

FAREWELL = (
    r"(?i:(?:with )?(?:(?:my |our )?(?:best|kind(?:est)?|warm(?:est)?) )?(?:regards|wishes)|best|cheers|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?)"
    r"|此致(?:\s*敬礼)?|敬礼|致礼|敬上|祝好|顺[祝颂]商祺|祝商祺|祝[^\W\d_]{0,8}(?:顺利|愉快|快乐|安康|健康|如意|兴隆|进步|安好)"
)
THANKS = (
    r"(?i:(?:many )?thanks(?: (?:again|in advance|a lot|so much|very much))?|thank you(?: (?:again|in advance|so much|very much))?)"
    r"|(?:非常|十分)?(?:感谢|谢谢|多谢)[您你]?"
)
LATIN = r"(?:(?:[A-Z]|Ltd|Inc|Corp|Co|Dr|Mr|Mrs|Ms|Jr|Sr)\.|[A-ZÀ-Þ][\w'’&-]*|&|and|of)"
CLOSING = re.compile(
    rf"(?P<before>.*[,.!?;，。！？；~]\s*)?(?:(?:{THANKS})(?: (?:and|&) (?:{FAREWELL}))?|(?:{FAREWELL})(?:,? {LATIN}(?: {LATIN}){{0,3}})?)\s*[,.!，。！~]*"
)
"""A row that says goodbye, or ends with it. “Thanks, Ann” may be to Ann, so only a farewell holds a name."""

CONTACT = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|\+\d[\d ().-]{2,}"
    r"|(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|[04]\d[\d ()-]{7,12}\d|\(?\d{3}\)?[ -]\d{3}-\d{4})(?!\d)"
    r"|(?:QQ|微信|(?i:wechat))\s*[:：]\s*[A-Za-z0-9_-]{5,20}"
)
GIVEN = "[^\\W\\d_A-Za-z的了吗呢吧啊呀嘛么不没是在给拿要再还被让您你我他它这那退换修快慢差坏贵便太很钱货款价上下到过来去就都也又]"
POST = rf"(?:{TITLE}|经理|主管|主任|总监|总|店长|工程师|专员|助理)"
PIECE = re.compile(
    rf"{CONTACT.pattern}|(?:电话|手机|座机|传真|邮箱|网址|(?i:tel|phone|mobile|cell|fax|e-?mail|web)|\b[TMPFEW])\s*[:：]"
    r"|(?:地址|(?i:address))\s*[:：](?=.*[市区县路街号\d]).*|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
    rf"|(?<!\w)(?:(?:(?:{DOUBLE}|[{SURNAMES}]){GIVEN}{{0,2}}{POST}|(?:{DOUBLE}|[{SURNAMES}]){GIVEN}{{1,2}}|[小老阿]{GIVEN})"
    r"|(?:[^\W的了吗呢不没是请我你您这那太很最再要]|[（）()]){2,30}(?:公司|集团|事务所|工作室|研究所|学院|大学|医院|银行)"
    rf"|(?:市场|销售|客服|客户服务|技术|采购|人事|财务|行政|运营|业务|研发|商务|国际){{1,2}}(?:部|中心)?{POST}?|{LATIN})(?!\w)"
)
"""What signatures are made of; what has other words too says something."""
SAYS = re.compile(
    r"(?i:\b(?:please|refund|me|my|you|your|we|our|not|no|never|was|were|is|are|very|too|but|still|now|ps|i['’]m)\b)"
)


def unsigned(rows: list[str]) -> list[str]:
    rows = [row for row in rows[: _marked(rows)] if not DEVICE.match(row)]
    begin = _begins(rows)
    return rows[:begin] if any(row.strip(BARE) for row in rows[:begin]) else rows


def _marked(rows: list[str]) -> int:
    for n in [n for n, row in enumerate(rows) if row.strip()][-2 * LAST - 1 :]:
        if MARK.match(rows[n]) or (CELL.match(rows[n]) and any(map(NETEASE.search, rows[n:]))):
            return n
    return len(rows)


def _begins(rows: list[str]) -> int:
    """The first row of the signature, read from below; the number of rows where nobody signed. Names and the like are
    one only behind a farewell, or where they stand apart and hold an address or a telephone."""
    begin, closed = len(rows), False
    block: list[str] = []
    for n in range(len(rows) - 1, -1, -1):
        row = rows[n].strip(BARE)
        if not row:
            continue
        closing = CLOSING.fullmatch(row)
        if closing and not closing["before"]:
            begin, closed = n, True
            continue
        if closed:
            break
        if closing and block:
            return n + 1
        mailbox = bool(block) and re.search(rf"(?<![\w.]){re.escape(row)}@", block[0], re.IGNORECASE) is not None
        if len(block) == LAST or not (mailbox or _signs(row)):
            break
        apart = mailbox or n == 0 or not rows[n - 1].strip(BARE)
        if begin == len(rows) and apart and _reaches([row, *block]) and not _announced(rows[:n]):
            begin = n
        block.insert(0, row)
    while begin and begin < len(rows) and not rows[begin - 1].strip(BARE):
        begin -= 1
    return begin


def _signs(row: str) -> bool:
    return len(row) < SHORT and not SAYS.search(row) and not re.search(r"[^\s|/,，、·()（）–—-]", PIECE.sub("", row))


def _reaches(block: list[str]) -> bool:
    """Whether somebody is named, and then how to reach them."""
    return not CONTACT.search(block[0]) and any(map(CONTACT.search, block[1:]))


def _announced(rows: list[str]) -> bool:
    """To whom to send it: is said, and no signature."""
    above = next((row.rstrip() for row in reversed(rows) if row.strip(BARE)), "")
    return above.endswith((":", "："))
