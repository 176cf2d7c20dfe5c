/* The button that offers the view as a file: one line a format, saying for whom it is. The files are
   what the address shows, pinned to the revision on the page. */

import { placeBelow } from "./bar_parts.js";
import { element } from "./parts.js";

const MADE_FIRST = ["pdf", "html", "png", "xlsx"]; // small, and nothing comes before all is made

export class Exports {
  constructor() {
    this.list = element("ul", {});
    this.note = element("p", {});
    this.problem = element("p", { className: "problem", role: "alert" });
    this.panel = element("div", { className: "panel exports", popover: "auto", ariaLabel: "Export" }, this.note, this.problem, this.list);
    this.button = element("button", { type: "button", textContent: "Export", title: "This view as a file", popoverTargetElement: this.panel });
    this.button.setAttribute("aria-haspopup", "dialog");
    this.panel.addEventListener("beforetoggle", (event) => {
      if (event.newState !== "open") return;
      this.address();
      placeBelow(this.panel, this.button);
    });
    this.root = element("span", { className: "export" }, this.button, this.panel);
  }

  update({ formats, exported, revision }) {
    this.revision = revision;
    this.note.textContent = exported;
    const key = JSON.stringify(formats);
    if (key !== this.key) this.build(formats);
    this.key = key;
    this.address();
  }

  build(formats) {
    this.links = formats.map(([name, label, use, why]) => {
      const words = element("span", { textContent: why || use });
      const link = element("a", { download: "", className: why ? "off" : "" }, element("b", { textContent: label }), words);
      if (MADE_FIRST.includes(name)) link.onclick = (event) => this.make(event, link, words);
      return [name, link, why];
    });
    this.list.replaceChildren(...this.links.map(([, link]) => element("li", {}, link)));
  }

  /** Says that the file is being made, and what went wrong if something does. */
  async make(event, link, words) {
    event.preventDefault();
    if (!link.href || link.ariaBusy === "true") return;
    const use = words.textContent;
    link.ariaBusy = "true";
    words.textContent = "is being made …";
    this.problem.textContent = "";
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error((await answer.json()).error);
      const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition"));
      save(await answer.blob(), name);
    } catch (error) {
      this.problem.textContent = `${link.firstChild.textContent}: ${error.message}`;
    } finally {
      words.textContent = use;
      link.ariaBusy = "false";
    }
  }

  /** The map keeps the address up to date by itself: it is read when the list is opened. */
  address() {
    const base = new URL("../../", import.meta.url); // this script is BASE/assets/v-…/NAME.js
    const query = new URLSearchParams(location.search);
    query.set("rev", this.revision);
    for (const [name, link, why] of this.links || []) {
      if (why) link.setAttribute("aria-disabled", "true");
      else link.href = new URL(`api/export.${name}?${query}`, base).href;
    }
  }
}

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
