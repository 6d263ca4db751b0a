// The bar of two flights: one clock, the first flight's events above it and the second's below.

import { HAND } from "./connection.js";
import { inside, make } from "./elements.js";
import { isCommand } from "./keys.js";

/**
 * @import { FlightEvent, PairTimeline, Player, Seek, Send, Stretch } from "./types"
 * @import { Words } from "./words.js"
 */

const STEPS = [5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400];
const TICKS_APART_PX = 70;
const NEAR_PX = 6;
const EDGE_PX = 22;
const TOLD_MS = 1000;
/** @type {Record<string, number>} seconds of the clock */
const KEYS = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageUp: -60, PageDown: 60 };

/**
 * As the program writes it: +12:09, from an hour on −1:04:30.
 * @param {number} since
 */
export function clockTold(since) {
  const whole = Math.floor(since + 1e-6), size = Math.abs(whole), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const [hour, minute, second] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  return `${whole < 0 ? "−" : "+"}${hour ? `${hour}:${two(minute)}` : two(minute)}:${two(second)}`;
}

export class PairBar {
  met = 0;
  left = 0;
  width = 1;
  toldAt = 0;
  isDragging = false;

  /** @param {{ root: HTMLElement, timeline: PairTimeline, words: Words, send: Send, seek: Seek }} page */
  constructor({ root, timeline, words, send, seek }) {
    this.root = root;
    this.timeline = timeline;
    this.words = words;
    this.send = send;
    this.seek = seek;
    /** @type {Stretch} */
    this.stretch = timeline.stretch;
    this.part = (/** @type {string} */ name) => inside(root, `.${name}`);
    root.setAttribute("aria-readonly", String(!timeline.controls));
    this.listen();
    new ResizeObserver(() => this.draw()).observe(root);
  }

  /** @param {Stretch} stretch */
  show(stretch) {
    this.stretch = stretch;
    this.draw();
  }

  /** @param {number} met */
  fraction(met) {
    const [start, end] = this.stretch;
    return Math.min(1, Math.max(0, (met - start) / (end - start)));
  }

  // Anew: after a change of language, width or stretch, never per frame.
  draw() {
    const { left, width } = this.part("track").getBoundingClientRect(), [start, end] = this.stretch;
    this.left = left;
    this.width = width || 1;
    const zero = make("i", "zero");
    this.put(zero, 0);
    this.part("track").replaceChildren(...(start < 0 && end > 0 ? [zero] : []));
    this.timeline.panes.forEach(({ events, zero_met_s }, pane) => {
      const inside = events.filter(({ met_s }) => start <= met_s - zero_met_s && met_s - zero_met_s <= end);
      this.part(pane ? "lower" : "upper").replaceChildren(...inside.map((event) => this.put(make("i", "tick"), event.met_s - zero_met_s)));
    });
    const least = ((end - start) / this.width) * TICKS_APART_PX, step = STEPS.find((one) => one >= least) ?? STEPS[STEPS.length - 1];
    const edge = ((end - start) / this.width) * EDGE_PX; // a label at the very end would lie over it
    const first = Math.ceil((start + edge) / step), count = Math.floor((end - edge) / step) - first + 1;
    this.part("scale").replaceChildren(...Array.from({ length: Math.max(0, count) }, (_, n) => (
      this.put(make("span", "", clockTold((first + n) * step)), (first + n) * step))));
    this.root.setAttribute("aria-valuemin", String(Math.round(start)));
    this.root.setAttribute("aria-valuemax", String(Math.round(end)));
    this.place(this.met);
  }

  /**
   * @param {HTMLElement} element
   * @param {number} met
   */
  put(element, met) {
    element.style.left = `${(100 * this.fraction(met)).toFixed(4)}%`;
    return element;
  }

  /** @param {number} met */
  place(met) {
    this.met = met;
    this.part("head-line").style.transform = `translateX(${Math.round(this.fraction(met) * this.width)}px)`;
  }

  /** @param {Stretch | null} stretch played again and again */
  bracket(stretch) {
    const loop = this.part("loop");
    loop.hidden = stretch === null;
    if (!stretch) return;
    this.put(loop, stretch[0]);
    loop.style.width = `${(100 * (this.fraction(stretch[1]) - this.fraction(stretch[0]))).toFixed(4)}%`;
  }

  /**
   * What a screen reader says; now and then while it plays.
   * @param {Player} player
   * @param {string} text
   */
  tell({ playing }, text) {
    const now = performance.now();
    if (playing && now - this.toldAt <= TOLD_MS) return;
    this.toldAt = now;
    this.root.setAttribute("aria-valuenow", String(Math.round(this.met)));
    this.root.setAttribute("aria-valuetext", text);
  }

  listen() {
    const { root } = this;
    root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      root.setPointerCapture(event.pointerId);
      this.draw();
      this.isDragging = true;
      this.seek(this.metAt(event));
    });
    root.addEventListener(HAND, (event) => this.isDragging && this.seek(this.metAt(event)));
    root.addEventListener("pointermove", (event) => this.point(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) root.addEventListener(end, () => (this.isDragging = false));
    root.addEventListener("pointerleave", () => root.classList.remove("pointed"));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {PointerEvent} event */
  metAt(event) {
    const [start, end] = this.stretch;
    return start + Math.min(1, Math.max(0, (event.clientX - this.left) / this.width)) * (end - start);
  }

  /**
   * The bubble names the moment, and the events that stand there.
   * @param {PointerEvent} event
   */
  point(event) {
    const met = this.metAt(event), bubble = this.part("bubble");
    const names = this.timeline.panes.flatMap(({ events, zero_met_s }) => events.filter((one) => this.isNear(one, zero_met_s, met)));
    bubble.textContent = [clockTold(met), ...names.slice(0, 3).map(({ title }) => this.words.of(title))].join("  ");
    const room = Math.max(0, this.width - bubble.offsetWidth);
    bubble.style.transform = `translateX(${Math.round(Math.min(Math.max(this.fraction(met) * this.width - bubble.offsetWidth / 2, 0), room))}px)`;
    this.root.classList.add("pointed");
  }

  /**
   * @param {FlightEvent} event
   * @param {number} zero
   * @param {number} met
   */
  isNear(event, zero, met) {
    return Math.abs(this.fraction(event.met_s - zero) - this.fraction(met)) * this.width < NEAR_PX;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isCommand(event)) return;
    const step = KEYS[event.key];
    if (step !== undefined) this.send({ do: "nudge", mission_s: step });
    else if (event.key === "Home") this.seek(this.stretch[0]);
    else if (event.key === "End") this.seek(this.stretch[1]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
