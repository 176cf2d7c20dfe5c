// Classes of the choropleth: about as many areas in each, round limits, the same for the map and its
// legend. Equal steps would leave all areas but Baghdad in the lowest class.

/** Upper limits of the classes but the last, rising; few classes when there are few values. */
export function limits({ values, metric }, classes) {
  const sorted = Object.values(values).sort((a, b) => a - b);
  const found = [];
  for (let i = 1; i < classes; i += 1) {
    const value = nice(sorted[Math.floor((sorted.length * i) / classes)]);
    const limit = metric === "count" ? Math.max(1, Math.round(value)) : value;
    if (limit < sorted.at(-1) && limit > (found.at(-1) ?? 0)) found.push(limit);
  }
  return found;
}

function nice(value) {
  if (!value) return 0;
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
