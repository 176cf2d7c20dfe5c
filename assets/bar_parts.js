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

/** The address of this view, live or pinned to a revision. */
export function linkTo(revision) {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.delete("rev");
  if (revision !== null) url.searchParams.set("rev", revision);
  return url.href;
}
