/* Small pieces of the filter bar that know nothing of filters. */

/** Puts a popover under its button, inside the window. */
export function placeBelow(panel, button) {
  const { left, bottom } = button.getBoundingClientRect();
  const width = Math.min(340, innerWidth - 16);
  panel.style.width = `${width}px`;
  panel.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  panel.style.top = `${bottom + 4}px`;
  panel.style.maxHeight = `${innerHeight - bottom - 16}px`;
}

const BY_BROWSER = ["map", "window", "step", "speed"];

/** The address of this view, live or pinned to a revision. The name of a saved view stays in it
    where that says the same; else what the view holds (`whole`, a query string) stands in its place. */
export function linkTo(revision, whole, pinned) {
  const url = new URL(location.href);
  url.hash = "";
  if (url.searchParams.has("view") && (pinned || revision !== null)) {
    const looked = [...url.searchParams].filter(([key]) => BY_BROWSER.includes(key));
    url.search = whole;
    for (const [key, value] of looked) url.searchParams.set(key, value);
  }
  url.searchParams.delete("rev");
  if (revision !== null) url.searchParams.set("rev", revision);
  return url.href;
}

/** What shows this view, as the address has it, in a frame of another site. */
export function embedCode() {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.set("embed", "true");
  const address = url.href.replaceAll("&", "&amp;").replaceAll('"', "%22").replaceAll("<", "%3C");
  return `<iframe src="${address}" title="Iraq Incident Atlas" width="600" height="400" style="border:1px solid #bbb" loading="lazy" allowfullscreen></iframe>`;
}
