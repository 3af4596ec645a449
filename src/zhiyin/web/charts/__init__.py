"""What a chart shows, as values; `front/src/charts.ts` draws them."""

from zhiyin.web.charts.specs import Bars, Chart, Curve, Dots, Line, Mark, Point, Step, Steps, Trend, Waterfall

__all__ = ["Bars", "Chart", "Curve", "Dots", "Line", "Mark", "Point", "Step", "Steps", "Trend", "Waterfall"]
