"""Recall and precision of masking on labelled sentences, false positives on real reviews, and speed.

    python -m benchmarks.listen.masking

`personal.txt` is written by hand, and the rules were mended by what it showed: it says what they do, not how well they
do elsewhere: `spans.py` does. The other sentences are made here from a seed: new values in templates that the rules had seen. Recall: of
what is marked, how much cannot be read any more. Precision: of what was masked, how much was marked. Real texts (where
`ZHIYIN_SHARED` names them) were masked by their publisher in part: what is masked there is printed, to be judged by eye.
"""
# ruff: noqa: E501  a template is one line

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from benchmarks.understand import corpora
from zhiyin.listen.masking import mask
from zhiyin.listen.masking.numbers import PROVINCES, WEIGHTS

MARK = re.compile(r"\[\[(.+?)\]\]")
SHOWN = 12
Sentence = tuple[str, str]


def written() -> list[Sentence]:
    lines = (Path(__file__).parent / "personal.txt").read_text("utf-8").splitlines()
    return [(kind, text) for kind, text in (line.split("\t") for line in lines if line)]


def luhn(body: str) -> str:
    total = sum(sum(divmod(int(one) * (2 - place % 2), 10)) for place, one in enumerate(reversed(body)))
    return body + str(-total % 10)


def identity(draw: random.Random) -> str:
    body = (
        draw.choice(sorted(PROVINCES)) + f"{draw.randrange(10_000):04}{draw.randrange(1940, 2015)}"
        f"{draw.randrange(1, 13):02}{draw.randrange(1, 29):02}{draw.randrange(1000):03}"
    )
    total = sum(int(one) * weight for one, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def digits(draw: random.Random, n: int) -> str:
    return "".join(str(draw.randrange(10)) for _ in range(n))


def values(draw: random.Random) -> dict[str, str]:
    phone = f"1{draw.randrange(3, 10)}{digits(draw, 9)}"
    spoken = "".join("零一二三四五六七八九"[int(one)] for one in phone)
    gap = draw.choice(" -")
    wide = phone.translate({48 + n: 0xFF10 + n for n in range(10)})
    forms = (phone, f"{phone[:3]}{gap}{phone[3:7]}{gap}{phone[7:]}", wide, spoken)
    region = draw.choice(("", "浙江省宁波市海曙区", "成都市武侯区", "湖南省长沙市岳麓区"))
    road = draw.choice(["长江", "解放", "青年", "滨河", "学院", "科技"]) + draw.choice(
        ["路", "街", "大道", "小区", "花园", "新村"]
    )
    door = f"{draw.randrange(1, 900)}号" if road[-1] in "路街道" else f"{draw.randrange(1, 40)}栋"
    surname, given = (
        draw.choice("王李张刘陈杨赵黄周吴徐孙欧阳"),
        "".join(draw.sample("伟芳娜敏静丽强磊军洋勇艳杰娟涛", 2)),
    )
    letter = draw.choice("ABCDEFGHJKLMNP")
    plate = draw.choice((digits(draw, 5), letter + digits(draw, 4), "D" + digits(draw, 5), digits(draw, 5) + "F"))
    return {
        "phone": f"[[{draw.choice(forms)}]]",
        "email": f"[[{''.join(draw.sample('abcdefghij', 6))}{draw.randrange(99)}@{draw.choice(['qq.com', '163.com', 'mail.example.cn'])}]]",
        "identity": f"[[{identity(draw)}]]",
        "card": f"[[{luhn(draw.choice(['622202', '621700', '411111', '622848']) + digits(draw, 9))}]]",
        "plate": f"[[{draw.choice('京沪粤川苏浙鲁')}{letter}{plate}]]",
        "address": f"{region}[[{road}{door}{draw.randrange(1, 9)}单元{draw.randrange(101, 2999)}室]]",
        "name": f"[[{surname.replace('欧', '欧阳').replace('阳阳', '阳')}{given[: draw.randrange(1, 3)]}]]",
        "chat": f"[[{''.join(draw.sample('klmnopqrst', 5))}_{draw.randrange(1000)}]]",
        "order": f"{draw.choice(['2024', '2025'])}{digits(draw, 13)}",
        "price": f"{draw.randrange(10, 9999)}.{digits(draw, 2)}",
        "day": f"20{draw.randrange(10, 27)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
        "code": f"{letter}{digits(draw, 6)}-{digits(draw, 4)}",
    }


TEMPLATES = {
    "phone": ("我电话{phone}，订单{order}还没到", "{day}打过{phone}没人理", "麻烦回我{phone}谢谢"),
    "email": ("发票发{email}", "订单{order}的发票请寄到{email}，金额{price}"),
    "identity": ("身份证{identity}办入住", "登记的是{identity}，{day}入住"),
    "card": ("退款到{card}，{price}元", "卡号{card}扣了两次"),
    "plate": ("{plate}停车费{price}元收错", "我的车{plate}，{day}洗的"),
    "address": ("送到{address}，别放门口", "收货地址{address}，订单{order}", "我住{address}"),
    "name": ("我叫{name}，{day}入住", "姓名：{name}，订单{order}"),
    "chat": ("加微信{chat}聊", "微信号：{chat}，付了{price}"),
    "none": (
        "订单{order}，{price}元，{day}下单", "型号{code}不好用", "{day}买的，{price}元，编码{code}",
        "单号{order}到哪了", "{order}这个订单取消", "花了{price}，比{day}贵",
    ),
}  # fmt: skip


def made(n: int = 60, seed: int = 7) -> list[Sentence]:
    draw = random.Random(seed)
    return [
        (kind, draw.choice(forms).format(**values(draw)))
        for kind, forms in TEMPLATES.items()
        for _ in range(n * (4 if kind == "none" else 1))
    ]


def judge(sentences: list[Sentence]) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Marked, hidden and wrongly hidden, by kind; and what went wrong."""
    plain = [MARK.sub(r"\1", text) for _kind, text in sentences]
    masked = mask(pa.array(plain)).to_pylist()
    marked, hidden, wrong, told = Counter[str](), Counter[str](), Counter[str](), []
    for (kind, text), given, out in zip(sentences, plain, masked, strict=True):
        missed = 0
        for part in MARK.findall(text):
            marked[kind] += 1
            seen = part in out
            hidden[kind] += not seen
            missed += seen
        outside = [part for part in MARK.split(text)[::2] if part.strip()]
        place, spoiled = 0, False
        for part in outside:
            place = out.find(part, place)
            spoiled |= place < 0
            place = max(place, 0)
        # What is named twice in a sentence is hidden twice, and rightly so.
        if spoiled and not any(other in given.replace(f"{other}", "", 1) for other in MARK.findall(text)):
            wrong[kind] += 1
        if missed or (spoiled and kind in wrong):
            told.append(f"{kind}: {text}  →  {out}")
    return marked, hidden, wrong, told


def report(title: str, sentences: list[Sentence]) -> None:
    marked, hidden, wrong, told = judge(sentences)
    print(f"\n{title}: {len(sentences)} sentences, {marked.total()} marked")
    for kind in [*marked, "none"]:
        recall = f"{hidden[kind] / marked[kind]:.3f} ({hidden[kind]}/{marked[kind]})" if marked[kind] else "-"
        print(f"  {kind:<10} recall {recall:<18} wrongly masked {wrong[kind]}")
    precision = hidden.total() / (hidden.total() + wrong.total())
    print(f"  all        recall {hidden.total() / marked.total():.3f}  precision {precision:.3f}")
    for line in told[:30]:
        print("   ", line)


def reviews() -> Iterator[tuple[str, list[str]]]:
    held: dict[str, list[str]] = {}
    for example in corpora.chinese():
        held.setdefault(example.corpus, []).append(example.text)
    yield from held.items()
    tweets = [row["text"] for row in corpora.rows("twitter-us-airline-sentiment/Tweets.csv.gz")]
    yield "airline tweets", tweets
    yield "government letters", [row["留言详情"] for row in corpora.rows("tipdm2020-gov-complaints/附件3_留言.csv.gz")]


def changed(given: str, out: str) -> str:
    """The neighbourhood of the first difference."""
    at = next((n for n, (a, b) in enumerate(zip(given, out, strict=False)) if a != b), 0)
    return f"{given[max(0, at - 15) : at + 25]!r}  →  {out[max(0, at - 15) : at + 20]!r}"


def real() -> None:
    if not corpora.shared().exists():
        print("\nno real reviews here: set ZHIYIN_SHARED")
        return
    for name, texts in reviews():
        started = time.process_time()
        masked = mask(pa.array(texts, pa.string())).to_pylist()
        seconds = time.process_time() - started
        pairs = [(a, b) for a, b in zip(texts, masked, strict=True) if a != b]
        rate = len(texts) / max(seconds, 1e-9)
        print(f"\n{name}: {len(pairs)} of {len(texts):,} texts changed; {rate:,.0f} texts/s of processor")
        for given, out in pairs[: SHOWN if len(sys.argv) < 2 else int(sys.argv[1])]:
            print("   ", changed(given.replace("\n", " "), out.replace("\n", " ")))


def speed() -> None:
    short = [MARK.sub(r"\1", text) for _kind, text in made(400)]
    for name, texts in (
        ("every text holds numbers or names", short * 5),
        ("none does", ["物流很快，味道不错，下次再来"] * 40_000),
    ):
        column = pa.array(texts)
        started = time.process_time()
        mask(column)
        print(f"\nspeed, {name}: {len(texts) / (time.process_time() - started):,.0f} texts/s of processor")


if __name__ == "__main__":
    report("Written by hand", written())
    report("Made from a seed", made())
    speed()
    real()
