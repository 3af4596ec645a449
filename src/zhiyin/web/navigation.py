"""The loop, in its order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Actor, Permission

Text = str | Promise


@dataclass(frozen=True)
class Entry:
    path: str
    name: Text
    permission: Permission = Permission.READ_FACTS
    words: str = ""
    """Other words people may type to find it."""


@dataclass(frozen=True)
class Group:
    name: Text
    entries: tuple[Entry, ...]


P = Permission

GROUPS = (
    Group("", (Entry("/", pgettext_lazy("page", "Overview"), words="home 首页 总览 指标体系 tree"),)),
    Group(
        pgettext_lazy("loop", "Listen"),
        (
            Entry(
                "/listen/voices/", pgettext_lazy("page", "Voices"), P.READ_PERSONAL, "feedback reviews 评论 反馈 原声"
            ),
            Entry("/listen/imports/", pgettext_lazy("page", "Imports"), P.IMPORT_DATA, "upload files 上传 文件 数据"),
        ),
    ),
    Group(
        pgettext_lazy("loop", "Understand"),
        (
            Entry(
                "/understand/aspects/", pgettext_lazy("page", "Aspects"), words="topics sentiment 话题 情感 痛点 悦点"
            ),
            Entry(
                "/understand/topics/",
                pgettext_lazy("page", "Emerging topics"),
                P.READ_PERSONAL,
                words="clusters trends new 新话题 热点",
            ),
            Entry(
                "/understand/groups/",
                pgettext_lazy("page", "Groups by meaning"),
                P.READ_PERSONAL,
                words="clusters clustering topics semantic 聚类 语义 分组 归类",
            ),
            Entry(
                "/understand/concepts/",
                pgettext_lazy("page", "Own aspects"),
                P.READ_PERSONAL,
                "concepts synonyms words topics 概念 同义词 自定义话题 企业词汇",
            ),
            Entry(
                "/understand/accuracy/",
                pgettext_lazy("page", "Accuracy"),
                P.READ_PERSONAL,
                "precision recall f1 kappa gold 准确率 精确率 召回率 一致性 金标准",
            ),
        ),
    ),
    Group(
        pgettext_lazy("loop", "Measure"),
        (
            Entry("/measure/indicators/", pgettext_lazy("page", "Indicators"), words="nps csat ces 满意度 指标"),
            Entry(
                "/measure/tree/",
                pgettext_lazy("page", "Indicator tree"),
                P.EDIT_TREE,
                "weights targets 指标体系 权重 目标",
            ),
            Entry(
                "/measure/journey/",
                pgettext_lazy("page", "Journey"),
                words="emotion curve touchpoints 情感曲线 触点 旅程",
            ),
            Entry("/measure/rivals/", pgettext_lazy("page", "Rivals"), words="competitors benchmark 竞品 对标"),
        ),
    ),
    Group(
        pgettext_lazy("loop", "Explain"),
        (Entry("/explain/findings/", pgettext_lazy("page", "Findings"), words="why causes 归因 原因 变化"),),
    ),
    Group(
        pgettext_lazy("loop", "Act"),
        (
            Entry("/act/cases/", pgettext_lazy("page", "Cases"), P.WORK_CASES, "tickets 工单 投诉"),
            Entry("/act/alerts/", pgettext_lazy("page", "Alerts"), P.WORK_CASES, "rules 预警 告警"),
            Entry("/act/initiatives/", pgettext_lazy("page", "Initiatives"), words="improvements 改善 项目"),
        ),
    ),
    Group(
        pgettext_lazy("loop", "Verify"),
        (Entry("/verify/", pgettext_lazy("page", "Verdicts"), words="effect before after 效果 验证 结论"),),
    ),
)
GROUND = (
    Entry("/customers/", pgettext_lazy("page", "Customers"), P.READ_PERSONAL, "people 客户 用户"),
    Entry("/company/", pgettext_lazy("page", "Company"), words="map units brands products 组织 门店 品牌 产品"),
    Entry("/settings/", pgettext_lazy("page", "Settings"), words="users keys audit 用户 密钥 审计 设置"),
)


@dataclass(frozen=True)
class Shown:
    """An entry as one reader sees it."""

    href: str
    name: Text
    current: bool
    count: Callable[[], int] | None = None
    """How many things wait there for this reader; asked for only where the navigation is drawn."""


def visible(actor: Actor) -> tuple[tuple[Group, ...], tuple[Entry, ...]]:
    groups = (Group(group.name, _allowed(actor, group.entries)) for group in GROUPS)
    return tuple(group for group in groups if group.entries), _allowed(actor, GROUND)


def entries(actor: Actor) -> tuple[Entry, ...]:
    groups, ground = visible(actor)
    return (*(entry for group in groups for entry in group.entries), *ground)


def is_current(entry: Entry, path: str) -> bool:
    return path == entry.path if entry.path == "/" else path.startswith(entry.path)


def _allowed(actor: Actor, some: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in some if allows(actor, entry.permission))
