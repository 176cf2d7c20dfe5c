// Lines and rings as flat arrays in pixels of the world at zoom 0 (Web Mercator, 256 px wide), so
// that a drawing at any zoom is one scale and one shift.

export const WORLD_PX = 256;
const EARTH_M = 40075016.686;

/** Degrees (EPSG:4326) to zoom-0 pixels. */
export function world(lat, lon) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return [
    ((lon + 180) / 360) * WORLD_PX,
    (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_PX,
  ];
}

/** Pixels of a length in metres at a latitude and zoom. */
export function pixels(metres, lat, zoom) {
  const across = EARTH_M * Math.cos((lat * Math.PI) / 180);
  return (metres / across) * WORLD_PX * 2 ** zoom;
}

/** A line of [lon, lat] pairs: `xy` flat, `box` [minX, minY, maxX, maxY], both in zoom-0 pixels. */
export function line(pairs, closed = false) {
  const xy = new Float64Array(pairs.length * 2);
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  pairs.forEach(([lon, lat], i) => {
    const [x, y] = world(lat, lon);
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  return { xy, box, closed };
}

/** The lines of a GeoJSON geometry; rings are closed. */
export function lines(geometry) {
  if (!geometry) return [];
  const { type, coordinates: c } = geometry;
  if (type === "LineString") return [line(c)];
  if (type === "MultiLineString") return c.map((part) => line(part));
  if (type === "Polygon") return c.map((ring) => line(ring, true));
  if (type === "MultiPolygon") return c.flatMap((rings) => rings.map((ring) => line(ring, true)));
  if (type === "GeometryCollection") return geometry.geometries.flatMap(lines);
  return [];
}

/** How zoom-0 pixels become pixels of a canvas that covers `bounds` (Leaflet layer points). */
export class Frame {
  constructor(map, bounds) {
    const origin = map.getPixelOrigin();
    this.zoom = map.getZoom();
    this.scale = 2 ** this.zoom;
    this.dx = -origin.x - bounds.min.x;
    this.dy = -origin.y - bounds.min.y;
    const size = bounds.getSize();
    this.width = size.x;
    this.height = size.y;
    this.box = [
      -this.dx / this.scale, -this.dy / this.scale,
      (this.width - this.dx) / this.scale, (this.height - this.dy) / this.scale,
    ];
  }

  point([x, y]) {
    return [x * this.scale + this.dx, y * this.scale + this.dy];
  }

  at(lat, lon) {
    return this.point(world(lat, lon));
  }

  sees(box, margin = 0) {
    const m = margin / this.scale;
    return box[0] <= this.box[2] + m && box[2] >= this.box[0] - m
      && box[1] <= this.box[3] + m && box[3] >= this.box[1] - m;
  }
}

/** Adds the visible lines to a Path2D; points nearer than half a pixel to the last are passed over. */
export function trace(frame, parts, path = new Path2D()) {
  for (const { xy, box, closed } of parts) {
    if (!frame.sees(box, 8)) continue;
    let px = xy[0] * frame.scale + frame.dx;
    let py = xy[1] * frame.scale + frame.dy;
    path.moveTo(px, py);
    for (let i = 2; i < xy.length; i += 2) {
      const x = xy[i] * frame.scale + frame.dx;
      const y = xy[i + 1] * frame.scale + frame.dy;
      if (Math.abs(x - px) + Math.abs(y - py) < 0.5 && i < xy.length - 2) continue;
      path.lineTo(x, y);
      px = x;
      py = y;
    }
    if (closed) path.closePath();
  }
  return path;
}

/** The point halfway along the longest of some lines, in zoom-0 pixels, and the direction there. */
export function middle(parts) {
  let best = null;
  let longest = -1;
  for (const part of parts) {
    const length = lengthOf(part.xy);
    if (length > longest) [best, longest] = [part.xy, length];
  }
  if (!best) return null;
  let left = longest / 2;
  for (let i = 2; i < best.length; i += 2) {
    const [dx, dy] = [best[i] - best[i - 2], best[i + 1] - best[i - 1]];
    const step = Math.hypot(dx, dy);
    if (step >= left) {
      const share = step ? left / step : 0;
      return [best[i - 2] + dx * share, best[i - 1] + dy * share];
    }
    left -= step;
  }
  return [best[0], best[1]];
}

function lengthOf(xy) {
  let sum = 0;
  for (let i = 2; i < xy.length; i += 2) sum += Math.hypot(xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]);
  return sum;
}
