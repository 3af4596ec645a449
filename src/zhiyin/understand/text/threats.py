"""Threats as they are made: 不退款就发抖音, you'll hear about this in the press. And words of threats that threaten
nobody: 律师推荐的, 曝光过度, I won't sue, never going anywhere else."""

import re
from collections.abc import Sequence

from zhiyin.understand.text.lexicon import URGENT
from zhiyin.understand.text.opinions import PLAIN, Extras, Hit, Opinion, Reading, Span

LONGEST = 200
"""Characters: a longer clause is left as its words say."""

_OUTLET = "抖音|微博|小红书|快手|知乎|大众点评|朋友圈|b站|头条|新闻|电视台?|媒体|报纸|报社|记者|网上|全网|各大平台"
_ON = (
    "twitter|facebook|tik ?tok|instagram|youtube|reddit|social media|the internet|online|yelp|trip ?advisor|the news|tv"
)
_PRESS = "press|newspapers?|papers|media|news|reporters?|journalists?|television|tv"
_TELLING = re.compile(
    # 发 is told of pictures as well: only with what is to be seen there, or to whom
    rf"(?:发|放|挂|传|晒|捅)(?:到|上|在|去|给).{{0,8}}(?:{_OUTLET}).{{0,3}}(?:让|给|叫|曝|评|去$|避雷|吐槽)"
    rf"|(?:就|要|会|把.{{1,10}}|准备|决定|打算)(?:发|放|挂|传|捅)(?:到|上|在|去|给).{{0,8}}(?:{_OUTLET})"
    rf"|(?:上|去|在|到|找|用)(?:{_OUTLET})(?:上|里)?(?:去)?(?:曝光|吐槽你|投诉|评评理|说理|说道|挂你|爆料|揭发)"
    rf"|(?:微博|抖音|小红书|网上|热搜|电视|新闻)上?见(?:吧|了|$)"
    rf"|让(?:全网|所有人|网友|更多人|大家|媒体|全国人民)(?:都|来|也)?(?:看看|知道|评评|见识|认清)"
    rf"|(?:爆料|反映|反应|举报|投诉|告诉|联系|通知)(?:给|到|了)*(?:媒体|记者|报社|报纸|电视台|新闻)"
    rf"|\b(?:tell|telling|call|calling|contact|contacting|contacted|alert|alerting|going to|go to|taking this to"
    rf"|take this to|taking it to|take it to|writing to|write to|speak to|talk to|inform)\b"
    rf"(?: (?:the|a|an|local|my|every))* (?:{_PRESS})\b"
    rf"|\b(?:i|we)(?:'ll|'m|'re| will| am| are| shall)\b.{{0,30}}"
    rf"\b(?:post|posting|put|putting|share|sharing|tweet|plaster|blast)\b.{{0,30}}\b(?:{_ON})\b"
    r"|\b(?:tweeting|posting) about (?:this|you)\b"
    rf"|\b(?:{_PRESS}|world|internet)(?: in [a-z]+)?"
    rf" (?:will|is going to|are going to|should|needs? to|shall) (?:hear|know|see|find)\b"
    rf"|\b(?:see|read|hear about|watch) (?:this|it|you|yourselves|yourself) (?:on|in) .{{0,12}}\b(?:{_PRESS}|{_ON})\b"
    rf"|\bthis (?:is going|will go|goes) (?:on|to|up on) (?:{_ON}|the press)\b"
)
_CHAIN = (
    "瑞幸|星巴克|库迪|喜茶|蜜雪|麦当劳|肯德基|隔壁|对面|别家|其他家|其它家|另一家"
    "|美团|饿了么|京东|淘宝|拼多多|移动|联通|电信"
)
_GOING = re.compile(
    rf"(?:以后|下次|下回|今后|从此)(?:就|都|还是|只|直接|我|我们)*(?:去|改|换|点|喝|吃|买|用|选)(?:去|点|喝|吃|买|用|到|成)?(?:{_CHAIN})"
    rf"|(?:已经|准备|要|打算|决定|马上)(?:转|换|改)(?:到|成|去|用)(?:了)?(?:{_CHAIN})"
    r"|\b(?:this|that|it|today|yesterday|which) ?(?:was|is|'s|will be|'ll be) (?:\w+ )?(?:my|our) last"
    r" (?:visit|stay|time|order|purchase|flight|trip|meal)\b"
)
_NOT_ZH = r"(?:没有?|不|别|无需|不用|不会|从未|从没|懒得)(?:打算|想|想过|准备|必要|需要|要|至于|会|用|必|去|再|说)*"
_NOT_EN = (
    r"\b(?:not|never|no (?:need|reason|plans?|intention)|(?:wo|do|did|would|wouldn|does|is|are|ca)n'?t)"
    r"(?: (?:going|need|want|wish|have|planning|even|think|like|really|a|the|any|of|to|be|will)){0,4} "
)
_PLACE = "旁|对面|附近|隔壁|楼下|楼上|门口|边上|后面|前面|斜对|旁边|往[东南西北]"
_HARMLESS = {
    "media": re.compile(
        r"曝光(?:率|度|量|时间|过度|不足|补偿|准确|正常|参数|控制|偏|还)|(?:自动|手动|长|双重|多次|被.{0,4}|过度|测光.{0,2})曝光"
        rf"|记者(?:节|站|证|招待)|{_NOT_ZH}(?:曝光|找媒体|找记者|联系媒体|告诉媒体)"
        r"|\b(?:in|by|from|read|saw|of) (?:the |a |our |your |local )*(?:press|newspapers?|news|local news)\b"
        r"|\b(?:free|daily|morning|complimentary|a|today's|old|your|in|by|from) newspapers?\b"
        r"|\bnewspapers? (?:are|is|was|were|in|at|and)\b"
        rf"|{_NOT_EN}(?:tell everyone|expose you|call the news|contact the media|go to the media)"
    ),
    "legal": re.compile(
        rf"(?:律师|法院|派出所|工商局|市场监管局?|律所)(?:的)?(?:{_PLACE})"
        r"|(?:附近|旁边|对面|楼下|隔壁|门口|靠近|挨着|紧邻)(?:就|还|是|有|个|一个|一家|着)*(?:法院|派出所|工商局|律所|律师事务所)"
        r"|律师(?:朋友|同事|推荐|介绍|也|都|楼|所的?同事)"
        rf"|(?:是|做|当|姓.)(?:个|一名|名|位)?律师|{_NOT_ZH}(?:起诉|告你们|告上法庭|维权|报警|找消协|找律师|12315|违法|侵权|诈骗)"
        r"|\b(?:tennis|food|basketball|squash|badminton|volleyball|padel|pickleball) courts?\b"
        r"|\bcourt (?:house|yard|side)\b"
        r"|\b(?:my|our|his|her|a|the) (?:lawyer|attorney)s?"
        r" (?:friend|husband|wife|brother|sister|colleague|son|daughter)s?\b"
        r"|(?:\b(?:is|am|as|was|being)|i'm) an? (?:lawyer|attorney)\b"
        r"|\b(?:near|opposite|behind|beside|next to) (?:the |a )*(?:court|police)\b"
        rf"|{_NOT_EN}(?:sue|suing|lawsuit|legal action|court|illegal|fraud|police"
        r"|(?:call|involve|contact) (?:the |a )*(?:police|lawyer))"
    ),
    "churn": re.compile(
        r"再也不用(?:排|担|怕|等|去|跑|愁|操|出|忍|带|为|考|看|花|到|找|洗|再|发愁|人|自己|挤|绕|受|费|东)"
        r"|(?:再也不|不会再|不再)(?:会)?(?:去|来|买|点|用)(?:了)?(?:别|其他|其它|第二家|另)"
        rf"|{_NOT_ZH}(?:卸载|注销|退会|退卡|销户|销卡|解约|取关|换一家|换别家|拉黑)|舍不得(?:卸载|注销|退|换)"
        r"|\bnever (?:go|going|buy|order|fly|flying|use)\b.{0,16}\b(?:else|elsewhere|another|any other|without)\b"
        rf"|{_NOT_EN}(?:uninstall|switch to|switching to|cancel my|cancelling my|canceling my|close my account)"
    ),
    "safety": re.compile(
        r"(?:不用|不必|无需|不会|不怕|不再)(?:再)?(?:担心|怕|害怕)?(?:会)?(?:食物中毒|拉肚子|腹泻|吃坏肚子|过敏|触电|漏电|着火|起火)"
        r"|(?:如果|要是|万一|假如|会不会|是否会).{0,6}(?:食物中毒|拉肚子|腹泻|吃坏肚子|过敏|触电|漏电|着火|起火|爆炸)"
        r"(?=.{0,4}(?:怎么办|吗|呢|怎么处理|谁负责))|不会(?:触电|漏电|着火|起火|爆炸|过敏)(?=了?吧)|就着火力?|着火力"
        r"|\b(?:works?|worked|working|job|jobs|nurse|doctor|next|close|near|opposite|across|shift|volunteer|walk|minutes|appointment)\b"
        r".{0,14}\bhospitals?\b|\bhospital (?:staff|workers?|appointment|visit|shift|job)\b|\bcaught fire with\b"
        r"|\b(?:smel\w+|reek\w*|stank|stinks?) (?:\w+ )?(?:of|like) (?:\w+ )?smoke\b"
        r"|(?:券|积分|里程|流量|会员|红包|卡|套餐|活动|链接|证)(?:已经|已|都|全|又|就|马上|快|要|会|竟然|居然|莫名|显示|没用就)*过期"
    ),
}  # fmt: skip
_RELIEVED = re.compile(r"再也不用(?:排|担|怕|等|跑|愁|操|忍|带|为|考|找|洗|发愁|自己|挤|绕|受)")
_LOYAL = re.compile(
    r"(?:再也不|不会再|不再)(?:想|会)?(?:去|来|买|点|用|吃|喝)(?:了)?(?:别|其他|其它|第二家|另)"
    r"|\b(?:never|won't|wouldn't|will not|would not|don't|not) (?:be )?"
    r"(?:go|going|buy|buying|order|ordering|fly|flying|use|using|eat|eating|stay|staying|shop|shopping)"
    r"\b.{0,16}\b(?:else|elsewhere|another|any other)\b"
)
_SOFT = {
    "churn": ("退卡", "退会", "注销", "销户", "销卡", "卸载", "解约", "switch to", "switching to", "cancelling my"),
    "legal": ("律师", "法律", "法院", "派出所", "报警", "lawyer", "attorney", "court", "police"),
    "media": ("发微博", "发抖音", "发到抖音", "发小红书", "发到小红书", "发到网上", "电视台", "记者", "the press",
              "newspaper", "local news", "tv station", "tell everyone", "reporter", "journalist"),
}  # fmt: skip
"""What a clause that only praises says without a threat: 发小红书很出片."""


def weigh(said: str, reading: Reading, hits: Sequence[Hit]) -> None:
    """Settles which threats a clause makes. `said`: the batch as one text; `hits` are those of the reading."""
    cues = reading.extras.cues
    if not (reading.intents or "outlet" in cues or "leaving" in cues) or reading.end - reading.start > LONGEST:
        return
    heard = [intent for intent in URGENT if intent in reading.intents]
    praises = any(one.sign > 0 for one in reading.opinions) and not any(one.sign < 0 for one in reading.opinions)
    if "outlet" in cues and not praises and "media" not in heard and _TELLING.search(said, reading.start, reading.end):
        reading.intents = [*reading.intents, "media"]
    if "leaving" in cues:
        if _LOYAL.search(said, reading.start, reading.end):
            _stays(reading, cues["leaving"][0])
        elif _RELIEVED.search(said, reading.start, reading.end):
            # 再也不 blames, 再也不用排队 does not
            reading.opinions = [one for one in reading.opinions if not said.startswith("再也不", one.start)]
        elif "churn" not in heard and _GOING.search(said, reading.start, reading.end):
            reading.intents = [*reading.intents, "churn"]
    for intent in heard:
        spans = [(first, last) for first, last, meaning in hits if intent in meaning.intents]
        idle = [found.span() for found in _HARMLESS[intent].finditer(said, reading.start, reading.end)]
        soft = _SOFT.get(intent, ()) if praises else ()
        if all(_covered(span, idle) or said[slice(*span)] in soft for span in spans):
            reading.intents = [one for one in reading.intents if one != intent]


def _covered(span: Span, idle: Sequence[Span]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in idle)


def _stays(reading: Reading, span: Span) -> None:
    """再也不去别家了: leaves everybody but us."""
    if reading.extras is PLAIN:
        reading.extras = Extras()
    reading.extras.sure = True
    reading.opinions = [one for one in reading.opinions if one.sign > 0]
    if not reading.opinions:
        reading.opinions.append(Opinion(*span, 1.0, {}))
