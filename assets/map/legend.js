// The legend: what each mark, form and shade means, how many there are, and switches for them.

import { drawHatchedBox, drawMark } from "./marks.js";
import { colourOf, limits } from "./choropleth.js";
import { plain } from "./words.js";

const NARROW_PX = 640;
const SWITCH_LABELS = {
  governorates: "Governorates", districts: "Districts", rivers: "Rivers", roads: "Roads", towns: "Towns",
};

export class Legend {
  /** `toggle(name)` is told which entry ("status:denied", "form:disc", "towns") was clicked. */
  constructor(map, config, toggle) {
    this.config = config;
    this.toggle = toggle;
    this.root = element("section", "atlas-legend");
    this.root.setAttribute("aria-label", "Legend");
    this.head = element("button", "atlas-legend-head", "Legend");
    this.head.type = "button";
    this.body = element("div", "atlas-legend-body");
    this.root.append(this.head, this.body);
    this.head.addEventListener("click", () => this.open(this.body.hidden));
    this.open(map.getContainer().clientWidth >= NARROW_PX);
    this.entries = new Map();
    this.build();
    L.DomEvent.disableClickPropagation(this.root);
    L.DomEvent.disableScrollPropagation(this.root);
    map.getContainer().append(this.root);
  }

  open(wanted) {
    this.body.hidden = !wanted;
    this.head.setAttribute("aria-expanded", String(wanted));
  }

  build() {
    const { statuses, forms, switches } = this.config;
    this.group("Status", statuses.map((s) => this.entry(`status:${s.key}`, s.label, s.meaning, true)));
    this.group("Place known as", forms.map((f) => this.entry(`form:${f.key}`, f.label, f.drawn, true)));
    this.shade = element("div", "atlas-legend-group");
    this.body.append(this.shade);
    this.group("Base map", switches.map((name) => this.entry(name, SWITCH_LABELS[name], "", false)), "atlas-legend-flow");
  }

  group(title, rows, className = "") {
    const box = element("div", `atlas-legend-group ${className}`);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", title);
    box.append(element("h3", "", title), ...rows);
    this.body.append(box);
  }

  entry(name, label, title, counted) {
    const row = element("button", "atlas-legend-row");
    row.type = "button";
    row.title = title ? `${label}: ${title}. Click to switch it off or on.` : "Click to switch it off or on";
    const icon = counted ? element("canvas", "atlas-legend-icon") : null;
    const text = element("span", "atlas-legend-label", label);
    const number = counted ? element("span", "atlas-legend-count") : null;
    row.append(...[icon, text, number].filter(Boolean));
    row.addEventListener("click", () => this.toggle(name));
    this.entries.set(name, { row, icon, number });
    return row;
  }

  /** `legend`: counts of the whole selection by form and status, or null before the first answer. */
  set({ theme, styles, steps, hidden, legend, choropleth }) {
    this.config.statuses.forEach(({ key }, i) => {
      this.put(`status:${key}`, hidden, legend?.statuses[key]);
      paint(this.entries.get(`status:${key}`).icon, (c) => drawMark(c, 9, 9, styles[i], theme, 5.5));
    });
    for (const { key } of this.config.forms) {
      this.put(`form:${key}`, hidden, legend?.forms[key]);
      paint(this.entries.get(`form:${key}`).icon, (c) => drawForm(c, key, theme));
    }
    for (const name of this.config.switches) this.put(name, hidden);
    this.setShade(choropleth, steps);
  }

  put(name, hidden, total) {
    const { row, number } = this.entries.get(name);
    row.setAttribute("aria-pressed", String(!hidden.has(name)));
    if (!number) return;
    number.textContent = total === undefined ? "" : plain(total);
    row.classList.toggle("is-empty", total === 0);
  }

  setShade(choropleth, steps) {
    this.shade.hidden = !choropleth;
    if (!choropleth) return;
    const { metric, unit, outside } = choropleth;
    const title = metric === "density" ? `Incidents per 1,000 km² by ${unit}` : `Incidents by ${unit}`;
    const all = limits(choropleth, steps.length);
    const rows = [...all, choropleth.max].map((limit, i) => {
      const row = element("div", "atlas-legend-step");
      const box = element("span", "atlas-legend-box");
      box.style.background = colourOf(i, all.length + 1, steps);
      const top = plain(Number(limit.toPrecision(4)));
      row.append(box, element("span", "", i ? `over ${plain(all[i - 1])} to ${top}` : `up to ${top}`));
      return row;
    });
    const note = outside ? [element("p", "", `${plain(outside)} without a known ${unit}`)] : [];
    this.shade.replaceChildren(element("h3", "", title), ...rows, ...note);
  }
}

/** How a precision is drawn, small. */
function drawForm(c, form, theme) {
  const colour = theme.faint;
  c.fillStyle = c.strokeStyle = colour;
  c.lineWidth = 1.4;
  const round = (r) => {
    c.beginPath();
    c.arc(9, 9, r, 0, 2 * Math.PI);
  };
  if (form === "point") {
    round(4);
    c.fill();
  } else if (form === "disc") {
    round(2.2);
    c.fill();
    round(7);
    c.setLineDash([2.5, 2.5]);
    c.stroke();
  } else if (form === "district" || form === "governorate") {
    drawHatchedBox(c, 2, 2, 14, colour, form === "district");
  } else if (form === "stretch") {
    c.lineCap = "round";
    for (const [width, alpha] of [[8, 0.25], [2.5, 1]]) {
      c.globalAlpha = alpha;
      c.lineWidth = width;
      c.beginPath();
      c.moveTo(4, 13);
      c.quadraticCurveTo(8, 6, 14, 5);
      c.stroke();
    }
  } else {
    c.setLineDash(form === "country" ? [] : [2, 2]);
    c.strokeRect(2.5, 4.5, 13, 9);
  }
}

function paint(canvas, draw) {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  canvas.width = canvas.height = 18 * ratio;
  const c = canvas.getContext("2d");
  c.scale(ratio, ratio);
  draw(c);
}

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
