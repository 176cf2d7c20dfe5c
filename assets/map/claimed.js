// Where the reports of one incident say it was: each claimed place in the form that its precision
// allows, in the colours of the stances that name it, with the letter that it has in the table of
// the page. Looking at a place here or in the table shows it in both.

import { Channel } from "./channel.js";
import { pixels, trace } from "./geometry.js";
import { PlacedMap, parted } from "./placed.js";
import { hatching } from "./marks.js";
import { FONT } from "./theme.js";

const TURN = 2 * Math.PI;
const BADGE_PX = 11;
const HIT_PX = 15;
const DASH_PX = 11;
const STEP_PX = 8;
const FAINT = 0.22;

class ClaimedMap extends PlacedMap {
  constructor(map, config, home) {
    super(map, config, home);
    this.lit = null;
    this.spots = [];
    this.channel = new Channel((message) => message.type === "claimed?" && this.light(message.place));
    map.on("mousemove", ({ latlng }) => this.look(latlng));
    map.on("mouseout", () => this.look(null));
  }

  /** Takes a view from Python: places, agreed, fit, token, query. */
  show(view) {
    const places = view.places.map((place) => ({ ...place, parts: place.parts && parted(place.parts) }));
    super.show({ ...view, places, stretches: [], picking: "" });
  }

  /** Shows one place and fades the others; null shows all. */
  light(letter) {
    if (letter === this.lit) return;
    this.lit = letter;
    this.map.getContainer().dataset.lit = letter ?? "";
    this.redraw();
  }

  look(latlng) {
    const at = latlng && this.map.latLngToLayerPoint(latlng);
    const found = at && this.spots.find(({ x, y }) => Math.hypot(at.x - x, at.y - y) <= HIT_PX);
    const letter = found ? found.letter : null;
    if (letter === this.lit) return;
    this.light(letter);
    this.channel.say({ type: "claimed", place: letter });
  }

  /** A click on a letter goes to its line in the table; nothing is asked of the server. */
  send(latlng) {
    this.look(latlng);
    if (this.lit) this.channel.say({ type: "claimed", place: this.lit, go: true });
  }

  colour(stance) {
    const { light, dark } = this.view.stances[stance];
    return this.themeName === "dark" ? dark : light;
  }

  faded(c, place, draw) {
    c.save();
    c.globalAlpha = this.lit && this.lit !== place.letter ? FAINT : 1;
    draw(place.said.map(([stance]) => this.colour(stance)), c.globalAlpha);
    c.restore();
  }

  drawAreas(c, frame) {
    const { places, agreed } = this.view;
    for (const place of places) {
      if (place.key) this.faded(c, place, (colours) => this.stripes(c, frame, place, colours));
    }
    for (const place of places) {
      if (place.parts) this.faded(c, place, (colours, alpha) => this.road(c, frame, place, colours, alpha));
    }
    const at = agreed && places.find(({ letter }) => letter === agreed);
    if (!at) return;
    const area = at.key && this.base.unit(at.form, at.key);
    if (!area) return;
    c.save();
    c.strokeStyle = this.theme.ink;
    c.lineWidth = 2.5;
    c.stroke(trace(frame, area.parts));
    c.restore();
  }

  /** An area hatched in the colours of all stances that name it, one stripe each in turn. */
  stripes(c, frame, { form, key }, colours) {
    const area = this.base.unit(form, key);
    if (!area) return;
    const falling = form === "district";
    const path = trace(frame, area.parts);
    const alpha = c.globalAlpha;
    c.globalAlpha = alpha * 0.5;
    colours.forEach((colour, i) => {
      const moved = { dx: frame.dx + i * STEP_PX, dy: frame.dy };
      c.fillStyle = hatching(c, colour, moved, { step: STEP_PX * colours.length, falling });
      c.fill(path, "evenodd");
    });
    c.globalAlpha = alpha;
    c.lineWidth = 1.4;
    this.turns(c, colours, () => c.stroke(path));
  }

  /** A stretch of road, lit, its colours in turn along it. */
  road(c, frame, { parts, letter }, colours, alpha) {
    const path = trace(frame, parts);
    c.lineJoin = "round";
    if (letter === this.view.agreed) {
      c.strokeStyle = this.theme.ink;
      c.lineWidth = 11;
      c.stroke(path);
      c.strokeStyle = this.theme.surface;
      c.lineWidth = 7;
      c.stroke(path);
    }
    for (const [width, part] of [[13, 0.18], [4, 1]]) {
      c.globalAlpha = alpha * part;
      c.lineWidth = width;
      this.turns(c, colours, () => c.stroke(path));
    }
  }

  turns(c, colours, draw) {
    colours.forEach((colour, i) => {
      c.strokeStyle = colour;
      c.setLineDash(colours.length > 1 ? [DASH_PX, DASH_PX * (colours.length - 1)] : []);
      c.lineDashOffset = -i * DASH_PX;
      draw();
    });
    c.setLineDash([]);
  }

  drawMarks(c, frame) {
    const { places } = this.view;
    for (const place of places) {
      if (place.at) this.faded(c, place, (colours) => this.circle(c, frame, place, colours));
    }
    const taken = [];
    this.spots = places.filter(({ label }) => label).map((place) => {
      let [x, y] = frame.at(...place.label);
      while (taken.some(([a, b]) => Math.hypot(a - x, b - y) < 2 * BADGE_PX + 3)) x += 2 * BADGE_PX + 4;
      taken.push([x, y]);
      this.faded(c, place, () => this.badge(c, x, y, place));
      const { min } = this.marks._bounds;
      return { letter: place.letter, x: x + min.x, y: y + min.y };
    });
    this.map.getContainer().dataset.letters = JSON.stringify(this.standing());
  }

  /** Where the letters stand, in pixels from the map's upper left corner. */
  standing() {
    return Object.fromEntries(this.spots.map(({ letter, x, y }) => {
      const point = this.map.layerPointToContainerPoint([x, y]);
      return [letter, [Math.round(point.x), Math.round(point.y)]];
    }));
  }

  /** The circle that holds an exact place. */
  circle(c, frame, { at: [lat, lon, metres], letter }, colours) {
    const r = metres ? pixels(metres, lat, frame.zoom) : 0;
    if (r < BADGE_PX + 2) return;
    c.beginPath();
    c.arc(...frame.at(lat, lon), r, 0, TURN);
    const alpha = c.globalAlpha;
    c.fillStyle = colours[0];
    c.globalAlpha = alpha * 0.1;
    c.fill();
    c.globalAlpha = alpha;
    c.lineWidth = letter === this.view.agreed ? 3 : 1.6;
    if (colours.length > 1) return this.turns(c, colours, () => c.stroke());
    c.strokeStyle = colours[0];
    c.setLineDash([4, 4]);
    c.stroke();
  }

  /** The letter, in a circle where a coordinate says where and in a box where none does; round or
      below it the stances by their number of reports. */
  badge(c, x, y, { letter, at, said }) {
    const r = BADGE_PX;
    const total = said.reduce((sum, [, n]) => sum + n, 0);
    c.beginPath();
    if (at) c.arc(x, y, r, 0, TURN);
    else c.roundRect(x - r + 1, y - r + 1, 2 * r - 2, 2 * r - 2, 2);
    c.fillStyle = this.theme.surface;
    c.fill();
    c.lineWidth = letter === this.view.agreed ? 2.5 : 1;
    c.strokeStyle = letter === this.view.agreed ? this.theme.ink : this.theme.border;
    c.stroke();
    let from = 0;
    for (const [stance, n] of said) {
      const part = n / total;
      c.beginPath();
      if (at) {
        c.lineWidth = 3.5;
        c.strokeStyle = this.colour(stance);
        c.arc(x, y, r - 3, from * TURN - TURN / 4, (from + part) * TURN - TURN / 4);
        c.stroke();
      } else {
        c.fillStyle = this.colour(stance);
        c.fillRect(x - r + 2 + from * (2 * r - 4), y + r - 5, part * (2 * r - 4), 3.5);
      }
      from += part;
    }
    c.font = `600 11px ${FONT}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillStyle = this.theme.ink;
    c.fillText(letter, x, y + (at ? 0.5 : -1));
  }
}

/** Called by start.js; `home` shows the whole country. */
export const create = (map, config, home) => new ClaimedMap(map, config, home);
