"""What customers write otherwise: homophones and slips that mean one thing only, and faces made of signs.

A slip is put right by a word of the same length, a face becomes one emoji: every kept character still knows where it
stood. What could mean two things stays as it is (稀饭, 炒鸡蛋, 实木有味).
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_PAIRS = (
    "灰常=非常 肥肠好=非常好 肥肠棒=非常棒 肥肠满=非常满 肥肠喜=非常喜 肥肠不=非常不 肥肠差=非常差 肥肠快=非常快 "
    "8错=不错 八错=不错 卜错=不错 布错=不错 不戳=不错 不搓=不错 不挫=不错 不措=不错 8好=不好 8行=不行 8推荐=不推荐 "
    "狠好=很好 狠不=很不 狠快=很快 狠满=很满 狠喜=很喜 狠差=很差 恨好=很好 恨不错=很不错 恨满意=很满意 恨快=很快 "
    "木有了=没有了 神马=什么 肿么=怎么 妹纸=妹子 菇凉=姑娘 小菇凉=小姑娘 童鞋=同学 "
    "即差=极差 即慢=极慢 服物=服务 服雾=服务 太度=态度 态渡=态度 质亮=质量 "
    "拉圾=垃圾 垃级=垃圾 辣鸡店=垃圾店 辣鸡商=垃圾商 辣鸡服=垃圾服 辣鸡平=垃圾平 辣鸡卖=垃圾卖 辣鸡东=垃圾东 "
    "失忘=失望 失旺=失望 差平=差评 查评=差评 推存=推荐 推见=推荐 给里=给力 方边=方便 便益=便宜 便亦=便宜 "
    "腻害=厉害 南吃=难吃 南喝=难喝 难次=难吃 真次=真差 太次=太差 快第=快递 块递=快递 客福=客服 客付=客服 "
    "炒鸡棒=超级棒 炒鸡赞=超级赞 炒鸡喜=超级喜 炒鸡慢=超级慢 炒鸡差=超级差 炒鸡满=超级满 炒鸡可=超级可 "
    "不因该=不应该 因该=应该 以后在也不=以后再也不 "
    "在也不来=再也不来 在也不买=再也不买 在也不会=再也不会 在也不点=再也不点 "
    "definately=definitely recieve=receive terrable=terrible horribel=horrible "
    "freindly=friendly servcie=service sevrice=service qualtiy=quality"
)
_SLIPS = dict(pair.split("=") for pair in _PAIRS.split())
_WOODS = "实原红松杉桐杂积乌柚檀楠桃树橡榉胡"
_BESIDE = {  # only in this company
    "木有": f"(?<![{_WOODS}])木有(?=一|人|问|质|任|什|想|用|办)",
    "级差": "(?<=态度|服务|质量|味道)级差",
    "及差": "(?<=态度|服务|质量|味道)及差",
}
_MEANT = {**_SLIPS, "木有": "没有"}
_SLIP = re.compile("|".join([*sorted(_SLIPS, key=len, reverse=True), *_BESIDE.values()]))

_BRACKETED = {
    "😊": "微笑脸 愉快 憨笑 呲牙 偷笑 可爱 嘻嘻 太开心 开心 害羞 调皮 得意 奋斗 耶 笑 酷 悠闲 爱心眼 哇 加油",
    "😂": "笑cry 破涕为笑 捂脸 哈哈 允悲 笑哭",
    "😍": "色 爱你 花心 心 爱心 亲亲 抱抱 拥抱 比心 飞吻 给你小心心 送花花 鲜花 玫瑰",
    "👍": "强 赞 good 给力 棒 鼓掌 ok 胜利 威武 握手 赞啊 抱拳 庆祝 666 威武",
    "😭": "流泪 大哭 泪 快哭了 难过 伤心 悲伤 可怜 委屈 泪奔 苦涩 失望 凋谢 心碎 衰 累 生病",
    "😡": "怒 发怒 怒骂 抓狂 愤怒 咒骂 炸弹 敲打 菜刀 哼 骂人",
    "😒": "白眼 撇嘴 鄙视 傲慢 无语 汗 黑线 流汗 冷汗 尴尬 囧 翻白眼 再见 拜拜 左哼哼 右哼哼 晕 吃瓜 裂开 弱 踩 差劲",
    "🙃": "微笑 呵呵 doge 阴险 坏笑",
    "🤮": "吐 呕吐 恶心",
    "😱": "惊恐 惊讶 吓 震惊 吃惊",
}
_NAMED = {name: face for face, names in _BRACKETED.items() for name in names.split()}
_FACES = {
    "named": (r"\[(?P<name>[A-Za-z0-9一-鿿]{1,5})\]", ""),
    "happy": (
        r"[(（]?[*✿]?[\^＾][_＿\-oO.▽∇ω◡w]?[\^＾][*✿;]?[)）]?|[≧>][▽∇ω◡][≦<]|[:：;；]-?[)）](?![)）])|:-\]"
        r"|(?<![A-Za-z0-9])[:=]-?D(?![A-Za-z])|(?<![A-Za-z])[xX]D+(?![A-Za-z])"
        r"|[(（][^()（）\0\n]{0,6}[▽∇◡‿ω][^()（）\0\n]{0,6}[)）][ﾉノ]?|\\\(\^?o\^?\)/",
        "😊",
    ),
    "heart": (r"(?<![\w<])<3+(?!\w)", "❤"),
    "sad": (
        r"(?<![A-Za-z0-9])(?:T[_＿.﹏\-^]T|TAT|TOT|QAQ|Q_Q|Y_Y|;_;|orz|Orz|ORZ|OTZ|OTL)(?![A-Za-z0-9])"
        r"|[(（]?[╥ಥ][﹏_＿^╭][╥ಥ][)）]?|>[_＿﹏]<|[:：=]'?-?[(（](?![\w(（)）])",
        "😭",
    ),
    "angry": (r"[(（]╯[^()（）\0\n]{1,5}[)）]╯(?:︵ ?┻━┻)?|凸(?=[(（ ,，。!！])|[(（]╬[^()（）\0\n]{1,6}[)）]", "😡"),
    "annoyed": (
        r"(?<![\w\-=－])(?:[-－][_＿][-－]|=[_＿]=)[|‖b!！]{0,4}(?![\w\-])|[￣¯][_＿へ︿][￣¯]|ಠ_ಠ|囧",
        "😒",
    ),
    "startled": (r"(?<![A-Za-z0-9])(?:o_O|O_o|O_O|0_0|⊙[_﹏o]⊙)(?![A-Za-z0-9])", "😲"),
}
_FACE = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, (shape, _) in _FACES.items()))


def _flags(signs: str) -> Flags:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[[ord(sign) for sign in signs]] = True
    return flags


_RARE = _flags("[^＾▽∇ω◡‿╥ಥ囧⊙≧╬╯凸￣¯ಠ_＿﹏<")
_EYES, _MOUTHS = _flags(":：;；=xXTQYoO"), _flags(")）(（-'DATOQYrR]^;")


def _pair(first: Codes, second: Codes) -> Codes:
    """A small number for two neighbours, the same for few others."""
    mixed: Codes = (first * np.uint32(31) + second) & np.uint32(0xFFFF)
    return mixed


_BEGINNINGS = np.zeros(1 << 16, dtype=np.bool_)
_BEGINNINGS[
    _pair(*(np.array([ord(slip[n]) for slip in (*_SLIPS, *_BESIDE)], dtype=np.uint32) for n in (0, 1))).astype(np.int64)
] = True


def slips(joined: str, raw: Codes) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the word of the same length that was meant. `raw` are the code points of `joined`: the engine of
    regular expressions looks only where a slip may begin, which is twenty times as fast."""
    for place in np.flatnonzero(_BEGINNINGS[_pair(raw[:-1], raw[1:])]).tolist():
        found = _SLIP.match(joined, place)
        if found:
            yield found.start(), found.end(), _MEANT.get(found[0], "极差")


def faces(joined: str, raw: Codes, starts: Places) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the emoji that says the same; only texts with a sign that makes a face are searched."""
    likely = _RARE[raw]
    likely[:-1] |= _EYES[raw[:-1]] & _MOUTHS[raw[1:]]
    texts = np.unique(np.searchsorted(starts, np.flatnonzero(likely), side="right"))
    for start, end in zip(starts[texts - 1].tolist(), np.append(starts, len(raw))[texts].tolist(), strict=True):
        for found in _FACE.finditer(joined, start, end - 1):
            name = found["name"]
            face = _NAMED.get(name.lower()) if name else _FACES[str(found.lastgroup)][1]
            if face:
                yield found.start(), found.end(), face
