// What the tooltips say.

const number = new Intl.NumberFormat("en");

const count = (n, one, many = `${one}s`) => `${number.format(n)} ${n === 1 ? one : many}`;
export const plain = (n) => number.format(n);

/** "120 single source, 8 contested", the largest first. */
function statusLine(counts, styles) {
  return counts.map((n, i) => [n, styles[i].label.toLowerCase()])
    .filter(([n]) => n)
    .sort(([a], [b]) => b - a)
    .map(([n, label]) => `${plain(n)} ${label}`)
    .join(", ");
}

/** A radius in metres as a reader says it. */
function radius(metres) {
  if (!metres) return "";
  return metres < 1000 ? `within ${Math.round(metres)} m` : `within ${Number((metres / 1000).toFixed(1))} km`;
}

/** Lines of the tooltip of what was hit: text or [text, class]. */
export function describe(hit, styles, forms) {
  const statuses = statusLine(hit.counts, styles);
  if (hit.kind === "incident") {
    const [date, type, place, reports] = hit.tip;
    const precision = radius(hit.metres) || forms[hit.form].phrase;
    return [
      [`${date} · ${type}`, "strong"], `${place ? `${place}, ` : ""}${precision}`,
      `${styles[hit.status].label}, ${count(reports, "report")}`,
    ];
  }
  if (hit.kind === "cluster") {
    const hint = hit.stacked ? "All at the same coordinate. Click to list them" : "Click to zoom in";
    return [[count(hit.total, "incident"), "strong"], statuses, [hint, "faint"]];
  }
  const where = hit.form === "stretch"
    ? `Somewhere along ${hit.label}` : `Somewhere in ${hit.area.properties.name} ${hit.form}`;
  return [[`${where}: ${count(hit.total, "incident")}`, "strong"], statuses, ["Click to list them", "faint"]];
}

/** Leaflet sets credits as markup. */
export function escapeHtml(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
