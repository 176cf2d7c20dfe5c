// The part of the page's link that the map itself writes: map=latitude,longitude,zoom.

const SETTLE_MS = 150; // browsers refuse more than about three changes a second in the long run

export class Address {
  constructor(map) {
    this.map = map;
    this.moved = false;
  }

  /** After a move by the reader the link follows; the first view leaves it as it is. */
  touch() {
    this.moved = true;
    this.write();
  }

  /** Puts the view into the link again where a rerun of the page may have written an older one. */
  write() {
    if (!this.moved) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.put(), SETTLE_MS);
  }

  put() {
    const { lat, lng } = this.map.getCenter().wrap();
    const zoom = Number(this.map.getZoom().toFixed(2));
    const value = `${lat.toFixed(5)},${lng.toFixed(5)},${zoom}`;
    try {
      const page = window.parent;
      const query = page.location.search.replace(/^\?/, "").split("&")
        .filter((pair) => pair && !pair.startsWith("map="));
      const search = `?${[...query, `map=${value}`].join("&")}`;
      if (search === page.location.search) return;
      const url = page.location.pathname + search + page.location.hash;
      page.history.replaceState(page.history.state, "", url);
    } catch {
      // Embedded in a stranger's frame: the map works, its link does not follow.
    }
  }
}
