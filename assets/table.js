/* The table of what is in view: asks the server for one page at a time, sorted there, and follows
   the window of the map (messages of the same browser tab on the channel "atlas"). */

import { element, mounting } from "./parts.js";

const LIMIT = 50;
const NUMBERS = new Set(["reports", "killed"]);
const UNSORTED = new Set(["road"]); // worked out for one page at a time

class Table {
  constructor(root) {
    this.root = root;
    this.offset = 0;
    this.total = 0;
    this.bbox = null;
    this.tab = sessionStorage.getItem("atlas-tab");
    this.channel = new BroadcastChannel("atlas");
    this.channel.onmessage = ({ data }) => this.hear(data);
    this.build();
  }

  close() {
    this.channel.close();
    this.asked?.abort();
  }

  build() {
    this.said = element("p", { className: "said" });
    this.said.setAttribute("role", "status");
    this.back = element("button", { type: "button", textContent: "Previous", onclick: () => this.turn(-LIMIT) });
    this.next = element("button", { type: "button", textContent: "Next", onclick: () => this.turn(LIMIT) });
    this.head = element("tr");
    this.body = element("tbody");
    const table = element("table", {}, element("thead", {}, this.head), this.body);
    this.root.replaceChildren(
      element("div", { className: "top" }, this.said, element("span", { className: "turn" }, this.back, this.next)),
      element("div", { className: "scroll" }, table));
  }

  update(data) {
    const first = !this.data;
    const same = !first && ["revision", "query", "sort"].every((name) => this.data[name] === data[name]);
    this.data = data;
    if (first && data.follow) {
      this.tab ||= sessionStorage.getItem("atlas-tab");
      this.channel.postMessage({ type: "viewport?", tab: this.tab });
    }
    this.headings();
    if (same) {
      this.mark();
      return;
    }
    this.offset = 0;
    this.load();
  }

  hear(message) {
    if (!this.data?.follow || message?.type !== "viewport") return;
    this.tab ||= sessionStorage.getItem("atlas-tab");
    if (message.tab && message.tab !== this.tab) return;
    const bbox = message.bbox.join(",");
    if (bbox === this.bbox) return;
    this.bbox = bbox;
    this.offset = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 120);
  }

  headings() {
    const [, minus, sorted] = /^(-?)(.*)$/.exec(this.data.sort);
    this.head.replaceChildren(...this.data.columns.map(([name, title]) => {
      const on = name === sorted;
      if (UNSORTED.has(name)) return element("th", { scope: "col", className: "unsorted", textContent: title });
      const button = element("button", { type: "button", textContent: title, onclick: () => this.sort(name) });
      const cell = element("th", { scope: "col", className: NUMBERS.has(name) ? "number" : "" }, button);
      if (on) cell.setAttribute("aria-sort", minus ? "descending" : "ascending");
      return cell;
    }));
  }

  sort(name) {
    const next = this.data.sort === `-${name}` ? name : this.data.sort === name ? `-${name}` : ["date", "reports", "killed"].includes(name) ? `-${name}` : name;
    this.update({ ...this.data, sort: next });
    this.send("sort", next);
  }

  turn(by) {
    this.offset = Math.max(0, this.offset + by);
    this.load();
  }

  async load() {
    this.asked?.abort();
    this.asked = new AbortController();
    const { revision, query, sort } = this.data;
    const base = new URL("../../", import.meta.url); // this script is BASE/assets/v-…/NAME.js
    const ask = new URLSearchParams(query);
    ask.set("sort", sort);
    ask.set("offset", this.offset);
    ask.set("limit", LIMIT);
    if (this.bbox && this.data.follow) ask.set("bbox", this.bbox);
    try {
      const answer = await fetch(new URL(`api/table/${revision}?${ask}`, base), { signal: this.asked.signal });
      const page = await answer.json();
      if (!answer.ok) throw new Error(page.error);
      this.show(page);
    } catch (fault) {
      if (fault.name !== "AbortError") this.said.textContent = `The table could not be loaded: ${fault.message}`;
    }
  }

  show({ total, offset, rows }) {
    this.total = total;
    const where = this.data.follow && this.bbox ? "in the window of the map" : "selected";
    const number = total.toLocaleString("en");
    this.said.textContent = total
      ? `${number} ${total === 1 ? "incident" : "incidents"} ${where}${total > LIMIT ? `, ${offset + 1} to ${offset + rows.length} shown` : ""}`
      : `No incident ${where}`;
    this.back.hidden = offset === 0;
    this.next.hidden = offset + rows.length >= total;
    this.body.replaceChildren(...rows.map((row) => this.line(row)));
    this.mark();
  }

  line(row) {
    const cells = this.data.columns.map(([name, title]) => {
      const cell = element("td", { className: `${name}${NUMBERS.has(name) ? " number" : ""}` });
      cell.dataset.head = title;
      if (name === "date") {
        cell.append(element("a", { href: this.data.link.replace("id=", `id=${encodeURIComponent(row.id)}`), textContent: row.date, title: `Open incident ${row.id}` }));
      } else if (name === "status") {
        const [label, colour, mark] = this.data.styles[row.status];
        const dot = element("i", { className: `mark ${mark}` });
        dot.style.setProperty("--c", colour);
        cell.append(dot, label);
      } else {
        cell.textContent = row[name] || (name === "road" ? "" : "–");
        cell.dir = "auto";
        if (row[name]?.length > 24) cell.title = row[name];
      }
      return cell;
    });
    const line = element("tr", {}, ...cells);
    line.dataset.id = row.id;
    line.onclick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || getSelection().toString()) return;
      event.preventDefault();
      this.send("open", row.id);
    };
    return line;
  }

  mark() {
    for (const line of this.body.rows) line.classList.toggle("chosen", line.dataset.id === this.data.chosen);
  }
}

export const mount = mounting(".table", Table);
