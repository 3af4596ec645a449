"""Small drawings beside numbers: interval, sparkline, shares. Plain SVG attributes, so that no style rule is needed."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 88, 12


def interval(
    value: float | None,
    low: float | None,
    high: float | None,
    ends: tuple[float, float],
    *,
    mark: float | None = None,
    tone: str = "",
) -> SafeString:
    """The estimate as a dot on its interval, on an axis from `ends[0]` to `ends[1]`; `mark` is a target or zero."""
    start, stop = ends
    if value is None or stop <= start:
        return SafeString("")

    def x(number: float) -> float:
        return round(2 + (WIDTH - 4) * min(max((number - start) / (stop - start), 0), 1), 1)

    y = HEIGHT / 2
    parts = [format_html('<line class="axis" x1="2" x2="{}" y1="{}" y2="{}"/>', WIDTH - 2, y, y)]
    if mark is not None and start <= mark <= stop:
        parts.append(format_html('<line class="target" x1="{0}" x2="{0}" y1="1" y2="{1}"/>', x(mark), HEIGHT - 1))
    if low is not None and high is not None:
        parts.append(format_html('<line class="span" x1="{}" x2="{}" y1="{}" y2="{}"/>', x(low), x(high), y, y))
    parts.append(format_html('<circle class="dot" cx="{}" cy="{}" r="3"/>', x(value), y))
    return format_html(
        '<svg class="range {}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        tone, WIDTH, HEIGHT, SafeString("".join(parts)),
    )  # fmt: skip


def spark(values: Sequence[float | None], width: int = 96, height: int = 24) -> SafeString:
    """A line without axes; gaps stay gaps, the last point is marked."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    room = (high - low) or 1.0
    step = (width - 6) / max(len(values) - 1, 1)
    points = [
        None if v is None else (round(3 + n * step, 1), round(height - 3 - (height - 6) * (v - low) / room, 1))
        for n, v in enumerate(values)
    ]
    path, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        path.append(f"{pen}{point[0]} {point[1]}")
        pen = "L"
    end = next(point for point in reversed(points) if point)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true"><path d="{}"/>'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        width, height, " ".join(path), *end,
    )  # fmt: skip


def shares(negative: int, neutral: int, positive: int, width: int = 120) -> SafeString:
    """Negative, neutral, positive as one bar, warm to cool."""
    total = negative + neutral + positive
    if not total:
        return SafeString("")
    pieces, x = [], 0.0
    for tone, n in (("neg", negative), ("neu", neutral), ("pos", positive)):
        size = width * n / total
        pieces.append((tone, round(x, 1), round(max(size - 1, 0), 1)))
        x += size
    body = format_html_join("", '<rect class="{}" x="{}" y="0" width="{}" height="8"/>', pieces)
    return format_html('<svg class="shares" viewBox="0 0 {} 8" aria-hidden="true">{}</svg>', width, body)


def bar(share: float, *, own: bool = False, width: int = 72) -> SafeString:
    return format_html(
        '<svg class="bar" viewBox="0 0 {} 8" aria-hidden="true"><rect class="{}" width="{}" height="8"/></svg>',
        width, "own" if own else "", round(width * min(max(share, 0), 1), 1),
    )  # fmt: skip
