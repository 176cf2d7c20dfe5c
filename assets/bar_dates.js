/* The dates of the filter bar: two days, presets, a year. */

import { element } from "./parts.js";

export class DatePanel {
  constructor(set) {
    this.set = set;
    this.from = element("input", { type: "date", onchange: () => this.send() });
    this.to = element("input", { type: "date", onchange: () => this.send() });
    this.year = element("select", { onchange: () => this.year.value && set(`${this.year.value}-01-01`, `${this.year.value}-12-31`) });
    this.fault = element("p", { role: "alert" });
    this.presets = element("div", { className: "presets" });
    this.root = element("div", { className: "dates" },
      element("div", { className: "pair" },
        element("label", {}, element("span", { textContent: "From" }), this.from),
        element("label", {}, element("span", { textContent: "To" }), this.to)),
      this.fault, this.presets,
      element("label", { className: "year" }, element("span", { textContent: "One year" }), this.year));
  }

  choose(query, { span, presets }) {
    const from = query.get("from") || "";
    const to = query.get("to") || "";
    this.from.value = from;
    this.to.value = to;
    for (const input of [this.from, this.to]) [input.min, input.max] = span;
    this.presets.replaceChildren(...presets.map(([label, first, last]) => {
      const on = first === from && last === to;
      const button = element("button", { type: "button", textContent: label, ariaPressed: String(on), onclick: () => this.set(first, last) });
      button.classList.toggle("on", on);
      return button;
    }));
    const [first, last] = span.map((day) => Number(day.slice(0, 4)));
    const years = Array.from({ length: last - first + 1 }, (_, i) => String(last - i));
    this.year.replaceChildren(element("option", { value: "", textContent: "choose" }), ...years.map((year) => element("option", { value: year, textContent: year })));
    this.year.value = years.find((year) => from === `${year}-01-01` && to === `${year}-12-31`) || "";
  }

  send() {
    const wrong = this.from.value && this.to.value && this.to.value < this.from.value;
    this.fault.textContent = wrong ? "The range would end before it starts." : "";
    if (!wrong) this.set(this.from.value, this.to.value);
  }
}
