/* The drawing of the gap: claimed and confirmed incidents summed up (above), and by bars of time. */

import { dayLabel, intervalLabel, ticks } from "./days.js";
import { fit, svg, text } from "./parts.js";

const MARGIN = { left: 40, right: 128, top: 22, axis: 20 };
const SUM = 176; // px of the sums
const BARS = 92; // px of the bars
const BETWEEN = 30;

const number = (value) => value.toLocaleString("en");
const plus = (list, from = 0, to = list.length) => list.slice(from, to).reduce((a, b) => a + b, 0);

/** Two or three round numbers up to the top. */
function steps(top) {
  const raw = Math.max(1, top / 3);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= raw);
  const found = [];
  for (let value = step; value <= top; value += step) found.push(value);
  return found;
}

export class GapChart {
  /** `on`: {select(from, to), hover(info | null)}; days are closed intervals. */
  constructor(root, on) {
    this.on = on;
    this.root = root;
    this.at = null;
    this.svg = svg("svg", {
      class: "chart", tabindex: "0", role: "application",
      "aria-label": "Claimed and confirmed incidents over time. Left and right arrows move over the bars, Enter sets the dates.",
    }, root);
    this.listen();
  }

  draw(data) {
    this.data = data;
    this.at = null;
    this.layout();
  }

  layout() {
    if (!this.data) return;
    const { data } = this;
    this.width = Math.max(280, this.root.clientWidth);
    this.narrow = this.width < 520;
    this.x0 = MARGIN.left;
    this.x1 = this.width - (this.narrow ? 12 : MARGIN.right);
    this.sum = [MARGIN.top, MARGIN.top + SUM];
    this.bars = [this.sum[1] + BETWEEN, this.sum[1] + BETWEEN + BARS];
    this.height = this.bars[1] + MARGIN.axis;
    fit(this.svg, this.width, this.height);
    this.patterns();
    if (!data.starts.length) return;
    this.time();
    this.sums();
    this.columns();
    this.cursor = svg("rect", { class: "cursor", y: this.sum[0], height: this.bars[1] - this.sum[0], width: 0 }, this.svg);
  }

  x(day) {
    const { starts, end } = this.data;
    return this.x0 + ((day - starts[0]) / Math.max(1, end - starts[0])) * (this.x1 - this.x0);
  }

  /** First and last day of a bar. */
  days(i) {
    const { starts, end } = this.data;
    return [starts[i], (i + 1 < starts.length ? starts[i + 1] : end) - 1];
  }

  patterns() {
    const defs = svg("defs", {}, this.svg);
    const stripes = (id, back, line, width, size, turn = 45) => {
      const pattern = svg("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` }, defs);
      svg("rect", { width: size, height: size, fill: back }, pattern);
      svg("rect", { width, height: size, fill: line }, pattern);
    };
    stripes("gap-open", "none", "var(--soft)", 1, 6, -45);
    this.data.outcomes.forEach((o, i) => {
      if (o.mark === "disputed") stripes(`gap-o${i}`, `var(--u${i})`, `var(--o${i})`, 2.4, 5);
      if (o.mark === "hatch") stripes(`gap-o${i}`, "none", `var(--o${i})`, 2, 5);
      if (o.mark === "cross") stripes(`gap-o${i}`, "none", `var(--o${i})`, 1.4, 4, -45);
    });
  }

  fill(i) {
    const { mark } = this.data.outcomes[i];
    if (["disputed", "hatch", "cross"].includes(mark)) return `url(#gap-o${i})`;
    return mark === "ring" ? "var(--st-background-color)" : `var(--o${i})`;
  }

  time() {
    const { starts, end } = this.data;
    for (const { day, label } of ticks(starts[0], end, ((end - starts[0]) * 62) / (this.x1 - this.x0))) {
      const x = this.x(day);
      svg("line", { class: "grid", x1: x, x2: x, y1: this.sum[0], y2: this.bars[1] }, this.svg);
      if (x < this.x1 - 24) text(label, { class: "tick", x: x + 3, y: this.height - 6 }, this.svg);
    }
  }

  scale(top, [high, low]) {
    const y = (value) => low - (value / Math.max(1, top)) * (low - high);
    for (const value of steps(top)) {
      svg("line", { class: "grid", x1: this.x0, x2: this.x1, y1: y(value), y2: y(value) }, this.svg);
      text(number(value), { class: "tick", x: this.x0 - 5, y: y(value) + 4, "text-anchor": "end" }, this.svg);
    }
    svg("line", { class: "base", x1: this.x0, x2: this.x1, y1: low, y2: low }, this.svg);
    return y;
  }

  /** Undated incidents stand at the beginning of the sums, so that the ends are all of them. */
  sums() {
    const { counts, undated, confirmed, starts } = this.data;
    const all = [plus(undated)];
    const sure = [plus(undated, 0, confirmed)];
    for (const row of counts) {
      all.push(all.at(-1) + plus(row));
      sure.push(sure.at(-1) + plus(row, 0, confirmed));
    }
    this.all = all;
    this.sure = sure;
    const top = all.at(-1);
    const y = this.scale(top, this.sum);
    const edges = [...starts.map((day) => this.x(day)), this.x1];
    // What a bar adds stands from its first day on.
    const line = (values) => `M${edges[0]} ${y(values[0])}${values.slice(1).map((v, i) => `V${y(v)}H${edges[i + 1]}`).join("")}`;
    const back = (values) => values.slice(1).map((v, i) => `V${y(v)}H${edges[i]}`).reverse().join("");
    svg("path", { class: "sure", d: `${line(sure)}V${y(0)}H${this.x0}Z` }, this.svg);
    svg("path", { class: "open", d: `${line(all)}${back(sure)}Z`, fill: "url(#gap-open)" }, this.svg);
    svg("path", { class: "edge", d: line(all) }, this.svg);
    svg("path", { class: "edge sure-edge", d: line(sure) }, this.svg);
    const words = this.narrow ? "Claimed and confirmed, summed up" : "Incidents claimed, and those of them that somebody with direct knowledge confirms, summed up";
    text(words, { class: "lane", x: this.x0, y: 12 }, this.svg);
    this.ends(y, top, sure.at(-1));
  }

  /** The final figures, with the gap between them. */
  ends(y, top, sure) {
    const gap = top - sure;
    if (this.narrow) return;
    const x = this.x1 + 8;
    if (!gap) {
      text(`${number(top)} claimed,`, { class: "end", x, y: y(top) + 4 }, this.svg);
      text("all confirmed", { class: "end sure-text", x, y: y(top) + 22 }, this.svg);
      return;
    }
    svg("path", { class: "bracket", d: `M${x - 4} ${y(top)}h6V${y(sure)}h-6` }, this.svg);
    text(`${number(top)} claimed`, { class: "end", x: x + 8, y: Math.max(y(top) + 4, 22) }, this.svg);
    text(`${number(sure)} confirmed`, { class: "end sure-text", x: x + 8, y: Math.max(y(sure) + 5, y(top) + 22) }, this.svg);
    if (y(sure) - y(top) > 40) text(`gap: ${number(gap)}`, { class: "end gap-text", x: x + 8, y: (y(top) + y(sure)) / 2 + 5 }, this.svg);
  }

  columns() {
    const { counts, unit } = this.data;
    const most = Math.max(1, ...counts.map((row) => plus(row)));
    const y = this.scale(most, this.bars);
    text(`By ${unit} of the incident, by what became of the claim`, { class: "lane", x: this.x0, y: this.bars[0] - 8 }, this.svg);
    counts.forEach((row, i) => {
      const [from, to] = this.days(i);
      const a = this.x(from);
      const wide = Math.max(1.5, this.x(to + 1) - a - 1);
      let low = 0;
      row.forEach((n, code) => {
        if (!n) return;
        const high = low + n;
        const ring = ["ring", "hatch", "cross"].includes(this.data.outcomes[code].mark);
        svg("rect", {
          x: a + (ring ? 0.5 : 0), width: Math.max(1, wide - (ring ? 1 : 0)), y: y(high) + 0.5, height: Math.max(1, y(low) - y(high) - 1),
          fill: this.fill(code), stroke: ring ? `var(--o${code})` : "none",
        }, this.svg);
        low = high;
      });
    });
  }

  // -- pointer and keys

  listen() {
    const at = (e) => this.data?.starts.length ? this.bin(e.clientX - this.svg.getBoundingClientRect().left) : null;
    this.svg.addEventListener("pointermove", (e) => this.show(at(e)));
    this.svg.addEventListener("pointerleave", () => this.show(null));
    this.svg.addEventListener("blur", () => { this.at = null; this.show(null); });
    this.svg.addEventListener("click", (e) => { const i = at(e); if (i !== null) this.on.select(...this.days(i)); });
    this.svg.addEventListener("keydown", (e) => this.key(e));
  }

  bin(x) {
    if (x < this.x0 || x > this.x1) return null;
    const { starts } = this.data;
    let i = starts.length - 1;
    while (i > 0 && this.x(starts[i]) > x) i -= 1;
    return i;
  }

  show(i) {
    if (!this.cursor) return;
    if (i === null) {
      this.cursor.setAttribute("width", 0);
      this.on.hover(null);
      return;
    }
    const [from, to] = this.days(i);
    const [a, b] = [this.x(from), this.x(to + 1)];
    this.cursor.setAttribute("x", a);
    this.cursor.setAttribute("width", Math.max(1, b - a));
    const row = this.data.counts[i];
    const lines = row.map((n, code) => n && `${number(n)} ${this.data.outcomes[code].label.toLowerCase()}`).filter(Boolean);
    this.on.hover({
      x: b, y: this.sum[0] + 6, title: `${intervalLabel(from, to)}: ${plus(row) ? `${number(plus(row))} claimed` : "nothing claimed"}`,
      lines: [...lines, `Up to ${dayLabel(to)}: ${number(this.all[i + 1])} claimed, ${number(this.sure[i + 1])} confirmed`],
    });
  }

  key(e) {
    const last = (this.data?.starts.length || 0) - 1;
    if (last < 0) return;
    const go = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (go) this.at = this.at === null ? (go > 0 ? 0 : last) : Math.min(Math.max(this.at + go, 0), last);
    else if (e.key === "Home") this.at = 0;
    else if (e.key === "End") this.at = last;
    else if (e.key === "Enter" && this.at !== null) this.on.select(...this.days(this.at));
    else return;
    e.preventDefault();
    this.show(this.at);
  }
}
