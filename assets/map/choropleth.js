// Classes of the choropleth: round limits between 0 and the largest value, the same for the map and
// its legend.

/** Upper limits of the classes but the last, rising; few classes when the largest value is small. */
export function limits({ max, metric }, classes) {
  if (max <= 0) return [];
  const whole = metric === "count";
  const found = [];
  for (let i = 1; i < classes; i += 1) {
    // Squares: most units have few incidents, one or two have very many.
    const value = nice(max * (i / classes) ** 2);
    const limit = whole ? Math.max(1, Math.round(value)) : value;
    if (limit < max && limit > (found.at(-1) ?? 0)) found.push(limit);
  }
  return found;
}

function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((s) => s * power >= value * 0.999);
  return Number((step * power).toPrecision(3));
}

export function fillFor(value, choropleth, steps) {
  const all = limits(choropleth, steps.length);
  const place = all.findIndex((limit) => value <= limit);
  return colourOf(place < 0 ? all.length : place, all.length + 1, steps);
}

/** Colour of a class when there are `classes` of them: the whole span of the steps is used. */
export function colourOf(place, classes, steps) {
  if (classes === 1) return steps.at(-1);
  return steps[Math.round((place * (steps.length - 1)) / (classes - 1))];
}
