/* The claim-confirmation gap: what is claimed and what of it is confirmed, summed up over time, the
   same by bars of time, and who carries the claims. A click asks for a filter. */

import { GapChart } from "./gap_chart.js";
import { isoDay } from "./days.js";
import { element, mounting, onDark, showTip } from "./parts.js";

const number = (value) => value.toLocaleString("en");

class Gap {
  constructor(root) {
    this.root = root;
    this.legend = element("div", { className: "legend" });
    this.stage = element("div", { className: "stage" });
    this.tip = element("div", { className: "tip", hidden: true, role: "status" });
    this.lists = element("div", { className: "lists" });
    this.root.replaceChildren(element("div", { className: "main" }, this.stage, this.legend), this.lists);
    this.chart = new GapChart(this.stage, {
      select: (from, to) => this.send("filter", { from: isoDay(from), to: isoDay(to) }),
      hover: (info) => showTip(this.tip, info),
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
    data.outcomes.forEach((o, i) => {
      this.root.style.setProperty(`--o${i}`, dark ? o.dark : o.colour);
      this.root.style.setProperty(`--u${i}`, (dark ? o.underDark : o.under) || "transparent");
    });
    this.legend.replaceChildren(
      this.group(data, "Confirmed by somebody with direct knowledge", 0, data.confirmed),
      this.group(data, "The gap: confirmed by nobody", data.confirmed, data.outcomes.length));
    this.lists.replaceChildren(
      element("p", { className: "intro", textContent: "Who carries claims that nobody confirms, of all claims carried" }),
      ...data.carriers.map((list) => this.list(list)));
    this.chart.draw(data);
  }

  /** Outcomes [from, to) with their counts; a click filters by the status. */
  group(data, title, from, to) {
    const shown = data.outcomes.slice(from, to).map((o, k) => [o, from + k]).filter(([o]) => o.count);
    const sum = shown.reduce((all, [o]) => all + o.count, 0);
    return element("div", { className: "group" },
      element("strong", { textContent: `${title}: ${number(sum)}` }),
      ...shown.map(([o, i]) => {
        const swatch = element("i", { className: o.mark });
        swatch.style.setProperty("--c", `var(--o${i})`);
        swatch.style.setProperty("--u", `var(--u${i})`);
        const button = element("button", {
          type: "button", title: `${o.meaning}. Click: only incidents that are ${o.status}`,
          onclick: () => this.send("filter", { key: "status", value: o.status }),
        }, swatch, `${o.label} ${number(o.count)}`);
        button.setAttribute("aria-pressed", String(data.statuses.includes(o.status)));
        return button;
      }));
  }

  /** Who carries claims: bars of what is confirmed and what is not. */
  list({ key, noun, rows, more, chosen }) {
    const most = Math.max(1, ...rows.map(([, claimed]) => claimed));
    const plural = { outlet: "Outlets", country: "Countries" }[noun];
    const items = rows.map(([name, claimed, open, value]) => {
      const bar = element("span", { className: "bar" });
      bar.style.setProperty("--all", `${(100 * claimed) / most}%`);
      bar.style.setProperty("--open", `${(100 * open) / claimed}%`);
      const label = element("span", { className: "name", textContent: name });
      label.dir = "auto";
      const button = element("button", {
        type: "button", title: `${name} carries ${claimed} claimed incidents; nobody with direct knowledge confirms ${open}. Click to filter by this ${noun}`,
        onclick: () => this.send("filter", { key, value }),
      }, label, element("span", { className: "figure", textContent: `${number(open)} of ${number(claimed)}` }), bar);
      button.setAttribute("aria-pressed", String(chosen.includes(value)));
      return element("li", {}, button);
    });
    return element("section", {},
      element("h3", { textContent: plural }),
      items.length ? element("ol", {}, ...items) : element("p", { textContent: "None carries a claim." }),
      element("p", { textContent: more ? `and ${number(more)} more` : "" }));
  }
}

export const mount = mounting(".gap", Gap);
