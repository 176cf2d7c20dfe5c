// The atlas on a folium map: base map, incidents, legend, tooltips, and the talk with the page.
//
// A view comes from Python through the feature group (`show`); everything else the map asks for
// itself. Panning and zooming never reach Python, clicks do (Streamlit.setComponentValue).

import { Address } from "./address.js";
import { BaseMap } from "./base.js";
import { Channel } from "./channel.js";
import { Feed } from "./feed.js";
import { Incidents } from "./incidents.js";
import { Legend, element } from "./legend.js";
import { THEMES, pageTheme } from "./theme.js";
import { Tooltip } from "./tooltip.js";
import { describe, escapeHtml, plain } from "./words.js";

const PANES = { atlasBase: 200, atlasAreas: 250, atlasNames: 300, atlasMarks: 400 };
const SNAP_PX = 128; // requests ask for whole blocks of this size, so that small moves ask nothing
const CLUSTER_ZOOM_STEP = 2;
const KEY_REACH_PX = 24;

export class AtlasMap {
  /** `home` shows the whole country; null when the link names another view. */
  constructor(map, config, home) {
    this.map = map;
    this.home = home;
    this.config = config;
    this.hidden = new Set();
    this.window = null;
    this.nonce = 0;
    for (const [name, z] of Object.entries(PANES)) map.createPane(name).style.zIndex = z;
    for (const name of Object.keys(PANES)) map.getPane(name).style.pointerEvents = "none";
    this.prepareFrame();
    this.setTheme();
    this.base = new BaseMap(map, config, this.theme, (frame) => this.incidents?.layout(frame).taken ?? []);
    this.incidents = new Incidents(map, this.base, () => this.look());
    this.base.ready.then(() => this.incidents.redraw());
    this.legend = new Legend(map, config, (name) => this.toggle(name));
    this.tooltip = new Tooltip(map.getContainer());
    this.address = new Address(map);
    this.feed = new Feed((body, request) => this.receive(body, request), (text) => this.trouble(text));
    this.channel = new Channel((message) => this.hear(message));
    this.listen();
    this.refreshLegend();
  }

  prepareFrame() {
    const container = this.map.getContainer();
    container.classList.add("atlas-map");
    container.style.height = "100vh";
    container.setAttribute("role", "application");
    container.setAttribute("aria-label",
      "Map of incidents. Arrow keys move it, plus and minus zoom, Enter opens what is in the middle.");
    this.map.attributionControl.setPrefix("Leaflet");
    this.map.attributionControl.addAttribution(this.config.credit);
    this.notice = element("div", "atlas-notice");
    this.notice.setAttribute("role", "status");
    this.notice.hidden = true;
    this.badge = element("div", "atlas-badge");
    this.spoken = element("div", "atlas-spoken");
    this.spoken.setAttribute("aria-live", "polite");
    container.append(this.notice, this.badge, this.spoken, element("div", "atlas-cross"));
    L.DomEvent.disableClickPropagation(this.badge);
  }

  /** The frame has another size; the whole country stays whole until the reader moves the map. */
  resized() {
    const { clientWidth, clientHeight } = this.map.getContainer();
    if (!clientWidth || !clientHeight) return; // the frame is on its way out of the page
    this.resizing = true;
    this.map.invalidateSize({ animate: false });
    if (this.home) this.home();
    this.resizing = false;
  }

  listen() {
    const { map } = this;
    const container = map.getContainer();
    new ResizeObserver(() => this.resized()).observe(container);
    map.on("moveend", () => this.moved());
    map.on("mousemove", (e) => this.hover(e.containerPoint));
    map.on("mouseout movestart", () => this.hover(null));
    map.on("click", (e) => this.click(this.incidents.find(map, e.containerPoint, e.originalEvent?.pointerType === "touch" ? 8 : 0)));
    container.addEventListener("keydown", (e) => e.target === container && this.key(e));
    container.addEventListener("pointerdown", () => container.classList.remove("by-keyboard"));
    // Streamlit hands over the page's colours with each of its messages.
    addEventListener("message", () => requestAnimationFrame(() => this.setTheme() && this.restyle()));
  }

  /** Takes a view from Python: revision, query, hidden, shade, metric, chosen, tiles, linked. */
  show(view) {
    if (!this.view && view.linked) this.legend.open(false); // two maps share the width
    this.view = view;
    this.lookAt(view.fit);
    this.hidden = new Set(view.hidden);
    this.request();
    // Another selection alone changes nothing before its answer is there.
    const looks = JSON.stringify([view.hidden, view.tiles, view.chosen || null]);
    if (looks !== this.shownLooks) {
      this.shownLooks = looks;
      this.showTiles(view.tiles);
      this.base.set(this.theme, this.hidden, view.tiles);
      this.refreshLegend();
      this.incidents.redraw();
    }
    this.address.write();
    this.announce();
  }

  /** A road was chosen: the whole of it is shown, unless the link says where to look first. */
  lookAt(fit) {
    const key = JSON.stringify(fit || null);
    if (key === this.fitted) return;
    const given = this.fitted === undefined && !this.home;
    this.fitted = key;
    if (!fit || given) return;
    this.home = () => this.map.fitBounds(fit, { animate: false, padding: [16, 16] });
    this.resized();
  }

  showTiles(wanted) {
    if (wanted && !this.tiles) {
      const { url, credit } = this.config.tiles;
      this.tiles = L.tileLayer(url, { attribution: escapeHtml(credit), zIndex: 1, maxZoom: 19 }).addTo(this.map);
    } else if (!wanted && this.tiles) {
      this.tiles.remove();
      this.tiles = null;
    }
  }

  setTheme() {
    const name = pageTheme();
    if (name === this.themeName) return false;
    this.themeName = name;
    this.theme = THEMES[name];
    this.map.getContainer().dataset.theme = name;
    this.styles = this.config.statuses.map(({ label, mark, colour, dark }) => (
      { label, mark, colour: name === "dark" ? dark : colour }));
    return true;
  }

  restyle() {
    this.base.set(this.theme, this.hidden, Boolean(this.tiles));
    this.incidents.redraw();
    this.refreshLegend();
  }

  look() {
    return {
      theme: this.theme, styles: this.styles, steps: this.config.steps[this.themeName],
      chosen: this.view?.chosen,
    };
  }

  refreshLegend() {
    const { legend, choropleth, footprints, unplaced } = this.fixed || {};
    this.legend.set({ ...this.look(), hidden: this.hidden, legend, choropleth });
    const buttons = this.fixed ? [
      this.badgeButton(footprints.country[0], "known only by country", "country"),
      this.badgeButton(unplaced[0], "without a known place", "unplaced"),
    ] : [];
    this.badge.replaceChildren(...buttons.filter(Boolean));
  }

  badgeButton(total, words, form) {
    if (!total) return null;
    const button = element("button", "", `${plain(total)} ${words}`);
    button.type = "button";
    button.title = "They are not on the map. Click to list them.";
    button.addEventListener("click", () => this.send({ kind: "footprint", form }));
    return button;
  }

  // -- asking for data

  /** The query with the playback's window of days in place of the filter's own. */
  query() {
    const pairs = new URLSearchParams(this.view.query);
    if (this.window) {
      pairs.set("from", this.window[0]);
      pairs.set("to", this.window[1]);
    }
    for (const name of this.hidden) if (name.includes(":")) pairs.append("hide", name);
    if (this.view.shade) {
      pairs.set("shade", this.view.shade);
      pairs.set("metric", this.view.metric);
    }
    return pairs.toString();
  }

  request() {
    if (!this.view) return;
    const { map } = this;
    const zoom = map.getZoom();
    const query = this.query();
    const what = `${this.view.revision}?${query}`;
    const sight = map.getPixelBounds();
    const covers = (one) => one && one.what === what && one.zoom === zoom && one.block.contains(sight);
    if (covers(this.feed.pending)) return undefined;
    if (covers(this.held)) return this.feed.cancel();
    const margin = sight.getSize().multiplyBy(0.25);
    const low = sight.min.subtract(margin).divideBy(SNAP_PX).floor().multiplyBy(SNAP_PX);
    const high = sight.max.add(margin).divideBy(SNAP_PX).ceil().multiplyBy(SNAP_PX);
    const southWest = map.unproject([low.x, high.y]);
    const northEast = map.unproject([high.x, low.y]);
    const box = [southWest.lng, southWest.lat, northEast.lng, northEast.lat].map((d) => d.toFixed(4));
    const fixed = this.fixedOf === what ? "&static=0" : "";
    const url = `${this.config.view}${this.view.revision}/${zoom}/${box.join(",")}?${query}${fixed}`;
    return this.feed.ask({ url, what, zoom, block: L.bounds(low, high) });
  }

  receive(body, request) {
    this.held = request;
    if (body.legend) {
      this.fixed = body;
      this.fixedOf = request.what;
    }
    this.incidents.set(body.cells, body.legend ? body : null);
    this.base.names.redraw();
    if (body.legend) this.refreshLegend();
    this.map.getContainer().dataset.drawn = request.what;
  }

  trouble(text) {
    this.notice.hidden = !text;
    this.notice.textContent = text || "";
  }

  // -- what the reader does

  moved() {
    this.request();
    if (!this.resizing) {
      this.home = null;
      this.address.touch();
      this.lead();
    }
    this.announce();
    if (this.map.getContainer().classList.contains("by-keyboard")) this.speakMiddle();
  }

  /** Linked maps look where this one looks, unless it follows itself. */
  lead() {
    if (!this.view?.linked || this.following) return;
    const { lat, lng } = this.map.getCenter();
    this.channel.say({ type: "look", at: [lat, lng], zoom: this.map.getZoom() });
  }

  follow({ at, zoom }) {
    this.following = true;
    this.map.setView(at, zoom, { animate: false });
    this.following = false;
  }

  announce() {
    const b = this.map.getBounds();
    const bbox = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((d) => Number(d.toFixed(5)));
    this.channel.say({ type: "viewport", bbox, zoom: this.map.getZoom() });
  }

  hear(message) {
    if (message.type === "window") {
      this.window = message.from && message.to ? [message.from, message.to] : null;
      this.request();
    } else if (message.type === "viewport?") {
      this.announce();
    } else if (message.type === "look" && this.view?.linked) {
      this.follow(message);
    }
  }

  toggle(name) {
    if (this.hidden.has(name)) this.hidden.delete(name);
    else this.hidden.add(name);
    this.base.set(this.theme, this.hidden, Boolean(this.tiles));
    this.refreshLegend();
    this.request();
    this.send({ kind: "hidden", hidden: [...this.hidden] });
  }

  hover(point) {
    const hit = point && this.incidents.find(this.map, point);
    this.map.getContainer().classList.toggle("is-hit", Boolean(hit));
    if ((hit?.id ?? null) !== this.hovered) {
      this.hovered = hit?.id ?? null;
      this.channel.say({ type: "hover", id: this.hovered });
    }
    if (hit) this.tooltip.show(describe(hit, this.styles, this.config.forms), point.x, point.y);
    else this.tooltip.hide();
  }

  click(hit) {
    if (!hit) return;
    const { map } = this;
    if (hit.kind === "incident") this.send({ kind: "incident", id: hit.id });
    else if (hit.kind === "footprint") this.send({ kind: "footprint", form: hit.form, key: hit.key });
    else if (hit.stacked || map.getZoom() >= map.getMaxZoom()) {
      this.send({ kind: "place", lat: hit.lat, lon: hit.lon });
    } else {
      this.hover(null);
      map.setView([hit.lat, hit.lon], Math.min(map.getZoom() + CLUSTER_ZOOM_STEP, map.getMaxZoom()));
    }
  }

  key(event) {
    const container = this.map.getContainer();
    container.classList.add("by-keyboard");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.click(this.incidents.find(this.map, this.map.getSize().divideBy(2), KEY_REACH_PX));
    } else if (event.key === "Escape") {
      container.classList.remove("by-keyboard");
      this.tooltip.hide();
    }
  }

  /** Says what lies in the middle of the map, for readers who steer it by keyboard. */
  speakMiddle() {
    const middle = this.map.getSize().divideBy(2);
    const hit = this.incidents.find(this.map, middle, KEY_REACH_PX);
    if (!hit) return this.tooltip.hide();
    const lines = describe(hit, this.styles, this.config.forms);
    this.spoken.textContent = lines.flat().filter((text) => !["strong", "faint"].includes(text)).join(". ");
    return this.tooltip.show(lines, middle.x, middle.y);
  }

  /** Tells Python; each message has a name of its own, so that it is heard once. */
  send(message) {
    this.nonce += 1;
    window.Streamlit.setComponentValue({
      ...message, window: this.window, nonce: `${Date.now()}-${this.nonce}`,
    });
  }
}

/** Called by start.js. */
export const create = (map, config, home) => new AtlasMap(map, config, home);
