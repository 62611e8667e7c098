/* Puts the page together. */

const DATA = JSON.parse(document.getElementById("data").textContent);
// JSON has no number for infinity, so what is unlimited arrives as a text.
[...DATA.accelerators.map((a) => a.figures), ...DATA.reach].forEach((e) => Object.keys(e).filter((k) => e[k] === "unlimited").forEach((k) => { e[k] = Infinity; }));

function head() {
  const s = DATA.summary, header = document.getElementById("head");
  if (DATA.description) header.append(el("p", {class: "lead"}, DATA.description));
  header.append(el("div", {class: "cards"}, [
    [count(s.finished), s.finished === s.planned ? (s.finished === 1 ? "run" : "runs") : "of " + count(s.planned) + " runs"],
    [count(s.problems), s.problems === 1 ? "problem" : "problems"], [count(s.strategies), s.strategies === 1 ? "strategy" : "strategies"],
    [count(s.outcomes), s.outcomes === 1 ? "best schedule" : "best schedules"], [count(s.proven), "proven optimal"], [si(s.evaluations, ""), "evaluations"], [seconds(s.cpuSeconds), "processor time"]
  ].map(([n, t]) => el("div", {class: "card"}, el("b", {}, n), el("span", {}, t)))));
  s.remarks.forEach((r) => header.append(el("p", {class: "remark"}, r)));
}

function provenance() {
  const p = DATA.provenance, s = section("provenance", "Provenance", "The definition and what executed it. The accelerators and workloads that it names, with every figure, are in experiment.json beside the results.");
  const list = (entries) => el("dl", {}, entries.flatMap(([k, v]) => [el("dt", {}, k), el("dd", {}, v)]));
  p.sessions.forEach((x, k) => s.append(list([
    [p.sessions.length > 1 ? "Session " + (k + 1) : "Started", x.started], ["Program", x.version], ["Java", x.jvm], ["System", x.system],
    ["Processor", x.processor + ", " + x.processors + " for Java, at most " + bytes(x.memoryBytes) + " of memory"], ["Executed by", x.executor]])));
  if (DATA.comparison.problems.length) s.append(list([["References", Object.entries(DATA.comparison.references).map(([k, n]) => k + " of " + n + (n === 1 ? " problem" : " problems")).join(", ")]]));
  if (p.models.length) s.append(list([["Models", p.models.join(", ")]]));
  s.append(list([["Definition", p.definitionFile], ["SHA-256", p.definitionHash]]));
  s.append(el("pre", {}, p.definition));
}

document.getElementById("contents").append(el("ul", {}));
labelled();
head();
if (DATA.outcomes.length) {
  const found = section("found", "What was found", "The best schedule of each search for each accelerator and workload. " + DATA.summary.replayed);
  gains(found);
  results(found);
  blocks();
  sweeps();
}
if (DATA.comparison.problems.length) {
  strategies(section("strategies", "Strategies side by side", "Gaps are in the first metric, to the proven optimum or, where there is none, the proven lower bound or the best found."));
}
if (DATA.outcomes.length) {
  const trade = section("trade-offs", "Trade-offs and limits", "Which metric is traded for which, and which resource binds.");
  pareto(trade);
  roofline(trade);
  footprint(trade);
  nests(section("schedules", "Schedules", "As loop nests. report --format schedules writes them as files that evaluate, export and other commands read."));
}
provenance();
window.report = {figures: FIGURES, drawNow: () => { while (drawNext()) { /* until nothing is left */ } }};
drawAll();
