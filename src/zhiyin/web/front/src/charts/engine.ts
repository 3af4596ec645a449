// ECharts with only what we draw, and our tokens as its colours.
import { BarChart, CustomChart, HeatmapChart, LineChart, RadarChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, CustomChart, HeatmapChart, LineChart, RadarChart, SankeyChart, ScatterChart,
  GridComponent, MarkLineComponent, RadarComponent, TooltipComponent, VisualMapComponent, SVGRenderer,
]);

export { echarts };
export type Option = echarts.EChartsCoreOption;

export type Point = {
  label: string; value: number | null; low: number | null; high: number | null; n: number;
  href: string; few: boolean; key: string; note: string; text: string; range?: string; count: string;
};
export type Line = { name: string; own: boolean; points: Point[] };
export type Spec = {
  kind: string; title: string; unit: string; points: Point[]; lines: Line[]; series: Line[];
  marks: { label: string; name: string; kind: string }[]; target: number | null;
  zero: number | null; zero_name: string; valence: boolean; stages: [string, number][];
  peak: string; valley: string; before: Point[]; before_name: string;
  steps: { label: string; value: number; low: number | null; high: number | null; href: string; kind: string; sure: boolean; text: string }[];
  start: number; start_name: string; start_text: string; end: number; end_name: string; end_text: string; better: number;
  nodes: string[]; links: [string, string, number][];
};

export function tokens() {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    // Font names in double quotes would end the style attribute of a saved SVG: neither it nor a PNG could be made.
    font: read("font").replaceAll('"', "'"), ink: read("ink"), ink2: read("ink-2"), ink3: read("ink-3"), line: read("line"),
    strong: read("line-strong"), paper: read("paper"), raised: read("raised"), hover: read("hover"), accent: read("accent"),
    rivals: [read("rival-1"), read("rival-2"), read("rival-3")],
    neg: read("neg"), neg2: read("neg-2"), neu: read("neu"), pos: read("pos"), pos2: read("pos-2"), soft: read("neu-soft"),
  };
}
export type Tokens = ReturnType<typeof tokens>;

export const escape = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function tip(point: Point, head = point.label): string {
  const range = point.range ? `<br><span class="grey">${escape(point.range)}</span>` : "";
  const note = point.note ? `<br>${escape(point.note)}` : "";
  return `<div class="tip">${escape(head)}<br><b>${escape(point.text)}</b> <span class="grey">n ${escape(point.count)}</span>${range}${note}</div>`;
}

export function base(t: Tokens): Option {
  return {
    animation: false,
    textStyle: { fontFamily: t.font, fontSize: 12, color: t.ink2 },
    tooltip: {
      confine: true, backgroundColor: t.raised, borderColor: t.strong, borderWidth: 1, padding: [6, 10],
      textStyle: { color: t.ink, fontSize: 12, fontFamily: t.font }, transitionDuration: 0,
      extraCssText: "box-shadow:0 4px 16px rgb(0 0 0 / 10%);border-radius:6px",
    },
  };
}

/** "Too few" is hatched, wherever it stands: stripes in the colour of the mark. A symbol of a line is drawn in its own
 * size and then scaled, and so would its stripes be: say its size. */
export const hatch = (colour: string, size = 2) => ({
  scaleX: 2 / size, scaleY: 2 / size,
  svgElement: { tag: "path", key: "hatch", attrs: { d: "M-1 1 1 -1 M0 5 5 0 M4 6 6 4", stroke: colour, "stroke-width": 1, fill: "none" } },
  svgWidth: 5,
  svgHeight: 5,
});

/** A mark of too few: larger than the others, for the stripes to be seen. */
export const fewMark = (t: Tokens, x: number, y: number, colour: string) => [
  { type: "circle", shape: { cx: x, cy: y, r: 6 }, style: { fill: t.paper } },
  { type: "circle", shape: { cx: x, cy: y, r: 6 }, style: { fill: hatch(colour), stroke: colour, lineWidth: 1.2 } },
];

/** Narrower than this, names do not fit beside each other. */
export const NARROW = 560;

/** About how many pixels a text takes: Chinese signs are square. */
export const wide = (text: string, size: number) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? size : size * 0.56), 0);

/** Numbers on an axis, short: shares as percent. */
export const onAxis = (unit: string) => (value: number) => {
  if (unit === "share") return `${+value.toFixed(1)}%`.replace("-", "−");
  if (unit === "seconds") return value >= 7200 ? `${+(value / 3600).toFixed(1)} h` : value >= 120 ? `${+(value / 60).toFixed(1)} min` : `${value} s`;
  return Math.abs(value) >= 10000 ? value.toLocaleString("en") : `${+value.toFixed(2)}`.replace("-", "−");
};

export const axes = (t: Tokens) => ({
  quiet: { axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: t.line } }, axisLabel: { color: t.ink3, fontSize: 11 } },
  bottom: { axisLine: { lineStyle: { color: t.strong } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { color: t.ink3, fontSize: 11, hideOverlap: true } },
});
