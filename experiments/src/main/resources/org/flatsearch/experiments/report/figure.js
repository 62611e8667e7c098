/* Figures: a plot or a table with its controls, its caption, and a link to its data as CSV. */

const FIGURES = [];
const QUEUE = [];
let longestTask = 0;

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif";
const BASE = {
  animation: false,
  textStyle: {fontFamily: FONT, fontSize: 12},
  color: COLOURS,
  grid: {left: 16, right: 30, top: 72, bottom: 44, containLabel: true},
  legend: {top: 4, left: 0, type: "scroll", itemWidth: 22, textStyle: {fontSize: 12}},
  // In a narrow window, a line that does not break would make the page as wide as itself.
  tooltip: {confine: true, extraCssText: "max-width: 100%; white-space: normal; overflow-wrap: anywhere", borderColor: "#c6ced7", textStyle: {fontSize: 12, color: "#1d2733"}},
  toolbox: {right: 4, top: 0, itemSize: 13, feature: {
    dataZoom: {title: {zoom: "Zoom", back: "Zoom back"}, filterMode: "none"},
    restore: {title: "Reset"}, saveAsImage: {title: "Save as picture", pixelRatio: 2}}}
};
const ZOOM = [{type: "inside", xAxisIndex: 0, filterMode: "none", zoomOnMouseWheel: "ctrl"}];

function axis(name, more) {
  // ECharts measures labels in the font that they name themselves, and otherwise in another one. With less of a margin,
  // the first labels of both axes touch in the corner.
  return merge({
    name, nameLocation: "middle", nameGap: 32, nameTextStyle: {color: "#5b6875"},
    axisLine: {show: true, lineStyle: {color: "#8593a1"}}, axisLabel: {color: "#3b4753", hideOverlap: true, fontFamily: FONT, margin: 12},
    splitLine: {lineStyle: {color: "#e7ebef"}}, minorSplitLine: {show: false}
  }, more || {});
}
const yAxis = (name, more) => axis(name, Object.assign({nameLocation: "end", nameGap: 14, nameTextStyle: {color: "#5b6875", align: "left", padding: [0, 0, 0, -44]}}, more));

/** An axis of names from top to bottom, one in each row, so that long names are shown in full at any width. */
const nameAxis = (names, text) => axis("", {type: "category", inverse: true, data: names, axisLabel: {interval: 0, lineHeight: 14, formatter: (n) => inLines(text(n))}});
/** The height of a plot with such an axis. */
const heightOfRows = (names, text) => 116 + names.length * (6 + 14 * Math.max(1, ...names.map((n) => inLines(text(n)).split("\n").length)));

/**
 * The power of ten in which a plot draws values: 1, or less where they are small, because ECharts rounds ticks to ten
 * digits after the point, and then draws what is smaller at 0, which no logarithmic axis has. Of bytes, that of the
 * smallest value, KiB for instance, so that ticks are round.
 */
function unitOf(values, base) {
  const lo = smallest(values.filter((x) => isNumber(x) && x > 0));
  if (base === 8) return isNumber(lo) ? Math.pow(1024, Math.max(0, Math.floor(Math.log2(lo) / 10))) : 1;
  return lo < 1e-6 ? Number("1e" + Math.floor(Math.log10(lo))) : 1;
}

/** The scale of an axis for values, in their unit: logarithmic if they span a decade or so and none is 0, else linear. */
function scaleFor(values, text, base) {
  const unit = unitOf(values, base), v = values.filter((x) => isNumber(x) && x > 0).map((x) => x / unit), lo = smallest(v), hi = largest(v);
  // Ticks around a single value are far apart.
  const more = hi === lo ? 0 : hi / lo < 1.001 ? 4 : hi / lo < 1.01 ? 2 : hi / lo < 1.1 ? 1 : 0;
  const label = {axisLabel: {formatter: (x) => text(x * unit, more), hideOverlap: true, color: "#3b4753"}};
  return Object.assign(v.length && !values.includes(0) && hi / lo >= 6 ? Object.assign({type: "log", logBase: base || 10}, decades(v, base), label) : Object.assign({type: "value", scale: true}, label));
}

/** The limits of a logarithmic axis: the nearest powers of ten, or of another base, that enclose all values. */
function decades(values, base = 10) {
  const v = values.filter((x) => isNumber(x) && x > 0);
  if (!v.length) return {};
  const log = base === 8 ? (x) => Math.log2(x) / 3 : Math.log10;
  const lo = Math.pow(base, Math.floor(log(smallest(v)) + 1e-9));
  const hi = Math.pow(base, Math.ceil(log(largest(v)) - 1e-9));
  return {min: lo, max: hi > lo ? hi : lo * base};
}

function merge(a, b) {
  const out = Object.assign({}, a);
  for (const [k, v] of Object.entries(b)) {
    out[k] = v && typeof v === "object" && !Array.isArray(v) && a[k] && typeof a[k] === "object" && !Array.isArray(a[k]) ? merge(a[k], v) : v;
  }
  return out;
}

function csvOf(rows) {
  /* No spreadsheet may take a name for a formula, which could run a program. */
  const plain = (x) => typeof x === "string" && /^[=+@-]/.test(x) ? "'" + x : x;
  const cell = (x) => {
    const t = x === null || x === undefined ? "" : String(plain(x));
    return /[",\n\r]/.test(t) ? '"' + t.replace(/"/g, '""') + '"' : t;
  };
  return rows.map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
}

/**
 * Adds a figure. spec: id, title, controls [{name, label, options: [value…] | () => [...], text}],
 * option(state) for a plot or table(state) for a table, rows(state) with a header, caption(state).
 */
function figure(section, spec) {
  const state = {}, selects = {};
  const tools = el("div", {class: "tools"});
  for (const c of spec.controls || []) {
    const options = c.options;
    state[c.name] = c.initial !== undefined ? c.initial : options[0];
    if (options.length < 2) continue;
    const select = el("select", {onchange: () => { state[c.name] = options[select.selectedIndex]; draw(); letKeysScroll(); }},
      options.map((o) => el("option", {}, c.text ? c.text(o) : String(o))));
    select.selectedIndex = Math.max(0, options.indexOf(state[c.name]));
    selects[c.name] = select;
    tools.append(el("label", {}, c.label, select));
  }
  const csv = el("a", {class: "csv", href: "#" + spec.id, title: "The data of this figure", "aria-label": "CSV of " + spec.title, onclick: () => {
    csv.download = DATA.name + "-" + spec.id + ".csv";
    csv.href = URL.createObjectURL(new Blob([csvOf(spec.rows(state))], {type: "text/csv"}));
  }}, "CSV");
  tools.append(csv);
  const body = spec.option ? el("div", {class: "plot", role: "img", "aria-label": spec.title}) : el("div", {class: "table"});
  const caption = el("figcaption", {});
  const node = el("figure", {id: spec.id, "aria-label": spec.title, class: spec.option ? "" : "long", "data-kind": spec.option ? "plot" : "table"},
    el("header", {}, el("h3", {}, spec.title), tools), body, caption);
  section.append(node);
  const entry = {spec, state, node, body, chart: null, csv: () => csvOf(spec.rows(state)),
    choose: (name, index) => { if (selects[name]) { selects[name].selectedIndex = index; selects[name].onchange(); } }};

  function draw() {
    const option = spec.option ? spec.option(state) : null;
    if (option && !option.series.length) {
      // Axes without values have no limits: ECharts would draw them infinitely far away.
      if (entry.chart) entry.chart.dispose();
      entry.chart = null;
      body.style.height = "auto";
      body.replaceChildren(el("p", {}, "There is nothing to draw here."));
      node.dataset.series = node.dataset.marks = 0;
    } else if (option) {
      const height = spec.heightOf ? spec.heightOf(state) : spec.height;
      body.style.height = height ? height + "px" : "";
      if (!entry.chart) {
        body.replaceChildren();
        entry.chart = echarts.init(body, null, {renderer: "svg"});
      } else entry.chart.resize();
      entry.chart.setOption(merge(merge(BASE, option), besideTools(entry.chart)), true);
      node.dataset.series = option.series.length;
      node.dataset.marks = marks(body, option.series);
    } else {
      body.replaceChildren(spec.table(state));
      node.dataset.marks = body.querySelectorAll("td, pre").length;
    }
    const text = spec.caption ? spec.caption(state) : "";
    caption.replaceChildren(...(Array.isArray(text) ? text : [text]));
  }
  entry.draw = draw;
  FIGURES.push(entry);
  QUEUE.push(draw);
  return entry;
}

/** How many drawn elements have the colour of a series: tests check that there is something to see. */
function marks(body, series) {
  const colours = new Set(COLOURS.map((c) => c.toLowerCase()));
  const has = (c) => c && colours.has(hex(c));
  let n = 0;
  body.querySelectorAll("svg path, svg rect, svg circle, svg polyline, svg polygon, svg line").forEach((e) => {
    const style = e.getAttribute("style") || "";
    if (has(e.getAttribute("fill")) || has(e.getAttribute("stroke")) || COLOURS.some((c) => style.includes(c))) n++;
  });
  return n;
}
function hex(c) {
  const m = /^rgba?\((\d+),\s*(\d+),\s*(\d+)/.exec(c);
  return m ? "#" + m.slice(1, 4).map((x) => (+x).toString(16).padStart(2, "0")).join("") : c.toLowerCase();
}

/** Draws one figure after the other, and lets the page respond to its reader in between. */
function drawAll() {
  const later = window.requestIdleCallback ? (f) => requestIdleCallback(f, {timeout: 300}) : (f) => setTimeout(f, 0);
  const next = () => {
    if (!drawNext()) return;
    later(next);
  };
  next();
}
function drawNext() {
  const draw = QUEUE.shift();
  if (draw) timed(draw);
  else {
    document.documentElement.dataset.longestTaskMillis = Math.round(longestTask);
    letKeysScroll();
    document.documentElement.dataset.ready = "true";
  }
  return draw;
}
function timed(work) {
  const begin = performance.now();
  work();
  longestTask = Math.max(longestTask, performance.now() - begin);
}

/** A legend that leaves room for the tools to its right. */
const besideTools = (chart) => ({toolbox: {show: true}, legend: {width: Math.max(150, chart.getWidth() - 125), itemGap: 10, textStyle: {fontSize: 12}}});
const resizeAll = () => FIGURES.filter((f) => f.chart).forEach((f) => {
  f.chart.resize({width: "auto", height: "auto"});
  f.chart.setOption(besideTools(f.chart));
});
/**
 * A page that is about to be printed still has the size of the window, so plots get that of A4 paper without margins. On
 * paper there are no tools and no further pages of a legend, which takes as many lines as it needs, above the plot.
 */
const onPaper = () => FIGURES.filter((f) => f.chart).forEach((f) => {
  const {legend: [legend], grid: [{top}]} = f.chart.getOption(), height = parseFloat(f.body.style.height) || 330;
  f.screen = {height: f.body.style.height, legend, top};
  f.chart.resize({width: 660, height});
  f.chart.setOption({toolbox: {show: false}, legend: Object.assign({}, legend, {type: "plain", width: 650, itemGap: 6, textStyle: {fontSize: 10}})}, {replaceMerge: "legend"});
  const lines = f.chart.getViewOfComponentModel(f.chart.getModel().getComponent("legend")).group.getBoundingRect(), more = Math.max(0, Math.ceil(lines.height) - 25);
  // What is as high as a page already stays so.
  const whole = Math.max(height, Math.min(height + more, 900));
  f.body.style.height = whole + "px";
  f.chart.resize({width: 660, height: whole});
  f.chart.setOption({grid: {top: top + more}});
});
const offPaper = () => FIGURES.filter((f) => f.screen).forEach((f) => {
  f.body.style.height = f.screen.height;
  f.chart.resize({width: "auto", height: "auto"});
  f.chart.setOption(merge({legend: f.screen.legend, grid: {top: f.screen.top}}, besideTools(f.chart)), {replaceMerge: "legend"});
  f.screen = null;
});
window.addEventListener("resize", resizeAll);
window.addEventListener("resize", letKeysScroll);
window.addEventListener("beforeprint", onPaper);
window.addEventListener("afterprint", offPaper);

/** The keyboard reaches whatever scrolls now: not every browser sees to that. */
function letKeysScroll() {
  document.querySelectorAll(".scroll, pre").forEach((e) => {
    const scrolls = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight, title = e.closest("figure, section").querySelector("h2, h3").textContent;
    Object.entries({tabindex: 0, role: "group", "aria-label": title}).forEach(([k, v]) => scrolls ? e.setAttribute(k, v) : e.removeAttribute(k));
  });
}

/** A section with a heading, listed in the contents. */
function section(id, title, text) {
  const s = el("section", {id}, el("h2", {}, title), text ? el("p", {}, text) : null);
  document.getElementById("main").append(s);
  const list = document.querySelector("#contents ul");
  list.append(el("li", {}, el("a", {href: "#" + id}, title)));
  return s;
}

/** A table from a header and rows, each of which begins with names; a cell is text, a node, or {text, sub, class, title, style}. */
function table(header, rows, names = 1) {
  const cell = (tag, c) => {
    if (c === null || c === undefined) return el(tag, {}, "");
    if (typeof c !== "object" || c instanceof Node) return el(tag, {}, c);
    return el(tag, {class: c.class || "", title: c.title || "", style: c.style || ""}, c.text, c.sub ? el("span", {class: "sub"}, " " + c.sub) : null);
  };
  return el("div", {class: "scroll" + (rows.length > 24 ? " tall" : "")}, el("table", {},
    el("thead", {}, el("tr", {}, header.map((h) => Object.assign(cell("th", h), {scope: "col"})))),
    el("tbody", {}, rows.map((r) => el("tr", {}, r.map((c, k) => k < names ? Object.assign(cell("th", c), {scope: "row"}) : cell("td", c)))))));
}
