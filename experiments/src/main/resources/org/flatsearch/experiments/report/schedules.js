/* What was found: gains, results, Pareto fronts, roofline, footprint, loop nests. */

const outcomesOf = (filter) => DATA.outcomes.filter((o) => Object.entries(filter).every(([k, v]) => v === ALL || o[k] === v));
const ALL = "all";
const searchColour = (name) => Math.max(0, DATA.searches.indexOf(name));
/** The metrics to show: not energy if no accelerator states it, since it is 0 everywhere then. */
const metrics = () => Object.keys(METRICS).filter((m) => !/^(energy|edp)$/.test(m) || DATA.outcomes.some((o) => o[METRICS[m].field] > 0));
const metricControl = (initial) => ({name: "metric", label: "Metric", options: metrics(), initial: initial || "latency", text: (m) => METRICS[m].name});
const acceleratorControl = () => ({name: "accelerator", label: "Accelerator", options: distinct(DATA.outcomes.map((o) => o.accelerator)), text: accelerator});

/** The original name of an accelerator, with the figures that vary among accelerators of that name, but for one. */
const accelerator = (name, except) => acceleratorsBut(except)(name);
const acceleratorsBut = once((except) => once((name) => {
  const a = DATA.accelerators.find((x) => x.name === name);
  if (!a || a.base === a.name) return name;
  const family = DATA.accelerators.filter((x) => x.base === a.base);
  const varies = ([k, v]) => family.some((x) => x.figures[k] !== v);
  const changes = Object.entries(a.figures).filter(([k]) => k !== except).filter(varies).filter(([k]) => !asRead(a.figures, k)).map(([k, v]) => settingText(k, v));
  return changes.length ? [a.base, ...changes].join(", ") : except ? a.base : name;
}));
/** The original name of a workload, with its lengths and other figures where lengths vary. */
const workload = once((name) => {
  const w = DATA.workloads.find((x) => x.name === name);
  if (!w) return name;
  const family = DATA.workloads.filter((x) => x.base === w.base);
  const f = Object.fromEntries(Object.entries(w.figures).filter(([k, v]) => family.some((x) => x.figures[k] !== v)));
  if (!isNumber(f.keyLength) && !isNumber(f.queryLength)) return name;
  const others = Object.entries(f).filter(([k]) => k !== "keyLength" && k !== "queryLength").map(([k, v]) => figureText(k, v) + " " + k);
  const lengths = !isNumber(f.queryLength) ? ["keys " + power(f.keyLength)] : !isNumber(f.keyLength) ? ["queries " + power(f.queryLength)]
    : f.queryLength === f.keyLength ? [power(f.keyLength)] : [power(f.queryLength) + " × " + power(f.keyLength)];
  return [w.base + " " + lengths[0], ...others].join(", ");
});
const aboveOptimum = (o) => atMost(o.gap) + " above the optimum";
const status = (o) => (!o.feasible ? "does not fit" : o.proven ? "proven optimal" : isNumber(o.gap) ? aboveOptimum(o) : "nothing proven")
  + (o.extrapolated ? ", extrapolated by the walker" : "");
/** One search is several series if it has several models, spaces or objectives. */
function labelled() {
  DATA.series = distinct(DATA.outcomes.map((o) => o.series));
}
/** Whether a metric was minimised first: the gap to the optimum is in that one. */
const isMinimised = (o, metric) => o.objective.split(", ")[0] === metric;
/** Later series are drawn over earlier ones, so they get smaller marks, which leave those visible. */
const nested = (name) => Math.max(5, 14 - 9 * DATA.series.indexOf(name) / Math.max(3, DATA.series.length - 1));
const seriesColour = (name) => Math.max(0, DATA.series.indexOf(name));

const OUTCOME_HEADER = ["search", "accelerator", "workload", "model", "space", "objective", "strategy", "status", "gap", "figures_by", "latency_seconds",
  "energy_joules", "edp_joule_seconds", "traffic_bytes", "footprint_bytes", "utilization", "bound", "extrapolated", "granularity", "wall_seconds"];
const outcomeRow = (o) => [o.search, o.accelerator, o.workload, o.model, o.space, o.objective, o.strategy,
  o.feasible ? (o.proven ? "proven" : isNumber(o.gap) ? "bounded" : "unknown") : "infeasible", o.gap, o.figuresBy, o.latencySeconds, o.energyJoules,
  o.edpJouleSeconds, o.trafficBytes, o.footprintBytes, o.utilization, o.bound, o.extrapolated, o.granularity, o.seconds];

function gains(s) {
  if (!DATA.gains.length) return;
  const isPublished = DATA.gains.some((g) => g.published.length);
  const claims = (g) => el("div", {class: "claims"}, g.published.map((p) => el("p", {}, el("b", {}, factor(p.value)), " " + p.origin + (p.note ? ": " + p.note : ""))));
  figure(s, {
    id: "gains", title: "Geometric means over workloads" + (isPublished ? ", next to published values" : ""),
    table: () => table(["comparison", {text: "accelerator", class: "left"}, "here", "from", "to",
      ...(isPublished ? [{text: "published, its origin, and why it differs", class: "left"}] : [])],
      DATA.gains.map((g) => [
        {text: g.name, class: "text", sub: g.of + " over " + g.against + ", " + inSentence(METRICS[g.metric].name)}, {text: accelerator(g.accelerator), class: "left"},
        {text: factor(g.geometricMean), class: "best", sub: "of " + g.workloads}, factor(g.smallest), factor(g.largest),
        ...(isPublished ? [g.published.length ? claims(g) : ""] : [])]), 2),
    caption: () => "Geometric means over the workloads that both searches fit; a factor above 1 is a gain. From and to are the smallest and the largest of them. " + DATA.gainsNote,
    rows: () => [["comparison", "of", "against", "metric", "accelerator", "workloads", "geometric_mean", "smallest", "largest", "published", "origin", "note"],
      ...DATA.gains.flatMap((g) => (g.published.length ? g.published : [{}]).map((p) =>
        [g.name, g.of, g.against, g.metric, g.accelerator, g.workloads, g.geometricMean, g.smallest, g.largest, p.value, p.origin, p.note]))]
  });
}

function results(s) {
  const metricOf = (m) => METRICS[m] || {field: "bound", name: "Bound by", text: (b) => BOUNDS[b]};
  const accelerators = distinct(DATA.outcomes.map((o) => o.accelerator));
  figure(s, {
    id: "results", title: "Best schedules",
    controls: [Object.assign(metricControl(), {options: [...metrics(), "bound"], text: (m) => metricOf(m).name}),
      {name: "accelerator", label: "Accelerator", options: accelerators.length > 1 ? [ALL, ...accelerators] : accelerators, text: (a) => a === ALL ? "all accelerators" : accelerator(a)}],
    table: (st) => {
      const m = metricOf(st.metric), list = outcomesOf({accelerator: st.accelerator});
      const keys = distinct(list.map((o) => o.accelerator + "\t" + o.workload));
      const index = new Map(list.map((o) => [o.accelerator + "\t" + o.workload + "\t" + o.series, o]));
      return table(["accelerator", {text: "workload", class: "left"}, ...DATA.series], keys.map((key) => {
        const cells = DATA.series.map((name) => index.get(key + "\t" + name));
        // Figures by different models do not compare: those by flat have no energy but DRAM's, those by loopnest leave out waiting.
        const best = (model) => {
          const values = cells.filter((o) => o && o.feasible && o.figuresBy === model).map((o) => o[m.field]);
          return m.more ? largest(values) : smallest(values);
        };
        const [a, w] = key.split("\t");
        return [accelerator(a), {text: workload(w), class: "left"}, ...cells.map((o) => {
          if (!o) return "";
          if (!o.feasible) return {text: "does not fit", sub: "by " + bytes(o.violationBytes)};
          const mark = st.metric === "bound" ? "" : o.proven ? "✓" : isNumber(o.gap) && isMinimised(o, st.metric) ? "gap " + percent(o.gap) : "";
          return {text: m.text(o[m.field]), sub: mark, title: status(o) + ", " + o.summary, class: Math.abs(o[m.field] / best(o.figuresBy) - 1) < 1e-9 ? "best" : ""};
        })];
      }), 2);
    },
    caption: () => "✓ proven optimal in its space, for its objective; a gap of 1% means that the schedule is at most 1% above the optimum in the first metric. The best of each row" + (distinct(DATA.outcomes.map((o) => o.figuresBy)).length > 1 ? " by each model" : "") + " is in bold.",
    rows: (st) => [OUTCOME_HEADER, ...outcomesOf({accelerator: st.accelerator}).map(outcomeRow)]
  });
  if (distinct(DATA.outcomes.map((o) => o.workload)).length < 2) return;
  const NONE = "nothing";
  const baseline = DATA.gains.length ? DATA.series.find((n) => n === DATA.gains[0].against) || NONE : NONE;
  const shown = (st) => {
    const m = METRICS[st.metric], list = outcomesOf({accelerator: st.accelerator}).filter((o) => o.feasible);
    const base = new Map(list.filter((o) => o.series === st.relative).map((o) => [o.workload, o[m.field]]));
    const plain = !base.size;
    const points = list.map((o) => ({o, y: plain ? o[m.field] : o[m.field] / base.get(o.workload)})).filter((p) => isNumber(p.y));
    return {plain, points, unit: m.log || !plain ? unitOf(points.map((p) => p.y), plain ? m.base : 10) : 1};
  };
  const workloadsOf = (st) => distinct(shown(st).points.map((p) => p.o.workload));
  // Side by side, their names would overlap in a narrow window.
  const areMany = (workloads) => workloads.length * Math.max(0, ...workloads.map((w) => workload(w).length)) > 40;
  figure(s, {
    id: "by-workload", title: "Searches side by side",
    controls: [metricControl(), acceleratorControl(), {name: "relative", label: "Relative to", options: [NONE, ...DATA.series], initial: baseline}],
    heightOf: (st) => areMany(workloadsOf(st)) ? heightOfRows(workloadsOf(st), workload) : null,
    option: (st) => {
      const m = METRICS[st.metric], {plain, points, unit} = shown(st), workloads = workloadsOf(st), many = areMany(workloads);
      const name = plain ? axisName(m) : m.name + ", relative to " + st.relative;
      const scale = m.log || !plain ? scaleFor(points.map((p) => p.y), plain ? m.text : factor, plain ? m.base : 10) : {type: "value", min: 0, max: 1, axisLabel: {formatter: percent}};
      return {
        dataZoom: ZOOM, grid: {bottom: many ? 44 : 24, top: many ? 44 : 72},
        tooltip: {trigger: "item", formatter: (p) => tip(p.data.o, m) + (plain ? "" : "<br>" + factor(p.data.y) + " of " + safe(st.relative))},
        xAxis: many ? axis(name, scale) : axis("", {type: "category", data: workloads, axisLabel: {interval: 0, formatter: workload, hideOverlap: false}}),
        yAxis: many ? nameAxis(workloads, workload) : yAxis(name, scale),
        series: DATA.series.map((name) => ({
          name, type: "line", symbol: symbol(seriesColour(name)), symbolSize: nested(name), color: colour(seriesColour(name)), lineStyle: {width: 1, opacity: .35, type: dash(seriesColour(name))},
          data: interrupted(points.filter((p) => p.o.series === name), unit, many)
        })).filter((x) => x.data.length)
      };
    },
    caption: (st) => st.relative !== NONE && shown(st).plain ? st.relative + " has no result here, so figures are not relative to it." : "",
    rows: (st) => [["workload", "search", METRICS[st.metric].field + (shown(st).plain ? "" : "_relative_to_" + st.relative)], ...shown(st).points.map((p) => [p.o.workload, p.o.series, p.y])]
  });
}
/** Points as the data of a line in a unit, across or down, with a break between workloads that are not variants of each other. */
function interrupted(points, unit, down) {
  const base = (p) => DATA.workloads.find((w) => w.name === p.o.workload).base;
  const at = (p, y) => down ? [y, p.o.workload] : [p.o.workload, y];
  return points.flatMap((p, k) => {
    const point = {value: at(p, p.y / unit), y: p.y, o: p.o};
    return k > 0 && base(p) !== base(points[k - 1]) ? [{value: at(p, null)}, point] : [point];
  });
}
const tip = (o, m) => dot(seriesColour(o.series)) + "<b>" + safe(o.series) + "</b><br>" + safe(accelerator(o.accelerator)) + " × " + safe(workload(o.workload)) + "<br>"
  + (m ? m.name + ": " + m.text(o[m.field]) + "<br>" : "") + (m === METRICS.utilization ? "" : "Utilisation: " + percent(o.utilization) + "<br>") + safe(o.summary) + "<br>" + status(o);

/** The points that no other beats in both metrics, sorted by the first. */
function front(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]), best = [];
  for (const p of sorted) if (!best.length || p[1] < best[best.length - 1][1]) best.push(p);
  return best;
}

function pareto(s) {
  const pairs = [["latency", "energy"], ["latency", "traffic"], ["latency", "footprint"], ["energy", "footprint"], ["energy", "traffic"], ["traffic", "footprint"]]
    .filter((p) => p.every((m) => metrics().includes(m)));
  const column = {latency: 4, energy: 5, traffic: 6, footprint: 7};
  const target = (p) => accelerator(p[0]) + " × " + workload(p[1]) + " (" + p[2] + ")", sizes = new Map();
  const ofAll = (p) => "all accelerators × " + workload(p[1]) + " (" + p[2] + ")";
  const chips = distinct(DATA.points.map((p) => p[0])), isOfAll = (st) => st.target.startsWith("all accelerators × ");
  DATA.points.forEach((p) => sizes.set(target(p), (sizes.get(target(p)) || 0) + 1));
  const targets = [...(chips.length > 1 ? distinct(DATA.points.map(ofAll)) : []), ...sizes.keys()];
  if (!targets.length) return;
  const richest = [...sizes.keys()].reduce((a, b) => sizes.get(b) > sizes.get(a) ? b : a);
  const select = (st) => DATA.points.filter((p) => (isOfAll(st) ? ofAll : target)(p) === st.target)
    .map((p) => ({search: p[3], chip: p[0], x: p[column[st.pair[0]]], y: p[column[st.pair[1]]]})).filter((p) => isNumber(p.x) && isNumber(p.y) && p.x > 0 && p.y > 0);
  figure(s, {
    id: "pareto", title: "Pareto front of all final schedules",
    controls: [{name: "target", label: "Target", options: targets, initial: richest}, {name: "pair", label: "Metrics", options: pairs, text: (p) => METRICS[p[0]].name + " and " + inSentence(METRICS[p[1]].name)}],
    option: (st) => {
      const points = select(st), [mx, my] = st.pair.map((m) => METRICS[m]);
      const units = [unitOf(points.map((p) => p.x), mx.base), unitOf(points.map((p) => p.y), my.base)];
      const at = (p) => ({value: [p[0] / units[0], p[1] / units[1]], exact: p});
      const chip = (p) => isOfAll(st) ? safe(p.data.exact[2]) + "<br>" : "";
      const steps = front(points.map((p) => [p.x, p.y, accelerator(p.chip)])).map(at);
      const group = distinct(points.map((p) => p.search));
      return {
        tooltip: {trigger: "item", formatter: (p) => safe(p.seriesName) + "<br>" + chip(p) + mx.name + ": " + mx.text(p.data.exact[0]) + "<br>" + my.name + ": " + my.text(p.data.exact[1])},
        dataZoom: [{type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl"}, {type: "inside", yAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl"}],
        xAxis: axis(axisName(mx), scaleFor(points.map((p) => p.x), mx.text, mx.base)),
        yAxis: yAxis(axisName(my), scaleFor(points.map((p) => p.y), my.text, my.base)),
        series: [...group.map((g) => ({
          name: g, type: "scatter", symbol: symbol(searchColour(g)), symbolSize: 8, color: colour(searchColour(g)), itemStyle: {opacity: .75},
          data: points.filter((p) => p.search === g).map((p) => at([p.x, p.y, accelerator(p.chip)]))
        })), {name: "Pareto front", type: "line", step: "end", symbol: "emptyCircle", symbolSize: 13, color: "#000000", lineStyle: {width: 1.5, type: "dashed"}, data: steps, z: 1}]
      };
    },
    caption: (st) => { const n = distinct(select(st).map((p) => p.x + " " + p.y)).length; return count(n) + (n === 1 ? " distinct point" : " distinct points") + (n < 2 ? "; an experiment with several objectives or with strategy nsga2 shows more." : "."); },
    rows: (st) => [["search", "accelerator", METRICS[st.pair[0]].field, METRICS[st.pair[1]].field], ...select(st).map((p) => [p.search, p.chip, p.x, p.y])]
  });
}

function roofline(s) {
  const accelerators = byName(DATA.accelerators), workloads = byName(DATA.workloads);
  const select = (st) => outcomesOf({accelerator: st.accelerator}).filter((o) => o.feasible).map((o) => {
    const macs = workloads.get(o.workload).macs;
    return {o, x: macs / o.trafficBytes, y: macs / o.latencySeconds};
  });
  figure(s, {
    id: "roofline", title: "Roofline with the best schedules",
    controls: [acceleratorControl()],
    option: (st) => {
      const a = accelerators.get(st.accelerator), points = select(st), ridge = a.peakMacsPerSecond / a.dramBytesPerSecond;
      const roof = (v) => Math.min(a.peakMacsPerSecond, v * a.dramBytesPerSecond);
      const xs = [...points.map((p) => p.x), ridge / 3, ridge * 3], ux = unitOf(xs), x = decades(xs.map((v) => v / ux));
      const ys = [...points.map((p) => p.y), roof(x.min * ux), a.peakMacsPerSecond * 1.2], uy = unitOf(ys), y = decades(ys.map((v) => v / uy));
      const at = (v, w) => [v / ux, w / uy];
      return {
        dataZoom: ZOOM,
        tooltip: {trigger: "item", formatter: (p) => p.data.o ? tip(p.data.o, METRICS.latency) + "<br>" + digits(p.data.exact[0]) + " MAC/B, " + si(p.data.exact[1], "MAC/s") : "peak " + si(a.peakMacsPerSecond, "MAC/s") + ", DRAM " + si(a.dramBytesPerSecond, "B/s")},
        xAxis: axis("Multiply-accumulates per byte of DRAM traffic", Object.assign({type: "log", axisLabel: {formatter: (v) => v * ux < 1000 || v * ux >= VERY_LARGE ? digits(v * ux) : count(v * ux)}}, x)),
        yAxis: yAxis("Multiply-accumulates per second", Object.assign({type: "log", axisLabel: {formatter: (v) => si(v * uy, "")}}, y)),
        series: [{name: "roof", type: "line", symbol: "none", color: "#000000", lineStyle: {width: 2}, data: [[x.min, roof(x.min * ux) / uy], at(ridge, a.peakMacsPerSecond), [x.max, a.peakMacsPerSecond / uy]], z: 1},
          ...DATA.series.map((name) => ({
            name, type: "scatter", symbol: symbol(seriesColour(name)), symbolSize: nested(name), color: colour(seriesColour(name)), itemStyle: {opacity: .85, borderColor: "#fff", borderWidth: .5},
            data: points.filter((p) => p.o.series === name).map((p) => ({value: at(p.x, p.y), exact: [p.x, p.y], o: p.o}))
          })).filter((e) => e.data.length)]
      };
    },
    caption: (st) => accelerators.get(st.accelerator).text + ".",
    rows: (st) => [["search", "workload", "macs_per_dram_byte", "macs_per_second", "utilization"], ...select(st).map((p) => [p.o.series, p.o.workload, p.x, p.y, p.o.utilization])]
  });
}

const TENSOR_COLOURS = {Q: 0, K: 1, V: 4, O: 2, logits: 5, logitsOut: 5, logitsIn: 3, softmax: 7, statistics: 6};
function footprint(s) {
  const buffers = new Map(DATA.accelerators.map((a) => [a.name, a.bufferBytes]));
  const targets = distinct(DATA.outcomes.map((o) => o.accelerator + "\t" + o.series));
  const select = (st) => DATA.outcomes.filter((o) => o.accelerator + "\t" + o.series === st.target);
  const buffer = (st) => buffers.get(st.target.split("\t")[0]);
  figure(s, {
    id: "footprint", title: "What the buffer holds, by tensor",
    controls: [{name: "target", label: "Search", options: targets, initial: targets[targets.length - 1], text: (t) => { const [a, n] = t.split("\t"); return accelerator(a) + ": " + n; }}],
    heightOf: (st) => Math.max(240, heightOfRows(select(st).map((o) => o.workload), workload)),
    option: (st) => {
      const list = select(st), tensors = distinct(list.flatMap((o) => Object.keys(o.footprintBytesByTensor)));
      const most = Math.max(1, ...list.map((o) => o.footprintBytes / buffer(st)));
      return {
        tooltip: {trigger: "axis", axisPointer: {type: "shadow"}, formatter: (ps) => safe(workload(ps[0].name)) + ps.filter((p) => p.value > 0).map((p) => "<br>" + p.marker + safe(p.seriesName) + ": " + bytes(p.data.bytes) + " (" + percent(p.value) + ")").join("")},
        xAxis: axis("Share of the buffer", {type: "value", min: 0, max: Math.ceil(most * 10) / 10, axisLabel: {formatter: (v) => Math.round(v * 100) + "%"}}),
        yAxis: nameAxis(list.map((o) => o.workload), workload),
        series: tensors.map((t, k) => ({
          name: t, type: "bar", stack: "buffer", barMaxWidth: 16, color: colour(t in TENSOR_COLOURS ? TENSOR_COLOURS[t] : k), itemStyle: {borderColor: "#fff", borderWidth: .5},
          data: list.map((o) => ({value: (o.footprintBytesByTensor[t] || 0) / buffer(st), bytes: o.footprintBytesByTensor[t] || 0})),
          markLine: k === 0 ? {silent: true, symbol: "none", label: {show: false}, lineStyle: {color: "#1d2733", type: "solid", width: 1.5}, data: [{xAxis: 1}]} : undefined
        }))
      };
    },
    caption: (st) => "The line is the whole buffer, " + bytes(buffer(st)) + "." + (select(st).some((o) => o.model === "flat") ? " Model flat lets schedules exceed it and charges the traffic that spills." : ""),
    rows: (st) => [["accelerator", "search", "workload", "tensor", "footprint_bytes", "buffer_bytes"], ...select(st).flatMap((o) => Object.entries(o.footprintBytesByTensor).map(([t, b]) => [o.accelerator, o.series, o.workload, t, b, buffer(st)]))]
  });
}

function nests(s) {
  const text = (o) => accelerator(o.accelerator) + " × " + workload(o.workload) + ", " + o.series;
  figure(s, {
    id: "nests", title: "Loop nest of each best schedule",
    controls: [{name: "outcome", label: "Schedule", options: DATA.outcomes, initial: DATA.outcomes[DATA.outcomes.length - 1], text}],
    table: (st) => el("div", {}, el("dl", {}, [["Found by", (st.outcome.foundFor ? "the search for " + st.outcome.foundFor : st.outcome.strategy) + ", " + status(st.outcome)], ["Schedule", st.outcome.summary],
      ["Latency", seconds(st.outcome.latencySeconds)], ["Energy", si(st.outcome.energyJoules, "J")], ["DRAM traffic", bytes(st.outcome.trafficBytes)],
      ["Footprint", bytes(st.outcome.footprintBytes)], ["Utilisation", percent(st.outcome.utilization) + ", bound by " + BOUNDS[st.outcome.bound]]]
      .flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, v)])), el("pre", {}, st.outcome.nest)),
    rows: () => [[...OUTCOME_HEADER, "loop_nest"], ...DATA.outcomes.map((o) => [...outcomeRow(o), o.nest])]
  });
}
