// Loaded by streamlit-folium as a classic script before a map of places in words is made: that of
// placed words, or that of an incident's claimed places. It keeps the newest view until the modules
// are there.
"use strict";

(() => {
  const IRAQ = [[29.06, 38.79], [37.38, 48.57]];
  const here = document.currentScript.src;
  let running = null;
  let latest = null;

  function start(map, config) {
    map.fitBounds(IRAQ, { animate: false, padding: [4, 4] });
    import(new URL(`${config.module}.js`, here).href).then((module) => {
      running = new module.default(map, config, IRAQ);
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
    shown: () => running?.shown?.() ?? null,
  };
})();
