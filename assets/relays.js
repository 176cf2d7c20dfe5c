/* Who relays whom: outlets at the left, origins at the right, a band for each pair. Pointing at a
   node or a band brings its bands forward; a click on a node asks for it. */

import { fit, mounting, svg } from "./parts.js";

const PITCH = 25;
const TOP = 24;
const THICKEST = 17;

class Relays {
  constructor(root) {
    this.root = root;
    this.svg = svg("svg", { role: "group", "aria-label": "Who relays whom; the table below says the same" }, root);
    this.svg.addEventListener("pointerleave", () => this.light(null));
    this.resize = new ResizeObserver(() => this.layout());
    this.resize.observe(root);
  }

  close() {
    this.resize.disconnect();
  }

  pick(node) {
    this.send("pick", { side: node.side, name: node.name });
  }

  update(data) {
    this.data = data;
    this.layout();
  }

  layout() {
    if (!this.data) return;
    const { carriers, origins, edges } = this.data;
    const width = Math.max(280, this.root.clientWidth);
    const rows = Math.max(carriers.length, origins.length);
    const height = TOP + rows * PITCH + 4;
    const names = Math.min(230, width * (width < 520 ? 0.39 : 0.33));
    const [x0, x1] = [names, width - names];
    fit(this.svg, width, height);
    const heading = (words, x, anchor) => { svg("text", { class: "lane", x, y: 12, "text-anchor": anchor }, this.svg).textContent = words; };
    heading("Published by", x0 - 10, "end");
    heading("knowledge from", x1 + 10, "start");
    const pitch = (side) => (rows * PITCH) / Math.max(1, side.length);
    const y = (side, i) => TOP + pitch(side) * (i + 0.5);
    const most = Math.max(1, ...edges.filter(([c, o]) => !carriers[c].folded && !origins[o].folded).map(([, , n]) => n));
    this.bands = edges.map(([c, o, n]) => {
      const [a, b] = [y(carriers, c), y(origins, o)];
      const bend = (x1 - x0) * 0.45;
      const folded = carriers[c].folded || origins[o].folded;
      const band = svg("path", {
        class: `band${origins[o].claimant ? " claimant" : ""}${folded ? " folded" : ""}`,
        d: `M${x0} ${a}C${x0 + bend} ${a} ${x1 - bend} ${b} ${x1} ${b}`,
        "stroke-width": Math.max(1, (THICKEST * Math.min(n, most)) / most),
      }, this.svg);
      svg("title", {}, band).textContent = `${carriers[c].name}: ${n} ${n === 1 ? "report" : "reports"} from ${origins[o].name}`;
      band.addEventListener("pointerenter", () => this.light((e) => e.c === c && e.o === o));
      return { band, c, o };
    });
    carriers.forEach((node, i) => this.node({ ...node, side: "carrier" }, x0, y(carriers, i), names, (e) => e.c === i));
    origins.forEach((node, i) => this.node({ ...node, side: "origin" }, x1, y(origins, i), names, (e) => e.o === i));
  }

  node(node, x, y, room, mine) {
    const left = node.side === "carrier";
    const group = svg("g", { class: `node${node.claimant ? " claimant" : ""}${node.chosen ? " chosen" : ""}` }, this.svg);
    svg("rect", { class: "hit", x: left ? 0 : x, y: y - PITCH / 2, width: room, height: PITCH }, group);
    svg("circle", { cx: x, cy: y, r: 4.5 }, group);
    const most = Math.floor((room - 44) / 6.6);
    const name = node.name.length > most ? `${node.name.slice(0, Math.max(4, most - 1))}…` : node.name;
    const label = svg("text", { x: left ? x - 10 : x + 10, y: y + 4.5, "text-anchor": left ? "end" : "start" }, group);
    svg("tspan", {}, label).textContent = name;
    svg("tspan", { class: "figure", dx: 6 }, label).textContent = node.count.toLocaleString("en");
    svg("title", {}, group).textContent = `${node.name}: ${node.count} ${left ? "relayed" : "carried by others"}${node.hint ? `. ${node.hint}` : ""}`;
    group.addEventListener("pointerenter", () => this.light(mine));
    if (!node.hint) return;
    group.classList.add("live");
    for (const [attribute, value] of Object.entries({ tabindex: "0", role: "button", "aria-label": `${node.name}, ${node.count}. ${node.hint}` })) group.setAttribute(attribute, value);
    group.addEventListener("focus", () => this.light(mine));
    group.addEventListener("click", () => this.pick(node));
    group.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" && e.key !== " ") return;
      e.preventDefault();
      this.pick(node);
    });
  }

  /** Bring some bands forward; `null`: all as they are. */
  light(mine) {
    this.svg.classList.toggle("lit", Boolean(mine));
    for (const edge of this.bands) edge.band.classList.toggle("on", Boolean(mine?.(edge)));
  }
}

export const mount = mounting(".relays", Relays);
