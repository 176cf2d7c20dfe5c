// How one incident, a cluster and a footprint look. The names of the marks come from the palette.

import { FONT } from "./theme.js";

const TURN = 2 * Math.PI;
const LEAST_SLICE = TURN / 36; // a status of few incidents stays visible among thousands
export const MARK_RADIUS = 6.5;

const circle = (c, x, y, r) => {
  c.beginPath();
  c.arc(x, y, r, 0, TURN);
};

function stripes(c, x, y, r, step) {
  c.save();
  circle(c, x, y, r);
  c.clip();
  c.beginPath();
  for (let d = -2 * r; d <= 2 * r; d += step) {
    c.moveTo(x + d - r, y + r);
    c.lineTo(x + d + r, y - r);
  }
  c.stroke();
  c.restore();
}

const MARKS = {
  disc(c, x, y, r) {
    circle(c, x, y, r);
    c.fill();
  },
  dot(c, x, y, r, surface) {
    circle(c, x, y, r);
    c.fill();
    c.fillStyle = surface;
    circle(c, x, y, r * 0.36);
    c.fill();
  },
  half(c, x, y, r) {
    c.beginPath();
    c.arc(x, y, r, Math.PI / 2, 1.5 * Math.PI);
    c.fill();
  },
  ring() {},
  hatch(c, x, y, r) {
    c.lineWidth = 1.6;
    stripes(c, x, y, r, 3.6);
  },
  cross(c, x, y, r) {
    const d = r * 0.62;
    c.lineWidth = 1.9;
    c.beginPath();
    c.moveTo(x - d, y - d);
    c.lineTo(x + d, y + d);
    c.moveTo(x + d, y - d);
    c.lineTo(x - d, y + d);
    c.stroke();
  },
};

/** The mark of one incident: `style` has `colour` and `mark`. */
export function drawMark(c, x, y, style, theme, r = MARK_RADIUS) {
  c.save();
  c.fillStyle = theme.surface;
  circle(c, x, y, r + 1.6);
  c.fill();
  c.fillStyle = style.colour;
  c.strokeStyle = style.colour;
  MARKS[style.mark](c, x, y, r, theme.surface);
  c.strokeStyle = style.colour;
  c.lineWidth = 1.9;
  circle(c, x, y, r - 0.4);
  c.stroke();
  c.restore();
}

/** Radius of a cluster in pixels; it grows with the logarithm of its count. */
export const clusterRadius = (count) => Math.min(10 + 3.7 * Math.log10(count), 24);

/** A ring of slices in the statuses' colours round the count. */
export function drawCluster(c, x, y, counts, styles, theme) {
  const total = counts.reduce((a, b) => a + b, 0);
  const r = clusterRadius(total);
  c.save();
  c.fillStyle = theme.surface;
  circle(c, x, y, r + 1.8);
  c.fill();
  const width = Math.max(4, r * 0.3);
  c.lineWidth = width;
  let angle = -Math.PI / 2;
  slices(counts, total).forEach((slice, i) => {
    if (!slice) return;
    c.strokeStyle = styles[i].colour;
    c.beginPath();
    c.arc(x, y, r - width / 2, angle, angle + slice);
    c.stroke();
    angle += slice;
  });
  const text = shortCount(total);
  c.font = `600 ${text.length > 3 ? 10 : 11}px ${FONT}`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillStyle = theme.ink;
  c.fillText(text, x, y + 0.5);
  c.restore();
  return r;
}

function slices(counts, total) {
  const raw = counts.map((n) => (n ? Math.max((n / total) * TURN, LEAST_SLICE) : 0));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((angle) => (angle * TURN) / sum);
}

export const shortCount = (n) => (n < 10000 ? String(n) : `${Math.round(n / 1000)}k`);

const tiles = new Map();

/** One tile of diagonal stripes, made once: a canvas is dear to make. */
function stripedTile(colour, step, width, falling, ratio) {
  const key = [colour, step, width, falling, ratio].join();
  if (tiles.has(key)) return tiles.get(key);
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(step * ratio);
  const t = tile.getContext("2d");
  const s = tile.width;
  t.strokeStyle = colour;
  t.lineWidth = width * ratio;
  t.beginPath();
  for (const shift of [-s, 0, s]) {
    t.moveTo(shift - 1, falling ? -1 : s + 1);
    t.lineTo(shift + s + 1, falling ? s + 1 : -1);
  }
  t.stroke();
  tiles.set(key, tile);
  return tile;
}

/** A pattern of diagonal stripes that stays with the ground while the map is panned. */
export function hatching(c, colour, frame, { step = 7, width = 1.1, falling = false } = {}) {
  const ratio = Math.min(window.devicePixelRatio || 1, 3);
  const tile = stripedTile(colour, step, width, falling, ratio);
  const s = tile.width;
  const pattern = c.createPattern(tile, "repeat");
  const shift = (d) => ((d % step) + step) % step;
  pattern.setTransform(
    new DOMMatrix([step / s, 0, 0, step / s, shift(frame.dx), shift(frame.dy)]),
  );
  return pattern;
}

/** Size of a footprint's label in pixels. */
export function chipSize(total, small) {
  const [h, font, box] = small ? [16, 10, 7] : [19, 11, 9];
  return { w: Math.ceil(shortCount(total).length * font * 0.62) + box + 13, h, font, box };
}

/** The label of a footprint: a hatched square, the count, and a bar of its statuses. */
export function drawChip(c, x, y, counts, styles, theme, { w, h, font, box }) {
  const total = counts.reduce((a, b) => a + b, 0);
  const text = shortCount(total);
  c.save();
  c.font = `600 ${font}px ${FONT}`;
  const [left, top] = [Math.round(x - w / 2), Math.round(y - h / 2)];
  c.beginPath();
  c.roundRect(left, top, w, h, 3);
  c.fillStyle = theme.surface;
  c.fill();
  c.strokeStyle = theme.border;
  c.lineWidth = 1;
  c.stroke();
  c.clip();
  const main = styles[counts.indexOf(Math.max(...counts))].colour;
  drawHatchedBox(c, left + 5, top + (h - box) / 2 - 1, box, main);
  c.fillStyle = theme.ink;
  c.textBaseline = "middle";
  c.fillText(text, left + box + 9, top + h / 2 - 0.5);
  let at = left;
  counts.forEach((n, i) => {
    if (!n) return;
    const part = (n / total) * w;
    c.fillStyle = styles[i].colour;
    c.fillRect(at, top + h - 3, part + 0.5, 3);
    at += part;
  });
  c.restore();
  return { left, top, right: left + w, bottom: top + h };
}

export function drawHatchedBox(c, x, y, size, colour, falling = false) {
  c.save();
  c.beginPath();
  c.rect(x, y, size, size);
  c.clip();
  c.strokeStyle = colour;
  c.lineWidth = 1.3;
  c.beginPath();
  for (let d = -size; d <= size; d += 3.5) {
    c.moveTo(x + d, falling ? y : y + size);
    c.lineTo(x + d + size, falling ? y + size : y);
  }
  c.stroke();
  c.restore();
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
}
