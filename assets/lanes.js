/* Lanes over time, one a group: each incident that names it at its date. A mark that is clicked
   opens its incident; a name, or a lane, chooses its group. */

import { LanesChart } from "./lanes_chart.js";
import { element, mounting, onDark, showTip } from "./parts.js";

class Lanes {
  constructor(root) {
    this.root = root;
    this.legend = element("div", { className: "legend" });
    this.stage = element("div", { className: "stage" });
    this.tip = element("div", { className: "tip", hidden: true, role: "status" });
    this.root.replaceChildren(this.legend, this.stage);
    this.chart = new LanesChart(this.stage, {
      open: (id) => this.send("open", id),
      choose: (name) => this.send("choose", name),
      hover: (info) => showTip(this.tip, info, 10),
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
    const drawn = new Set(data.lanes.flatMap((lane) => lane.marks.map((mark) => mark[3])));
    this.legend.replaceChildren(
      ...data.statuses.map((s, i) => [s, i]).filter(([, i]) => drawn.has(i)).map(([s, i]) => {
        const swatch = element("i", { className: s.mark });
        swatch.style.setProperty("--c", `var(--s${i})`);
        return element("span", {}, swatch, s.label);
      }),
      element("span", {}, element("i", { className: "own" }), "large, above the line: it claims it"),
      element("span", {}, element("i", { className: "other" }), "small, below: others name it"),
      element("span", {}, element("i", { className: "flag" }), "first seen"),
      ...(data.lanes.some((lane) => lane.cells.length)
        ? [element("span", {}, element("i", { className: "heat" }), "too many for marks: the darker, the more")] : []),
    );
    this.chart.draw(data);
  }
}

export const mount = mounting(".lanes", Lanes);
