"""Customers: who they are (invented), where they live, how often they buy and how easily they are pleased."""

from dataclasses import dataclass

import numpy as np

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import DAYS, Flags, Floats, Ints

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = (
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟",
    "涛", "明", "超", "霞", "平", "刚", "桂英", "雨桐", "子涵", "欣怡", "浩然", "宇轩", "诗涵", "梓萱",
    "思远", "嘉怡", "一诺", "晨曦", "若曦", "俊杰", "佳琪", "天佑", "雅婷", "志强", "建国", "晓燕",
    "海燕", "婷婷", "雪梅", "文博", "嘉豪", "梦琪", "书瑶", "亦凡", "可馨", "泽宇",
)  # fmt: skip
TIERS = ("basic", "silver", "gold")


@dataclass(frozen=True)
class People:
    ids: list[str]
    home: Ints
    """Index of the home store."""
    city: Ints
    """Index of the city."""
    joined: Ints
    """Day of joining; negative before the first day."""
    rate: Floats
    """Relative appetite."""
    loyal: Floats
    """How easily pleased, standard normal."""
    likes_delivery: Floats
    likes_app: Floats
    android: Flags
    tier: Ints


def store_city() -> Ints:
    """City index of each store."""
    cities = [unit.code for unit in company().of("city")]
    return np.array([cities.index(store.parent or "") for store in company().of("store")], dtype=np.int64)


def people(rng: np.random.Generator, n: int) -> People:
    cities = store_city()
    chengdu = [unit.code for unit in company().of("city")].index("chengdu")
    size = rng.uniform(0.75, 1.3, len(cities)) * np.where(cities == chengdu, 1.5, 1.0)
    home = rng.choice(len(cities), n, p=size / size.sum()).astype(np.int64)
    joined = np.where(rng.random(n) < 0.62, -rng.integers(1, 900, n), rng.integers(0, DAYS - 20, n))
    rate = rng.gamma(0.9, 1.0, n) + 0.08
    return People(
        ids=[f"SF{number:06d}" for number in range(1, n + 1)],
        home=home,
        city=cities[home],
        joined=joined.astype(np.int64),
        rate=rate,
        loyal=rng.normal(size=n),
        likes_delivery=rng.normal(0, 0.9, n),
        likes_app=rng.normal(0, 0.9, n),
        android=rng.random(n) < 0.58,
        tier=np.digitize(rate, (1.3, 2.6)).astype(np.int64),
    )


def names(rng: np.random.Generator, n: int) -> list[str]:
    first = rng.integers(0, len(SURNAMES), n).tolist()
    given = rng.integers(0, len(GIVEN), n).tolist()
    return [SURNAMES[a] + GIVEN[b] for a, b in zip(first, given, strict=True)]


def phone(number: int) -> str:
    """Mobile numbers in China begin 13 to 19; 12 is never assigned, so nobody can be called by mistake."""
    return f"12{number:09d}"
