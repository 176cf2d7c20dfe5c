/* Draws the small map of an incident from a list of shapes [element, attributes, text]. */

const NS = "http://www.w3.org/2000/svg";
const ALLOWED = new Set(["path", "circle", "text"]);

export function mount({ parentElement, data }) {
  const root = parentElement.querySelector(".locator");
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", `0 0 ${data.width} ${data.height}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", data.label);
  const defs = document.createElementNS(NS, "defs");
  const pattern = document.createElementNS(NS, "pattern");
  for (const [name, value] of Object.entries({ id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse" })) pattern.setAttribute(name, value);
  const line = document.createElementNS(NS, "path");
  line.setAttribute("d", "M-1 8L8 -1");
  line.setAttribute("class", "hatch-line");
  pattern.append(line);
  defs.append(pattern);
  svg.append(defs);
  for (const [tag, attributes, text] of data.shapes) {
    if (!ALLOWED.has(tag)) continue;
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (tag === "text") node.textContent = text;
    else if (text) {
      const title = document.createElementNS(NS, "title");
      title.textContent = text;
      node.append(title);
    }
    svg.append(node);
  }
  root.style.setProperty("--light", data.colour);
  root.style.setProperty("--dark", data.dark);
  root.replaceChildren(svg);
}
