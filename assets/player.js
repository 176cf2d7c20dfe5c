/* The moving window of the timeline: where it is, how it steps, when it plays. Draws nothing. */

import { floorTo, shift } from "./days.js";

export const LENGTHS = [["week", "1 week"], ["month", "1 month"], ["quarter", "3 months"], ["year", "1 year"]];
export const SPEEDS = [1, 2, 4, 8, 16]; // steps a second
const TICK_MS = 125; // the window never moves more often, however fast: the map must keep up
const CALM_MS = 1000; // the same for readers who asked their system for little motion

/** The unit whose length a window has, or null when it is some other length. */
export function lengthOf(from, to) {
  const found = LENGTHS.find(([unit]) => shift(from, unit, 1) - 1 === to);
  return found ? found[0] : null;
}

export class Player {
  /** `extent`: [first, last] day that is shown; `onChange(player)` is called after every change. */
  constructor(extent, onChange, calm = false) {
    this.extent = extent;
    this.onChange = onChange;
    this.length = "month";
    this.days = null; // length in days of a window that is none of LENGTHS
    this.step = "month";
    this.speed = 2;
    this.tickMs = calm ? CALM_MS : TICK_MS;
    this.from = null; // null: no window, everything is shown
    this.timer = null;
    this.carry = 0;
  }

  get to() {
    if (this.from === null) return null;
    return this.days ? this.from + this.days - 1 : shift(this.from, this.length, 1) - 1;
  }

  get playing() {
    return this.timer !== null;
  }

  get first() {
    return floorTo(this.extent[0], this.step);
  }

  get last() {
    return Math.max(this.first, floorTo(this.extent[1], this.step));
  }

  setExtent(extent) {
    this.extent = extent;
  }

  /** Puts the window over [from, to]. */
  restore(from, to) {
    const known = lengthOf(from, to);
    this.length = known || this.length;
    this.days = known ? null : to - from + 1;
    this.from = from;
    this.onChange(this);
  }

  seek(day) {
    this.from = Math.min(Math.max(floorTo(day, this.step), this.first), this.last);
    this.onChange(this);
  }

  setLength(unit) {
    this.length = unit;
    this.days = null;
    if (this.from !== null) this.seek(this.from);
    else this.onChange(this);
  }

  setStep(unit) {
    this.step = unit;
    if (this.from !== null) this.seek(this.from);
    else this.onChange(this);
  }

  setSpeed(speed) {
    this.speed = speed;
    this.onChange(this);
  }

  /** Moves by `count` steps; returns false at either end. */
  move(count) {
    if (this.from === null) {
      this.seek(count > 0 ? this.first : this.last);
      return true;
    }
    const before = this.from;
    this.seek(shift(floorTo(before, this.step), this.step, count));
    return this.from !== before;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.from === null || this.from >= this.last) this.from = this.first;
    this.carry = 0;
    this.timer = setInterval(() => this.tick(), this.tickMs);
    this.onChange(this);
  }

  tick() {
    this.carry += (this.speed * this.tickMs) / 1000;
    const steps = Math.floor(this.carry);
    if (!steps) return;
    this.carry -= steps;
    if (!this.move(steps) || this.from >= this.last) this.pause();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.onChange(this);
  }

  clear() {
    clearInterval(this.timer);
    this.timer = null;
    this.from = null;
    this.onChange(this);
  }
}
