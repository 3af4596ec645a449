"""Who of those who speak is the customer."""

import re
from collections.abc import Iterable, Mapping

SPEAKERS = {
    "customer": "customer user usr client guest visitor consumer buyer caller interviewee respondent participant"
    " 客户 用户 顾客 买家 访客 会员 消费者 旅客 来电人 受访者 被访者 受访人 被访人 答",
    "agent": "agent helpdesk staff assistant sys service seller operator interviewer moderator support advisor"
    " 客服 坐席 座席 人工 人工客服 员工 商家 卖家 店员 采访者 访谈者 访问员 采访人 主持人 记者 问",
    "bot": "bot robot system ai 机器人 智能客服 系统",
}
SAYS = {name: speaker for speaker, names in SPEAKERS.items() for name in names.split()}
LETTERS = {"q": "agent", "a": "customer"}
HOUSE = re.compile(r"service|support|care\b|desk|客服|坐席|座席")
GREETS = re.compile(
    r"有什么可以帮|很高兴为您|为您服务|感谢您?的?(?:来电|致电)|工号.{0,8}为您|请问您?是.{1,6}(?:先生|女士)吗"
    r"|how (?:can|may) i (?:help|assist)|thank(?:s| you) for (?:calling|contacting)",
    re.IGNORECASE,
)


def role_of(name: str) -> str | None:
    """客服小王 and Agent 7 are agents, 顾客A is a customer, Customer Service is none."""
    plain = name.strip().casefold()
    if plain in SAYS:
        return SAYS[plain]
    if re.match(r"(?:智能客服|机器人|robot|bot\b)", plain):
        return "bot"
    if HOUSE.search(plain):
        return "agent"
    first = re.match(r"[a-z]+", plain)
    if first:
        return SAYS.get(first[0])
    found = [word for word in SAYS if len(word) > 1 and plain.startswith(word)]
    return SAYS[max(found, key=len)] if found else None


def roles(said: Iterable[tuple[str, str]], told: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Role by name in small letters, of (name, text); and the names that were guessed from what stands around them."""
    texts: dict[str, list[str]] = {}
    for name, text in said:
        texts.setdefault(name.casefold(), []).append(text)
    given = {name.casefold(): role for name, role in told.items()}
    known = {name: role for name in texts if (role := given.get(name) or role_of(name) or given.get("*"))}
    if set(texts) == set(LETTERS):
        known = LETTERS | known
    open_ = [name for name in texts if name not in known]
    if open_ and not known:
        greets = [name for name in texts if any(GREETS.search(text) for text in texts[name][:5])]
        if len(greets) == 1:
            known[greets[0]] = "agent"
    alone = "agent" in known.values() and "customer" not in known.values() and "*" not in told
    guessed = {name: "customer" for name in open_ if name not in known and alone}
    if len(texts) == 2 and len(open_) == 1 and "customer" in known.values():
        guessed = {open_[0]: "agent"}
    more = {name: role for name, role in known.items() if name in open_}
    return known | guessed, tuple(sorted({*guessed, *more}))
