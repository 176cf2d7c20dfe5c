// The base map, drawn from the server's own layers: nothing of it comes from another host.

import { CanvasLayer } from "./canvas_layer.js";
import { lines, middle, trace, world } from "./geometry.js";
import { drawLabels } from "./labels.js";

const RETRY_MS = [1000, 2000, 4000, 8000];
const ROADS = [["primary", 7.5, 1.1], ["highway", 0, 1.5]]; // class, first zoom, width at zoom 8
const SEAM_PX_AT_8 = 40; // about 20 km
const COAST = [30.2, 47.8]; // the sea lies south and east of here
const FADE_PX_AT_6 = 90;

export class BaseMap {
  /** `obstacles(frame)` gives boxes [left, top, right, bottom] that names had better not cover. */
  constructor(map, config, theme, obstacles) {
    this.theme = theme;
    this.obstacles = obstacles;
    this.version = 0;
    this.hidden = new Set();
    this.layers = {};
    this.ground = new CanvasLayer("atlasBase", (c, frame) => this.drawGround(c, frame)).addTo(map);
    this.names = new CanvasLayer("atlasNames", (c, frame) => this.drawNames(c, frame)).addTo(map);
    this.ready = Promise.all(Object.entries(config.base).map(([name, url]) => this.load(name, url)));
    document.fonts.ready.then(() => this.names.redraw());
  }

  async load(name, url) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(`${answer.status}`);
        this.layers[name] = prepare((await answer.json()).features);
        this.version += 1;
        this.redraw();
        return;
      } catch {
        await new Promise((go) => setTimeout(go, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
      }
    }
  }

  /** Hides and shows base layers, and takes the colours of a theme. */
  set(theme, hidden, tiles) {
    const key = [...hidden].sort().join() + String(tiles);
    if (theme === this.theme && key === this.key) return;
    this.theme = theme;
    this.hidden = hidden;
    this.tiles = tiles;
    this.key = key;
    this.redraw();
  }

  redraw() {
    this.ground.redraw();
    this.names.redraw();
  }

  shown(name) {
    return this.hidden.has(name) ? [] : this.layers[name] || [];
  }

  /** The outline of a governorate or district by its key, or null. */
  unit(kind, key) {
    const name = kind === "governorate" ? "governorates" : "districts";
    this.units ||= {};
    if (this.layers[name] && !this.units[name]) {
      this.units[name] = new Map(this.layers[name].map((f) => [f.properties.key, f]));
    }
    return this.units[name]?.get(key) ?? null;
  }

  drawGround(c, frame) {
    const { theme } = this;
    const paint = (layer, fill) => {
      c.fillStyle = fill;
      c.fill(pathOf(frame, this.shown(layer)), "evenodd");
    };
    if (!this.tiles) {
      c.fillStyle = theme.sea;
      c.fillRect(0, 0, frame.width, frame.height);
      paint("neighbours", theme.abroad);
      this.stroke(c, frame, this.shown("neighbours"), theme.border, 0.8);
      fade(c, frame, this.layers.neighbours, theme.abroad);
      this.closeSeam(c, frame);
      c.fillStyle = theme.land;
      c.fill(pathOf(frame, this.layers.governorates || []), "nonzero");
      paint("lakes", theme.lake);
      this.stroke(c, frame, this.shown("rivers").filter((f) => rank(f) <= frame.zoom), theme.river,
        frame.zoom < 8 ? 1.1 : 1.8);
    }
    if (frame.zoom >= 7) {
      this.stroke(c, frame, this.shown("districts"), theme.district, 0.9);
    }
    if (!this.tiles) this.drawRoads(c, frame);
    this.stroke(c, frame, this.shown("governorates"), theme.governorate, frame.zoom < 7 ? 0.9 : 1.3);
  }

  /** Two sources draw Iraq's border: the sea must not show between them, but on the coast. */
  closeSeam(c, frame) {
    const [x, y] = frame.at(...COAST);
    c.save();
    c.beginPath();
    c.rect(0, 0, frame.width, y);
    c.rect(0, y, x, frame.height);
    c.clip();
    const width = SEAM_PX_AT_8 * 2 ** (frame.zoom - 8);
    this.stroke(c, frame, this.layers.governorates || [], this.theme.abroad, width);
    c.restore();
  }

  drawRoads(c, frame) {
    const roads = this.shown("roads");
    const grow = 1 + Math.max(frame.zoom - 8, -2) * 0.16;
    ROADS.forEach(([name, first, width], tier) => {
      if (frame.zoom < first) return;
      const part = roads.filter((f) => f.properties.class === name);
      this.stroke(c, frame, part, this.theme.road[tier], width * grow);
    });
  }

  stroke(c, frame, features, colour, width) {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.lineJoin = "round";
    c.stroke(pathOf(frame, features));
  }

  drawNames(c, frame) {
    drawLabels(c, frame, this.theme, {
      countries: this.shown("neighbours"),
      governorates: this.shown("governorates"),
      districts: this.shown("districts"),
      towns: this.shown("towns"),
      lakes: this.shown("lakes"),
      rivers: this.shown("rivers"),
      roads: this.shown("roads"),
    }, this.obstacles(frame));
  }
}

function pathOf(frame, features) {
  const path = new Path2D();
  for (const feature of features) trace(frame, feature.parts, path);
  return path;
}

/** Where the base map's data end, the land fades into one plain colour. */
function fade(c, frame, features, colour) {
  if (!features?.length) return;
  const [x0, y0, x1, y1] = around(features);
  const [left, top] = frame.point([x0, y0]);
  const [right, bottom] = frame.point([x1, y1]);
  const deep = FADE_PX_AT_6 * 2 ** (frame.zoom - 6);
  const side = (ax, ay, bx, by, x, y, w, h) => {
    const gradient = c.createLinearGradient(ax, ay, bx, by);
    gradient.addColorStop(0, colour);
    gradient.addColorStop(1, `${colour}00`);
    c.fillStyle = gradient;
    c.fillRect(x, y, w, h);
  };
  const { width, height } = frame;
  side(left, 0, left + deep, 0, 0, 0, left + deep, height);
  side(right, 0, right - deep, 0, right - deep, 0, width - right + deep, height);
  side(0, top, 0, top + deep, 0, 0, width, top + deep);
  side(0, bottom, 0, bottom - deep, 0, bottom - deep, width, height - bottom + deep);
}

const rank = ({ properties }) => properties.rank ?? 0;

/** GeoJSON features as lines in zoom-0 pixels with a place for the label. */
function prepare(features) {
  return features.map(({ properties, geometry }) => {
    if (geometry.type === "Point") {
      const [lon, lat] = geometry.coordinates;
      return { properties, parts: [], label: world(lat, lon) };
    }
    const parts = lines(geometry);
    const label = properties.label ? world(properties.label[1], properties.label[0]) : labelPoint(parts);
    return { properties, parts, box: around(parts), label };
  });
}

const around = (parts) => parts.reduce(([a, b, c, d], { box }) => [
  Math.min(a, box[0]), Math.min(b, box[1]), Math.max(c, box[2]), Math.max(d, box[3]),
], [Infinity, Infinity, -Infinity, -Infinity]);

function labelPoint(parts) {
  if (!parts.length) return null;
  if (!parts[0].closed) return middle(parts);
  const largest = parts.reduce((a, b) => (areaOf(b.box) > areaOf(a.box) ? b : a));
  return centroid(largest.xy);
}

const areaOf = (box) => (box[2] - box[0]) * (box[3] - box[1]);

function centroid(xy) {
  let [area, cx, cy] = [0, 0, 0];
  const [ox, oy] = xy;
  for (let i = 0; i < xy.length - 2; i += 2) {
    const [x1, y1, x2, y2] = [xy[i] - ox, xy[i + 1] - oy, xy[i + 2] - ox, xy[i + 3] - oy];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    cx += (x1 + x2) * cross;
    cy += (y1 + y2) * cross;
  }
  return area ? [ox + cx / (3 * area), oy + cy / (3 * area)] : [ox, oy];
}
