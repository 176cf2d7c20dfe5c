/* Hypotheses as a drawing: boxes for actors, lines for what is held of two of them. The server has
   laid it out; names are set as text. A box that is clicked, or chosen with Enter, is that actor. */

const NS = "http://www.w3.org/2000/svg";
const PAD = 4;

export function mount({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".graph");
  const svg = node("svg", {
    viewBox: `${-PAD} ${-PAD} ${data.width + 2 * PAD} ${data.height + 2 * PAD}`,
    width: data.width + 2 * PAD, height: data.height + 2 * PAD, role: "group", "aria-label": data.label,
  });
  for (const line of data.lines) draw(line, svg, data.box);
  for (const box of data.boxes) actor(box, svg, data.box, setTriggerValue);
  root.replaceChildren(svg);
}

function node(tag, attributes, parent, words) {
  const made = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (words) made.textContent = words;
  if (parent) parent.append(made);
  return made;
}

function draw(line, svg, box) {
  const [x1, y1] = line.start;
  const [x2, y2] = line.end;
  const bow = x1 === x2 ? box.gap / 2 : 0;
  const d = bow
    ? `M${x1} ${y1}C${x1 + bow} ${y1} ${x2 + bow} ${y2} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + box.gap / 2} ${y1} ${x2 - box.gap / 2} ${y2} ${x2} ${y2}`;
  const group = node("g", { class: `line ${line.level} ${line.kind}${line.aside ? " aside" : ""}` }, svg);
  node("title", {}, group, line.title);
  node("path", { d }, group);
  if (line.arrow) node("path", { class: "arrow", d: `M${x2 - 9} ${y2 - 4.5}L${x2 - 1} ${y2}L${x2 - 9} ${y2 + 4.5}` }, group);
  node("text", { x: line.words[0], y: line.words[1] + 4, "text-anchor": bow ? "start" : "middle" }, group, line.label);
}

function actor(box, svg, { width, height }, send) {
  const group = node("g", { class: box.chosen ? "actor chosen" : "actor", tabindex: 0, role: "button", "aria-label": box.name }, svg);
  node("title", {}, group, box.title);
  node("rect", { x: box.x, y: box.y, width, height, rx: 4 }, group);
  const label = node("text", { x: box.x + 9, y: box.y + height / 2 + 4.5 }, group, box.name);
  let words = box.name;
  while (words.length > 4 && label.getComputedTextLength() > width - 16) {
    words = words.slice(0, -2).trimEnd();
    label.textContent = `${words}…`;
  }
  const choose = () => send("choose", box.name);
  group.addEventListener("click", choose);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose();
  });
}
