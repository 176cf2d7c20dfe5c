// Loaded by streamlit-folium as a classic script before the map is made. It takes the views that
// Python asks for until the modules are there, and puts the map of incidents where the link says
// before its first paint. "?map=" of its own address names the module that draws.
"use strict";

(() => {
  const IRAQ = [[29.06, 38.79], [37.38, 48.57]];
  const MAP_KEY = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/;
  const here = document.currentScript.src;
  const drawing = new URL(here).searchParams.get("map") || "main";
  // Asked for at once: otherwise each import waits for the module that names it.
  const NEEDED = {
    main: [
      "main", "address", "base", "canvas_layer", "channel", "choropleth", "feed", "geometry",
      "incidents", "labels", "layout", "legend", "marks", "theme", "tooltip", "words",
    ],
    placed: [
      "placed", "base", "canvas_layer", "choropleth", "geometry", "labels", "legend", "marks",
      "theme", "words",
    ],
    claimed: [
      "claimed", "base", "canvas_layer", "channel", "choropleth", "geometry", "labels", "legend",
      "marks", "placed", "theme", "words",
    ],
  };
  for (const name of NEEDED[drawing]) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = new URL(`${name}.js`, here).href;
    document.head.append(link);
  }
  const module = import(new URL(`${drawing}.js`, here).href);
  let running = null;
  let latest = null;

  function linked() {
    if (drawing !== "main") return null;
    try {
      const text = new URL(window.parent.location.href).searchParams.get("map") || "";
      const [, lat, lon, zoom] = (MAP_KEY.exec(text) || []).map(Number);
      if (Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom <= 22) return [[lat, lon], zoom];
    } catch {
      // The page is embedded in a stranger's frame: there is no link to read.
    }
    return null;
  }

  /** Starts the atlas on a fresh folium map; `config` never changes while the map lives. */
  function start(map, config) {
    const view = linked();
    const home = () => map.fitBounds(IRAQ, { animate: false, padding: [4, 4] });
    if (view) map.setView(...view, { animate: false });
    else home();
    module.then(({ create }) => {
      running = create(map, config, view ? null : home);
      if (latest) running.show(latest);
    }).catch((fault) => {
      console.error(fault);
      map.getContainer().append("The map's scripts could not be loaded. Reload the page.");
    });
  }

  /** A layer without a drawing of its own: adding it says what there is to show. */
  const View = L.Layer.extend({
    initialize(options) { this.view = options; },
    onAdd() {
      latest = this.view;
      if (running) running.show(latest);
      return this;
    },
    onRemove() { return this; },
  });

  window.atlas = {
    start,
    view: (text) => new View(JSON.parse(decodeURIComponent(text))),
  };
})();
