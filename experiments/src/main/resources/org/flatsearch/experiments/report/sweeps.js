/* Metrics against a figure that varies: buffer, bandwidth, sequence length, energy of a bit. */

function sweeps(s) {
  const accelerators = byName(DATA.accelerators), workloads = byName(DATA.workloads);
  const names = (specs) => distinct(specs.flatMap((e) => Object.keys(e.figures)));
  const ofAccelerators = names(DATA.accelerators), ofWorkloads = names(DATA.workloads);
  const value = (o, name) => {
    const ofWorkload = workloads.get(o.workload).figures;
    return name in ofWorkload ? ofWorkload[name] : accelerators.get(o.accelerator).figures[name];
  };
  const isOnAxis = (x) => typeof x === "number";
  // What asks all outcomes, and what is asked of each, is kept: a sweep can have thousands.
  const onAxis = once((name) => DATA.outcomes.some((o) => isOnAxis(value(o, name))));
  const follows = (other, name) => other !== name && (!onAxis(name) || sameOrder(name, other));
  const rest = (figures, names) => Object.entries(figures).filter(([k]) => !names.some((name) => k === name || follows(k, name)) && !asRead(figures, k)).map(([k, v]) => settingText(k, v));
  // Everything else that varies is fixed within a line: it has one base name and the same other figures.
  const lineOf = once((name) => linesOf([name]));
  function linesOf(names) {
    const isA = ofAccelerators.includes(names[0]);
    const ofA = once((a) => rest(accelerators.get(a).figures, names)), ofW = once((w) => rest(workloads.get(w).figures, names));
    return (o) => {
      const a = accelerators.get(o.accelerator), w = workloads.get(o.workload);
      return [isA ? a.base : a.name, isA ? w.name : w.base, ...(isA ? ofA(a.name) : ofW(w.name))].join(", ");
    };
  }
  const others = (o, name) => lineOf(name)(o);
  const orders = new Map();
  /** Whether another figure changes with this one, as both lengths of a sequence do. */
  function sameOrder(name, other) {
    const key = name + "\t" + other;
    if (!orders.has(key)) {
      const seen = new Map();
      let functional = true;
      for (const o of DATA.outcomes) {
        const x = value(o, name), y = value(o, other), base = accelerators.get(o.accelerator).base + workloads.get(o.workload).base;
        if (!isOnAxis(x) || y === undefined) continue;
        const at = base + "\t" + x;
        if (seen.has(at) && seen.get(at) !== y) functional = false;
        seen.set(at, y);
      }
      orders.set(key, functional && new Set([...seen.keys()]).size > 1);
    }
    return orders.get(key);
  }
  const useful = [...ofAccelerators, ...ofWorkloads].filter((name) => {
    const lines = new Map();
    for (const o of DATA.outcomes) {
      const x = value(o, name);
      if (isOnAxis(x)) { const k = others(o, name) + "\t" + o.series; lines.set(k, (lines.get(k) || new Set()).add(x)); }
    }
    return [...lines.values()].some((set) => set.size > 1);
  });
  const hidden = (name, k, list) => list.slice(0, k).some((earlier) => sameOrder(earlier, name) && sameOrder(name, earlier));
  const shown = useful.filter((name, k) => !hidden(name, k, useful));
  if (!shown.length) return null;
  const root = section("sweeps", "Against the swept figures", "What more of a figure gains, for the best schedule of each search.");
  for (const name of shown) {
    sweep(root, name, value, others);
    if (DATA.reach.some((r) => r.figure === name)) reach(root, name);
  }
  const ofChips = shown.filter((name) => ofAccelerators.includes(name));
  ofChips.forEach((down, k) => ofChips.slice(k + 1).forEach((across) => matrix(root, down, across, value, linesOf([down, across]))));
  return root;
}

/** A metric of the best schedules against two figures of an accelerator, as a table with one down and the other across. */
function matrix(root, down, across, value, line) {
  const outcomes = DATA.outcomes.filter((o) => [down, across].every((f) => typeof value(o, f) === "number"));
  const target = (o) => line(o) + ", " + o.series;
  const sides = (list) => [down, across].map((f) => distinct(list.map((o) => value(o, f))).sort((a, b) => a - b));
  const targets = distinct(outcomes.map(target)).filter((t) => sides(outcomes.filter((o) => target(o) === t)).every((side) => side.length > 1));
  if (!targets.length) return;
  const select = (st) => outcomes.filter((o) => target(o) === st.target);
  figure(root, {
    id: ["matrix", down, across].join("-").replace(/[^A-Za-z0-9-]/g, "-"), title: figureName(down) + " and " + inSentence(figureName(across)),
    controls: [metricControl("latency"), {name: "target", label: "Target", options: targets}],
    table: (st) => {
      const m = METRICS[st.metric], list = select(st), [rows, columns] = sides(list);
      const at = new Map(list.map((o) => [value(o, down) + "\t" + value(o, across), o]));
      const values = list.filter((o) => o.feasible).map((o) => o[m.field]), best = m.more ? largest(values) : smallest(values);
      return table([figureName(down), ...columns.map((x) => figureText(across, x))], rows.map((y) => [figureText(down, y), ...columns.map((x) => {
        const o = at.get(y + "\t" + x);
        return !o ? "" : !o.feasible ? "does not fit" : {text: m.text(o[m.field]), title: status(o) + ", " + o.summary, class: Math.abs(o[m.field] / best - 1) < 1e-3 ? "best" : ""};
      })]));
    },
    caption: () => figureName(across) + " grows from left to right. What is within 0.1% of the best is in bold: the least of both figures there is enough.",
    rows: (st) => [[down, across, METRICS[st.metric].field, "status"], ...select(st).map((o) => [csvFigure(value(o, down)), csvFigure(value(o, across)), o[METRICS[st.metric].field], status(o)])]
  });
}

const csvFigure = (x) => x === Infinity ? "unlimited" : x;
/** The utilisation that a design should reach. */
const ENOUGH = 0.95;

/** How much of a figure each search needs, target by target. */
function reach(root, name) {
  const list = DATA.reach.filter((r) => r.figure === name), series = DATA.series.filter((n) => list.some((r) => r.series === n));
  const target = (r) => accelerator(r.sample, name) + ", " + workload(r.workload), targets = distinct(list.map(target));
  const index = new Map([...list].reverse().map((r) => [target(r) + "\t" + r.series, r])), find = (t, n) => index.get(t + "\t" + n);
  const lower = inSentence(figureName(name));
  figure(root, {
    id: "reach-" + name.replace(/[^A-Za-z0-9]/g, "-"), title: (name === "lanes" ? "How many " : "How much ") + lower + " it takes for " + Math.round(100 * ENOUGH) + "% utilisation",
    table: () => table(["target", ...series], targets.map((t) => [t, ...series.map((n) => {
      const r = find(t, n);
      return !r ? "" : r.mostUtilization === 0 ? "nothing fits" : r.least === undefined ? {text: "none of these", sub: "at most " + percent(r.mostUtilization)}
        : {text: (r.isLeastTried ? "≤ " : "") + figureText(name, r.least), class: "best"};
    })])),
    caption: () => "The least of the values tried at which the best schedule of a search uses at least " + Math.round(100 * ENOUGH) + "% of the PE array's peak.",
    rows: () => [["accelerator", "workload", "search", "least_" + name, "highest_utilization"], ...list.map((r) => [r.accelerator, r.workload, r.series, csvFigure(r.least), r.mostUtilization])]
  });
}

function sweep(root, name, value, others) {
  const with_ = DATA.outcomes.filter((o) => typeof value(o, name) === "number");
  const tried = new Map();
  for (const o of with_) { const t = others(o, name); tried.set(t, (tried.get(t) || new Set()).add(value(o, name))); }
  const targets = [...tried.keys()].filter((t) => tried.get(t).size > 1);
  const select = (st) => with_.filter((o) => others(o, name) === st.target && o.feasible);
  const first = /Joules/.test(name) ? "energy" : "utilization";
  figure(root, {
    id: "sweep-" + name.replace(/[^A-Za-z0-9]/g, "-"), title: "Against " + inSentence(figureName(name)),
    controls: [metricControl(first), {name: "target", label: "Target", options: targets}],
    option: (st) => {
      const m = METRICS[st.metric], list = select(st);
      const xs = distinct(list.map((o) => value(o, name))).sort((a, b) => a - b), unit = unitOf(xs);
      const unitOfMetric = m.log ? unitOf(list.map((o) => o[m.field]), m.base) : 1;
      const log = xs.includes(Infinity) || xs.length > 1 && xs[0] > 0 && xs[xs.length - 1] / xs[0] >= 4;
      return {
        dataZoom: ZOOM, tooltip: {trigger: "item", formatter: (p) => figureName(name) + " " + figureText(name, value(p.data.o, name)) + "<br>" + tip(p.data.o, m)},
        // Values that span a factor of four or more are mostly multiples of each other: one tick each, evenly spaced.
        xAxis: axis(figureName(name), log ? {type: "category", data: xs.map((x) => figureText(name, x)), axisLabel: {hideOverlap: true, color: "#3b4753"}}
          : {type: "value", scale: true, axisLabel: {formatter: (v) => figureText(name, v * unit), hideOverlap: true, color: "#3b4753"}}),
        yAxis: yAxis(axisName(m), m.log ? scaleFor(list.map((o) => o[m.field]), m.text, m.base)
          : {type: "value", min: 0, max: 1, axisLabel: {formatter: percent}}),
        series: DATA.series.map((n) => ({
          name: n, type: "line", showAllSymbol: true, symbol: symbol(seriesColour(n)), symbolSize: nested(n) - 2, color: colour(seriesColour(n)), lineStyle: {width: 2, type: dash(seriesColour(n))},
          data: list.filter((o) => o.series === n).sort((a, b) => value(a, name) - value(b, name))
            .map((o) => ({value: [log ? xs.indexOf(value(o, name)) : value(o, name) / unit, o[m.field] / unitOfMetric], o}))
        })).filter((e) => e.data.length)
      };
    },
    caption: (st) => {
      if (st.metric !== "utilization") return "";
      const reached = DATA.series.map((n) => {
        const list = select(st).filter((o) => o.series === n);
        if (!list.length) return null;
        const xs = list.filter((o) => o.utilization >= ENOUGH).map((o) => value(o, name));
        return n + (xs.length ? " from " + figureText(name, smallest(xs)) : " nowhere");
      }).filter((x) => x);
      return name === "queryLength" || name === "keyLength" ? "" : "Utilisation of at least " + Math.round(100 * ENOUGH) + "%: " + reached.join("; ") + ". Where a line has no point, nothing fits the buffer.";
    },
    rows: (st) => [[name, "search", METRICS[st.metric].field, "status"], ...select(st).map((o) => [csvFigure(value(o, name)), o.series, o[METRICS[st.metric].field], status(o)])]
  });
}
