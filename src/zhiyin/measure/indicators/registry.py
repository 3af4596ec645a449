"""Every indicator, declared once. Pages, API, docs, alerts and packs read this list."""

from collections.abc import Callable

import ibis.expr.types as ir
import numpy as np
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import NotFound
from zhiyin.measure.indicators.bases import ANSWERS, CONVERSATIONS, DOCUMENTS, OPINIONS, ORDERS, RECOVERIES, VOICES
from zhiyin.measure.indicators.values import Arrays, Indicator, Unit
from zhiyin.stats import intervals
from zhiyin.stats.decomposition import Side
from zhiyin.stats.values import Estimate

Parts = dict[str, ir.Value]


def _weighted(table: ir.Table, instrument: str, **where: ir.BooleanValue) -> Parts:
    """Sums of weights by class, with Σw² and n for the effective number of answers."""
    mine = table.instrument == instrument
    sums: Parts = {name: table.w.sum(where=mine & test) for name, test in where.items()}
    sums["weights"] = table.w.sum(where=mine)
    sums["squares"] = (table.w * table.w).sum(where=mine)
    sums["n"] = mine.sum()
    return sums


def _nps_parts(table: ir.Table) -> Parts:
    return _weighted(table, "nps", promoters=table.score >= 9, detractors=table.score <= 6)


def _nps(sums: Arrays) -> Estimate:
    passives = sums["weights"] - sums["promoters"] - sums["detractors"]
    return intervals.nps(sums["promoters"], passives, sums["detractors"], squares=sums["squares"], n=sums["n"])


def _top_parts(instrument: str, position: float) -> Callable[[ir.Table], Parts]:
    # A hair below the threshold: (5 - 1) / (7 - 1) must count as 2/3.
    return lambda table: _weighted(table, instrument, top=table.position >= position - 1e-9)


def _top(sums: Arrays) -> Estimate:
    return _percent(intervals.proportion(sums["top"], sums["weights"], squares=sums["squares"], n=sums["n"]))


def _mean_parts(instrument: str, lowest: float, highest: float) -> Callable[[ir.Table], Parts]:
    def parts(table: ir.Table) -> Parts:
        mine = table.instrument == instrument
        score = lowest + (highest - lowest) * table.position
        return {
            "weights": table.w.sum(where=mine),
            "squares": (table.w * table.w).sum(where=mine),
            "total": (table.w * score).sum(where=mine),
            "squared": (table.w * score * score).sum(where=mine),
            "n": mine.sum(),
        }

    return parts


def _mean(lowest: float, highest: float) -> Callable[[Arrays], Estimate]:
    return lambda sums: intervals.mean(
        sums["n"],
        sums["total"],
        sums["squared"],
        weights=sums.get("weights"),
        squares=sums.get("squares"),
        lowest=lowest,
        highest=highest,
    )


def _percent(share: Estimate) -> Estimate:
    return Estimate(100 * share.value, 100 * share.low, 100 * share.high, share.n, 100 * share.error)


def _net_parts(table: ir.Table) -> Parts:
    net, sided = table.positive - table.negative, table.positive + table.negative
    return {
        "texts": (sided > 0).sum(),
        "net": net.sum(),
        "sided": sided.sum(),
        "net2": (net * net).sum(),
        "sided2": (sided * sided).sum(),
        "product": (net * sided).sum(),
    }


def _net(sums: Arrays) -> Estimate:
    """Texts are independent, opinions within one are not; where they all agree, Wilson on the number of texts."""
    spread = intervals.ratio(
        sums["texts"], sums["net"], sums["sided"], sums["net2"], sums["sided2"], sums["product"], lowest=-1, highest=1
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (sums["net"] / sums["sided"] + 1) / 2
    texts = sums["texts"]
    plain = intervals.net(share * texts, (1 - share) * texts)
    agreed = (np.abs(spread.value) > 1 - 1e-9) | (texts < 10)
    chosen = [np.where(agreed, getattr(plain, name), getattr(spread, name)) for name in ("low", "high", "error")]
    return _percent(Estimate(spread.value, chosen[0], chosen[1], texts, chosen[2]))


def _label_parts(table: ir.Table) -> Parts:
    return {"positive": (table.label == "positive").sum(), "negative": (table.label == "negative").sum()}


def _share(top: str, whole: str) -> Callable[[Arrays], Estimate]:
    return lambda sums: _percent(intervals.proportion(sums[top], sums[whole]))


def _stars_parts(table: ir.Table) -> Parts:
    return {"n": table.stars.count(), "total": table.stars.sum(), "squared": (table.stars * table.stars).sum()}


def _on_time_parts(table: ir.Table) -> Parts:
    known = table.late_days.notnull()
    return {"on_time": (known & (table.late_days <= 0)).sum(), "delivered": known.sum()}


def _repeat_parts(table: ir.Table) -> Parts:
    return {"followed": (table.ripe & table.followed).sum(), "ripe": table.ripe.sum()}


def _recovery_parts(table: ir.Table) -> Parts:
    return {"angry": table.angry.sum(), "recovered": (table.angry & table.calmed).sum()}


def _count(name: str) -> Callable[[Arrays], Estimate]:
    return lambda sums: intervals.count(sums[name])


def _medians(samples: Arrays) -> Estimate:
    groups = [np.sort(np.asarray(values, dtype=np.float64)) for values in samples["wait"]]
    sizes = [len(values) for values in groups]
    return intervals.median(np.concatenate(groups) if groups else np.empty(0), sizes)


def _nps_moments(sums: Arrays) -> Side:
    up, down = sums["promoters"], sums["detractors"]
    return Side.of(sums["weights"], 100 * (up - down), 10_000 * (up + down))


def _mean_moments(sums: Arrays) -> Side:
    return Side.of(sums.get("weights", sums["n"]), sums["total"], sums["squared"])


def _share_moments(top: str, whole: str) -> Callable[[Arrays], Side]:
    return lambda sums: Side.of(sums[whole], 100 * sums[top], 10_000 * sums[top])


def _net_moments(sums: Arrays) -> Side:
    return Side.of(sums["sided"], 100 * sums["net"], 10_000 * sums["sided"])


def _sided_moments(sums: Arrays) -> Side:
    sided = sums["positive"] + sums["negative"]
    return Side.of(sided, 100 * (sums["positive"] - sums["negative"]), 10_000 * sided)


INDICATORS: dict[str, Indicator] = {
    indicator.slug: indicator
    for indicator in (
        Indicator(
            "nps",
            _("NPS (net promoter score)"),
            _("Share answering 9-10 minus share answering 0-6 to “would you recommend us”, in points."),
            Unit.POINTS, ANSWERS, _nps_parts, _nps, 1, -100, 100, "nps",
            moments=_nps_moments,
        ),
        Indicator(
            "csat",
            _("CSAT (satisfied)"),
            _("Share of answers in the top two of five boxes."),
            Unit.SHARE, ANSWERS, _top_parts("csat", 0.75), _top, 1, 0, 100, "csat",
            moments=_share_moments("top", "weights"),
        ),
        Indicator(
            "csat_mean",
            _("CSAT, mean"),
            _("Mean satisfaction, on 1 to 5."),
            Unit.SCORE, ANSWERS, _mean_parts("csat", 1, 5), _mean(1, 5), 1, 1, 5, "csat",
            moments=_mean_moments,
        ),
        Indicator(
            "ces",
            _("CES (ease)"),
            _("Mean agreement that it was easy, on 1 to 7; more is easier."),
            Unit.SCORE, ANSWERS, _mean_parts("ces", 1, 7), _mean(1, 7), 1, 1, 7, "ces",
            moments=_mean_moments,
        ),
        Indicator(
            "ces_easy",
            _("CES, share finding it easy"),
            _("Share answering 5 to 7 of 7."),
            Unit.SHARE, ANSWERS, _top_parts("ces", 2 / 3), _top, 1, 0, 100, "ces",
            moments=_share_moments("top", "weights"),
        ),
        Indicator(
            "net_sentiment",
            _("Net sentiment"),
            _("Positive minus negative mentions as a share of both, in percent. The interval counts texts."),
            Unit.POINTS, OPINIONS, _net_parts, _net, 1, -100, 100, "net-sentiment",
            moments=_net_moments,
        ),
        Indicator(
            "mention_volume",
            _("Mentions"),
            _("Number of opinions found in customers' words."),
            Unit.COUNT, OPINIONS, lambda table: {"mentions": table.mentions.sum()}, _count("mentions"),
            0, 0, 1000, "mentions",
        ),
        Indicator(
            "mention_share",
            _("Share of mentions"),
            _("Mentions of this aspect as a share of all mentions in the same period and place."),
            Unit.SHARE, OPINIONS, lambda table: {"mentions": table.mentions.sum()}, _share("mentions", "whole"),
            0, 0, 100, "mentions", whole_without=("aspect",),
        ),
        Indicator(
            "text_sentiment",
            _("Net sentiment of voices"),
            _("Voices that are positive on the whole minus those that are negative, as a share of both, in percent."),
            Unit.POINTS, DOCUMENTS, _label_parts,
            lambda sums: _percent(intervals.net(sums["positive"], sums["negative"])), 1, -100, 100, "net-sentiment",
            moments=_sided_moments,
        ),
        Indicator(
            "voice_volume",
            _("Voices"),
            _("Number of things customers said."),
            Unit.COUNT, VOICES, lambda table: {"voices": table.count()}, _count("voices"), 0, 0, 1000, "mentions",
        ),
        Indicator(
            "rating",
            _("Rating"),
            _("Mean rating given with reviews, on 1 to 5."),
            Unit.SCORE, VOICES, _stars_parts, _mean(1, 5), 1, 1, 5, "rating",
            moments=_mean_moments,
        ),
        Indicator(
            "on_time_delivery",
            _("On-time delivery"),
            _("Share of delivered orders that arrived by the time promised."),
            Unit.SHARE, ORDERS, _on_time_parts, _share("on_time", "delivered"), 1, 0, 100, "operations",
            moments=_share_moments("on_time", "delivered"),
        ),
        Indicator(
            "repeat_purchase",
            _("Repeat purchase"),
            _("Share of orders followed by another of the same customer within 30 days. Younger orders wait."),
            Unit.SHARE, ORDERS, _repeat_parts, _share("followed", "ripe"), 1, 0, 100, "operations",
            moments=_share_moments("followed", "ripe"),
        ),
        Indicator(
            "first_response_time",
            _("First response time"),
            _("Median time from the customer's first message to a person's first answer."),
            Unit.SECONDS, CONVERSATIONS, lambda table: {"wait": table.wait.collect()},
            _medians, -1, 0, 600, "operations", samples=True,
        ),
        Indicator(
            "recovery",
            _("Anger won back"),
            _("Share of the conversations begun in anger whose customer's last words complain no more."),
            Unit.SHARE, RECOVERIES, _recovery_parts, _share("recovered", "angry"), 1, 0, 100, "operations",
            moments=_share_moments("recovered", "angry"),
        ),
    )
}  # fmt: skip


def indicator(slug: str) -> Indicator:
    if slug not in INDICATORS:
        raise NotFound(_("There is no indicator “{slug}”. Known are: {known}."), slug=slug, known=", ".join(INDICATORS))
    return INDICATORS[slug]
