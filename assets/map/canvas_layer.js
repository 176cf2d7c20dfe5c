// A canvas over the map that is drawn anew when the map comes to rest. While the map is dragged it
// moves with it, while it zooms it is scaled: L.Renderer does both.

import { Frame } from "./geometry.js";

const PADDING = 0.25;

export const CanvasLayer = L.Renderer.extend({
  options: { padding: PADDING },

  /** `draw(context, frame)` paints in CSS pixels from the canvas's upper left corner. */
  initialize(pane, draw) {
    L.Renderer.prototype.initialize.call(this, { pane, padding: PADDING });
    this.draw = draw;
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this.keepUp };
  },

  _initContainer() {
    this._container = L.DomUtil.create("canvas", "atlas-canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._container.remove();
    delete this._container;
    delete this._context;
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 3);
    const canvas = this._container;
    L.DomUtil.setPosition(canvas, this._bounds.min);
    canvas.width = Math.round(size.x * ratio);
    canvas.height = Math.round(size.y * ratio);
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    this.frame = new Frame(this._map, this._bounds);
    this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.draw(this._context, this.frame);
  },

  /** Draws when a drag has brought the edge of the canvas into sight. */
  keepUp() {
    if (!this._map || this._map._animatingZoom || !this._bounds) return;
    if (this._map.getZoom() !== this.frame.zoom) return;
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const shown = L.bounds(corner, corner.add(this._map.getSize()));
    if (!this._bounds.contains(shown)) this._update();
  },

  /** Draws with new data or colours; the map has not moved. */
  redraw() {
    if (!this._map || !this.frame || this._map._animatingZoom) return;
    this._context.clearRect(0, 0, this.frame.width, this.frame.height);
    this.draw(this._context, this.frame);
  },
});
