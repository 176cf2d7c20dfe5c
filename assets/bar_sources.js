/* The sources of the filter bar: what is ticked here is left out, and all is counted anew. */

import { element } from "./parts.js";
import { Section } from "./bar_section.js";

const KEY = "without";
const KINDS = [
  ["claims", "Claims"], ["type", "Type of outlet"], ["country", "Country of the outlet"],
  ["grade", "Grade of the outlet"], ["outlet", "Outlet"],
];
const WORDS = "What is ticked is left out: status, place, date and counts are worked out again from the other reports. Numbers are reports in this selection.";

export class Sources {
  /** `set(values)` replaces all that is left out. */
  constructor(set) {
    this.set = set;
    this.query = new URLSearchParams();
    this.presets = element("div", { className: "presets" });
    this.sections = KINDS.map(([kind, title]) => new Section(
      KEY, title, (value, on) => this.toggle([value], on), () => this.free(kind), { name: `${KEY}.${kind}`, any: "none left out" }));
    this.root = element("div", { className: "sources" },
      element("p", { className: "words", textContent: WORDS }), this.presets, ...this.sections.map(({ root }) => root));
  }

  choose(query, { leave }) {
    this.query = query;
    const gone = new Set(query.getAll(KEY));
    this.presets.replaceChildren(...leave.map(([label, entries]) => {
      const on = entries.every((entry) => gone.has(entry));
      const button = element("button", { type: "button", textContent: label, ariaPressed: String(on), onclick: () => this.toggle(entries, !on) });
      button.classList.toggle("on", on);
      return button;
    }));
    for (const section of this.sections) section.choose(query);
  }

  offer(options, query) {
    this.query = query;
    for (const section of this.sections) section.offer(options[section.name] || [], query);
  }

  fail() {
    for (const section of this.sections) section.fail();
  }

  toggle(entries, on) {
    const others = this.query.getAll(KEY).filter((one) => !entries.includes(one));
    this.set(on ? [...others, ...entries] : others);
  }

  free(kind) {
    this.set(this.query.getAll(KEY).filter((one) => one.split(":")[0] !== kind));
  }
}
