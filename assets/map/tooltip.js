// The little box beside the pointer. Everything in it is set as text: sources may write what they
// like.

export class Tooltip {
  constructor(container) {
    this.box = document.createElement("div");
    this.box.className = "atlas-tip";
    this.box.hidden = true;
    this.box.setAttribute("role", "tooltip");
    container.append(this.box);
    this.container = container;
  }

  /** `lines`: text or [text, class], one below the other; `x`, `y` in the map's pixels. */
  show(lines, x, y) {
    this.box.replaceChildren(...lines.filter(Boolean).map((entry) => {
      const [text, className] = Array.isArray(entry) ? entry : [entry, ""];
      const row = document.createElement("div");
      row.textContent = text;
      row.className = className;
      row.dir = "auto";
      return row;
    }));
    this.box.hidden = false;
    const { offsetWidth: w, offsetHeight: h } = this.box;
    const { clientWidth: width, clientHeight: height } = this.container;
    const left = x + 14 + w > width ? x - 14 - w : x + 14;
    const top = y + 14 + h > height ? y - 10 - h : y + 14;
    this.box.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
