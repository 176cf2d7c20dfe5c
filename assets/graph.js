/* Hypotheses as a drawing: boxes for actors, lines for what is held of two of them. The server has
   laid it out; names are set as text. A box that is clicked, or chosen with Enter, is that actor. */

import { svg as element } from "./parts.js";

const PAD = 4;

export function mount({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".graph");
  const svg = node("svg", {
    viewBox: `${-PAD} ${-PAD} ${data.width + 2 * PAD} ${data.height + 2 * PAD}`,
    width: data.width + 2 * PAD, height: data.height + 2 * PAD, role: "group", "aria-label": data.label,
  });
  for (const line of data.lines) draw(line, svg);
  for (const box of data.boxes) actor(box, svg, data.box, setTriggerValue);
  root.replaceChildren(svg);
  // Text can be measured once it is on the page.
  for (const label of svg.querySelectorAll(".actor text")) fit(label, data.box.width - 16);
}

function node(tag, attributes, parent, words) {
  const made = element(tag, attributes, parent);
  if (words) made.textContent = words;
  return made;
}

function draw(line, svg) {
  const [[x1, y1], [x2, y2], [x3, y3], [x4, y4]] = line.curve;
  const group = node("g", { class: `line ${line.level} ${line.kind}${line.aside ? " aside" : ""}` }, svg);
  node("title", {}, group, line.title);
  node("path", { d: `M${x1} ${y1}C${x2} ${y2} ${x3} ${y3} ${x4} ${y4}` }, group);
  const back = x3 > x4 ? 9 : -9; // where the curve comes from
  if (line.arrow) node("path", { class: "arrow", d: `M${x4 + back} ${y4 - 4.5}L${x4} ${y4}L${x4 + back} ${y4 + 4.5}` }, group);
  node("text", { x: line.words[0], y: line.words[1] + 4, "text-anchor": "middle" }, group, line.label);
}

function actor(box, svg, { width, height }, send) {
  const group = node("g", { class: box.chosen ? "actor chosen" : "actor", tabindex: 0, role: "button", "aria-label": box.name }, svg);
  node("title", {}, group, box.title);
  node("rect", { x: box.x, y: box.y, width, height, rx: 4 }, group);
  node("text", { x: box.x + 9, y: box.y + height / 2 + 4.5 }, group, box.name);
  const choose = () => send("choose", box.name);
  group.addEventListener("click", choose);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  });
}

/** Cut a name to its room; the box's title has the whole one. */
function fit(label, room) {
  let words = label.textContent;
  while (words.length > 4 && label.getComputedTextLength() > room) {
    words = words.slice(0, -2).trimEnd();
    label.textContent = `${words}…`;
  }
}
