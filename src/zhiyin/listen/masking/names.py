"""Who somebody says they are, and under which name they chat or write. Only where the words before leave no doubt.

我叫 tells a name or has something come: 我叫张伟呢, 我叫了外卖. A name is then a surname with letters that names are made
of, whatever follows; other letters where the sentence ends behind them; a nickname or a foreign name where a clause
begins.
"""
# ruff: noqa: E501  a pattern is one line

import re

from zhiyin.listen.masking.given import named, plausible
from zhiyin.listen.masking.letters import (
    ACTS,
    BRANDS,
    DOUBLE,
    FIRST,
    FOREIGN,
    GIVEN,
    GOES_ON,
    LAST,
    NEVER,
    NEXT,
    NO_NAMES,
    OPENS,
    OTHERS,
    PARTIES,
    RANKS,
    SAID,
    SURNAMES,
    WRITERS,
)

Match = re.Match[str]
FAMILY = rf"(?:{DOUBLE}|[{SURNAMES}])"
ANY = rf"[^\W{NEVER}\dA-Za-z_]"
FULL = rf"{FAMILY}{ANY}{{1,2}}"
STOP = r"(?=$|[\s，,。.！!；;、？?（(）)～~…\-—])"
END = rf"(?:{STOP}|(?=[呢啊呀哦哈吧嘛啦哟]|今年|来自|电话|手机|联系|身份|住|家住|的|是|我|，|微信))"
GOES = "呢啊呀哦噢哈吧嘛啦哟喔诶的是我你您他她它这那不没很也都就还又再在从和跟与及想要请把被给让为到来去住订买退找问有已昨今前刚因但可能会用打说姓男女电手联身微"
CLAUSE = rf"(?:{STOP}|(?=[{GOES}]))"
TITLE = r"(?:先生|女士|小姐|太太|老师|同学|阿姨|医生)"
KNOWN = rf"{FAMILY}(?:[{GIVEN}{FIRST}](?!{NEXT})[{GIVEN}]|(?:[{GIVEN}](?![{ACTS}{GOES}]){ANY}|(?![{ACTS}]){ANY}[{GIVEN}]){CLAUSE}|[{GIVEN}])"
DOTTED = rf"(?![了的他她它个份])[一-龥]{{1,8}}(?:[·•‧・][一-龥]{{1,8}}){{0,2}}[·•‧・](?:(?:不[都力拉]|[{FOREIGN}明杜卜])++[一-龥]{{0,2}}?|[一-龥]{{1,8}}?){CLAUSE}"
NICK = rf"[小老阿][{SURNAMES}{GIVEN}]{CLAUSE}"
HAN = (
    rf"(?!{NO_NAMES})(?:{DOTTED}|[{FOREIGN}]{{3,8}}{CLAUSE}|{FULL}{STOP}|{FAMILY}[{GIVEN}][{LAST}]{STOP}|{KNOWN}|{FULL}{END}"
    rf"|[{SURNAMES}](?: [{GIVEN}{FIRST}]){{1,2}}{END}|(?:{DOUBLE}|[{GIVEN}]{{2,3}}){STOP}|{NICK})"
)
CAPITAL = r"(?:[A-Z][a-z]{0,2}['’]?)?[A-Z][a-zß-ɏ'’]{1,20}"
WORDS = rf"{CAPITAL}(?:[ \-]{CAPITAL}){{0,2}}"
SMALL = r"[a-zß-ɏ][a-zß-ɏ'’\-]{1,20}"
LATIN = (
    rf"(?:{CAPITAL}(?:[ \-](?:[A-Z]\. |(?:de|da|la|van|von|der|bin|al) ){{0,2}}(?!(?:{OPENS})\b){CAPITAL}){{0,3}}"
    rf"|[A-Z]{{2,20}}(?: (?!(?:{GOES_ON.upper()})\b)[A-Z]{{2,20}}){{0,2}}|{SMALL}(?: (?!(?:{GOES_ON})\b|[a-z]{{3,}}(?:ed|ing)\b){SMALL}){{0,2}})(?![A-Za-z0-9_])"
)
CALLED = re.compile(
    rf"((?:(?<![帮给替])我 ?叫做?|我的?(?:[中英]文)?名字?[叫是]|本人(?:名?叫|姓名)|姓名[是为]?[:：]|(?:收货人|收件人|寄件人|入住人)[是为]?[:：]?)[ \u3000:：“\"]{{0,2}})"
    rf"(?:{HAN}|(?!(?i:{BRANDS})(?![A-Za-z])){LATIN}{CLAUSE})"
)
STATED = re.compile(rf"(我的?名字叫[ \u3000:：“\"]{{0,2}})(?![错起出半多几得着反成做人]){ANY}{{2,6}}?{CLAUSE}")
CUED = re.compile(rf"((?:我叫做?|名叫|姓名[是为]?|(?:联系人|客户名?|乘客|户主)[是为:：]) ?)(?!{NO_NAMES}){FULL}{END}")
TITLED = re.compile(
    rf"((?:我[是叫姓]|我这边是|这里是|这边是|本人|免贵姓|联系人[:：]?|收货人[:：]?) ?)({FAMILY}(?:{ANY}{{1,2}})?)({TITLE})"
)
GIVEN_NAME = f"[{GIVEN}{FIRST}{LAST}]"
SURE = rf"(?!{NO_NAMES})(?:{DOTTED}|(?:{DOUBLE}){GIVEN_NAME}{{1,2}}|[{SURNAMES}]{GIVEN_NAME}{{2}}){STOP}"
TOLD = r"(?:(?=\d|联系|电话|手机|身份|卡号)|" + STOP + ")"
INTRODUCED = re.compile(rf"((?:我是|本人(?!于))(?:你们家?的)?(?:老?(?:客户|顾客|会员|用户))? ?){SURE}")
FORMED = rf"(?:(?:{DOUBLE}){GIVEN_NAME}{{1,2}}|[{SURNAMES}](?:[{GIVEN}]|{GIVEN_NAME}{{2}})){TOLD}"
LABELLED = re.compile(
    rf"((?:{WRITERS})(?:[是为叫]?[:：] ?|[是为叫，]| |(?:写|填|登记|留|显示)的?(?:名字)?[是为成]?[:：]?)?)(?!{NO_NAMES}|{FAMILY}{TITLE})"
    rf"(?:(?<=[:：])(?:{DOTTED}|{FAMILY}{ANY}{{1,3}}?{TOLD})|{FORMED})"
    rf"|((?:{OTHERS})(?:[是为叫]?[:：] ?|[是为叫，])?)(?!{NO_NAMES}|{FAMILY}{TITLE})(?:(?<=[:：]){DOTTED}|{FORMED})"
    rf"|(名字[是叫]?)(?!{NO_NAMES})(?:(?:{DOUBLE}){GIVEN_NAME}{{1,2}}|[{SURNAMES}]{GIVEN_NAME}{{2}}){TOLD}"
)
SURNAME = re.compile(rf"((?:我|免贵|本人)姓)({FAMILY})(?![一-龥](?<!名叫))")
ENGLISH = re.compile(
    rf"(?<![\w*])((?i:my (?:full |first |last |real )?name(?: is|['’]?s):?|i(?: a|['’])m called|name:) (?i:(?:mr|mrs|ms|miss|dr)\.? )?)"
    rf"(?:{HAN}|(?!(?i:{SAID})\b)(?![a-z]{{2,}}(?:ing|(?<![ahm]m)(?<!fr)(?<!jar)ed)\b){LATIN})"
)
SIGNED = re.compile(
    rf"(?<!\w)((?i:i am|i['’]m|this is) (?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?)({WORDS})((?i:,? (?:speaking|from room|in room)))"
)
MISTER = re.compile(rf"(?<!\w)((?i:i am|i['’]m|this is) (?:Mr|Mrs|Ms|Miss|Dr)\.? )({WORDS})")
TWO = rf"(?!(?:{RANKS}|{OPENS})\b){CAPITAL}(?:[ \-](?:[A-Z]\. )?(?!(?:{OPENS})\b){CAPITAL}){{1,2}}"
AM = re.compile(
    rf"(?<!\w)((?i:i am|i['’]m|speaking as) )({TWO})(?=[,.]| (?i:and|from|calling|writing|in room)\b)"
    rf"|(?<!\w)((?i:this is) )({TWO})(?=,? (?i:from (?:flat|room|apartment|apt|unit|house|number)|calling|here|in room)\b)"
)
HERE = re.compile(rf"(^|[.!?] |\n)({TWO})(?=,? here[,.])")
CLOSED = re.compile(
    rf"((?i:(?:kind(?:est)?|best|warm) (?:regards|wishes)|regards|(?:yours )?(?:sincerely|faithfully|truly))[,.]?\s+(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?)(?:{TWO}|{WORDS})"
    rf"(?=\s*$|\n|, ?\S+[@＠]|, ?[+(\d])"
    rf"|((?:^|[.!?] |\n)(?i:(?:many )?thanks|thank you|cheers|best),\s+)({TWO}|{WORDS})(?=\s*$|\n|, ?\S+[@＠]|, ?[+(\d])"
)
BOOKED = r"\b(?:booking|booked|reservation|reserved|order|ordered|table|account)(?: (?:is|was|made))?"
FORM = re.compile(
    rf"((?i:\b(?:contact(?: person)?|passenger|recipient|attn) ?[:：] ?)){TWO}(?=$|[\s,.;(])|((?i:{BOOKED} under ))({TWO})"
)
ENTITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? $")
NAMED = re.compile(
    rf"((?i:\b(?:contact|passenger|customer|guest|patient) name ?[:：] ?)){TWO}(?=$|[\s,.;(])"
    rf"|((?i:\b(?:customer|passenger|guest|contact) name (?:is )?|{BOOKED} in the name of ))({TWO})"
)
"""Where the words themselves say that a name comes."""
BESIDE = re.compile(
    r",? ?(?:[+(]?\d[\d \-()]{6}|\S{1,40}[@＠])"
    r"|,? (?i:room|booking|phone|tel|mobile|email|passport|order|account|flight|seat)(?i: no\.?| number)? ?[:：#]? ?[+(]?[A-Z]{0,3}\d"
    r"|,? (?i:(?:from|in) (?:flat|room|apartment|apt|unit|house|number)) (?:[A-Z]?\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
"""What is written next to a name by somebody who can be reached there."""
LIKELY = re.compile(
    rf"我 ?叫|名[字叫是]|本人|姓名|[系货件住]人|寄件|我[是姓]|[里边]是|免贵|{PARTIES}|(?i:name|i am|i['’]m|this is|speaking as)"
)
WRITTEN = [
    " here",
    "regards",
    "wishes",
    "sincerely",
    "faithfully",
    "truly",
    "thank",
    "cheers",
    "best",
    "contact",
    "customer",
    "passenger",
    "guest",
    "patient",
    "recipient",
    "attn",
    " under ",
    " name of ",
    " the name ",
    "pax",
]

CHAT = r"(?:微信|薇信|威信|微❤|(?i:wechat|weixin))"
SHORT = r"(?:(?i:vx|wx|v信)|加[vV])"
HANDLE = r"((?!(?i:pay|iphone|android|ipad|ios|app|wechat|weixin|login|official|store|shop|com|mini))[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{5,11})(?![A-Za-z0-9_\-])"
WECHAT = re.compile(
    rf"({CHAT}(?:号码?|(?i: ?id| number| account))?(?i: is| )?(?:[是为:：]\s?)+|{CHAT}(?:号码?|(?i: ?id))[是为:：\s]*"
    rf"|加(?:我|个|一下|下)?(?:的)?{CHAT}[号:：\s]*|(?<![A-Za-z0-9/]){SHORT}[号是为:：]+\s?|(?:(?<![A-Za-z0-9/]){SHORT}|{CHAT})[ 搜]{{0,2}}(?=[A-Za-z_\-]*[\d_])){HANDLE}"
)
QQ = re.compile(
    r"((?<![A-Za-z])(?:(?i:qq)|扣扣|企鹅号)(?:号码?)?(?i: is| number)?[是为:：\s]*)([1-9]\d{4,10})(?!\d)(?!版|元|块|人)"
)
CHATS = re.compile(r"微信|薇信|威信|扣扣|企鹅号|微❤|(?i:wechat|weixin|qq|vx|wx|v信|加v)")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9０-９._%+\-])([A-Za-z0-9０-９])[A-Za-z0-9０-９._%+\-]{0,63}[@＠]((?:[A-Za-z0-9\-]{1,63}[.．]){1,6}[A-Za-z]{2,12})"
)

BEHIND = r"(?: dot | ?[(\[]dot[)\]] ?| ?点 ?)"
SPELLED = re.compile(
    rf"(?<![A-Za-z0-9._%+\-])([A-Za-z0-9])([A-Za-z0-9._%+\-]{{0,63}}(?:{BEHIND}[A-Za-z0-9_\-]{{1,30}}){{0,2}})"
    rf"((?P<at> at | ?[(\[]at[)\]] ?| ?艾特 ?)[A-Za-z0-9\-]{{2,40}}(?:{BEHIND}[A-Za-z0-9\-]{{2,20}}){{1,3}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
MAILED = re.compile(
    r"(?:邮|发|寄|联系)[^，。！!,.;；]{0,4}$|\b(?:e-?mail|mail|reply|write|send|sent|contact)(?: (?:is|to|me|it|us|address|at|this|on)\b){0,4}[:： ]{1,2}$",
    re.IGNORECASE,
)
"""I shop at amazon dot com: an address is told from a site by the words before it."""
NO_MAIL = frozenset(
    ["me", "us", "it", "them", "him", "her", "is", "to", "account", "address", "order", "mail", "email"]
)


def spelled(match: Match) -> str:
    told = match["at"].strip() != "at" or MAILED.search(match.string[max(0, match.start() - 40) : match.start()])
    return f"{match[1]}***{match[3]}" if told and (match[1] + match[2]).lower() not in NO_MAIL else match[0]


def starred(match: Match) -> str:
    """The words before the name, whichever of the ways it was said in, and stars."""
    return f"{next((group for group in match.groups() if group is not None), '')}**"


def parted(match: Match) -> tuple[str, str]:
    cue = next((group for group in match.groups() if group is not None), "")
    return cue, match[0][len(cue) :]


def somebody(match: Match) -> str:
    """A name in capitals by a given name that many bear, or by a title before it or an address or a number behind."""
    cue, name = parted(match)
    sure = ENTITLED.search(cue) or BESIDE.match(match.string, match.end())
    return f"{cue}**" if named(name) or (sure and plausible(name)) else match[0]


def told(match: Match) -> str:
    """Any name that is not made of other words: what stands before it says that one comes."""
    cue, name = parted(match)
    return f"{cue}**" if named(name) or plausible(name) else match[0]


def speaking(match: Match) -> str:
    return f"{match[1]}**{match[3]}" if named(match[2]) or plausible(match[2]) else match[0]
