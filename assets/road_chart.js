/* The drawing of a road: rates by stretch, incidents by kilometre and day, the brush, the keys. */

import { intervalLabel, ticks } from "./days.js";
import { fit, svg, text } from "./parts.js";

const LEFT = 52;
const RIGHT = 14;
const TOP = 16;
const RATES = 82; // px of the rates by stretch
const GAP = 12;
const SLIP = 6; // px a pointer may slip in a click

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const rounded = (value) => (value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2));

export class RoadChart {
  /** `on`: {select({km, days}), open(id), hover(info | null)}; ranges are closed, null is "all". */
  constructor(root, on) {
    this.on = on;
    this.root = root;
    this.svg = svg("svg", {
      class: "chart", tabindex: "0", role: "application",
      "aria-label": "Incidents by kilometre and time. Left and right arrows move over the stretches, "
        + "Shift extends the choice, Enter looks at these kilometres.",
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
    this.x1 = this.width - RIGHT;
    this.y0 = TOP + RATES + GAP;
    this.y1 = this.y0 + data.height;
    const names = this.townRows();
    this.height = this.y1 + 18 + 15 * Math.max(1, names.rows);
    fit(this.svg, this.width, this.height);
    this.rates();
    this.axes(names);
    this.incidents();
    this.shade();
    this.cursor = svg("rect", { class: "cursor", y: TOP, height: this.y1 - TOP, width: 0 }, this.svg);
    this.band = svg("rect", { class: "band", width: 0, height: 0, rx: 3 }, this.svg);
  }

  x(km) {
    return LEFT + (km / this.data.length) * (this.x1 - LEFT);
  }

  y(day) {
    const { first, last } = this.data;
    return this.y0 + ((day - first) / Math.max(1, last + 1 - first)) * (this.y1 - this.y0);
  }

  km(x) {
    return clamp((x - LEFT) / (this.x1 - LEFT), 0, 1) * this.data.length;
  }

  day(y) {
    const { first, last } = this.data;
    return clamp(Math.floor(first + ((y - this.y0) / (this.y1 - this.y0)) * (last + 1 - first)), first, last);
  }

  rates() {
    const { stretches, mean } = this.data;
    const base = TOP + RATES;
    const most = Math.max(mean, ...stretches.map((s) => Math.max(s.rate, s.all))) || 1;
    const top = Math.min(Math.max(most, ...stretches.map((s) => s.high)), most * 2);
    const y = (value) => base - Math.min(value / top, 1) * RATES;
    for (const s of stretches) {
      const [a, b] = [this.x(s.from), this.x(s.to)];
      svg("rect", { class: s.hot ? "bar hot" : "bar", x: a + 0.5, width: Math.max(1, b - a - 1), y: y(s.rate), height: base - y(s.rate) }, this.svg);
      if (s.all > s.rate) svg("rect", { class: "share", x: a + 0.5, width: Math.max(1, b - a - 1), y: y(s.all), height: y(s.rate) - y(s.all) }, this.svg);
      if (s.placed) {
        const middle = (a + b) / 2;
        svg("path", { class: "whisker", d: `M${middle} ${y(s.low)}V${y(s.high)}` }, this.svg);
      }
    }
    svg("line", { class: "base", x1: LEFT, x2: this.x1, y1: base, y2: base }, this.svg);
    svg("line", { class: "mean", x1: LEFT, x2: this.x1, y1: y(mean), y2: y(mean) }, this.svg);
    if (!this.data.counts.some(Boolean)) {
      text("No incident of the selection is along this road.", { class: "lane", x: (LEFT + this.x1) / 2, y: (this.y0 + this.y1) / 2, "text-anchor": "middle" }, this.svg);
    } else text(rounded(top), { class: "tick", x: LEFT - 5, y: TOP + 8, "text-anchor": "end" }, this.svg);
    text("0", { class: "tick", x: LEFT - 5, y: base, "text-anchor": "end" }, this.svg);
    text(this.width < 560 ? "per 100 km and month, 95% interval" : "Incidents per 100 km and month by stretch, with 95% exact Poisson interval; dashed: mean of the road", { class: "lane", x: LEFT, y: 11 }, this.svg);
  }

  /** Names of towns in as few rows as they fit in, at most three; the rest are ticks only. */
  townRows() {
    const { towns } = this.data;
    const rows = [[], [], []];
    const placed = [];
    // The ends of the road have their names before all others.
    for (const [name, km] of [...towns.slice(0, 1), ...towns.slice(1).reverse().slice(0, 1), ...towns.slice(1, -1)]) {
      const wide = name.length * 6.4 + 8;
      const start = clamp(this.x(km) - wide / 2, 0, this.width - wide);
      const row = rows.findIndex((taken) => taken.every(([from, to]) => start >= to || start + wide <= from));
      if (row >= 0) rows[row].push([start, start + wide]);
      placed.push({ km, name, row, at: start + wide / 2 });
    }
    return { placed, rows: rows.filter((taken) => taken.length).length };
  }

  axes({ placed }) {
    for (const { day, label } of this.days()) {
      const y = this.y(day);
      svg("line", { class: "grid", x1: LEFT, x2: this.x1, y1: y, y2: y }, this.svg);
      text(label, { class: "tick", x: LEFT - 5, y: y + 9, "text-anchor": "end" }, this.svg);
    }
    svg("line", { class: "base", x1: LEFT, x2: this.x1, y1: this.y1, y2: this.y1 }, this.svg);
    for (const { km, name, row, at } of placed) {
      const x = this.x(km);
      svg("line", { class: "grid", x1: x, x2: x, y1: this.y0, y2: this.y1 + 4 }, this.svg);
      if (row >= 0) {
        const label = text(name, { class: "town", x: at, y: this.y1 + 16 + row * 15, "text-anchor": "middle" }, this.svg);
        svg("title", {}, label).textContent = `${name}, km ${Math.round(km)}`;
      }
    }
    const { length } = this.data;
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((km) => (length / km) * 46 < this.x1 - LEFT) || 500;
    for (let km = 0; km <= length; km += step) {
      text(km ? `${km}` : "km 0", { class: "tick", x: this.x(km), y: this.y0 - 2, "text-anchor": "middle" }, this.svg);
    }
  }

  /** Ticks of the axis of time, each {day, label}. */
  days() {
    const { first, last } = this.data;
    if (last < first) return [];
    return ticks(first, last + 1, ((last + 1 - first) * 34) / (this.y1 - this.y0));
  }

  incidents() {
    const { points, ranges, cells, chosen } = this.data;
    const defs = svg("defs", {}, this.svg);
    this.data.statuses.forEach((status, i) => {
      const hatch = svg("pattern", { id: `road-hatch-${i}`, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs);
      svg("rect", { width: 1.6, height: 4, fill: `var(--s${i})` }, hatch);
    });
    if (cells) {
      const most = Math.max(...cells.counts.map((c) => c[2]), 1);
      const [wide, tall] = [(this.x1 - LEFT) / cells.across, (this.y1 - this.y0) / cells.down];
      for (const [i, j, n] of cells.counts) {
        svg("rect", { class: "heat", x: LEFT + i * wide, y: this.y0 + j * tall, width: Math.max(1.5, wide - 0.5), height: Math.max(1.5, tall - 0.5), "fill-opacity": 0.12 + 0.78 * Math.sqrt(n / most) }, this.svg);
      }
    }
    for (const [low, high, from, to, status] of ranges) {
      const y = (this.y(from) + this.y(to + 1)) / 2;
      svg("path", { class: "range", d: `M${this.x(low)} ${y}H${Math.max(this.x(high), this.x(low) + 2)}`, stroke: `var(--s${status})` }, this.svg);
    }
    for (const [km, from, to, status, id] of points) {
      const x = this.x(km);
      const [a, b] = [this.y(from), this.y(to + 1)];
      if (b - a > 8) svg("path", { class: "when", d: `M${x} ${a}V${b}`, stroke: `var(--s${status})` }, this.svg);
      const mark = svg("circle", { class: id === chosen ? "mark chosen" : "mark", cx: x, cy: (a + b) / 2, r: id === chosen ? 6 : 4, stroke: `var(--s${status})` }, this.svg);
      mark.setAttribute("fill", this.fill(status));
    }
  }

  fill(status) {
    const { mark } = this.data.statuses[status];
    if (mark === "hatch" || mark === "cross") return `url(#road-hatch-${status})`;
    return mark === "ring" ? "var(--st-background-color)" : `var(--s${status})`;
  }

  shade() {
    if (!this.data.km) return;
    const [a, b] = this.data.km.map((km) => this.x(km));
    for (const [from, to] of [[LEFT, a], [b, this.x1]]) {
      if (to > from) svg("rect", { class: "shade", x: from, width: to - from, y: TOP, height: this.y1 - TOP }, this.svg);
    }
    svg("path", { class: "band", d: `M${a} ${TOP}V${this.y1}M${b} ${TOP}V${this.y1}` }, this.svg);
  }

  // -- pointer and keys

  listen() {
    const place = (e) => {
      const box = this.svg.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    this.svg.addEventListener("pointerdown", (e) => {
      if (e.button || !this.data) return;
      this.from = place(e);
      this.svg.setPointerCapture(e.pointerId);
    });
    this.svg.addEventListener("pointermove", (e) => {
      const [x, y] = place(e);
      if (this.from) this.drag(x, y);
      else this.hover(x, y);
    });
    this.svg.addEventListener("pointerup", (e) => {
      const start = this.from;
      this.from = null;
      if (start) this.release(start, place(e));
    });
    this.svg.addEventListener("pointercancel", () => { this.from = null; this.hide(); });
    this.svg.addEventListener("pointerleave", () => { if (!this.from) this.on.hover(null); });
    this.svg.addEventListener("keydown", (e) => this.key(e));
    this.svg.addEventListener("blur", () => { this.at = null; this.cursor?.setAttribute("width", 0); this.on.hover(null); });
  }

  /** What a drag from one point to another means: {km, days}, null where it is not narrowed. */
  meant([ax, ay], [bx, by]) {
    const above = ay < this.y0;
    const wide = Math.abs(bx - ax) > SLIP;
    const tall = !above && Math.abs(by - ay) > SLIP * 2;
    return {
      km: wide ? [this.km(Math.min(ax, bx)), this.km(Math.max(ax, bx))] : null,
      days: tall && this.data.last >= this.data.first ? [this.day(Math.min(ay, by)), this.day(Math.max(ay, by))] : null,
    };
  }

  drag(x, y) {
    const { km, days } = this.meant(this.from, [x, y]);
    if (!km && !days) return this.hide();
    const [a, b] = km ? km.map((value) => this.x(value)) : [LEFT, this.x1];
    const [c, d] = days ? [this.y(days[0]), this.y(days[1] + 1)] : [TOP, this.y1];
    for (const [name, value] of Object.entries({ x: a, width: b - a, y: c, height: d - c })) this.band.setAttribute(name, value);
    const lines = [days ? intervalLabel(...days) : "the whole time"];
    return this.on.hover({ x, y, title: km ? `km ${km[0].toFixed(0)} to ${km[1].toFixed(0)}` : "the whole road", lines });
  }

  hide() {
    this.band.setAttribute("width", 0);
    this.band.setAttribute("height", 0);
    this.on.hover(null);
  }

  release(start, end) {
    const asked = this.meant(start, end);
    this.hide();
    if (asked.km || asked.days) return this.on.select(asked);
    const point = this.nearest(...end);
    if (point) return this.on.open(point[4]);
    const stretch = end[1] < this.y0 && this.stretchAt(end[0]);
    return stretch && this.on.select({ km: [stretch.from, stretch.to], days: null });
  }

  nearest(x, y) {
    let best = null;
    let least = 9;
    for (const point of this.data.points) {
      const apart = Math.hypot(this.x(point[0]) - x, (this.y(point[1]) + this.y(point[2] + 1)) / 2 - y);
      if (apart < least) [best, least] = [point, apart];
    }
    return best;
  }

  stretchAt(x) {
    const km = this.km(x);
    return this.data.stretches.find((s) => km >= s.from && km <= s.to);
  }

  hover(x, y) {
    if (x < LEFT || x > this.x1) return this.on.hover(null);
    const point = y >= this.y0 && this.nearest(x, y);
    if (point) {
      const [km, from, to, , , label, off] = point;
      return this.on.hover({ x, y, title: label, lines: [intervalLabel(from, to), `km ${km.toFixed(0)}, ${off} beside the road`, "Click to open"] });
    }
    const stretch = this.stretchAt(x);
    return stretch ? this.on.hover({ x, y, ...this.words(stretch) }) : this.on.hover(null);
  }

  words(s) {
    return {
      title: `km ${s.from.toFixed(0)} to ${s.to.toFixed(0)}${s.where ? `, ${s.where}` : ""}`,
      lines: [
        `${s.placed} placed, ${rounded(s.coarse)} coarse shared out`,
        `${rounded(s.rate)} per 100 km and month (95%: ${rounded(s.low)} to ${rounded(s.high)})`,
        ...(s.hot ? ["hot: its interval lies above the road's mean"] : []),
      ],
    };
  }

  key(e) {
    const { stretches } = this.data;
    const last = stretches.length - 1;
    const go = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (go) {
      const at = this.at === null ? (go > 0 ? 0 : last) : clamp(this.at + go, 0, last);
      if (!e.shiftKey || this.at === null) this.anchor = at;
      this.at = at;
    } else if (e.key === "Home" || e.key === "End") {
      this.at = e.key === "Home" ? 0 : last;
      this.anchor = this.at;
    } else if (e.key === "Enter" && this.at !== null) {
      const [a, b] = [Math.min(this.at, this.anchor), Math.max(this.at, this.anchor)];
      this.on.select({ km: [stretches[a].from, stretches[b].to], days: null });
    } else return;
    e.preventDefault();
    if (this.at === null) return;
    const [a, b] = [Math.min(this.at, this.anchor), Math.max(this.at, this.anchor)];
    const [x, right] = [this.x(stretches[a].from), this.x(stretches[b].to)];
    this.cursor.setAttribute("x", x);
    this.cursor.setAttribute("width", right - x);
    this.on.hover({ x: right, y: TOP + RATES, ...this.words(stretches[this.at]) });
  }
}
