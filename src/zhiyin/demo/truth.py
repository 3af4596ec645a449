"""The planted truth: everything in the sample company that an analysis should find, and where it must stay silent.

The generator reads its sizes from here, the tests measure them in the generated tables, the guide prints this table.
Where something is stated as `before` and `after`, those are probabilities or shares; `minutes` are minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FIRST_DAY = date(2025, 11, 1)
LAST_DAY = date(2026, 10, 31)


@dataclass(frozen=True)
class Truth:
    code: str
    zh: str
    en: str
    first: date = FIRST_DAY
    last: date = LAST_DAY
    units: tuple[str, ...] = ()
    """Where it was planted; empty: it is not a matter of units."""
    size: Mapping[str, float] = field(default_factory=dict)


SLOW_DELIVERY = Truth(
    "slow-delivery",
    "成都更换配送商：外卖迟到率由约 8% 升至约 30%（6 月初至 7 月底，8 月恢复），"
    "成都外卖的 NPS 与配送口碑随之下跌；门店与其他城市不受影响。",
    "A new courier in Chengdu: late deliveries rise from about 8 % to about 30 % (June and July, recovered in "
    "August) and drag the NPS and the sentiment of delivery there; stores and other cities are untouched.",
    date(2026, 6, 1),
    date(2026, 7, 31),
    ("chengdu-delivery",),
    {"before": 0.08, "after": 0.30, "minutes": 16.0, "unhappy": 0.20},
)

PAYMENT_STEP = Truth(
    "payment-step",
    "Android 5.2.0 在三周内支付失败率由 4% 升至 24%，支付步骤流失、支付投诉增多；iOS 与其他版本正常，5.2.1 修复。",
    "Android 5.2.0: for three weeks failed payments rise from 4 % to 24 %, the payment step loses people and "
    "complaints about payment rise; iOS and the other versions are fine, 5.2.1 fixes it.",
    date(2026, 4, 6),
    date(2026, 4, 26),
    ("app",),
    {"before": 0.04, "after": 0.24, "lost": 0.6},
)

POUR_OVER = Truth(
    "pour-over",
    "手冲单品与青柳咖啡相比：味道赢（好评率约 92% 对 60%），价格输（约 28% 对 62%）；其他产品线打平。",
    "Pour-over against Qingliu: wins on taste (about 92 % against 60 % positive) and loses on price (about 28 "
    "% against 62 %); all other lines are level.",
    size={"taste_ours": 0.92, "taste_rival": 0.60, "price_ours": 0.28, "price_rival": 0.62},
)

ANGER_RECOVERED = Truth(
    "anger-recovered",
    "配送客服组能化解约 80% 的愤怒，低谷之后旅程以好结尾；支付与 App 客服组只化解约 25%。",
    "The delivery queue wins back about 80 % of angry customers, so those journeys end well after a bad peak; "
    "the payment and app queue only about 25 %.",
    units=("queue-delivery", "queue-payment"),
    size={"recovered": 0.80, "not_recovered": 0.25, "other": 0.50},
)

ORDER_AHEAD = Truth(
    "order-ahead",
    "12 家门店自 9 月 1 日启用预约取餐新流程：等候少约三分之一，“等候不满”占比由约 32% 降至约 12%，"
    "下单后 CSAT 平均提高约 0.35 分；其余 28 家没有变化，此前趋势平行。",
    "Twelve stores start the order-ahead process on 1 September: waiting is about a third shorter, unhappy waits "
    "fall from about 32 % to about 12 %, CSAT after the order rises by about 0.35 points; the other 28 do not "
    "move, and trends before are parallel.",
    date(2026, 9, 1),
    LAST_DAY,
    ("sh02", "sh04", "sh07", "hz02", "hz05", "su02", "gz01", "gz05", "sz02", "sz06", "cd04", "cq02"),
    {"wait": 0.60, "before": 0.32, "after": 0.12, "csat": 0.35},
)

DELIVERY_SHARE = Truth(
    "delivery-share",
    "外卖订单占比一年内由约 15% 升至约 56%；外卖 NPS 比门店低约 30 分：整体 NPS 略降，但没有一个渠道变差（结构效应）。",
    "Delivery grows from about 15 % to about 56 % of orders over the year, and delivery NPS is about 30 points "
    "lower than in stores: overall NPS falls a little although no channel gets worse (a mix effect).",
    size={"first": 0.15, "last": 0.56, "nps_gap": 30.0},
)

WINTER_SEASON = Truth(
    "winter-season",
    "12 月为旺季：订单与反馈都多约 40%，体验没有变化，预警应保持安静；春节一周少约 35%。",
    "December is high season: about 40 % more orders and feedback with no change in experience, alerts should "
    "stay silent; the week of the Spring Festival has about 35 % fewer.",
    date(2025, 12, 1),
    date(2025, 12, 31),
    # December 2025 has few weekend days, which leaves about 1.40 of this.
    size={"more": 1.45, "festival": 0.65},
)

HYGIENE_INCIDENT = Truth(
    "hygiene-incident",
    "5 月 16 日深圳福田中心店发生卫生事件：两天内 24 条涉及食品安全的声音；其他门店、其他日期没有。",
    "On 16 May a hygiene incident at the Futian Centre store in Shenzhen: 24 voices about food safety within "
    "two days, none in other stores or on other days.",
    date(2026, 5, 16),
    date(2026, 5, 17),
    ("sz03",),
    {"voices": 24},
)

REFURBISHMENT = Truth(
    "refurbishment",
    "安慰剂：8 家门店 7 月 1 日完成翻新，任何指标都没有变化（与未参加两个项目的 20 家门店比较，7 至 8 月）。",
    "A placebo: eight stores are refurbished on 1 July and nothing changes (compare July and August with the "
    "twenty stores in neither project).",
    date(2026, 7, 1),
    date(2026, 8, 31),
    ("sh01", "sh05", "hz01", "hz06", "gz03", "sz05", "cd02", "cq03"),
    {"effect": 0.0},
)

RIVAL_PRICES = Truth(
    "rival-prices",
    "大溪咖啡 3 月 1 日起降价：其价格好评率由约 45% 升至约 78%；青柳咖啡与我们的没有变化。",
    "Daxi cuts its prices on 1 March: its price sentiment rises from about 45 % to about 78 % positive; "
    "Qingliu's and ours do not change.",
    date(2026, 3, 1),
    LAST_DAY,
    size={"before": 0.45, "after": 0.78},
)

LATE_COSTS = Truth(
    "late-costs",
    "一次外卖迟到让同一位客户此后的下单率下降约 30%，当次 CSAT 平均低约 1.3 分。",
    "One late delivery lowers the same customer's later ordering by about 30 %, and the CSAT of that order by "
    "about 1.3 points.",
    size={"orders": 0.70, "csat": 1.3},
)

TRUTHS = (
    SLOW_DELIVERY,
    PAYMENT_STEP,
    POUR_OVER,
    ANGER_RECOVERED,
    ORDER_AHEAD,
    DELIVERY_SHARE,
    WINTER_SEASON,
    HYGIENE_INCIDENT,
    REFURBISHMENT,
    RIVAL_PRICES,
    LATE_COSTS,
)

SILENCES = (
    Truth(
        "other-cities",
        "成都以外六个城市的外卖准时率与外卖 NPS 全年没有变化。",
        "On-time delivery and delivery NPS of the six cities other than Chengdu do not change all year.",
        units=tuple(
            f"{city}-delivery" for city in ("shanghai", "hangzhou", "suzhou", "guangzhou", "shenzhen", "chongqing")
        ),
    ),
    Truth(
        "ios-payment",
        "iOS 的支付失败率全年为 4%，任何版本都没有变化。",
        "Failed payments on iOS stay at 4 % in every version.",
        units=("app",),
    ),
    Truth(
        "bakery",
        "烘焙的味道与价格评价：全年不变，与两个竞品持平。",
        "Taste and price of the bakery line: unchanged all year and level with both rivals.",
    ),
    Truth(
        "store-staff",
        "店员服务与门店环境：没有门店、区域或月份的差别。",
        "Staff and store space: no difference between stores, regions or months.",
    ),
    Truth(
        "member-queue",
        "会员客服组：首次响应时间与化解率全年不变。",
        "The membership queue: first response and recovery do not change all year.",
        units=("queue-member",),
    ),
    Truth(
        "weekdays",
        "星期几只影响订单量，不影响体验。",
        "The day of the week moves the number of orders only, never the experience.",
    ),
)
