/* A road by kilometre and time: rates by stretch above, each incident below. A brush over it
   chooses kilometres, days or both; an incident that is clicked is opened. */

import { isoDay } from "./days.js";
import { RoadChart } from "./road_chart.js";
import { element, mounting, onDark, showTip } from "./parts.js";

class Road {
  constructor(root) {
    this.root = root;
    this.legend = element("div", { className: "legend" });
    this.stage = element("div", { className: "stage" });
    this.tip = element("div", { className: "tip", hidden: true, role: "status" });
    this.root.replaceChildren(this.legend, this.stage);
    this.chart = new RoadChart(this.stage, {
      select: ({ km, days }) => this.send("brush", {
        km: km && km.map((value) => Math.round(value * 10) / 10),
        from: days && isoDay(days[0]), to: days && isoDay(days[1]),
      }),
      open: (id) => this.send("open", id),
      hover: (info) => showTip(this.tip, info, -10),
    });
    this.stage.append(this.tip);
    this.resize = new ResizeObserver(() => this.chart.layout());
    this.resize.observe(this.stage);
  }

  close() {
    this.resize.disconnect();
  }

  update(data) {
    const dark = onDark(this.root);
    data.statuses.forEach((s, i) => this.root.style.setProperty(`--s${i}`, dark ? s.dark : s.colour));
    const shown = data.statuses.map((s, i) => [s, i]).filter(([, i]) => data.counts[i]);
    this.legend.replaceChildren(
      ...shown.map(([s, i]) => {
        const swatch = element("i", { className: s.mark });
        swatch.style.setProperty("--c", `var(--s${i})`);
        return element("span", {}, swatch, `${s.label} ${data.counts[i].toLocaleString("en")}`);
      }),
      element("span", {}, element("i", { className: "coarse" }), "known to a range"),
      element("span", {}, element("i", { className: "spread" }), "its share of a stretch"),
      element("span", {}, element("i", { className: "hot" }), "hot stretch"),
    );
    this.chart.draw(data);
  }
}

export const mount = mounting(".road", Road);
