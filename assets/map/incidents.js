// The incidents: areas and stretches below the names, discs, marks and clusters above them. What
// was drawn is remembered with its place on the screen, so that the pointer finds it.

import { CanvasLayer } from "./canvas_layer.js";
import { line, pixels, trace } from "./geometry.js";
import {
  MARK_RADIUS, chipSize, clusterRadius, drawChip, drawCluster, drawMark, hatching,
} from "./marks.js";
import { fillFor } from "./choropleth.js";
import { freeSpot, part } from "./layout.js";

const DISTRICT_CHIP_ZOOM = 7.5;
const LEAST_DISC_PX = 12; // a smaller disc would hide below its own mark
const KINDS = [["governorate", false], ["district", true]];

/** Colour of the most frequent status. */
const mainColour = ({ counts }, styles) => styles[counts.indexOf(Math.max(...counts))].colour;

function outline(c, path, strokes) {
  c.save();
  c.lineCap = c.lineJoin = "round";
  for (const [width, colour] of strokes) {
    c.lineWidth = width;
    c.strokeStyle = colour;
    c.stroke(path);
  }
  c.restore();
}

/** From a chip that stands outside of its area to where it belongs. */
function leader(c, { theme }, { away, x, y }) {
  const path = new Path2D();
  path.moveTo(...away);
  path.lineTo(x, y);
  outline(c, path, [[4, theme.surface], [1.5, theme.ink]]);
}

export class Incidents {
  /** `look()` gives { theme, styles, chosen, steps } at the moment of drawing. */
  constructor(map, base, look) {
    this.base = base;
    this.look = look;
    this.cells = [];
    this.fixed = null;
    this.hits = [];
    this.version = 0;
    this.areas = new CanvasLayer("atlasAreas", (c, frame) => this.drawAreas(c, frame)).addTo(map);
    this.marks = new CanvasLayer("atlasMarks", (c, frame) => this.drawMarks(c, frame)).addTo(map);
  }

  /** `fixed` is the part of an answer that does not depend on the window of the map, or null. */
  set(cells, fixed) {
    this.cells = cells;
    this.version += 1;
    if (fixed) {
      this.fixed = fixed;
      this.stretches = fixed.footprints.stretch.map(([label, total, counts, parts, code]) => ({
        label, total, counts, code,
        parts: parts.map((part) => line(part.map(([lat, lon]) => [lon, lat]))),
      }));
      this.areas.redraw();
    }
    this.marks.redraw();
  }

  redraw() {
    this.areas.redraw();
    this.marks.redraw();
  }

  drawAreas(c, frame) {
    if (!this.fixed) return;
    const look = this.look();
    if (this.fixed.choropleth) this.shade(c, frame, look);
    for (const [kind, falling] of KINDS) {
      for (const [key, , counts] of this.fixed.footprints[kind]) {
        this.hatch(c, frame, look, this.base.unit(kind, key), counts, falling);
      }
    }
    for (const stretch of this.stretches) this.glow(c, frame, look, stretch);
    this.ringArea(c, frame, look);
  }

  shade(c, frame, look) {
    const { unit, values } = this.fixed.choropleth;
    c.save();
    c.globalAlpha = 0.75;
    for (const [key, value] of Object.entries(values)) {
      const area = this.base.unit(unit, key);
      if (!area) continue;
      c.fillStyle = fillFor(value, this.fixed.choropleth, look.steps);
      c.fill(trace(frame, area.parts), "evenodd");
    }
    c.restore();
  }

  hatch(c, frame, { styles }, area, counts, falling) {
    if (!area) return;
    const path = trace(frame, area.parts);
    const main = mainColour({ counts }, styles);
    c.save();
    const near = Math.min(Math.max((frame.zoom - 7) / 4, 0), 1); // fills the screen when near
    c.globalAlpha = (falling ? 0.3 : 0.26) - 0.1 * near;
    c.fillStyle = hatching(c, main, frame, { step: (falling ? 6 : 9) + Math.round(8 * near), falling });
    c.fill(path, "evenodd");
    c.restore();
  }

  glow(c, frame, { styles }, stretch) {
    const path = trace(frame, stretch.parts);
    const colour = mainColour(stretch, styles);
    c.save();
    c.lineCap = c.lineJoin = "round";
    c.strokeStyle = colour;
    for (const [width, alpha] of [[15, 0.14], [9, 0.25], [3, 0.95]]) {
      c.lineWidth = width;
      c.globalAlpha = alpha;
      c.stroke(path);
    }
    c.restore();
    stretch.path = path;
  }

  /** The chosen incident's area or stretch, outlined. */
  ringArea(c, frame, { chosen, styles, theme }) {
    if (chosen?.form === "stretch") {
      const stretch = this.stretches.find(({ code }) => code === chosen.stretch);
      if (stretch) outline(c, stretch.path, [[13, theme.chosen], [8, theme.surface], [4, mainColour(stretch, styles)]]);
    } else if (chosen?.form === "governorate" || chosen?.form === "district") {
      const area = this.base.unit(chosen.form, chosen[chosen.form]);
      if (area) outline(c, trace(frame, area.parts), [[2.5, theme.chosen]]);
    }
  }

  drawMarks(c, frame) {
    const look = this.look();
    const { placed, chips } = this.layout(frame);
    this.frame = frame;
    this.hits = [];
    for (const chip of chips) if (chip.away) leader(c, look, chip);
    for (const chip of chips) this.chip(c, look, chip);
    for (const [cell, at] of placed) this.disc(c, frame, look, cell, at);
    for (const [cell, [x, y]] of placed) this.mark(c, look, cell, x, y);
    this.ring(c, frame, look);
  }

  /** Where marks and chips go on a canvas; the names of the base map keep clear of them. */
  layout(frame) {
    const key = [frame.dx, frame.dy, frame.scale, frame.width, this.version, this.base.version].join();
    if (this.laid?.key === key) return this.laid;
    const placed = this.cells.map((cell) => [cell, frame.at(cell[0], cell[1])]);
    placed.sort(([a], [b]) => a[2] - b[2]);
    part(placed);
    const taken = placed.map(([cell, [x, y]]) => {
      const r = cell[2] === 1 ? MARK_RADIUS : clusterRadius(cell[2]);
      return [x - r, y - r, x + r, y + r];
    });
    const chips = this.fixed ? this.layChips(frame, taken) : [];
    this.laid = { key, placed, chips, taken };
    return this.laid;
  }

  layChips(frame, taken) {
    const chips = [];
    for (const [kind] of KINDS) {
      if (kind === "district" && frame.zoom < DISTRICT_CHIP_ZOOM) continue;
      for (const [key, total, counts] of this.fixed.footprints[kind]) {
        const area = this.base.unit(kind, key);
        if (!area || !frame.sees(area.box)) continue;
        const size = chipSize(total, kind === "district");
        const { spot: [x, y], away } = freeSpot(frame, area, size, taken);
        chips.push({ kind: "footprint", form: kind, key, total, counts, area, size, x, y, away });
        taken.push([x - size.w / 2, y - size.h / 2, x + size.w / 2, y + size.h / 2]);
      }
    }
    return chips;
  }

  chip(c, { styles, theme }, chip) {
    const box = drawChip(c, chip.x, chip.y, chip.counts, styles, theme, chip.size);
    this.hits.push({ ...chip, box });
  }

  disc(c, frame, { styles }, cell, [x, y]) {
    const [lat, , n, counts, , , metres] = cell;
    if (n !== 1 || !metres) return;
    const r = pixels(metres, lat, frame.zoom);
    if (r < LEAST_DISC_PX) return;
    const { colour } = styles[counts.indexOf(1)];
    c.save();
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.globalAlpha = 0.08;
    c.fillStyle = colour;
    c.fill();
    c.globalAlpha = 0.55;
    c.strokeStyle = colour;
    c.setLineDash([4, 4]);
    c.stroke();
    c.restore();
  }

  mark(c, { styles, theme }, cell, x, y) {
    const [lat, lon, n, counts, id, form, metres, stacked, tip] = cell;
    const common = { lat, lon, x, y, counts, total: n };
    if (n === 1) {
      const code = counts.indexOf(1);
      drawMark(c, x, y, styles[code], theme);
      this.hits.push({ ...common, kind: "incident", id, form, metres, status: code, tip, r: MARK_RADIUS + 4 });
      return;
    }
    drawCluster(c, x, y, counts, styles, theme);
    if (stacked) this.underline(c, theme, x, y, clusterRadius(n));
    this.hits.push({ ...common, kind: "cluster", stacked: Boolean(stacked), r: clusterRadius(n) + 2 });
  }

  /** Several incidents at one and the same coordinate: a cluster that no zoom takes apart. */
  underline(c, theme, x, y, r) {
    c.save();
    c.strokeStyle = theme.ink;
    c.lineWidth = 1.4;
    for (const gap of [3.5, 6]) {
      c.beginPath();
      c.arc(x, y, r + gap, Math.PI * 0.3, Math.PI * 0.7);
      c.stroke();
    }
    c.restore();
  }

  /** A ring round the chosen incident, or round the cluster that most likely holds it. */
  ring(c, frame, { chosen, theme }) {
    if (!chosen?.at || !["point", "disc"].includes(chosen.form)) return;
    const [x, y] = frame.at(...chosen.at);
    const own = this.hits.find((hit) => hit.kind === "incident" && hit.id === chosen.id);
    const r = own ? MARK_RADIUS + 6 : 15;
    c.save();
    for (const [width, colour] of [[5, theme.surface], [2.5, theme.chosen]]) {
      c.beginPath();
      c.arc(x, y, r, 0, 2 * Math.PI);
      c.lineWidth = width;
      c.strokeStyle = colour;
      c.stroke();
    }
    c.restore();
  }

  /** What lies under a point of the map (container pixels), the topmost first; null for nothing. */
  find(map, at, reach = 0) {
    if (!this.frame) return null;
    const p = map.containerPointToLayerPoint(at).subtract(this.marks._bounds.min);
    let best = null;
    let nearest = Infinity;
    for (const hit of this.hits) {
      if (hit.kind === "footprint") continue;
      const distance = Math.hypot(hit.x - p.x, hit.y - p.y);
      if (distance <= hit.r + reach && distance <= nearest) [best, nearest] = [hit, distance];
    }
    return best || this.chipAt(p, reach) || this.stretchAt(p) || null;
  }

  chipAt(p, reach) {
    return this.hits.find(({ box }) => box && p.x >= box.left - reach && p.x <= box.right + reach
      && p.y >= box.top - reach && p.y <= box.bottom + reach);
  }

  stretchAt(p) {
    if (!this.fixed) return null;
    const c = this.marks._context;
    c.save();
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.lineWidth = 14;
    const found = this.stretches.find(({ path }) => path && c.isPointInStroke(path, p.x, p.y));
    c.restore();
    return found && { kind: "footprint", form: "stretch", key: found.code, ...found };
  }
}
