/* The drawing of the lanes: names, baselines, marks, counts by time, pointer and keys. */

import { intervalLabel, ticks } from "./days.js";
import { fit, svg, text } from "./parts.js";

const NARROW = 560; // px; below it the names stand over their lanes
const NAMES = 222;
const RIGHT = 12;
const TOP = 22;

export class LanesChart {
  /** `on`: {open(id), choose(name), hover(info | null)}. */
  constructor(root, on) {
    this.on = on;
    this.root = root;
    this.svg = svg("svg", {
      class: "chart", tabindex: "0", role: "application",
      "aria-label": "Groups over time. Up and down arrows move over the groups, left and right over "
        + "their incidents, Enter opens the incident, or the group before any incident is reached.",
    }, root);
    this.at = null;
    this.listen();
  }

  draw(data) {
    this.data = data;
    this.at = null;
    this.layout();
  }

  layout() {
    if (!this.data) return;
    this.width = Math.max(280, this.root.clientWidth);
    this.narrow = this.width < NARROW;
    this.x0 = this.narrow ? 6 : NAMES;
    this.x1 = this.width - RIGHT;
    this.row = this.narrow ? 36 : 25;
    this.height = TOP + this.row * this.data.lanes.length + 6;
    fit(this.svg, this.width, this.height);
    this.patterns();
    this.axis();
    this.data.lanes.forEach((lane, i) => this.lane(lane, i));
    this.cursor = svg("circle", { class: "cursor", r: 0 }, this.svg);
  }

  x(day) {
    const { first, last } = this.data;
    return this.x0 + ((day - first) / Math.max(1, last + 1 - first)) * (this.x1 - this.x0);
  }

  /** y of the baseline of a lane. */
  y(i) {
    return TOP + this.row * i + (this.narrow ? 24 : 13);
  }

  patterns() {
    const defs = svg("defs", {}, this.svg);
    this.data.statuses.forEach((status, i) => {
      const hatch = svg("pattern", { id: `lane-hatch-${i}`, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, defs);
      svg("rect", { width: 1.6, height: 4, fill: `var(--s${i})` }, hatch);
    });
  }

  axis() {
    const { first, last } = this.data;
    if (first === null) return;
    const room = ((last + 1 - first) * 62) / (this.x1 - this.x0);
    for (const { day, label } of ticks(first, last + 1, room)) {
      const x = this.x(day);
      svg("line", { class: "grid", x1: x, x2: x, y1: TOP - 6, y2: this.height - 4 }, this.svg);
      if (x < this.x1 - 20) text(label, { class: "tick", x: x + 3, y: 11 }, this.svg);
    }
  }

  lane(lane, i) {
    const y = this.y(i);
    const name = text(lane.name, {
      class: lane.chosen ? "name chosen" : "name",
      x: this.narrow ? this.x0 : 0, y: this.narrow ? y - 13 : y + 4,
    }, this.svg);
    this.fit(name, lane.name);
    svg("line", { class: "base", x1: this.x0, x2: this.x1, y1: y, y2: y }, this.svg);
    if (lane.cells.length) this.cells(lane, y);
    for (const mark of lane.marks) this.mark(mark, y);
    if (lane.undated && !this.narrow) {
      text(`+${lane.undated} undated`, { class: "tick", x: this.x1, y: y - 4, "text-anchor": "end" }, this.svg);
    }
  }

  /** Cut a name to its room; the whole one is its title. */
  fit(node, name) {
    const room = this.narrow ? this.x1 - this.x0 : NAMES - 20;
    let words = name;
    while (words.length > 4 && node.getComputedTextLength() > room) {
      words = words.slice(0, -2).trimEnd();
      node.textContent = `${words}…`;
    }
    svg("title", {}, node).textContent = name;
  }

  cells(lane, y) {
    const most = Math.max(...lane.cells.map((cell) => cell[1]), 1);
    const wide = (this.x1 - this.x0) / this.data.cells;
    for (const [at, n] of lane.cells) {
      svg("rect", { class: "heat", x: this.x0 + at * wide, y: y - 7, width: Math.max(1.5, wide - 0.4), height: 14, "fill-opacity": 0.14 + 0.76 * Math.sqrt(n / most) }, this.svg);
    }
  }

  mark([, start, end, status, own, first], y) {
    const { x, middle } = this.place(start, end, own, y);
    const colour = `var(--s${status})`;
    if (end > start) {
      const to = Math.max(this.x(end + 1), x + 3);
      svg("path", { class: own ? "span own" : "span", d: `M${x} ${middle - 3}v6M${x} ${middle}H${to}M${to} ${middle - 3}v6`, stroke: colour }, this.svg);
    } else {
      svg("circle", { class: "mark", cx: x, cy: middle, r: own ? 4.6 : 3, stroke: colour, fill: this.fill(status) }, this.svg);
    }
    if (first) svg("path", { class: "flag", d: `M${x} ${y - 3}V${y - 12}l6 2.6l-6 2.6z` }, this.svg);
  }

  place(start, end, own, y) {
    return { x: end > start ? this.x(start) : this.x(start + 0.5), middle: own ? y - 3 : y + 5 };
  }

  fill(status) {
    const { mark } = this.data.statuses[status];
    if (mark === "hatch" || mark === "cross") return `url(#lane-hatch-${status})`;
    return mark === "ring" ? "var(--st-background-color)" : `var(--s${status})`;
  }

  // -- pointer and keys

  listen() {
    const place = (e) => {
      const box = this.svg.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    this.svg.addEventListener("pointermove", (e) => this.data && this.hover(...place(e)));
    this.svg.addEventListener("pointerleave", () => this.on.hover(null));
    this.svg.addEventListener("click", (e) => {
      const [x, y] = place(e);
      const lane = this.laneAt(y);
      const mark = this.nearest(x, y);
      if (mark) this.on.open(mark[0]);
      else if (lane) this.on.choose(lane.key);
    });
    this.svg.addEventListener("keydown", (e) => this.key(e));
    this.svg.addEventListener("blur", () => { this.at = null; this.cursor?.setAttribute("r", 0); this.on.hover(null); });
  }

  laneAt(y) {
    return this.data?.lanes[Math.floor((y - TOP) / this.row)];
  }

  /** The mark under a point, within 8 px of it. */
  nearest(x, y) {
    const i = Math.floor((y - TOP) / this.row);
    let [best, least] = [null, 8];
    for (const mark of this.data?.lanes[i]?.marks || []) {
      const [, start, end, , own] = mark;
      const { x: left, middle } = this.place(start, end, own, this.y(i));
      const right = end > start ? Math.max(this.x(end + 1), left + 3) : left;
      const apart = Math.hypot(Math.max(left - x, 0, x - right), middle - y);
      if (apart < least) [best, least] = [mark, apart];
    }
    return best;
  }

  hover(x, y) {
    const mark = this.nearest(x, y);
    const lane = this.laneAt(y);
    this.svg.style.cursor = mark || lane ? "pointer" : "default";
    if (mark) return this.on.hover({ x, y, ...this.words(lane, mark) });
    const cell = lane && this.cellAt(lane, x);
    if (cell) return this.on.hover({ x, y, ...cell });
    return this.on.hover(lane && x < this.x0 ? { x, y, title: lane.name, lines: [lane.note, "Click to see this group"] } : null);
  }

  cellAt(lane, x) {
    const { first, last, cells } = this.data;
    const wide = (this.x1 - this.x0) / cells;
    const at = Math.floor((x - this.x0) / wide);
    const cell = lane.cells.find(([place]) => place === at);
    if (!cell) return null;
    const days = (last + 1 - first) / cells;
    const from = Math.ceil(first + at * days);
    return {
      title: `${lane.name}: ${cell[1].toLocaleString("en")} ${cell[1] === 1 ? "incident" : "incidents"}`,
      lines: [intervalLabel(from, Math.max(from, Math.ceil(first + (at + 1) * days) - 1)), `${cell[2]} claimed by the group itself`, "Click to see this group"],
    };
  }

  words(lane, [, start, end, status, own, first, label]) {
    return {
      title: `${intervalLabel(start, end)}: ${label}`,
      lines: [
        this.data.statuses[status].label,
        own ? `claimed by ${lane.name}` : `${lane.name} named by others`,
        ...(first ? ["first seen here"] : []),
        "Click to open",
      ],
    };
  }

  key(e) {
    const { lanes } = this.data;
    const go = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[e.key];
    if (go && lanes.length) {
      const [lane, mark] = this.at || [go[0] ? -1 : 0, -1];
      const next = Math.min(Math.max(lane + go[0], 0), lanes.length - 1);
      this.at = [next, go[0] ? -1 : Math.min(Math.max(mark + go[1], -1), lanes[next].marks.length - 1)];
    } else if (e.key === "Enter" && this.at) {
      const lane = lanes[this.at[0]];
      const mark = lane.marks[this.at[1]];
      if (mark) this.on.open(mark[0]);
      else this.on.choose(lane.key);
    } else return;
    e.preventDefault();
    this.show();
  }

  show() {
    const [i, j] = this.at;
    const lane = this.data.lanes[i];
    const mark = lane.marks[j];
    const y = this.y(i);
    const { x, middle } = mark ? this.place(mark[1], mark[2], mark[4], y) : { x: this.x0, middle: y };
    for (const [name, value] of Object.entries({ cx: x, cy: middle, r: 8 })) this.cursor.setAttribute(name, value);
    this.on.hover({ x, y, ...(mark ? this.words(lane, mark) : { title: lane.name, lines: [lane.note, "Enter to see this group"] }) });
  }
}
