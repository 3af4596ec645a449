import { axes, base, escape, hatch, NARROW, onAxis, Option, Spec, tip, Tokens } from "./engine";

/** Lines over time. The band is the interval; points with too few observations are hatched. */
export function trend(spec: Spec, t: Tokens, width: number): Option {
  const labels = spec.lines[0]?.points.map((point) => point.label) ?? [];
  const many = spec.lines.length > 1;
  let grey = 0;
  const series = spec.lines.flatMap((line) => {
    const colour = line.own ? t.accent : t.rivals[grey++ % 3];
    const band = line.own ? bands(spec, line.points, colour) : [];
    return [
      ...band,
      {
        type: "line", name: line.name, symbol: "circle", symbolSize: 6, showAllSymbol: line.points.length < 40,
        showSymbol: line.points.length < 40, lineStyle: { color: colour, width: line.own ? 2 : 1.25 }, z: line.own ? 5 : 3,
        itemStyle: { color: colour },
        data: line.points.map((point) => ({
          value: point.value, point,
          symbolSize: point.few ? 11 : 6,
          itemStyle: point.few ? { color: hatch(colour, 11), borderColor: colour, borderWidth: 1.2 } : undefined,
        })),
        endLabel: { show: true, formatter: many ? line.name : ends(line.points), color: colour, fontWeight: line.own ? 600 : 400, fontSize: 12, distance: 6 },
        labelLayout: { moveOverlap: "shiftY" },
        markLine: line.own ? lines(spec, t, labels, width) : undefined,
      },
    ];
  });
  const { quiet, bottom } = axes(t);
  return {
    ...base(t),
    grid: { left: 8, right: many ? 96 : 52, top: spec.marks.length && width >= NARROW ? 28 : 12, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: labels, boundaryGap: false, ...bottom },
    yAxis: { type: "value", scale: true, splitNumber: 4, ...quiet, axisLabel: { ...quiet.axisLabel, formatter: onAxis(spec.unit) } },
    tooltip: {
      ...(base(t).tooltip as object), trigger: "axis", axisPointer: { type: "line", lineStyle: { color: t.strong } },
      formatter: (hits: any) =>
        (Array.isArray(hits) ? hits : [hits]).filter((hit: any) => hit.data?.point)
          .map((hit: any) => tip(hit.data.point, many ? `${hit.data.point.label} · ${hit.seriesName}` : hit.data.point.label)).join("") + marked(spec, hits),
    },
    series,
  };
}

/** What happened there, by name: where there is no room for the names above the chart as well. */
function marked(spec: Spec, hits: any): string {
  const label = (Array.isArray(hits) ? hits[0] : hits)?.axisValue;
  const here = spec.marks.filter((mark) => mark.label === label).map((mark) => escape(mark.name));
  return here.length ? `<div class="tip grey">${here.join("<br>")}</div>` : "";
}

/** The newest value, at the end of its line; too few is said where the mark is pointed at: there is no room for it. */
function ends(points: Spec["points"]): string {
  const last = [...points].reverse().find((point) => point.value !== null);
  return last && !last.few ? last.text : "";
}

/** The interval as a polygon: stacked areas fail when low is negative. */
function bands(spec: Spec, points: Spec["points"], colour: string) {
  const known = points.map((point, n) => ({ n, point })).filter(({ point }) => point.low !== null && point.high !== null);
  if (known.length < 2) return [];
  return [{
    type: "custom", silent: true, z: 1, data: [[known[0].n, known[0].point.value]], clip: true,
    // The axis must make room for the interval: encode low and high as well.
    renderItem: (_: unknown, api: any) => ({
      type: "polygon", style: { fill: colour, opacity: 0.12 },
      shape: {
        points: [
          ...known.map(({ n, point }) => api.coord([n, point.high])),
          ...known.reverse().map(({ n, point }) => api.coord([n, point.low])),
        ],
      },
    }),
  }, {
    type: "scatter", silent: true, symbolSize: 0.01, itemStyle: { opacity: 0 },
    data: known.flatMap(({ n, point }) => [[n, point.low], [n, point.high]]),
  }];
}

function lines(spec: Spec, t: Tokens, labels: string[], width: number) {
  const places = [...new Set(spec.marks.map((mark) => mark.label))].filter((label) => labels.includes(label));
  const marks = places.map((label) => spec.marks.filter((mark) => mark.label === label)).map((here) => ({
    label: here[0].label, name: here.map((mark) => mark.name).join(" · "), kind: here.some((mark) => mark.kind === "incident") ? "incident" : "",
  })).map((mark) => ({
    xAxis: mark.label,
    lineStyle: { color: t.ink3, type: mark.kind === "incident" ? "solid" : "dashed", width: 1 },
    label: { show: width >= NARROW, formatter: mark.name, color: t.ink2, fontSize: 11, position: "end", overflow: "truncate", width: labels.length > 9 ? 84 : 110 },
  }));
  const target = spec.target === null ? [] : [{
    yAxis: spec.target, lineStyle: { color: t.ink3, type: "dotted", width: 1 },
    label: { formatter: "◂", color: t.ink3, position: "end" },
  }];
  return { silent: true, symbol: "none", data: [...marks, ...target] };
}

