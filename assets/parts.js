/* Small pieces that the components of the pages share: elements, drawings, mounting, tooltips. */

const NS = "http://www.w3.org/2000/svg";

/** An element with properties and children; text is always set as text. */
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** An element of a drawing with its attributes, put at the end of the parent. */
export function svg(tag, attributes, parent) {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (parent) parent.append(node);
  return node;
}

/** Words in a drawing. */
export function text(words, attributes, parent) {
  const node = svg("text", attributes, parent);
  node.textContent = words;
  return node;
}

/** Empties a drawing and gives it a size in px. */
export function fit(drawing, width, height) {
  drawing.replaceChildren();
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) drawing.setAttribute(name, value);
}

/** Whether a CSS colour is dark: decides which of a status's two colours is used. */
function isDark(colour) {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = "#fff";
  canvas.fillStyle = colour.trim() || "#fff";
  const hex = canvas.fillStyle;
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return 0.3 * r + 0.59 * g + 0.11 * b < 128;
}

/** Whether the page behind an element is dark. */
export function onDark(node) {
  return isDark(getComputedStyle(node).getPropertyValue("--st-background-color"));
}

/** `mount` of a component: called by the page at every run, it builds a `Part` once on the element
    that the selector finds, gives it `send(name, value)`, and then only the new data. */
export function mounting(selector, Part) {
  const mounted = new WeakMap();
  return ({ parentElement, data, setTriggerValue }) => {
    let part = mounted.get(parentElement);
    if (!part) {
      part = new Part(parentElement.querySelector(selector));
      mounted.set(parentElement, part);
    }
    part.send = setTriggerValue;
    part.update(data);
    return () => {
      mounted.delete(parentElement);
      part.close?.();
    };
  };
}

/** Shows a tip of a title and lines beside a point of the stage that holds it; hides it for null. */
export function showTip(tip, info, below = 0) {
  tip.hidden = !info;
  if (!info) return;
  tip.replaceChildren(element("strong", { textContent: info.title }),
    ...info.lines.map((line) => element("span", { textContent: line })));
  placeTip(tip, info.x, info.y + below);
}

/** Puts a tip right of a point of its stage, or left of it where there is no room. */
export function placeTip(tip, x, y) {
  const room = tip.parentElement.clientWidth - tip.offsetWidth - 4;
  tip.style.left = `${Math.max(4, x + 14 > room ? x - tip.offsetWidth - 14 : x + 14)}px`;
  tip.style.top = `${Math.max(0, y)}px`;
}
