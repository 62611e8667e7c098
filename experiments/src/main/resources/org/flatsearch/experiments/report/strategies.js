/* Strategies side by side: convergence, ECDF, performance, pairs. */

const FLOOR = 1e-6;
const FLOOR_TEXT = "0.0001%";
const shownGap = (g) => isNumber(g) ? Math.max(g, FLOOR) : null;
/** A gap at an axis, which goes on below what percent tells apart. */
const gapTick = (g) => g < 1.01 * FLOOR ? "≤" + FLOOR_TEXT : g < 1e-4 ? parseFloat((100 * g).toPrecision(2)) + "%" : percent(g);

function strategies(s) {
  const c = DATA.comparison, names = c.strategies.map((x) => x.name);
  const problemControl = {name: "problem", label: "Problem", options: c.problemNames.map((_, k) => k), text: (k) => c.problemNames[k], initial: richestProblem(c)};
  convergence(s, c, names, problemControl);
  ecdf(s, c, names);
  finalGaps(s, c, names, problemControl);
  performanceTable(s, c);
  pairs(s, c, names);
}

/** The problem that most strategies took part in. */
const richestProblem = (c) => c.problems.reduce((best, p, k) => p.strategies.length > c.problems[best].strategies.length ? k : best, 0);

const referenceText = (c, k) => c.problems[k].reference.kind;

/** The limits of a logarithmic axis of costs, which has no 0: what a coarse clock takes for no time is drawn at its left end. */
const costLimits = (costs) => decades(costs.some((x) => x > 0) ? costs : [0.01]);
const UNTIMED = " Times too short for the clock are drawn at the left end.";

const spent = (x, cpu) => cpu ? seconds(x) : count(x) + (Math.round(x) === 1 ? " evaluation" : " evaluations");

/** The area between the quartiles, as one polygon; null if fewer than two points are known. */
function band(series, x, k, name) {
  const known = series.upper.map((u, i) => i).filter((i) => series.upper[i] !== null && series.lower[i] !== null);
  if (known.length < 2) return null;
  const up = known.map((i) => [x(i), shownGap(series.upper[i])]), low = known.map((i) => [x(i), shownGap(series.lower[i])]);
  return {
    // ECharts rounds the ends of an axis to as many digits as its data have, so the limits of the area are data too.
    name, type: "custom", silent: true, z: 1, color: colour(k), data: [[up[0][0], largest(up.map((p) => p[1])), smallest(low.map((p) => p[1]))]], encode: {x: 0, y: [1, 2]}, tooltip: {show: false}, clip: true,
    renderItem: (params, api) => {
      const stairs = (list) => list.flatMap((p, i) => i === 0 ? [api.coord(p)] : [api.coord([p[0], list[i - 1][1]]), api.coord(p)]);
      return {type: "polygon", shape: {points: [...stairs(up), ...stairs(low).reverse()]}, style: {fill: colour(k), opacity: .16}};
    }
  };
}

function convergence(s, c, names, problemControl) {
  figure(s, {
    id: "convergence", title: "Convergence: median gap, with quartiles", height: 460,
    controls: [problemControl, {name: "cost", label: "Against", options: ["evaluations", "cpu"], text: (x) => x === "cpu" ? "processor time" : "evaluations"}],
    option: (st) => {
      const series = c.convergence[st.problem], cpu = st.cost === "cpu";
      const costs = series.map((e) => e.evaluations.map((v) => v * (cpu ? e.cpuSecondsPerEvaluation : 1))), limits = costLimits(costs.flat());
      const lines = series.flatMap((e, n) => {
        const x = (i) => Math.max(costs[n][i], limits.min), k = e.strategy;
        return [{
          name: names[k], type: "line", step: "end", showSymbol: false, symbol: symbol(k), symbolSize: 6, color: colour(k), lineStyle: {width: 2, type: dash(k)}, z: 3, zlevel: 0,
          data: e.median.map((g, i) => ({value: [x(i), shownGap(g)], gap: g})), connectNulls: false
        }, band(e, x, k, names[k])].filter((l) => l);
      });
      const all = lines.flatMap((l) => l.data).flatMap((d) => (d.value || d).slice(1));
      return {
        legend: {data: distinct(series.map((e) => names[e.strategy]))}, dataZoom: ZOOM,
        tooltip: {trigger: "axis", formatter: (ps) => spent(ps[0].value[0], cpu) + ps.filter((p) => p.seriesType === "line" && isNumber(p.value[1])).map((p) => "<br>" + p.marker + safe(p.seriesName) + ": " + percent(p.data.gap)).join("")},
        xAxis: axis(cpu ? "Processor time" : "Evaluations", Object.assign({type: "log", axisLabel: {formatter: (v) => cpu ? seconds(v) : si(v, ""), hideOverlap: true}}, limits)),
        yAxis: yAxis("Gap to the " + referenceText(c, st.problem), Object.assign({type: "log", axisLabel: {formatter: gapTick}}, decades(all))),
        series: series.some((e) => e.median.some(isNumber)) ? lines : []
      };
    },
    caption: (st) => "Reference: " + referenceText(c, st.problem) + ". Gaps of at most " + FLOOR_TEXT + ", such as 0, are drawn at the bottom. Lines begin once half of the runs have found a schedule that fits."
      + (st.cost === "cpu" ? " Traces hold no times: the time of a run is spread evenly over its evaluations." + (c.convergence[st.problem].some((e) => e.cpuSecondsPerEvaluation === 0) ? UNTIMED : "") : ""),
    rows: (st) => [["problem", "strategy", "evaluations", "processor_seconds", "gap_lower_quartile", "gap_median", "gap_upper_quartile"],
      ...c.convergence[st.problem].flatMap((e) => e.evaluations.map((v, i) => [c.problemNames[st.problem], names[e.strategy], v, v * e.cpuSecondsPerEvaluation, e.lower[i], e.median[i], e.upper[i]]))]
  });
}

function ecdf(s, c, names) {
  figure(s, {
    id: "ecdf", title: "Targets reached, over all problems, targets and runs (ECDF)",
    controls: [{name: "cost", label: "Against", options: ["evaluations", "cpuSeconds"], text: (x) => x === "evaluations" ? "evaluations" : "processor time"}],
    option: (st) => {
      const cpu = st.cost === "cpuSeconds", list = c.ecdf[st.cost], x = costLimits(list.flatMap((e) => e.map((p) => p[0])));
      return {
        dataZoom: ZOOM,
        // Lines without symbols, as those of many points are, have no items to point at.
        tooltip: {trigger: "axis", formatter: (ps) => "Within " + spent(ps[0].value[0], cpu) + ps.map((p) => "<br>" + p.marker + safe(p.seriesName) + ": " + wholePercent(p.value[1])).join("")},
        xAxis: axis(cpu ? "Processor time" : "Evaluations", Object.assign({type: "log", axisLabel: {formatter: (v) => cpu ? seconds(v) : si(v, ""), hideOverlap: true}}, x)),
        yAxis: yAxis("Fraction reached", {type: "value", min: 0, max: 1, axisLabel: {formatter: (v) => Math.round(100 * v) + "%"}}),
        series: list.map((points, k) => ({
          name: names[k], type: "line", step: "end", showSymbol: points.length < 8, symbol: symbol(k), symbolSize: 6, color: colour(k), lineStyle: {width: 2, type: dash(k)}, zlevel: 0,
          data: points.length ? [...points.map((p) => [Math.max(p[0], x.min), p[1]]), [x.max, points[points.length - 1][1]]] : []
        })).filter((e) => e.data.length)
      };
    },
    caption: (st) => "Targets: the reference times " + c.targets.join(", ") + ". The higher and the further left, the better." + (c.ecdf[st.cost].some((e) => e.some((p) => p[0] === 0)) ? UNTIMED : ""),
    rows: (st) => [["strategy", st.cost === "evaluations" ? "evaluations" : "processor_seconds", "fraction"], ...c.ecdf[st.cost].flatMap((e, k) => e.map((p) => [names[k], ...p]))]
  });
}

/** By linear interpolation; infinite where it reaches runs that found nothing. */
const quantile = (sorted, p) => {
  const h = (sorted.length - 1) * p, low = sorted[Math.floor(h)], high = sorted[Math.ceil(h)];
  return low === high ? low : low + (h - Math.floor(h)) * (high - low);
};
const gapOrNone = (g) => isNumber(g) ? percent(g) : "none fits";
/** The limits of an axis for gaps; if some are infinite, the decade after the others is their column. */
function gapLimits(gaps) {
  const known = gaps.filter(isNumber).map(shownGap), limits = known.length ? decades(known) : {min: 1, max: 10};
  return known.length < gaps.length ? {min: limits.min, max: 10 * limits.max, known: limits.max} : Object.assign({known: limits.max}, limits);
}

function finalGaps(s, c, names, problemControl) {
  if (!c.finalGaps.some((list) => list.some((e) => e.length > 4))) return;
  const controls = [Object.assign({}, problemControl, {options: [-1, ...problemControl.options], initial: -1, text: (k) => k < 0 ? "all problems" : c.problemNames[k]})];
  const select = (st) => {
    const byStrategy = names.map(() => []);
    c.finalGaps.forEach((list, k) => { if (st.problem < 0 || st.problem === k) list.forEach(([strategy, ...gaps]) => gaps.forEach((gap) => byStrategy[strategy].push(gap))); });
    return byStrategy;
  };
  figure(s, {
    id: "final-gaps", title: "Final gaps of all runs",
    controls, heightOf: () => heightOfRows(names, (n) => n),
    option: (st) => {
      const lists = select(st).map((l) => l.map((g) => g === null ? Infinity : g).sort((a, b) => a - b));
      const boxes = lists.map((l) => l.length ? [0, .25, .5, .75, 1].map((p) => quantile(l, p)) : null);
      const {min, max, known} = gapLimits(boxes.flatMap((b) => b || [])), at = (g) => isNumber(g) ? shownGap(g) : max;
      return {
        legend: {show: false}, grid: {top: 34},
        tooltip: {trigger: "item", formatter: (p) => safe(p.name) + ["smallest", "lower quartile", "median", "upper quartile", "largest"].map((t, i) => "<br>" + t + ": " + gapOrNone(boxes[p.dataIndex][i])).join("")},
        xAxis: axis("Final gap", {type: "log", min, max, axisLabel: {formatter: (g) => g > known * 1.01 ? gapOrNone(null) : gapTick(g), showMaxLabel: known < max}}),
        yAxis: nameAxis(names, (n) => n),
        series: [{name: "final gap", type: "boxplot", boxWidth: [10, 30], data: boxes.map((b, k) => b ? {value: b.map(at), itemStyle: {color: colour(k) + "33", borderColor: colour(k), borderWidth: 1.6}} : {value: []}),
          markArea: {silent: true, itemStyle: {color: "#eef1f4"}, data: known < max ? [[{xAxis: known}, {xAxis: max}]] : []}}]
      };
    },
    caption: (st) => {
      const nothing = select(st).map((l, k) => [names[k], l.filter((g) => g === null).length]).filter((x) => x[1]);
      return "Boxes from the lower to the upper quartile, with the median; whiskers to the smallest and the largest. "
        + (nothing.length ? "Runs that found nothing that fits count as worst and are drawn where \"none fits\": " + nothing.map((x) => x[0] + " " + x[1]).join(", ") + "." : "");
    },
    rows: () => [["problem", "strategy", "final_gap"], ...c.finalGaps.flatMap((list, k) => list.flatMap((e) => e.slice(1).map((g) => [c.problemNames[k], names[e[0]], g])))]
  });
}

const shade = (rate) => "background: rgba(0, 114, 178, " + (0.42 * rate).toFixed(3) + ")";

function performanceTable(s, c) {
  const others = (list) => ({text: list.length ? count(list.length) : "–", title: list.join(", ")});
  const significant = (name, better) => c.pairs.filter((p) => isNumber(p.wilcoxonHolmP) && p.wilcoxonHolmP < 0.05 && (p.first === name || p.second === name))
    .map((p) => ({other: p.first === name ? p.second : p.first, wins: p.favours === name}))
    .filter((x) => x.wins === better).map((x) => x.other);
  const header = ["strategy", "runs", ...c.targets.map((t) => "×" + t), "median gap", "ERT ×1.01", "in CPU time", "better", "worse"];
  const k101 = c.targets.indexOf(1.01);
  figure(s, {
    id: "performance", title: "Performance: runs that reach a target, gaps, expected running time (ERT)",
    table: () => table(header, c.strategies.map((x, k) => [
      el("span", {class: "named"}, el("span", {class: "swatch", style: "background:" + colour(k)}), x.name), count(x.runs),
      ...x.runsThatReachTarget.map((n) => ({text: wholePercent(n / x.runs), style: shade(n / x.runs), title: n + " of " + x.runs})),
      {text: gapOrNone(x.finalGap.median), sub: isNumber(x.finalGap.lower) ? percent(x.finalGap.lower) + " … " + gapOrNone(x.finalGap.upper) : "", class: "two"},
      count(x.expectedEvaluationsToTarget[k101]), seconds(x.expectedCpuSecondsToTarget[k101]), others(significant(x.name, true)), others(significant(x.name, false))])),
    caption: () => "Better, worse: how many other strategies it is significantly better or worse than, by Wilcoxon's signed-rank test on the median final gaps of all problems with Holm's correction over all pairs at 5%, which needs six problems for one pair and more for several. ERT: all evaluations spent, over the number of runs that reach the target.",
    rows: () => [["strategy", "runs", ...c.targets.map((t) => "runs_within_" + t), ...c.targets.map((t) => "ert_evaluations_" + t), ...c.targets.map((t) => "ert_processor_seconds_" + t), "gap_lower_quartile", "gap_median", "gap_upper_quartile"],
      ...c.strategies.map((x) => [x.name, x.runs, ...x.runsThatReachTarget, ...x.expectedEvaluationsToTarget, ...x.expectedCpuSecondsToTarget, x.finalGap.lower, x.finalGap.median, x.finalGap.upper])]
  });
}

const pText = (p) => !isNumber(p) ? "" : p < 0.001 ? "p<0.001" : "p=" + p.toFixed(3);
const effectShade = (a) => !isNumber(a) ? "" : a >= 0.5 ? "background: rgba(0, 114, 178, " + (a - .5).toFixed(3) + ")" : "background: rgba(213, 94, 0, " + (.5 - a).toFixed(3) + ")";

function pairs(s, c, names) {
  if (!c.pairs.some((p) => p.problems.length || isNumber(p.wilcoxonHolmP))) return;
  const find = (a, b) => {
    const p = c.pairs.find((x) => x.first === a && x.second === b);
    if (p) return {p, mirror: false};
    const q = c.pairs.find((x) => x.first === b && x.second === a);
    return q ? {p: q, mirror: true} : null;
  };
  const problemOf = (p, k) => p.problems.find((x) => x.problem === k);
  figure(s, {
    id: "pairs", title: "Pairs: effect size A12 of row over column, and significance",
    controls: [{name: "problem", label: "Problem", options: [-1, ...c.problemNames.map((_, k) => k)], text: (k) => k < 0 ? "all problems" : c.problemNames[k]}],
    table: (st) => table(["strategy", ...names], names.map((a) => [a, ...names.map((b) => {
      const f = a === b ? null : find(a, b);
      if (!f) return "";
      const one = st.problem < 0 ? null : problemOf(f.p, st.problem);
      const raw = st.problem < 0 ? f.p.medianA12 : one && one.a12, a12 = isNumber(raw) ? (f.mirror ? 1 - raw : raw) : NaN;
      const p = st.problem < 0 ? f.p.wilcoxonHolmP : one && one.mannWhitneyHolmP;
      const wins = f.mirror ? f.p.significantlyWorse : f.p.significantlyBetter;
      return {text: isNumber(a12) ? a12.toFixed(2) : "–", sub: (st.problem < 0 && f.p.problems.length ? wins + "/" + f.p.problems.length + " " : "") + pText(p), style: effectShade(a12), class: "two",
        title: st.problem < 0 ? "significantly better in " + wins + " of " + f.p.problems.length + " problems (Mann-Whitney U, Holm)" : "Mann-Whitney U, Holm over the pairs of this problem"};
    })])),
    caption: (st) => "A12 (Vargha and Delaney): the probability that the row does better than the column, ties counting half; blue favours the row, orange the column. "
      + (st.problem < 0 ? "Beside it the number of problems in which the row is significantly better (Mann-Whitney U, Holm, 5%), and p over all problems (Wilcoxon, Holm). All metrics of the objective count, for p over all problems only the first: it ranks median gaps. " + c.pairNotes : "p: Mann-Whitney U, Holm over the pairs of this problem."),
    rows: () => [["first", "second", "problem", "a12", "p_holm", "test"],
      ...c.pairs.flatMap((p) => [[p.first, p.second, "all", p.medianA12, p.wilcoxonHolmP, "Wilcoxon signed-rank"], ...p.problems.map((x) => [p.first, p.second, c.problemNames[x.problem], x.a12, x.mannWhitneyHolmP, "Mann-Whitney U"])])]
  });
}
