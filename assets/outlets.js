/* The table of outlets. The server sorts and searches; here are its headings, its search field and
   its rows. */

import { element, mounting } from "./parts.js";

const WAIT_MS = 350;

class Outlets {
  constructor(root) {
    this.find = element("input", { type: "search", placeholder: "Search outlet, country, type", maxLength: 100, oninput: () => this.later(), onchange: () => this.search() });
    this.find.setAttribute("aria-label", "Search outlets");
    this.said = element("p", { className: "said" });
    this.said.setAttribute("role", "status");
    this.head = element("tr");
    this.body = element("tbody");
    const table = element("table", {}, element("thead", {}, this.head), this.body);
    root.replaceChildren(element("div", { className: "top" }, this.find, this.said), element("div", { className: "scroll" }, table));
  }

  close() {
    clearTimeout(this.timer);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), WAIT_MS);
  }

  search() {
    clearTimeout(this.timer);
    const words = this.find.value.trim();
    if (words !== this.asked) this.send("find", words);
    this.asked = words;
  }

  update(data) {
    this.data = data;
    if (this.asked === undefined || (data.find !== this.asked && document.activeElement !== this.find && !this.find.matches(":focus"))) {
      this.find.value = data.find;
      this.asked = data.find;
    }
    this.said.textContent = data.said;
    const [, minus, sorted] = /^(-?)(.*)$/.exec(data.sort);
    this.head.replaceChildren(...data.columns.map(([name, title, help, numeric]) => {
      const button = element("button", { type: "button", textContent: title, title: help, onclick: () => this.sort(name, numeric) });
      const cell = element("th", { scope: "col", className: numeric ? "number" : "" }, button);
      if (name === sorted) cell.setAttribute("aria-sort", minus ? "descending" : "ascending");
      return cell;
    }));
    this.body.replaceChildren(...data.rows.map((row) => this.line(row)));
  }

  sort(name, numeric) {
    const { sort } = this.data;
    this.send("sort", sort === `-${name}` ? name : sort === name || numeric ? `-${name}` : name);
  }

  line(row) {
    const { columns, about } = this.data;
    const cells = columns.map(([name, title, , numeric], i) => {
      const cell = element("td", { className: `${name}${numeric ? " number" : ""}` });
      cell.dataset.head = title;
      if (i) cell.textContent = row[i] === "" ? "–" : row[i];
      else cell.append(element("button", { type: "button", textContent: row[0], title: row[0], onclick: () => this.send("about", row[0]) }));
      cell.dir = "auto";
      return cell;
    });
    return element("tr", { className: row[0] === about ? "chosen" : "" }, ...cells);
  }
}

export const mount = mounting(".outlets", Outlets);
