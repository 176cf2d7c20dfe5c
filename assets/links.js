/* What server-made HTML on a page does when it is touched: links to incidents open without loading
   the page anew, links to reports and to marked words go to where these stand, and a place that is looked at in the table is
   shown on the map of claimed places, and the other way round. A click with a modifier key, or one
   that is no plain click, stays the browser's own. */

import { Channel } from "./map/channel.js";

const mounted = new WeakMap();
const ATTENTION_MS = 1600;

export function mount({ parentElement, setTriggerValue }) {
  mounted.get(parentElement)?.();
  const stop = new AbortController();
  const on = (type, act) => document.addEventListener(type, act, { signal: stop.signal });
  const channel = new Channel((message) => message.type === "claimed" && light(message));
  const say = (letter) => channel.say({ type: "claimed?", place: letter });

  on("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.("a[data-incident], a[data-report], a[data-words], a[data-draft]");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.incident) setTriggerValue("open", link.dataset.incident);
    else if (link.dataset.draft) setTriggerValue("draft", Number(link.dataset.draft));
    else if (link.dataset.words) document.getElementById(link.dataset.words)?.scrollIntoView({ block: "nearest" });
    else show(document.getElementById(`report-${link.dataset.report}`));
  });
  const look = (event) => say(event.target.closest?.("[data-place]")?.dataset.place ?? null);
  on("pointerover", look);
  on("focusin", look);

  const close = () => {
    stop.abort();
    channel.close();
  };
  mounted.set(parentElement, close);
  return close;
}

/** Marks the lines of the place that is looked at on the map; `go`: brings the first into sight. */
function light({ place, go }) {
  for (const line of document.querySelectorAll("[data-place]")) {
    line.classList.toggle("lit", line.dataset.place === place);
  }
  if (go) document.querySelector("[data-place].lit")?.scrollIntoView({ block: "nearest" });
}

/** Brings a report's line into sight and into focus, and marks it for a moment. */
function show(line) {
  if (!line) return;
  line.scrollIntoView({ block: "center" });
  line.focus({ preventScroll: true });
  line.classList.add("found");
  setTimeout(() => line.classList.remove("found"), ATTENTION_MS);
}
