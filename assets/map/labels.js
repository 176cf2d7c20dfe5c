// Names on the base map, Latin with Arabic below, set one after another in order of weight; a name
// that would touch one already set is left out.

import { FONT } from "./theme.js";

const PAD = 3;
const GREAT_CITY = 101; // named even where a cluster covers part of it
const CLEAR_PX = 26; // beside a large cluster
const TOWN_ZOOM = [0, 4, 6, 7.5, 8.5, 10]; // by rank, 1 the greatest

export function drawLabels(c, frame, theme, layers, obstacles) {
  const taken = [];
  c.lineJoin = "round";
  c.strokeStyle = theme.halo;
  c.lineWidth = 3;
  for (const label of wanted(frame, theme, layers)) place(c, frame, theme, label, taken, obstacles);
}

/** All names that this zoom has room for, the most important first. */
function wanted(frame, theme, layers) {
  const z = frame.zoom;
  const names = [];
  const add = (features, weight, style, minimum = () => 0) => {
    for (const { properties: p, label } of features) {
      if (!label || !p.name || z < minimum(p)) continue;
      names.push({ name: p.name, arabic: p.name_ar, at: label, weight: weight + (p.rank ?? 0), ...style });
    }
  };
  if (z < 9) add(layers.countries, 50, { size: 12, colour: theme.faint, spaced: true, latinOnly: z < 6 });
  if (z >= 6 && z < 10.5) {
    add(layers.governorates, 200, { size: z < 7 ? 10 : 12, colour: theme.faint, spaced: true });
  }
  add(layers.towns, 100, { size: z < 8 ? 11 : 12, colour: theme.label, dot: true }, (p) => TOWN_ZOOM[p.rank]);
  if (z >= 9.5) add(layers.districts, 400, { size: 11, colour: theme.faint, spaced: true });
  if (z >= 7.5) {
    add(layers.lakes, 300, { size: 10, colour: theme.water, italic: true });
    add(layers.rivers, 350, { size: 10, colour: theme.water, italic: true });
  }
  if (z >= 8) {
    for (const { properties: { ref }, label } of layers.roads) {
      if (ref && label) names.push({ name: ref, at: label, weight: 320, shield: true, size: 9.5, colour: theme.faint });
    }
  }
  return names.sort((a, b) => a.weight - b.weight);
}

function place(c, frame, theme, label, taken, obstacles) {
  const [x, y] = frame.point(label.at);
  if (x < -60 || y < -30 || x > frame.width + 60 || y > frame.height + 30) return;
  const arabic = label.latinOnly || label.shield || !label.arabic ? "" : label.arabic;
  const latin = `${label.italic ? "italic " : ""}400 ${label.size}px ${FONT}`;
  const script = `400 ${label.size - 0.5}px ${FONT}`;
  c.font = latin;
  c.letterSpacing = label.spaced ? "0.6px" : "0px";
  let w = c.measureText(label.name).width;
  c.letterSpacing = "0px";
  if (arabic) {
    c.font = script;
    w = Math.max(w, c.measureText(arabic).width);
  }
  const h = label.size + (arabic ? label.size + 2 : 0);
  const spots = label.dot
    ? [[x + 6, y - label.size / 2], [x - 6 - w, y - label.size / 2], [x - w / 2, y + 5], [x - w / 2, y - h - 5],
      [x + CLEAR_PX, y - label.size / 2], [x - CLEAR_PX - w, y - label.size / 2],
      [x - w / 2, y + CLEAR_PX], [x - w / 2, y - h - CLEAR_PX]]
    : [[x - w / 2, y - h / 2], [x - w / 2, y - h - 12], [x - w / 2, y + 12]];
  const open = spots.filter(([left, top]) => free(taken, left - PAD, top - PAD, left + w + PAD, top + h + PAD));
  const spot = open.find(([left, top]) => free(obstacles, left, top, left + w, top + h))
    || (label.weight <= GREAT_CITY && open[0]);
  if (!spot) return;
  const [left, top] = spot;
  taken.push([left - PAD, top - PAD, left + w + PAD, top + h + PAD]);
  if (label.shield) {
    if (free(obstacles, x - w / 2 - 3, y - 7, x + w / 2 + 3, y + 6)) shield(c, theme, label, x, y, w);
    return;
  }
  if (label.dot) dot(c, theme, x, y, taken);
  c.textBaseline = "top";
  c.textAlign = label.dot ? "left" : "center";
  const at = label.dot ? left : left + w / 2;
  c.font = latin;
  c.letterSpacing = label.spaced ? "0.6px" : "0px";
  write(c, label.name, at, top, label.colour);
  c.letterSpacing = "0px";
  if (arabic) {
    c.font = script;
    write(c, arabic, at, top + label.size + 1, theme.faint);
  }
}

function write(c, text, x, y, colour) {
  c.strokeText(text, x, y);
  c.fillStyle = colour;
  c.fillText(text, x, y);
}

function dot(c, theme, x, y, taken) {
  c.beginPath();
  c.arc(x, y, 2.2, 0, 2 * Math.PI);
  c.fillStyle = theme.town;
  c.stroke();
  c.fill();
  taken.push([x - 3, y - 3, x + 3, y + 3]);
}

function shield(c, theme, label, x, y, w) {
  c.beginPath();
  c.roundRect(x - w / 2 - 3, y - 7, w + 6, 13, 3);
  c.fillStyle = theme.surface;
  c.fill();
  c.lineWidth = 1;
  c.strokeStyle = theme.roadCase;
  c.stroke();
  c.strokeStyle = theme.halo;
  c.lineWidth = 3;
  c.fillStyle = label.colour;
  c.font = `600 ${label.size}px ${FONT}`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillText(label.name, x, y);
}

function free(taken, left, top, right, bottom) {
  return taken.every(([l, t, r, b]) => right < l || left > r || bottom < t || top > b);
}
