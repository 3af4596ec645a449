import { axes, base, hatch, NARROW, onAxis, Option, Spec, tip, Tokens, wide } from "./engine";

/** The emotion curve: touchpoints in the order of the journey, stages named below, peak, valley and end named on it. */
export function curve(spec: Spec, t: Tokens, width: number): Option {
  const narrow = width < NARROW;
  const points = spec.points;
  const { quiet, bottom } = axes(t);
  const known = points.filter((point) => point.value !== null);
  const last = known[known.length - 1];
  const ends = [...known, ...spec.before.filter((point) => point.value !== null && !point.few)].flatMap((point) => [point.low ?? point.value!, point.high ?? point.value!]);
  const [low, high] = [Math.min(...ends, 0), Math.max(...ends, 0.1)];
  const size = Math.max(high, -low);
  const room = (high - low) * 0.15;
  const borders: number[] = [];
  let place = 0;
  for (const [, n] of spec.stages) borders.push((place += n));
  const shade = (value: number | null) => (value === null ? t.neu : value > 0.05 * size ? t.pos : value < -0.05 * size ? t.neg : t.neu);
  const lower = points.some((point) => wide(point.label, 11) > 84) ? 14 : 0;
  return {
    ...base(t),
    grid: { left: 8, right: spec.before.length ? (narrow ? 60 : 36) : 24, top: 24, bottom: narrow ? 4 : 30 + lower, containLabel: true },
    xAxis: [
      { type: "category", data: points.map((point) => point.label), boundaryGap: true, ...bottom, axisLine: { show: false }, axisLabel: { ...bottom.axisLabel, hideOverlap: false, interval: 0, ...(narrow ? { rotate: 60, width: 96, overflow: "truncate" } : { width: 84, overflow: "break", lineHeight: 14 }), color: t.ink2 } },
    ],
    yAxis: { type: "value", min: low < 0 ? low - room : -room / 2, max: high + room, splitNumber: 3, ...quiet, splitLine: { show: false }, axisLabel: { ...quiet.axisLabel, formatter: onAxis(spec.unit), showMinLabel: false, showMaxLabel: false } },
    tooltip: { ...(base(t).tooltip as object), trigger: "item", formatter: (hit: any) => (hit.data?.point ? tip(hit.data.point) : "") },
    series: [
      {
        type: "custom", silent: true, z: 1, data: [[0, 0]],
        renderItem: (params: any, api: any) => {
          const { x, y, width, height } = params.coordSys;
          const step = width / points.length;
          const middle = api.coord([0, 0])[1];
          const children: any[] = [{ type: "line", shape: { x1: x, x2: x + width, y1: middle, y2: middle }, style: { stroke: t.strong, lineWidth: 1 } }];
          let from = 0;
          spec.stages.forEach(([name, n], i) => {
            if (i) children.push({ type: "line", shape: { x1: x + from * step, x2: x + from * step, y1: y - 16, y2: y + height + (narrow ? 0 : 52 + lower) }, style: { stroke: t.line, lineWidth: 1 } });
            if (!narrow) children.push({ type: "text", style: { text: name, x: x + (from + n / 2) * step, y: y + height + 36 + lower, align: "center", fill: t.ink3, font: `500 11px ${t.font}`, width: n * step - 8, overflow: "truncate" } });
            from += n;
          });
          return { type: "group", children };
        },
      },
      {
        type: "custom", silent: true, z: 2, data: points.map((point, n) => [n, point.value, point.low, point.high]), encode: { x: 0, y: [1, 2, 3] },
        renderItem: (params: any, api: any) => {
          const point = points[params.dataIndex];
          if (point.low === null || point.high === null) return null;
          const [x, y1] = api.coord([params.dataIndex, point.high]);
          const y2 = api.coord([params.dataIndex, point.low])[1];
          return { type: "rect", shape: { x: x - 3, y: y1, width: 6, height: Math.max(y2 - y1, 1), r: 3 }, style: point.few ? { fill: hatch(t.neu), opacity: 0.8 } : { fill: shade(point.value), opacity: 0.25 } };
        },
      },
      ...(spec.before.length ? [{ type: "line", name: spec.before_name, smooth: 0.25, smoothMonotone: "x", connectNulls: true, symbol: "none", silent: true, z: 2, lineStyle: { color: t.rivals[2], width: 1.25 }, data: spec.before.map((point) => point.value), endLabel: { show: true, formatter: spec.before_name, color: t.ink3, fontSize: 11, verticalAlign: "top", offset: [0, (last?.value ?? 0) >= 0 ? (narrow ? 16 : 8) : -20] } }] : []),
      {
        type: "line", smooth: 0.25, smoothMonotone: "x", connectNulls: true, symbol: "circle", symbolSize: 9, z: 4, lineStyle: { color: t.ink2, width: 1.5 },
        data: points.map((point) => ({
          value: point.value, point,
          symbolSize: point.few ? 12 : 9,
          itemStyle: point.few ? { color: hatch(t.neu, 12), borderColor: t.neu, borderWidth: 1.2 } : { color: shade(point.value) },
          label: {
            show: (point.note !== "" || [spec.peak, spec.valley].includes(point.key)) && point.value !== null, position: narrow && point === last ? "right" : (point.value ?? 0) >= 0 ? "top" : "bottom",
            formatter: point.note ? `${point.note} ${point.text}` : point.text, color: t.ink, fontSize: 12, fontWeight: 600,
          },
        })),
      },
    ],
  };
}
