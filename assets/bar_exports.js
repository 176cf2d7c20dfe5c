/* The button that offers the view as a file: one line a format, saying for whom it is. The files are
   what the address shows, pinned to the revision on the page. */

import { placeBelow } from "./bar_parts.js";
import { element } from "./parts.js";

export class Exports {
  constructor() {
    this.list = element("ul", {});
    this.note = element("p", {});
    this.panel = element("div", { className: "panel exports", popover: "auto", ariaLabel: "Export" }, this.note, this.list);
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
    this.links = formats.map(([name, label, use, why]) => [name, element("a", { download: "", className: why ? "off" : "" },
      element("b", { textContent: label }), element("span", { textContent: why || use })), why]);
    this.list.replaceChildren(...this.links.map(([, link]) => element("li", {}, link)));
    this.address();
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
