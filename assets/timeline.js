/* The timeline: chart, legend and playback in one component of the page.

   While it plays nothing is asked of the server: the window goes to the chart here and, by a
   message, to the map ({type: "window", from, to, tab} on the channel "atlas"; closed interval of
   ISO days, or null for no window). The link is rewritten in place. */

import { intervalLabel, isoDay, parseDay } from "./days.js";
import { LENGTHS, Player, SPEEDS } from "./player.js";
import { Chart } from "./timeline_chart.js";
import { element, mounting, onDark, placeTip } from "./parts.js";

const URL_MS = 400; // browsers limit how often a page may rewrite its address
const STEPS = [["day", "day"], ["week", "week"], ["month", "month"], ["quarter", "3 months"], ["year", "year"]];
const ICONS = {
  back: "M4 3h2v10H4zM13 3v10L6.5 8z", play: "M4 2.5v11l9-5.5z", pause: "M4 3h3v10H4zM9 3h3v10H9z",
  next: "M10 3h2v10h-2zM3 3v10l6.5-5z", clear: "M4 4l8 8M12 4l-8 8",
};

function icon(name) {
  const holder = element("span", { className: "icon", ariaHidden: "true" });
  const stroke = name === "clear" ? ' stroke="currentColor" stroke-width="2"' : "";
  holder.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor"><path d="${ICONS[name]}"${stroke}/></svg>`;
  return holder;
}

class Timeline {
  constructor(root) {
    this.root = root;
    this.channel = new BroadcastChannel("atlas");
    this.tab = sessionStorage.getItem("atlas-tab") || Math.random().toString(36).slice(2);
    sessionStorage.setItem("atlas-tab", this.tab);
    this.player = new Player([0, 1], () => this.moved(), matchMedia("(prefers-reduced-motion: reduce)").matches);
    this.build();
    this.chart = new Chart(this.stage, {
      select: (from, to) => this.select(from, to),
      hover: (info) => this.tooltip(info),
    });
    this.resize = new ResizeObserver(() => this.chart.layout());
    this.resize.observe(this.stage);
    // A map that has just been drawn tells where it looks, and does not know the window yet.
    this.channel.onmessage = ({ data }) => {
      const mine = data && (!data.tab || data.tab === this.tab);
      if (mine && data.type === "viewport" && this.player.from !== null) this.announce();
    };
  }

  close() {
    this.player.clear();
    this.announce();
    this.resize.disconnect();
    this.channel.close();
  }

  build() {
    this.legend = element("div", { className: "legend" });
    this.stage = element("div", { className: "stage" });
    this.tip = element("div", { className: "tip", hidden: true, role: "status" });
    this.stage.append(this.tip);
    this.scrub = element("input", { type: "range", className: "scrub", min: 0, step: 1, ariaLabel: "Position of the moving window" });
    this.scrub.addEventListener("input", () => this.player.seek(this.stops[this.scrub.value]));
    const button = (name, label, act) => {
      const node = element("button", { type: "button", title: label, ariaLabel: label, onclick: act }, icon(name));
      return node;
    };
    this.back = button("back", "One step back", () => { this.player.pause(); this.player.move(-1); });
    this.playButton = button("play", "Play", () => this.player.toggle());
    this.playButton.classList.add("play");
    this.next = button("next", "One step forward", () => { this.player.pause(); this.player.move(1); });
    this.stop = button("clear", "Show the whole time again", () => this.player.clear());
    this.length = this.chooser("Window", LENGTHS, (value) => { if (value !== "own") this.player.setLength(value); });
    this.ownLength = element("option", { value: "own", hidden: true });
    this.length.select.append(this.ownLength);
    this.step = this.chooser("Step", STEPS, (value) => { this.stepChosen = true; this.player.setStep(value); });
    this.speed = this.chooser("Speed", SPEEDS.map((s) => [`${s}`, `${s / 2}×`]), (value) => this.player.setSpeed(+value));
    this.readout = element("output", { className: "readout", ariaLive: "polite" });
    const controls = element("div", { className: "controls", role: "group", ariaLabel: "Playback" },
      element("span", { className: "buttons" }, this.back, this.playButton, this.next, this.stop),
      this.readout,
      element("span", { className: "choices" }, this.length.label, this.step.label, this.speed.label));
    this.controls = controls;
    this.root.replaceChildren(this.legend, this.stage, this.scrub, controls);
  }

  chooser(name, options, act) {
    const select = element("select", { onchange: () => act(select.value) },
      ...options.map(([value, text]) => element("option", { value, textContent: text })));
    return { select, label: element("label", {}, element("span", { textContent: name }), select) };
  }

  update(data) {
    const first = !this.data;
    this.data = data;
    const dark = onDark(this.root);
    data.series.forEach((s, i) => this.root.style.setProperty(`--s${i}`, dark ? s.dark : s.colour));
    this.root.classList.toggle("empty", !data.starts.length);
    for (const part of [this.scrub, this.controls]) part.style.display = data.still ? "none" : "";
    this.drawLegend();
    if (!data.starts.length) return;
    this.player.setExtent([data.starts[0], data.end - 1]);
    if (first) this.player.speed = data.speed;
    // Unless chosen otherwise, step and window suit the bars.
    if (!this.stepChosen) this.player.step = data.step === "month" ? data.unit : data.step;
    if (first && (data.unit === "quarter" || data.unit === "year")) this.player.length = "year";
    if (first && data.unit === "day") this.player.length = "week";
    this.chart.draw(data);
    this.setStops();
    // The first run restores the window of the link; later ones keep the window of the reader,
    // unless the link was changed under way (back, forward, typed).
    if (data.window && data.window !== this.asked && data.window !== this.written) {
      this.player.restore(...data.window.split("..").map(parseDay));
    } else this.moved();
    this.asked = data.window;
  }

  setStops() {
    this.stops = [];
    const probe = new Player(this.player.extent, () => {});
    probe.step = this.player.step;
    probe.seek(probe.first);
    do this.stops.push(probe.from); while (probe.move(1) && this.stops.length < 20000);
    this.stopsOf = `${this.player.step} ${this.player.extent}`;
    this.scrub.max = this.stops.length - 1;
  }

  drawLegend() {
    this.legend.replaceChildren(...this.data.series.map((series, i) => {
      const swatch = element("i", { className: `swatch ${series.mark || "disc"}` });
      swatch.style.setProperty("--c", `var(--s${i})`);
      return element("span", {}, swatch, element("span", { textContent: series.label }),
        element("b", { textContent: series.total.toLocaleString("en") }));
    }));
  }

  moved() {
    const { player } = this;
    if (this.stopsOf !== `${player.step} ${player.extent}`) this.setStops();
    const shown = player.from !== null;
    const label = player.playing ? "Pause" : "Play";
    this.playButton.title = label;
    this.playButton.ariaLabel = label;
    this.playButton.replaceChildren(icon(player.playing ? "pause" : "play"));
    this.stop.disabled = !shown;
    this.ownLength.hidden = !player.days;
    this.ownLength.textContent = `${player.days} days`;
    this.length.select.value = player.days ? "own" : player.length;
    this.step.select.value = player.step;
    this.speed.select.value = `${player.speed}`;
    this.root.classList.toggle("windowed", shown);
    this.chart.showWindow(shown ? { from: player.from, to: player.to } : null);
    let at = 0;
    if (shown) while (at < this.stops.length - 1 && this.stops[at + 1] <= player.from) at += 1;
    this.scrub.value = at;
    this.readout.textContent = this.words();
    this.scrub.setAttribute("aria-valuetext", this.readout.textContent);
    this.readout.ariaLive = player.playing ? "off" : "polite";
    this.announce();
    this.write();
  }

  words() {
    const { player } = this;
    if (player.from === null) return "The whole time is shown";
    const count = this.chart.countIn(player.from, player.to);
    const label = intervalLabel(player.from, player.to);
    if (count === null) return label;
    return `${label}: ${count.toLocaleString("en")} ${count === 1 ? "incident" : "incidents"}`;
  }

  announce() {
    const { player } = this;
    const shown = player.from !== null;
    this.channel.postMessage({
      type: "window", tab: this.tab,
      from: shown ? isoDay(player.from) : null, to: shown ? isoDay(player.to) : null,
    });
  }

  /** Writes window, step and speed into the link of the page, at most once in `URL_MS`. */
  write() {
    this.written = this.span();
    if (this.writing) return;
    this.writing = setTimeout(() => {
      this.writing = null;
      if (this.root.isConnected) this.rewrite();
    }, URL_MS);
  }

  rewrite() {
    const url = new URL(location.href);
    const { player } = this;
    this.put(url, "window", this.span());
    this.put(url, "step", this.stepChosen && player.step !== "month" ? player.step : "");
    this.put(url, "speed", player.speed === 2 ? "" : `${player.speed}`);
    if (url.href !== location.href) history.replaceState(history.state, "", url);
  }

  span() {
    return this.player.from === null ? "" : `${isoDay(this.player.from)}..${isoDay(this.player.to)}`;
  }

  put(url, key, value) {
    if ((url.searchParams.get(key) || "") === value) return;
    if (value) url.searchParams.set(key, value);
    else url.searchParams.delete(key);
  }

  select(from, to) {
    this.chart.hideCursor();
    this.player.clear();
    this.rewrite(); // before the server reads the link
    this.send("range", { from: isoDay(from), to: isoDay(to) });
  }

  tooltip(info) {
    this.tip.hidden = !info;
    if (!info) return;
    const rows = info.rows.map(([i, count]) => {
      const swatch = element("i", { className: `swatch ${this.data.series[i].mark || "disc"}` });
      swatch.style.setProperty("--c", `var(--s${i})`);
      return element("span", {}, swatch, element("span", { textContent: this.data.series[i].label }),
        element("b", { textContent: count.toLocaleString("en") }));
    });
    const note = info.note ? [element("small", { textContent: info.note })] : [];
    const total = info.rows.reduce((sum, [, count]) => sum + count, 0);
    this.tip.replaceChildren(element("strong", { textContent: info.title }),
      element("em", { textContent: `${total.toLocaleString("en")} ${total === 1 ? "incident" : "incidents"}` }), ...rows, ...note);
    placeTip(this.tip, info.x, info.y);
  }
}

export const mount = mounting(".timeline", Timeline);
