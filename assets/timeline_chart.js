/* The drawing of the timeline: stacked bars, the lane of long intervals, the brush, the window. */

import { dayLabel, intervalLabel, ticks } from "./days.js";
import { svg } from "./parts.js";

const LANE = 9; // px a row of the lane of intervals
const MARGIN = { left: 44, right: 12, top: 12, axis: 22 };

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

function niceSteps(top) {
  const raw = Math.max(1, top / 4);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= raw);
  const steps = [];
  for (let value = step; value <= Math.max(top, step); value += step) steps.push(Math.round(value));
  return steps;
}

/** Puts intervals into as few rows as possible, at most `rows`; returns [placed, left over]. */
export function packRows(spans, rows) {
  const ends = [];
  const placed = [];
  const over = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    let row = ends.findIndex((end) => end < span.from);
    if (row < 0) row = ends.length;
    if (row >= rows) {
      over.push(span);
      continue;
    }
    ends[row] = span.to;
    placed.push({ ...span, row });
  }
  return [placed, over];
}

export class Chart {
  /** `on`: {select(from, to), hover(info | null)}; all days are closed intervals. */
  constructor(root, on) {
    this.on = on;
    this.root = root;
    this.svg = svg("svg", {
      class: "chart", tabindex: "0", role: "application",
      "aria-label": "Incidents over time. Left and right arrows move over the bars, Shift extends "
        + "the choice, Enter sets the date range.",
    }, root);
    this.cursor = null;
    this.anchor = null;
    this.listen();
  }

  draw(data) {
    this.data = data;
    this.bins = data.starts.map((from, i) => ({ from, to: (data.starts[i + 1] ?? data.end) - 1 }));
    this.sums = this.bins.map((_, i) => data.series.reduce((sum, s) => sum + s.counts[i], 0));
    this.layout();
  }

  layout() {
    if (!this.data) return;
    const { data } = this;
    const width = Math.max(260, this.root.clientWidth);
    const phone = width < 560;
    const [placed, over] = packRows(data.spans, phone ? 4 : 6);
    const rows = placed.reduce((most, span) => Math.max(most, span.row + 1), 0);
    this.over = over;
    this.plot = { x0: MARGIN.left, x1: width - MARGIN.right, y0: MARGIN.top, y1: data.height };
    const laneTop = this.plot.y1 + MARGIN.axis + (rows ? 15 : 0);
    this.bottom = laneTop + rows * LANE + (rows ? 4 : 0);
    this.svg.replaceChildren();
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", this.bottom);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.bottom}`);
    this.patterns();
    this.axes();
    this.bars();
    if (rows) this.lane(placed, laneTop);
    this.ring(placed, laneTop);
    this.marker = svg("rect", { class: "cursor", y: this.plot.y0, height: this.plot.y1 - this.plot.y0, width: 0 }, this.svg);
    this.shade = ["before", "after"].map(() => svg("path", { class: "shade" }, this.svg));
    this.shaded = [[0, this.plot.y1], ...(rows ? [[laneTop - 1, this.bottom]] : [])];
    this.band = svg("rect", { class: "band", y: 1, height: this.bottom - 2, rx: 3, width: 0 }, this.svg);
    this.showWindow(this.window || null);
  }

  x(day) {
    const { x0, x1 } = this.plot;
    return x0 + ((day - this.data.starts[0]) / (this.data.end - this.data.starts[0])) * (x1 - x0);
  }

  day(x) {
    const { x0, x1 } = this.plot;
    const share = clamp((x - x0) / (x1 - x0), 0, 1);
    return Math.min(this.data.end - 1, Math.floor(this.data.starts[0] + share * (this.data.end - this.data.starts[0])));
  }

  binAt(x) {
    const day = this.day(x);
    let low = 0;
    let high = this.bins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.bins[middle].from <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  patterns() {
    const defs = svg("defs", {}, this.svg);
    this.data.series.forEach((series, i) => {
      if (series.mark !== "hatch" && series.mark !== "cross") return;
      const p = svg("pattern", { id: `p${i}`, width: 5, height: 5, patternUnits: "userSpaceOnUse" }, defs);
      svg("rect", { width: 5, height: 5, fill: `var(--s${i})`, "fill-opacity": 0.35 }, p);
      const lines = series.mark === "hatch" ? "M-1 6L6 -1" : "M-1 6L6 -1M-1 -1L6 6";
      svg("path", { d: lines, stroke: `var(--s${i})`, "stroke-width": 1.6 }, p);
    });
  }

  fill(i) {
    const { mark } = this.data.series[i];
    if (mark === "hatch" || mark === "cross") return { fill: `url(#p${i})`, stroke: `var(--s${i})` };
    if (mark === "ring") return { fill: `var(--s${i})`, "fill-opacity": 0.3, stroke: `var(--s${i})` };
    return { fill: `var(--s${i})` };
  }

  axes() {
    const { x0, x1, y0, y1 } = this.plot;
    const steps = niceSteps(Math.max(0, ...this.sums));
    this.top = Math.max(steps[steps.length - 1] || 1, ...this.sums);
    for (const value of steps) {
      const y = y1 - (value / this.top) * (y1 - y0);
      svg("line", { class: "grid", x1: x0, x2: x1, y1: y, y2: y }, this.svg);
      svg("text", { class: "tick", x: x0 - 6, y: y + 4, "text-anchor": "end" }, this.svg)
        .textContent = value.toLocaleString("en");
    }
    svg("line", { class: "base", x1: x0, x2: x1, y1, y2: y1 }, this.svg);
    const span = this.data.end - this.data.starts[0];
    for (const tick of ticks(this.data.starts[0], this.data.end, (span * 62) / (x1 - x0))) {
      const x = this.x(tick.day);
      svg("line", { class: "base", x1: x, x2: x, y1, y2: y1 + 4 }, this.svg);
      const room = x < x1 - 30;
      svg("text", { class: "tick", x, y: y1 + 16, "text-anchor": room ? (x > x0 + 20 ? "middle" : "start") : "end" }, this.svg)
        .textContent = tick.label;
    }
  }

  bars() {
    const { y0, y1 } = this.plot;
    const base = this.bins.map(() => 0);
    this.data.series.forEach((series, k) => {
      let path = "";
      series.counts.forEach((count, i) => {
        if (!count) return;
        const left = this.x(this.bins[i].from);
        const full = this.x(this.bins[i].to + 1) - left;
        const gap = full > 5 ? 1 : 0;
        const low = y1 - (base[i] / this.top) * (y1 - y0);
        base[i] += count;
        const high = Math.min(y1 - (base[i] / this.top) * (y1 - y0), low - 0.5);
        path += `M${(left + gap / 2).toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}h${Math.max(1, full - gap).toFixed(1)}V${low.toFixed(1)}z`;
      });
      if (path) svg("path", { d: path, class: "bars", ...this.fill(k) }, this.svg);
    });
  }

  lane(placed, top) {
    const left = this.over.length + this.data.moreSpans;
    svg("text", { class: "lane", x: this.plot.x0, y: top - 5 }, this.svg).textContent = this.data.laneLabel
      + (left ? ` (${left.toLocaleString("en")} more intervals do not fit here; a shorter date range shows them)` : "");
    for (const span of placed) {
      const left = this.x(Math.max(span.from, this.data.starts[0]));
      const right = this.x(Math.min(span.to + 1, this.data.end));
      const rect = svg("rect", {
        class: "span", x: left + 0.5, y: top + span.row * LANE, width: Math.max(2, right - left - 1),
        height: LANE - 3, rx: 2, ...this.fill(span.series),
      }, this.svg);
      rect.addEventListener("pointermove", (event) => {
        event.stopPropagation();
        this.on.hover({ x: event.offsetX, y: top + span.row * LANE, title: intervalLabel(span.from, span.to),
          rows: span.counts.map((count, i) => [i, count]).filter(([, count]) => count), note: "the day is not known" });
      });
    }
  }

  ring(placed, laneTop) {
    const { chosen } = this.data;
    if (!chosen) return;
    const span = placed.find((s) => s.from === chosen.from && s.to === chosen.to);
    const middle = this.x((chosen.from + chosen.to + 1) / 2);
    if (middle < this.plot.x0 || middle > this.plot.x1) return;
    let y = span ? laneTop + span.row * LANE + 3 : null;
    if (y === null) {
      const bin = this.binAt(middle);
      y = this.plot.y1 - (this.sums[bin] / this.top) * (this.plot.y1 - this.plot.y0);
      y = clamp(y, this.plot.y0, this.plot.y1 - 4);
    }
    const group = svg("g", { class: "ring" }, this.svg);
    svg("line", { x1: middle, x2: middle, y1: this.plot.y0 - 8, y2: this.plot.y1 }, group);
    svg("circle", { cx: middle, cy: y, r: 6 }, group);
    svg("title", {}, group).textContent = chosen.label;
  }

  /** Draws the moving window, or none. `window`: {from, to} or null. */
  showWindow(window) {
    this.window = window;
    if (!this.band) return;
    const { x0, x1 } = this.plot;
    const left = window ? clamp(this.x(window.from), x0, x1) : 0;
    const right = window ? clamp(this.x(window.to + 1), x0, x1) : 0;
    this.band.setAttribute("x", left);
    this.band.setAttribute("width", Math.max(0, right - left));
    this.band.style.display = window ? "" : "none";
    this.shade.forEach((path, i) => {
      const [from, to] = i ? [right, x1] : [x0, left];
      const boxes = this.shaded.map(([top, low]) => `M${from} ${top}H${Math.max(from, to)}V${low}H${from}z`);
      path.setAttribute("d", window ? boxes.join("") : "");
    });
  }

  /** Incidents of the bars that lie wholly inside [from, to]; null when a bar is cut. */
  countIn(from, to) {
    let count = 0;
    for (let i = 0; i < this.bins.length; i += 1) {
      const bin = this.bins[i];
      if (bin.to < from || bin.from > to) continue;
      if (bin.from < from || bin.to > to) return null;
      count += this.sums[i];
    }
    return count;
  }

  showCursor(first, last) {
    const from = this.bins[Math.min(first, last)].from;
    const to = this.bins[Math.max(first, last)].to;
    this.marker.setAttribute("x", this.x(from));
    this.marker.setAttribute("width", Math.max(1, this.x(to + 1) - this.x(from)));
    const rows = this.data.series.map((series, i) => {
      let count = 0;
      for (let bin = Math.min(first, last); bin <= Math.max(first, last); bin += 1) count += series.counts[bin];
      return [i, count];
    });
    const spans = this.data.spans.filter((s) => s.from <= to && s.to >= from);
    const loose = spans.reduce((sum, s) => sum + s.counts.reduce((a, b) => a + b, 0), 0);
    this.on.hover({
      x: (this.x(from) + this.x(to + 1)) / 2, y: this.plot.y0, title: from === to ? dayLabel(from) : intervalLabel(from, to),
      rows: rows.filter(([, count]) => count), note: loose ? `and ${loose.toLocaleString("en")} somewhere in a longer interval` : "",
    });
  }

  hideCursor() {
    if (this.marker) this.marker.setAttribute("width", 0);
    this.cursor = null;
    this.anchor = null;
    this.on.hover(null);
  }

  choose(first, last) {
    this.on.select(this.bins[Math.min(first, last)].from, this.bins[Math.max(first, last)].to);
  }

  listen() {
    let start = null;
    const at = (event) => this.binAt(event.clientX - this.svg.getBoundingClientRect().left);
    this.svg.addEventListener("pointerdown", (event) => {
      if (!this.bins?.length || event.button) return;
      start = at(event);
      this.svg.setPointerCapture(event.pointerId);
    });
    this.svg.addEventListener("pointermove", (event) => {
      if (!this.bins?.length) return;
      const bin = at(event);
      this.showCursor(start === null ? bin : start, bin);
    });
    this.svg.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const first = start;
      start = null;
      this.choose(first, at(event));
    });
    this.svg.addEventListener("pointercancel", () => { start = null; this.hideCursor(); });
    this.svg.addEventListener("pointerleave", () => { if (start === null) this.hideCursor(); });
    this.svg.addEventListener("blur", () => this.hideCursor());
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (!this.bins?.length) return;
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -1e9, End: 1e9 }[event.key];
    if (move !== undefined) {
      const next = this.cursor === null ? (move < 0 && event.key !== "Home" ? this.bins.length - 1 : 0) : this.cursor + move;
      this.cursor = clamp(next, 0, this.bins.length - 1);
      if (!event.shiftKey || this.anchor === null) this.anchor = this.cursor;
      this.showCursor(this.anchor, this.cursor);
    } else if (event.key === "Enter" && this.cursor !== null) {
      this.choose(this.anchor, this.cursor);
    } else if (event.key === "Escape") {
      this.hideCursor();
    } else return;
    event.preventDefault();
  }
}
