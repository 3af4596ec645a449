import { axes, base, escape, onAxis, Option, Spec, Tokens } from "./engine";

/** From before to now, step by step, lying down so that long names fit. */
export function waterfall(spec: Spec, t: Tokens): Option {
  let level = spec.start;
  const rows = [
    { label: spec.start_name, from: spec.start, to: spec.start, text: spec.start_text, total: true, href: "", low: null as number | null, high: null as number | null, kind: "", sure: true },
    ...spec.steps.map((step) => {
      const from = level;
      level += step.value;
      return { label: step.label, from, to: level, text: step.text, total: false, href: step.href, low: step.low === null ? null : from + step.low, high: step.high === null ? null : from + step.high, kind: step.kind, sure: step.sure };
    }),
    { label: spec.end_name, from: spec.end, to: spec.end, text: spec.end_text, total: true, href: "", low: null, high: null, kind: "", sure: true },
  ].reverse();
  const ends = rows.flatMap((row) => [row.from, row.to, row.low ?? row.to, row.high ?? row.to]);
  const { quiet } = axes(t);
  return {
    ...base(t),
    grid: { left: 8, right: 104, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", scale: true, min: Math.min(...ends), max: Math.max(...ends), splitNumber: 4, ...quiet, axisLabel: { ...quiet.axisLabel, formatter: onAxis(spec.unit), showMinLabel: false, showMaxLabel: false } },
    yAxis: { type: "category", data: rows.map((_, n) => String(n)), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: t.ink2, fontSize: 12, width: 200, overflow: "truncate", formatter: (n: string) => rows[+n].label } },
    tooltip: { ...(base(t).tooltip as object), formatter: (hit: any) => `<div class="tip">${escape(rows[hit.dataIndex].label)}<br><b>${escape(rows[hit.dataIndex].text)}</b></div>` },
    series: [{
      type: "custom", data: rows.map((row, n) => [row.from, n, row.to]), encode: { x: [0, 2], y: 1 },
      renderItem: (params: any, api: any) => {
        const row = rows[params.dataIndex];
        const [x1, y] = api.coord([row.from, params.dataIndex]);
        const x2 = api.coord([row.to, params.dataIndex])[0];
        const high = Math.min(api.size([0, 1])[1] * 0.62, 18);
        const good = (row.to - row.from) * spec.better > 0;
        const shade = row.kind === "mix" ? t.neu : good ? t.pos : t.neg;
        const children: any[] = row.total
          ? [{ type: "rect", shape: { x: x1 - 1.5, y: y - high / 2, width: 3, height: high }, style: { fill: t.accent } }]
          : [{ type: "rect", shape: { x: Math.min(x1, x2), y: y - high / 2, width: Math.max(Math.abs(x2 - x1), 1), height: high, r: 1 }, style: row.sure ? { fill: shade } : { fill: shade, opacity: 0.35 } }];
        if (row.low !== null && row.high !== null) {
          const l = api.coord([row.low, params.dataIndex])[0];
          const h = api.coord([row.high, params.dataIndex])[0];
          children.push({ type: "line", shape: { x1: l, x2: h, y1: y, y2: y }, style: { stroke: t.ink, lineWidth: 1, opacity: 0.6 } });
        }
        const next = params.dataIndex > 0 && api.coord([row.to, params.dataIndex - 1]);
        if (next) children.push({ type: "line", shape: { x1: next[0], x2: next[0], y1: y, y2: next[1] }, style: { stroke: t.strong, lineWidth: 1, lineDash: [2, 2] }, z2: -1 });
        children.push({ type: "text", style: { text: row.text, x: params.coordSys.x + params.coordSys.width + 8, y, verticalAlign: "middle", fill: row.total ? t.ink : t.ink2, font: `${row.total ? 600 : 500} 12px ${t.font}` } });
        return { type: "group", children };
      },
    }],
  };
}

export function sankey(spec: Spec, t: Tokens): Option {
  return {
    ...base(t),
    series: [{
      type: "sankey", nodeWidth: 8, nodeGap: 12, left: 8, right: 120, top: 8, bottom: 8, draggable: false,
      data: spec.nodes.map((name) => ({ name })), links: spec.links.map(([source, target, value]) => ({ source, target, value })),
      itemStyle: { color: t.ink2 }, lineStyle: { color: t.rivals[1], opacity: 0.3 }, label: { color: t.ink2, fontSize: 12 },
    }],
  };
}
