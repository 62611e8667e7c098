/* Formats of numbers and names, and what all plots share. */

// Okabe and Ito's colours, which colour-blind readers can tell apart; dashes and symbols help further. Whatever has a
// colour again has the next dash and the next symbol, so 40 lines, and 40 sets of points, look different.
const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C8C8C", "#7A4B1F", "#6A51A3"];
const DASHES = ["solid", "dashed", "dotted", [9, 3, 2, 3]];
const FIRST_DASHES = [0, 0, 0, 0, 1, 1, 0, 1, 2, 2];
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "circle", "rect", "roundRect", "triangle", "emptyRect", "diamond"];
const colour = (k) => COLOURS[k % COLOURS.length];
const cycle = (k) => Math.floor(k / COLOURS.length);
const dash = (k) => DASHES[(FIRST_DASHES[k % COLOURS.length] + cycle(k)) % DASHES.length];
const symbol = (k) => SYMBOLS[(k + cycle(k)) % SYMBOLS.length];

/** Of any number of values: as arguments of Math.min, there can be too many. */
const smallest = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const largest = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
const isNumber = (x) => typeof x === "number" && isFinite(x);
/** Four significant digits, or some more, and a power of ten: 2.577e40. */
const scientific = (x, more) => {
  const [m, e] = x.toExponential(3 + (more || 0)).split("e");
  return parseFloat(m) + "e" + parseInt(e, 10);
};
/** Numbers from here on have no digits after the point, and soon no exact ones before it. */
const VERY_LARGE = 1e15;
/** Four significant digits, three below 1, and some more if asked for; very small and very large numbers by a power of ten. */
const digits = (x, more) => {
  if (!isNumber(x)) return "–";
  const m = Math.abs(x);
  if (m === 0) return "0";
  if (m >= VERY_LARGE || m < 0.0005) return scientific(x, more);
  const decimals = m >= 1000 ? 0 : m >= 100 ? 1 : m >= 10 ? 2 : m >= 0.1 ? 3 : 2 - Math.floor(Math.log10(m));
  return String(parseFloat(x.toFixed(decimals + (more || 0))));
};
/** The value as it is shown, so that one that rounds up to 1024 KiB becomes 1 MiB. */
const rounded = (x, more) => Math.abs(Number(x.toPrecision(4 + (more || 0))));
const count = (x) => isNumber(x) ? Math.round(x).toLocaleString("en-US") : "–";
const scaled = (x, unit, base, prefixes, more) => {
  if (!isNumber(x)) return "–";
  let k = 0, v = x;
  while (rounded(v, more) >= base && k < prefixes.length - 1) { v /= base; k++; }
  return rounded(v, more) >= base ? scientific(x, more) + " " + unit : digits(v, more) + " " + prefixes[k] + unit;
};
/** Any figure with a unit: from femto to exa, and beyond them by a power of ten. */
const si = (x, unit, more) => {
  if (!isNumber(x)) return "–";
  if (x === 0 || rounded(x, more) >= 1) return scaled(x, unit, 1000, ["", "k", "M", "G", "T", "P", "E"], more);
  let k = 0, v = x;
  const small = ["", "m", "µ", "n", "p", "f"];
  while (rounded(v, more) < 1 && k < small.length - 1) { v *= 1000; k++; }
  return rounded(v, more) < 1 ? scientific(x, more) + " " + unit : digits(v, more) + " " + small[k] + unit;
};
/** Seconds, without prefixes for thousands. */
const seconds = (x, more) => !(x >= 999.5) ? si(x, "s", more)
  : (x >= VERY_LARGE ? scientific(x, more) : x.toLocaleString("en-US", {maximumFractionDigits: more || 0})) + " s";
const bytes = (x, more) => scaled(x, "B", 1024, ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"], more);
const percent = (x) => {
  if (!isNumber(x)) return "–";
  const p = 100 * x;
  if (p === 0) return "0%";
  return (Math.abs(p) < 0.01 ? "<0.01" : Math.abs(p) < 10 ? p.toFixed(2) : Math.abs(p) < 100 ? p.toFixed(1) : Math.abs(p) < VERY_LARGE ? count(p) : scientific(p)) + "%";
};
/** How far something is away at the most: rounded up, or it could be further. */
const atMost = (x) => {
  const p = 100 * x, step = p < 10 ? 0.01 : p < 100 ? 0.1 : 1;
  return p < 0.01 ? "less than 0.01%" : "at most " + percent(p < VERY_LARGE ? Math.ceil(Number((p / step).toPrecision(12))) * step / 100 : x);
};
/** A share in whole percent; 0% and 100% are exact. */
const wholePercent = (x) => x > 0 && x < 0.005 ? "<1%" : x < 1 && x >= 0.995 ? ">99%" : Math.round(100 * x) + "%";
const factor = (x) => !isNumber(x) ? "–" : (x < 0.0005 || x >= VERY_LARGE ? digits(x) : x < 10 ? x.toFixed(3) : x < 100 ? x.toFixed(1) : count(x)) + "×";
/** Lengths as papers write them: 64K is 65,536. */
const power = (x) => x >= 1024 && x % 1024 === 0 ? (x % 1048576 === 0 ? count(x / 1048576) + "M" : count(x / 1024) + "K") : digits(x);

/** The figures of an outcome: field, name, unit that ticks do not show, text, whether more is better, base of its ticks. */
const METRICS = {
  latency: {field: "latencySeconds", name: "Latency", text: seconds, log: true},
  energy: {field: "energyJoules", name: "Energy", text: (x, more) => si(x, "J", more), log: true},
  edp: {field: "edpJouleSeconds", name: "Energy-delay product", text: (x, more) => si(x, "J·s", more), log: true},
  traffic: {field: "trafficBytes", name: "DRAM traffic", text: bytes, log: true, base: 8},
  footprint: {field: "footprintBytes", name: "Footprint", text: bytes, log: true, base: 8},
  utilization: {field: "utilization", name: "Utilisation", unit: "of peak", text: percent, log: false, more: true}
};

/** The names of the resources that can bind a schedule. */
const BOUNDS = {array: "PE array", lanes: "softmax lanes", onChip: "on-chip port", dram: "DRAM"};

/** The name of an axis for a metric; most metrics have their unit at the ticks. */
const axisName = (m) => m.unit ? m.name + " (" + m.unit + ")" : m.name;

/** The text of a figure that was swept, by its name. */
const figureText = (name, x) =>
  x === Infinity ? "unlimited" : /BytesPerSecond$/.test(name) ? si(x, "B/s")
    : /JoulesPerByte$/.test(name) ? si(x, "J/B")
    : /Bytes$/.test(name) && name !== "wordBytes" && name !== "accumulatorBytes" ? bytes(x)
    : /Joules|Watts/.test(name) ? si(x, /Watts/.test(name) ? "W" : "J")
    : /Hz$/.test(name) ? si(x, "Hz") : power(x);
/** Whether a figure of writes equals that of reads, which is its default, and so adds nothing. */
const asRead = (figures, k) => k.includes("Write") && figures[k.replace("Write", "Read")] === figures[k];
const FIGURE_NAMES = {
  bufferBytes: "On-chip buffer", dramReadBytesPerSecond: "DRAM bandwidth", keyLength: "Keys per sequence",
  queryLength: "Queries per sequence", "energy.dramReadJoulesPerByte": "DRAM energy", lanes: "Softmax lanes"
};
/** The text of a figure that tells accelerators or workloads apart; a flag only says whether they have something. */
const settingText = (name, x) => typeof x === "boolean" ? (x ? "" : "no ") + name
  : figureText(name, x) + (/Bytes$|PerSecond$|PerByte$|Hz$/.test(name) ? "" : " " + name);
const figureName = (name) => FIGURE_NAMES[name] || name;

/** A name within a sentence: abbreviations stay as they are. */
const inSentence = (name) => name.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase());

/** A text in lines of some 24 characters, broken at spaces, and longer words anywhere. */
const inLines = (text) => text.split(" ").map((word) => word.replace(/.{24}(?=..)/gu, "$&\n")).reduce((t, word) => t + (t.length - t.lastIndexOf("\n") + word.length > 25 ? "\n" : " ") + word);

const distinct = (list) => [...new Set(list)];
/** A function that computes its value for each argument once: some are asked for each of thousands of points. */
const once = (f) => {
  const known = new Map();
  return (x) => {
    if (!known.has(x)) known.set(x, f(x));
    return known.get(x);
  };
};
const byName = (list) => new Map(list.map((e) => [e.name, e]));

/** An element with attributes and children; text is put in as text, never as markup. */
function el(tag, attributes, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes || {})) {
    if (k === "style" || k === "class" || k === "href" || k === "id" || k === "role" || k.startsWith("data-") || k.startsWith("aria")) e.setAttribute(k, v);
    else e[k] = v;
  }
  for (const c of children.flat()) if (c !== null && c !== undefined) e.append(c);
  return e;
}

/** Escapes text for tooltips, which are markup. */
const safe = (t) => String(t).replace(/[&<>"]/g, (c) => "&#" + c.charCodeAt(0) + ";");
const dot = (k) => '<span style="display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:' + colour(k) + '"></span>';
