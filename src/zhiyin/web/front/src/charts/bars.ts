import { axes, base, fewMark, hatch, onAxis, Option, Point, Spec, tip, Tokens, wide } from "./engine";

function colour(point: Point, spec: Spec, t: Tokens): string {
  if (point.few) return t.neu;
  if (!spec.valence || point.value === null) return t.ink;
  return point.low !== null && point.low > 0 ? t.pos : point.high !== null && point.high < 0 ? t.neg : t.neu;
}

/** A dot on its interval for each group, named at the left and said at the right. */
export function bars(spec: Spec, t: Tokens): Option {
  const points = [...spec.points].reverse();
  const { quiet } = axes(t);
  return {
    ...base(t),
    grid: { left: 8, right: points.some((point) => point.few) ? 120 : 56, top: spec.zero === null ? 4 : 20, bottom: 4, containLabel: true },
    xAxis: { type: "value", scale: spec.zero === null, splitNumber: 4, ...quiet, axisLabel: { ...quiet.axisLabel, formatter: onAxis(spec.unit) } },
    yAxis: {
      type: "category", data: points.map((point) => point.label), axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { color: t.ink2, fontSize: 12, width: 140, overflow: "truncate" },
    },
    tooltip: { ...(base(t).tooltip as object), formatter: (hit: any) => tip(points[hit.dataIndex]) },
    series: [
      {
        type: "custom", z: 2, data: points.map((point, n) => [point.value, n, point.low, point.high]), encode: { x: [0, 2, 3], y: 1 },
        renderItem: (params: any, api: any) => {
          const point = points[params.dataIndex];
          if (point.value === null) return null;
          const [x, y] = api.coord([point.value, params.dataIndex]);
          const shade = colour(point, spec, t);
          const children: any[] = [];
          if (point.low !== null && point.high !== null) {
            const [x1] = api.coord([point.low, params.dataIndex]);
            const [x2] = api.coord([point.high, params.dataIndex]);
            children.push({ type: "rect", shape: { x: x1, y: y - 3, width: Math.max(x2 - x1, 1), height: 6, r: 3 }, style: point.few ? { fill: hatch(shade), opacity: 0.7 } : { fill: shade, opacity: 0.28 } });
          }
          children.push(...(point.few ? fewMark(t, x, y, shade) : [{ type: "circle", shape: { cx: x, cy: y, r: 4 }, style: { fill: shade } }]));
          children.push({ type: "text", style: { text: point.text, x: params.coordSys.x + params.coordSys.width + 8, y, verticalAlign: "middle", fill: point.few ? t.ink3 : t.ink, font: `${point.few ? 400 : 600} 12px ${t.font}` } });
          return { type: "group", children };
        },
        markLine: spec.zero === null ? undefined : {
          silent: true, symbol: "none", lineStyle: { color: t.ink3, type: "dashed", width: 1 },
          label: { formatter: spec.zero_name, color: t.ink3, fontSize: 11 }, data: [{ xAxis: spec.zero }],
        },
      },
    ],
  };
}

/** Ours in the accent, rivals in greys, one row a group. */
export function dots(spec: Spec, t: Tokens): Option {
  const labels = [...(spec.series.find((line) => line.own) ?? spec.series[0]).points.map((point) => point.label)].reverse();
  const { quiet } = axes(t);
  let grey = 0;
  const ordered = [...spec.series].sort((a, b) => Number(a.own) - Number(b.own));
  const styled = ordered.map((line, n) => ({ line, shade: line.own ? t.accent : t.rivals[grey++ % 3], shape: n }));
  return {
    ...base(t),
    grid: { left: 8, right: 24, top: 24, bottom: 4, containLabel: true },
    xAxis: { type: "value", scale: true, splitNumber: 5, ...quiet, axisLabel: { ...quiet.axisLabel, formatter: onAxis(spec.unit) } },
    yAxis: { type: "category", data: labels, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: t.line } }, axisLabel: { color: t.ink2, fontSize: 12, width: 140, overflow: "truncate" } },
    tooltip: { ...(base(t).tooltip as object), formatter: (hit: any) => tip(styled[hit.seriesIndex].line.points[hit.data[2]], `${styled[hit.seriesIndex].line.name} · ${hit.name || ""}`) },
    series: styled.map(({ line, shade }) => {
      const places = line.points.map((point, n) => ({ point, n })).filter(({ point }) => point.value !== null && labels.includes(point.label));
      const top = places.find(({ point }) => point.label === labels[labels.length - 1]);
      return {
        type: "custom", name: line.name, z: line.own ? 5 : 3, encode: { x: [0, 3, 4], y: 1 },
        data: places.map(({ point, n }) => [point.value, labels.indexOf(point.label), n, point.low, point.high]),
        renderItem: (params: any, api: any) => {
          const { point } = places[params.dataIndex];
          const row = labels.indexOf(point.label);
          const [x, y] = api.coord([point.value, row]);
          const children: any[] = [];
          if (point.low !== null && point.high !== null) {
            const [x1] = api.coord([point.low, row]);
            const [x2] = api.coord([point.high, row]);
            children.push(point.few
              ? { type: "rect", shape: { x: x1, y: y - 3, width: Math.max(x2 - x1, 1), height: 6 }, style: { fill: hatch(shade), opacity: 0.5 } }
              : { type: "line", shape: { x1, x2, y1: y, y2: y }, style: { stroke: shade, lineWidth: line.own ? 4 : 2, opacity: 0.35 } });
          }
          children.push(...(point.few ? fewMark(t, x, y, shade) : [{ type: "circle", shape: { cx: x, cy: y, r: line.own ? 5 : 4 }, style: { fill: shade } }]));
          if (point === top?.point)
            children.push({ type: "text", style: { text: line.name, x: spread(styled, labels, api)[styled.findIndex((one) => one.line === line)] ?? x, y: y - 10, align: "center", verticalAlign: "bottom", fill: shade, font: `${line.own ? 600 : 400} 11px ${t.font}` } });
          return { type: "group", children };
        },
      };
    }),
  };
}

/** Names above the first row, pushed apart so that none covers another. */
function spread(styled: { line: { name: string; points: Point[] } }[], labels: string[], api: any): (number | undefined)[] {
  const row = labels.length - 1;
  const places = styled.map(({ line }) => line.points.find((point) => point.label === labels[row])?.value ?? null);
  const order = places.map((value, n) => ({ n, x: value === null ? NaN : api.coord([value, row])[0] })).filter(({ x }) => !Number.isNaN(x)).sort((a, b) => a.x - b.x);
  const room = (n: number) => wide(styled[n].line.name, 11) / 2 + 5;
  for (let i = 1; i < order.length; i++) order[i].x = Math.max(order[i].x, order[i - 1].x + room(order[i - 1].n) + room(order[i].n));
  const last = order[order.length - 1];
  const beyond = last ? Math.max(last.x + room(last.n) - api.getWidth(), 0) : 0;
  for (const one of order) one.x -= beyond;
  const found: (number | undefined)[] = places.map(() => undefined);
  for (const { n, x } of order) found[n] = x;
  return found;
}
