// Where place words were placed, on the atlas's base map: marks and discs where a coordinate says
// where, hatched areas and glowing stretches where it does not. A click goes to the page.

import { BaseMap } from "./base.js";
import { CanvasLayer } from "./canvas_layer.js";
import { line, pixels, trace } from "./geometry.js";
import { element } from "./legend.js";
import { hatching } from "./marks.js";
import { FONT, THEMES, pageTheme } from "./theme.js";

const PANES = { atlasBase: 200, atlasAreas: 250, atlasNames: 300, atlasMarks: 400 };
const COLOURS = {
  light: { placed: "#2b7bba", corrected: "#117733", other: "#b35806" },
  dark: { placed: "#6aa8ff", corrected: "#7be0a3", other: "#ffb454" },
};
const TURN = 2 * Math.PI;
const MARK_PX = 4.5;
const REACH_PX = 14;
const CLOSEST = 11;

export const parted = (stretch) => stretch.map((part) => line(part.map(([lat, lon]) => [lon, lat])));

export class PlacedMap {
  constructor(map, config, home) {
    this.map = map;
    this.home = home;
    this.nonce = 0;
    for (const [name, z] of Object.entries(PANES)) {
      map.createPane(name).style.zIndex = z;
      map.getPane(name).style.pointerEvents = "none";
    }
    const container = map.getContainer();
    container.classList.add("atlas-map", "atlas-placed");
    container.style.height = "100vh";
    container.setAttribute("role", "application");
    container.setAttribute("aria-label", config.label);
    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(config.credit);
    this.hint = element("div", "atlas-notice");
    this.hint.setAttribute("role", "status");
    this.hint.hidden = true;
    container.append(this.hint, element("div", "atlas-cross"));
    this.setTheme();
    this.base = new BaseMap(map, config, this.theme, () => []);
    this.areas = new CanvasLayer("atlasAreas", (c, frame) => this.view && this.drawAreas(c, frame)).addTo(map);
    this.marks = new CanvasLayer("atlasMarks", (c, frame) => this.view && this.drawMarks(c, frame)).addTo(map);
    this.base.ready.then(() => this.redraw());
    map.on("click", ({ latlng }) => this.send(latlng));
    container.addEventListener("keydown", (event) => {
      if (event.target !== container) return;
      container.classList.add("by-keyboard");
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        this.send(map.getCenter());
      }
    });
    container.addEventListener("pointerdown", () => container.classList.remove("by-keyboard"));
    new ResizeObserver(() => this.resized()).observe(container);
    addEventListener("message", () => requestAnimationFrame(() => this.setTheme() && this.redraw()));
  }

  setTheme() {
    const name = pageTheme();
    if (name === this.themeName) return false;
    this.themeName = name;
    this.theme = THEMES[name];
    this.colours = COLOURS[name];
    this.map.getContainer().dataset.theme = name;
    this.base?.set(this.theme, new Set(), false);
    return true;
  }

  resized() {
    this.map.invalidateSize({ animate: false });
    this.fit();
  }

  redraw() {
    this.areas.redraw();
    this.marks.redraw();
  }

  /** Takes a view from Python: areas, stretches, spots, chosen, others, clicked, picking, fit, token. */
  show(view) {
    this.view = view;
    this.stretches = view.stretches.map(([state, parts]) => [state, parted(parts)]);
    this.hint.hidden = !view.picking;
    this.hint.textContent = view.picking;
    this.hint.style.borderColor = this.theme.chosen;
    this.map.getContainer().style.cursor = view.picking ? "crosshair" : "";
    if (view.token !== this.token) {
      this.token = view.token;
      this.fit();
    }
    this.redraw();
    this.map.getContainer().dataset.drawn = `placed?${view.query}`;
  }

  fit() {
    if (!this.view?.fit) this.home();
    else this.map.fitBounds(this.view.fit, { animate: false, padding: [16, 16], maxZoom: CLOSEST });
  }

  drawAreas(c, frame) {
    const { areas, chosen, others } = this.view;
    for (const [form, key, state] of areas) this.hatch(c, frame, form, key, this.colours[state]);
    for (const [state, parts] of this.stretches) this.glow(c, frame, parts, this.colours[state]);
    for (const [, , , form, key] of others) this.outline(c, frame, form, key);
    if (!chosen) return;
    c.save();
    c.strokeStyle = this.theme.chosen;
    c.lineWidth = 2.5;
    const area = chosen.key && this.base.unit(chosen.form, chosen.key);
    if (area) c.stroke(trace(frame, area.parts));
    if (chosen.parts) {
      c.lineCap = c.lineJoin = "round";
      c.lineWidth = 5;
      c.stroke(trace(frame, parted(chosen.parts)));
    }
    c.restore();
  }

  hatch(c, frame, form, key, colour) {
    const area = this.base.unit(form, key);
    if (!area) return;
    const falling = form === "district";
    const path = trace(frame, area.parts);
    c.save();
    c.globalAlpha = 0.5;
    c.fillStyle = hatching(c, colour, frame, { step: falling ? 6 : 9, falling });
    c.fill(path, "evenodd");
    c.strokeStyle = colour;
    c.lineWidth = 1.2;
    c.stroke(path);
    c.restore();
  }

  /** The area that another reading means. */
  outline(c, frame, form, key) {
    const area = key && this.base.unit(form, key);
    if (!area) return;
    c.save();
    c.strokeStyle = this.colours.other;
    c.lineWidth = 2;
    c.setLineDash([7, 4]);
    c.stroke(trace(frame, area.parts));
    c.restore();
  }

  glow(c, frame, parts, colour) {
    const path = trace(frame, parts);
    c.save();
    c.lineCap = c.lineJoin = "round";
    c.strokeStyle = colour;
    for (const [width, alpha] of [[13, 0.16], [8, 0.28], [3, 0.95]]) {
      c.lineWidth = width;
      c.globalAlpha = alpha;
      c.stroke(path);
    }
    c.restore();
  }

  drawMarks(c, frame) {
    const { spots, chosen, others, clicked } = this.view;
    for (const [lat, lon, metres, state] of spots) {
      this.disc(c, frame, lat, lon, metres, this.colours[state], 1);
      this.dot(c, frame, lat, lon, this.colours[state]);
    }
    if (chosen?.at) {
      this.disc(c, frame, ...chosen.at, this.theme.chosen, 2.5);
      this.ring(c, frame, chosen.at[0], chosen.at[1], MARK_PX + 4, this.theme.chosen, 2.5);
    }
    for (const [lat, lon, letter, , key] of others) this.letter(c, frame, lat, lon, letter, Boolean(key));
    if (clicked) this.pin(c, frame, clicked);
  }

  disc(c, frame, lat, lon, metres, colour, width) {
    const r = metres ? pixels(metres, lat, frame.zoom) : 0;
    if (r < MARK_PX + 2) return;
    c.save();
    c.beginPath();
    c.arc(...frame.at(lat, lon), r, 0, TURN);
    c.fillStyle = c.strokeStyle = colour;
    c.globalAlpha = 0.1;
    c.fill();
    c.globalAlpha = 0.8;
    c.lineWidth = width;
    c.setLineDash([4, 4]);
    c.stroke();
    c.restore();
  }

  dot(c, frame, lat, lon, colour) {
    c.save();
    c.beginPath();
    c.arc(...frame.at(lat, lon), MARK_PX, 0, TURN);
    c.fillStyle = colour;
    c.fill();
    c.strokeStyle = this.theme.surface;
    c.lineWidth = 1.4;
    c.stroke();
    c.restore();
  }

  ring(c, frame, lat, lon, radius, colour, width) {
    c.save();
    c.beginPath();
    c.arc(...frame.at(lat, lon), radius, 0, TURN);
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.stroke();
    c.restore();
  }

  /** Another reading of the chosen words by its letter in the list below: in a box for an area. */
  letter(c, frame, lat, lon, letter, isArea) {
    const [x, y] = frame.at(lat, lon);
    c.save();
    c.beginPath();
    if (isArea) c.rect(x - 8, y - 8, 16, 16);
    else c.arc(x, y, 9, 0, TURN);
    c.fillStyle = this.theme.surface;
    c.fill();
    c.strokeStyle = c.fillStyle = this.colours.other;
    c.lineWidth = 2;
    c.stroke();
    c.font = `600 11px ${FONT}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(letter, x, y + 0.5);
    c.restore();
  }

  /** Where the reader clicked: a cross, with the radius chosen for it. */
  pin(c, frame, [lat, lon, metres]) {
    this.disc(c, frame, lat, lon, metres, this.theme.chosen, 2);
    const [x, y] = frame.at(lat, lon);
    c.save();
    c.lineCap = "round";
    for (const [width, colour] of [[5, this.theme.surface], [2, this.theme.chosen]]) {
      c.lineWidth = width;
      c.strokeStyle = colour;
      c.beginPath();
      c.moveTo(x - 9, y);
      c.lineTo(x + 9, y);
      c.moveTo(x, y - 9);
      c.lineTo(x, y + 9);
      c.stroke();
    }
    c.restore();
  }

  /** Tells Python where the reader clicked, and how far a finger's width reaches there. */
  send(latlng) {
    const { lat, lng } = latlng.wrap();
    this.nonce += 1;
    const reach = REACH_PX / pixels(1, lat, this.map.getZoom());
    window.Streamlit.setComponentValue({
      kind: "click", lat, lon: lng, reach_m: reach, nonce: `${Date.now()}-${this.nonce}`,
    });
  }
}

/** Called by start.js; `home` shows the whole country. */
export const create = (map, config, home) => new PlacedMap(map, config, home);
