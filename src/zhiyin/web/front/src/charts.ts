// Draws every figure.chart from the specification beside it; what is drawn stands in the table behind it too.
import { bars, dots } from "./charts/bars";
import { curve } from "./charts/curve";
import { echarts, NARROW, Option, Spec, tokens, Tokens } from "./charts/engine";
import { sankey, waterfall } from "./charts/flows";
import { trend } from "./charts/trend";

const kinds: Record<string, (spec: Spec, t: Tokens, width: number) => Option> = { trend, bars, dots, curve, waterfall, sankey };

type Drawn = { figure: HTMLElement; spec: Spec; chart: echarts.ECharts };
let drawn: Drawn[] = [];

/** Rows need room: charts with a row for each group grow with them. */
function fit(canvas: HTMLElement, spec: Spec) {
  const rows = { bars: spec.points?.length, dots: spec.series?.[0]?.points.length, waterfall: (spec.steps?.length ?? 0) + 2 }[spec.kind];
  if (rows) canvas.style.height = `${Math.max(96, rows * 26 + 48)}px`;
}

function draw() {
  drawn = drawn.filter(({ figure, chart }) => figure.isConnected || (chart.dispose(), false));
  for (const figure of document.querySelectorAll<HTMLElement>("figure.chart:not([data-drawn])")) {
    const source = figure.querySelector('script[type="application/json"]');
    const canvas = figure.querySelector<HTMLElement>(".canvas");
    if (!source || !canvas) continue;
    const spec: Spec = JSON.parse(source.textContent!);
    figure.dataset.drawn = "";
    fit(canvas, spec);
    const chart = echarts.init(canvas, null, { renderer: "svg" });
    chart.setOption(kinds[spec.kind](spec, tokens(), chart.getWidth()));
    chart.on("click", (hit: any) => follow(spec, hit));
    drawn.push({ figure, spec, chart });
  }
}

/** Every mark is a link to its records. */
function follow(spec: Spec, hit: any) {
  const href =
    hit.data?.point?.href ??
    (spec.kind === "bars" ? spec.points[spec.points.length - 1 - hit.dataIndex]?.href : undefined) ??
    (spec.kind === "waterfall" ? spec.steps[spec.steps.length - hit.dataIndex]?.href : undefined) ??
    (spec.kind === "dots" ? spec.series.find((line) => line.name === hit.seriesName)?.points[hit.data?.[2]]?.href : undefined);
  if (href) location.assign(href);
}

function save(figure: HTMLElement, type: string) {
  const found = drawn.find((one) => one.figure === figure);
  if (!found) return;
  const link = document.createElement("a");
  link.download = `${found.spec.title || "zhiyin"}.${type}`;
  const svg = found.chart.renderToSVGString();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  if (type === "svg") {
    link.href = address;
    link.click();
    return;
  }
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [found.chart.getWidth() * 2, found.chart.getHeight() * 2];
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = tokens().paper;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    link.href = canvas.toDataURL("image/png");
    link.click();
    URL.revokeObjectURL(address);
  };
  image.src = address;
}

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("[data-chart-table], [data-chart-save]");
  const figure = button?.closest<HTMLElement>("figure.chart");
  if (!button || !figure) return;
  if (button.dataset.chartSave) return save(figure, button.dataset.chartSave);
  const table = figure.querySelector<HTMLDetailsElement>("details.data")!;
  table.open = !table.open;
  figure.querySelector<HTMLElement>(".canvas")!.hidden = table.open;
  button.setAttribute("aria-pressed", String(table.open));
});

const resize = () => {
  draw();
  for (const { chart, spec } of drawn) {
    const before = chart.getWidth();
    chart.resize();
    if (chart.getWidth() < NARROW !== before < NARROW) chart.setOption(kinds[spec.kind](spec, tokens(), chart.getWidth()), true);
  }
};
window.addEventListener("resize", resize);
document.addEventListener("zhiyin:resize", resize);

function recolour() {
  for (const { chart, spec } of drawn) chart.setOption(kinds[spec.kind](spec, tokens(), chart.getWidth()), true);
}
document.addEventListener("zhiyin:theme", recolour);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);

draw();
