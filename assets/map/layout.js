// Room for the marks: clusters side by side, chips where they cover no mark.

import { trace } from "./geometry.js";
import { clusterRadius } from "./marks.js";

const MOST_NUDGE_PX = 14;

/** Moves overlapping clusters apart, by a few pixels: their place is a mean of many anyway. */
export function part(placed) {
  const many = placed.filter(([cell]) => cell[2] > 1 && !cell[7])
    .map(([cell, at]) => ({ at, home: [...at], r: clusterRadius(cell[2]) }));
  for (let round = 0; round < 6; round += 1) {
    for (let i = 0; i < many.length; i += 1) {
      for (let j = i + 1; j < many.length; j += 1) nudge(many[i], many[j]);
    }
  }
}

function nudge(a, b) {
  const [dx, dy] = [b.at[0] - a.at[0], b.at[1] - a.at[1]];
  const apart = Math.hypot(dx, dy) || 0.01;
  const push = (a.r + b.r + 2 - apart) / 2;
  if (push <= 0) return;
  for (const [one, sign] of [[a, -1], [b, 1]]) {
    const x = one.at[0] + (sign * push * dx) / apart;
    const y = one.at[1] + (sign * push * dy) / apart;
    if (Math.hypot(x - one.home[0], y - one.home[1]) <= MOST_NUDGE_PX) [one.at[0], one.at[1]] = [x, y];
  }
}

/** Steps from a label's point at which a chip looks for room, in its own widths and heights. */
const STEPS = [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, 2],
  [0, -2], [2, 0], [-2, 0], [2, 2], [-2, 2], [2, -2], [-2, -2], [0, 3], [0, -3]];

/** How far from its label's point a chip without room in its area may stand, and in what steps. */
const AWAY_MOST_PX = 90;
const AWAY_STEP_PX = 9;
const DIRECTIONS = 16;

/**
 * A place for a chip that covers no mark: within its area, else the nearest outside, at the end of a
 * line to the label's point (`away`). Where there is none it stays at that point.
 */
export function freeSpot(frame, area, { w, h }, taken) {
  const [x, y] = frame.point(area.label);
  const outline = trace(frame, area.parts);
  const probe = document.createElement("canvas").getContext("2d");
  const free = ([cx, cy]) => taken.every(([l, t, r, b]) => cx + w / 2 < l || cx - w / 2 > r
    || cy + h / 2 < t || cy - h / 2 > b);
  const inside = STEPS.map(([dx, dy]) => [x + dx * (w * 0.6), y + dy * (h + 4)])
    .filter(([cx, cy], i) => !i || probe.isPointInPath(outline, cx, cy, "evenodd"));
  const spot = inside.find(free);
  if (spot) return { spot, away: null };
  const outside = around([x, y]).find(free);
  return outside ? { spot: outside, away: [x, y] } : { spot: [x, y], away: null };
}

/** Points around another one, the nearest first. */
function around([x, y]) {
  const points = [];
  for (let far = 2 * AWAY_STEP_PX; far <= AWAY_MOST_PX; far += AWAY_STEP_PX) {
    for (let i = 0; i < DIRECTIONS; i += 1) {
      const angle = (2 * Math.PI * i) / DIRECTIONS;
      points.push([x + far * Math.cos(angle), y + far * Math.sin(angle)]);
    }
  }
  return points;
}
