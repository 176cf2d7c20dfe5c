/* One field of the filter bar: its options, each with the incidents it would give. */

import { element } from "./parts.js";

const FIND_FROM = 12; // more options than these get a box to find one
const SHOWN = 200;

export class Section {
  /** `name`: under which the server gives the options. `any`: the words that free the field. */
  constructor(key, title, toggle, free, { name = key, any = "any" } = {}) {
    this.key = key;
    this.name = name;
    this.toggle = toggle;
    this.options = [];
    this.query = new URLSearchParams();
    this.freeButton = element("button", { type: "button", className: "plain", textContent: any, title: `${title}: ${any}`, onclick: free });
    this.find = element("input", { type: "search", placeholder: `Find a ${title.toLowerCase()}`, ariaLabel: `Find a ${title.toLowerCase()}`, hidden: true, oninput: () => this.draw() });
    this.list = element("div", { className: "options" });
    this.root = element("fieldset", {}, element("legend", {}, element("span", { textContent: title }), this.freeButton), this.find, this.list);
    this.list.append(element("p", { textContent: "Counting…" }));
  }

  /** The selection has changed; the boxes follow at once, the counts when they arrive. */
  choose(query) {
    this.query = query;
    const chosen = new Set(query.getAll(this.key));
    this.mark(chosen);
    for (const box of this.list.querySelectorAll("input")) box.checked = chosen.has(box.value);
  }

  /** The words that free the field stand there while something of it is chosen. */
  mark(chosen) {
    const own = this.name === this.key || this.options.some(([value]) => chosen.has(value));
    this.freeButton.hidden = chosen.size === 0 || !own;
  }

  offer(options, query) {
    this.options = options;
    this.query = query;
    this.mark(new Set(query.getAll(this.key)));
    this.find.hidden = options.length < FIND_FROM;
    this.draw();
  }

  fail() {
    if (!this.options.length) this.list.replaceChildren(element("p", { textContent: "The server did not answer. Open the panel again." }));
  }

  draw() {
    const focused = this.root.getRootNode().activeElement?.value;
    const within = this.root.contains(this.root.getRootNode().activeElement);
    const text = this.find.value.trim().toLowerCase();
    const chosen = new Set(this.query.getAll(this.key));
    const most = Math.max(1, ...this.options.map(([, , count]) => count));
    const wanted = this.options.filter(([value, label, , arabic]) => (
      chosen.has(value) || !text || label.toLowerCase().includes(text) || (arabic || "").includes(text)));
    const rows = wanted.slice(0, SHOWN).map(([value, label, count, arabic]) => {
      const box = element("input", { type: "checkbox", value, checked: chosen.has(value), onchange: () => this.toggle(value, box.checked) });
      const row = element("label", { className: count ? "" : "none" }, box,
        element("span", { textContent: label }),
        ...(arabic ? [element("span", { textContent: arabic, dir: "rtl", lang: "ar" })] : []),
        element("em", { textContent: count.toLocaleString("en") }));
      row.style.setProperty("--share", `${(100 * count) / most}%`);
      return row;
    });
    if (wanted.length > SHOWN) rows.push(element("p", { textContent: `${wanted.length - SHOWN} more; type a part of the name` }));
    if (!rows.length) rows.push(element("p", { textContent: this.options.length ? "No such name" : "Nothing to choose in this view" }));
    this.list.replaceChildren(...rows);
    if (within && focused !== undefined) [...this.list.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
  }
}
