// What the tooltips say.

const number = new Intl.NumberFormat("en");

export const count = (n, one, many = `${one}s`) => `${number.format(n)} ${n === 1 ? one : many}`;
export const plain = (n) => number.format(n);

/** "120 single source, 8 contested", the largest first. */
export function statusLine(counts, styles) {
  return counts.map((n, i) => [n, styles[i].label.toLowerCase()])
    .filter(([n]) => n)
    .sort(([a], [b]) => b - a)
    .map(([n, label]) => `${plain(n)} ${label}`)
    .join(", ");
}

/** A radius in metres as a reader says it. */
export function radius(metres) {
  if (!metres) return "";
  return metres < 1000 ? `within ${Math.round(metres)} m` : `within ${Number((metres / 1000).toFixed(1))} km`;
}
