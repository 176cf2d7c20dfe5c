/* Calendar arithmetic on whole days, counted from 1 January 1970 in UTC. No time of day exists here. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FULL = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December"];
const DAY_MS = 86400000;

const parts = (day) => {
  const d = new Date(day * DAY_MS);
  return [d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()];
};
const fromParts = (y, m, d) => Math.round(Date.UTC(y, m, d) / DAY_MS);

/** "2020-07-11" -> day number; null for anything that is not such a date. */
export function parseDay(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text || "");
  return match ? fromParts(+match[1], +match[2] - 1, +match[3]) : null;
}

/** Day number -> "2020-07-11". */
export function isoDay(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** First day of the unit ("day", "week", "month", "quarter", "year") that holds the day. */
export function floorTo(day, unit) {
  const [y, m] = parts(day);
  if (unit === "day") return day;
  if (unit === "week") return day - ((((day + 3) % 7) + 7) % 7); // weeks start on Monday
  if (unit === "month") return fromParts(y, m, 1);
  if (unit === "quarter") return fromParts(y, m - (m % 3), 1);
  return fromParts(y, 0, 1);
}

/** The day `count` units later (earlier when negative). */
export function shift(day, unit, count) {
  if (unit === "day") return day + count;
  if (unit === "week") return day + 7 * count;
  const [y, m, d] = parts(day);
  const months = { month: 1, quarter: 3, year: 12 }[unit] * count;
  const last = new Date(Date.UTC(y, m + months + 1, 0)).getUTCDate();
  return fromParts(y, m + months, Math.min(d, last));
}

/** "11 Jul 2020". */
export function dayLabel(day) {
  const [y, m, d] = parts(day);
  return `${d} ${MONTHS[m]} ${y}`;
}

/** A closed interval in words: "11 Jul 2020", "June 2020", "2020", "1 Jun to 15 Jul 2020". */
export function intervalLabel(from, to) {
  if (from === to) return dayLabel(from);
  const [y1, m1, d1] = parts(from);
  const [y2, m2] = parts(to);
  const whole = d1 === 1 && parts(to + 1)[2] === 1;
  if (whole && y1 === y2 && m1 === m2) return `${FULL[m1]} ${y1}`;
  if (whole && m1 === 0 && m2 === 11) return y1 === y2 ? `${y1}` : `${y1} to ${y2}`;
  if (whole) return `${MONTHS[m1]}${y1 === y2 ? "" : ` ${y1}`} to ${MONTHS[m2]} ${y2}`;
  return `${y1 === y2 ? `${d1} ${MONTHS[m1]}` : dayLabel(from)} to ${dayLabel(to)}`;
}

const STEPS = [["day", 1], ["day", 2], ["week", 1], ["week", 2], ["month", 1], ["quarter", 1],
  ["month", 6], ["year", 1], ["year", 2], ["year", 5], ["year", 10]];

/** Ticks [{day, label}] for an axis over [from, to): about one for every `room` days or more. */
export function ticks(from, to, room) {
  const length = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };
  const [unit, count] = STEPS.find(([u, c]) => length[u] * c >= room) || ["year", 20];
  let day = floorTo(from, unit === "month" && count === 6 ? "year" : unit);
  if (unit === "year") day = fromParts(parts(day)[0] - (parts(day)[0] % count), 0, 1);
  const found = [];
  for (; day < to; day = shift(day, unit, count)) {
    if (day < from) continue;
    const [y, m, d] = parts(day);
    if (unit === "year") found.push({ day, label: `${y}` });
    else if (unit === "day" || unit === "week") found.push({ day, label: `${d} ${MONTHS[m]}` });
    else found.push({ day, label: m === 0 || !found.length ? `${MONTHS[m]} ${y}` : MONTHS[m] });
  }
  return found;
}
