/* The filter bar: one on every page. It shows what is chosen, offers the options with the number
   of incidents that each would give (asked from the server when a panel is opened), and sends the
   new selection as a query string. It also copies links. */

import { linkTo, placeBelow } from "./bar_parts.js";
import { DatePanel } from "./bar_dates.js";
import { Exports } from "./bar_exports.js";
import { Section } from "./bar_section.js";
import { Sources } from "./bar_sources.js";
import { element, mounting } from "./parts.js";

const GROUPS = [
  ["Dates", ["from", "to"]],
  ["Where", [["gov", "Governorate"], ["district", "District"], ["route", "Route"]]],
  ["What", [["type", "Type"], ["target", "Target"]]],
  ["Who", [["actor", "Actor"], ["outlet", "Outlet"], ["country", "Outlet's country"], ["stance", "Stance of a report"]]],
  ["Status", [["status", "Status"]]],
  ["Sources", [["without", "Sources left out"]]],
  ["Precision", [["prec", "How exactly the place is known"]]],
  ["Data set", [["set", "Data set"]]],
];
const SEARCH_MS = 450;

class Bar {
  constructor(root) {
    this.root = root;
    this.facets = new Map(); // address -> promise of the options
    this.panels = [];
    this.build();
  }

  build() {
    const groups = GROUPS.map(([title, fields]) => this.group(title, fields));
    this.search = element("input", {
      type: "search", className: "search", placeholder: "Search places, actors, headlines",
      ariaLabel: "Search in places, actors and headlines", oninput: () => this.later(),
      onkeydown: (event) => { if (event.key === "Enter") this.now(); },
    });
    this.clear = element("button", { type: "button", className: "plain", textContent: "Clear", title: "Set all filters free and put all sources back", onclick: () => this.choose(new URLSearchParams()) });
    this.drawer = this.drawerOf();
    this.live = element("button", { type: "button", textContent: "Copy link", title: "A link to this view; it follows new data", onclick: () => this.copy(this.live, null) });
    this.frozen = element("button", { type: "button", textContent: "Frozen link", onclick: () => this.copy(this.frozen, this.data.revision) });
    this.exports = new Exports();
    this.root.replaceChildren(
      element("div", { className: "filters", role: "toolbar", ariaLabel: "Filters" },
        this.drawer, ...groups, this.search, this.clear),
      element("div", { className: "actions" }, this.live, this.frozen,
        this.exports.root),
    );
  }

  group(title, fields) {
    const body = this.body(title, fields);
    const panel = element("div", { className: "panel", popover: "auto" }, ...body.map((part) => part.root));
    const value = element("b");
    const button = element("button", { type: "button", className: "group", popoverTargetElement: panel }, element("span", { textContent: title }), value);
    button.setAttribute("aria-haspopup", "dialog");
    panel.setAttribute("aria-label", title);
    panel.addEventListener("beforetoggle", (event) => {
      if (event.newState === "open") placeBelow(panel, button);
    });
    panel.addEventListener("toggle", (event) => {
      button.ariaExpanded = String(event.newState === "open");
      if (event.newState === "open") this.refresh(body);
    });
    this.panels.push({ title, fields, panel, button, value, body });
    return element("span", { className: "holder" }, button, panel);
  }

  body(title, fields) {
    if (title === "Dates") return [new DatePanel((from, to) => this.setDates(from, to))];
    if (title === "Sources") return [new Sources((values) => this.set("without", values))];
    return this.sections(fields);
  }

  sections(fields) {
    return fields.map(([key, title]) => new Section(key, title, (value, on) => this.toggle(key, value, on), () => this.free(key)));
  }

  /** On a phone the groups stand in a drawer, one below the other. */
  drawerOf() {
    const done = element("button", { type: "button", className: "done", textContent: "Show the incidents" });
    const clear = element("button", { type: "button", className: "plain", textContent: "Clear all", onclick: () => this.choose(new URLSearchParams()) });
    const parts = GROUPS.map(([title, fields]) => {
      const body = this.body(title, fields);
      const summary = element("summary", {}, element("span", { textContent: title }), element("b"));
      const details = element("details", { ontoggle: () => details.open && this.refresh(body) }, summary, ...body.map((part) => part.root));
      this.panels.push({ title, fields, panel: details, button: summary, value: summary.lastChild, body });
      return details;
    });
    const panel = element("div", { className: "panel drawer", popover: "auto" }, element("header", {}, element("strong", { textContent: "Filters" }), clear), ...parts, done);
    done.onclick = () => panel.hidePopover();
    this.drawerButton = element("button", { type: "button", className: "group open-drawer", popoverTargetElement: panel });
    return element("span", { className: "holder phone" }, this.drawerButton, panel);
  }

  update(data) {
    this.data = data;
    this.query = new URLSearchParams(data.query);
    const active = this.root.getRootNode().activeElement;
    if (active !== this.search) this.search.value = this.query.get("q") || "";
    this.clear.hidden = !data.query;
    this.root.classList.toggle("active", Boolean(data.query));
    for (const { fields, title, button, value, panel, body } of this.panels) {
      const words = { Dates: data.dates, Sources: data.sources }[title] ?? this.words(fields);
      value.textContent = words;
      button.classList.toggle("on", Boolean(words));
      button.title = words ? `${title}: ${words}` : title;
      if (panel.matches(":popover-open") || panel.open) this.refresh(body);
    }
    const count = this.panels.filter(({ button }) => button.matches(".holder:not(.phone) .on")).length;
    this.drawerButton.textContent = count ? `Filters · ${count}` : "Filters";
    this.frozen.title = `A link pinned to revision ${data.revision}: it shows the same numbers whatever comes later`;
    this.exports.update(data);
  }

  words(fields) {
    const labels = fields.flatMap(([key]) => this.data.chosen[key] || []);
    return labels.length > 2 ? `${labels[0]} and ${labels.length - 1} more` : labels.join(", ");
  }

  async refresh(body) {
    for (const part of body) part.choose(this.query, this.data);
    if (body[0] instanceof DatePanel) return;
    const base = new URL("../../", import.meta.url); // this script is BASE/assets/v-…/NAME.js
    const address = new URL(`api/facets/${this.data.revision}?${this.data.query}`, base).href;
    if (!this.facets.has(address)) {
      if (this.facets.size > 30) this.facets.clear();
      this.facets.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }));
    }
    try {
      const options = await this.facets.get(address);
      for (const part of body) part.offer(part.key ? options[part.key] || [] : options, this.query);
    } catch {
      this.facets.delete(address);
      for (const part of body) part.fail();
    }
  }

  toggle(key, value, on) {
    const others = this.query.getAll(key).filter((one) => one !== value);
    this.set(key, on ? [...others, value] : others);
  }

  free(key) {
    this.set(key, []);
  }

  set(key, values) {
    const next = new URLSearchParams(this.query);
    next.delete(key);
    for (const value of values) next.append(key, value);
    this.choose(next);
  }

  setDates(from, to) {
    const next = new URLSearchParams(this.query);
    for (const [key, day] of [["from", from], ["to", to]]) {
      if (day) next.set(key, day);
      else next.delete(key);
    }
    this.choose(next);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), SEARCH_MS);
  }

  now() {
    clearTimeout(this.timer);
    const text = this.search.value.trim();
    if (text === (this.query.get("q") || "")) return;
    const next = new URLSearchParams(this.query);
    if (text) next.set("q", text);
    else next.delete("q");
    this.choose(next);
  }

  choose(next) {
    if (!next.has("q") && this.root.getRootNode().activeElement !== this.search) this.search.value = "";
    this.query = next; // the next click builds on this one, even before the page has answered
    this.send("chosen", next.toString());
  }

  async copy(button, revision) {
    const text = linkTo(revision);
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      prompt("The link to this view:", text);
    }
    setTimeout(() => { button.textContent = said; }, 1500);
  }
}

export const mount = mounting(".bar", Bar);
