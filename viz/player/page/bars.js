// The two time bars: the whole flight, and the present phase enlarged. One class, two scales.
//
// What moves with every picture (playhead, shade over what is still to come, bubble) has a layer of its own and is moved
// by "transform" alone, so that nothing is painted anew under a dragging hand; and nothing is measured there.

import { HAND } from "./connection.js";
import { all, elementOf, inside, make } from "./elements.js";
import { Scale } from "./flight.js";
import { isCommand } from "./keys.js";
import { fitting } from "./labels.js";

/**
 * @import { Flight } from "./flight.js"
 * @import { FlightEvent, Phase, PlannedStretch, Seek, Send, Stretch, Told } from "./types"
 * @import { Words } from "./words.js"
 */

const TICKS_APART_PX = 72;
const SHORTEST_RANGE_PX = 3; // less is a hand that did not mean to drag
const HOUR_S = 3600;
/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -15, PageUp: 15 };

export class Bar {
  isDrawn = false;
  /** @type {FlightEvent[]} */
  events = [];
  /** @type {FlightEvent | null} */
  now = null;
  met = 0;
  told = "";
  left = 0;
  width = 1;
  bubbleWidth = 0;
  dragging = false;
  /** @type {number | null} a drag with Shift marks a range from there */
  rangeFrom = null;
  /** @type {Stretch | null} */
  looped = null;
  ahead = make("i", "ahead");

  /**
   * @param {HTMLElement} root
   * @param {{ flight: Flight, words: Words, step: number, send: Send, seek: Seek, enlarged: boolean }} page
   */
  constructor(root, { flight, words, step, send, seek, enlarged }) {
    this.root = root;
    this.flight = flight;
    this.words = words;
    this.step = step;
    this.send = send;
    this.seek = seek;
    this.enlarged = enlarged;
    this.scale = new Scale(flight.start, flight.end);
    this.track = inside(root, ".track");
    this.marks = inside(root, ".marks");
    this.rule = inside(root, ".scale");
    this.labels = enlarged ? inside(root, ".labels") : null;
    this.lane = enlarged ? inside(root, ".lane") : null;
    this.line = inside(root, ".head-line");
    this.loop = inside(root, ".loop");
    this.bubble = inside(root, ".bubble");
    this.listen();
  }

  /**
   * Draw the bar anew: after a change of language, width or phase, never per frame.
   * @param {Scale} scale
   * @param {Phase[]} bands
   * @param {FlightEvent[]} events
   * @param {PlannedStretch[]} planned
   */
  draw(scale, bands, events, planned = []) {
    this.isDrawn = true;
    this.scale = scale;
    this.events = events;
    this.measure();
    this.track.replaceChildren(...this.bands(bands), this.ahead);
    this.marks.replaceChildren(...events.flatMap((event) => this.mark(event)));
    this.rule.replaceChildren(...this.ticks());
    if (this.lane) this.drawLane(this.lane, planned);
    this.highlight(this.now);
    this.root.setAttribute("aria-valuemin", String(Math.round(scale.start)));
    this.root.setAttribute("aria-valuemax", String(Math.round(scale.end)));
    this.place(this.met, true);
  }

  /**
   * Put the playhead where the show stands.
   * @param {number} met
   */
  place(met, always = false) {
    if (!this.isDrawn || (met === this.met && !always)) return;
    this.met = met;
    const fraction = this.scale.fraction(met);
    this.line.style.transform = shift(fraction * this.width);
    this.ahead.style.transform = `scaleX(${(1 - fraction).toFixed(6)})`;
    if (this.dragging && this.rangeFrom === null) this.say(met);
  }

  // Where the track lies: when it is drawn or touched, never while it is dragged.
  measure() {
    const box = this.track.getBoundingClientRect();
    this.left = box.left;
    this.width = box.width || 1;
  }

  /**
   * What a screen reader says; the caller decides how often.
   * @param {string} text
   */
  tell(text) {
    this.root.setAttribute("aria-valuenow", String(Math.round(this.met)));
    this.root.setAttribute("aria-valuetext", text);
  }

  /** @param {Phase[]} bands */
  bands(bands) {
    return bands.map((phase) => {
      const from = this.scale.fraction(phase.start_met_s);
      const to = this.scale.fraction(Math.min(phase.end_met_s, this.scale.end));
      const next = this.scale.pieces.find((piece) => piece.from === phase.end_met_s && piece.left > 0);
      const band = make("div", "band");
      place(band, from, (next ? this.scale.pieces[0].right : to) - from);
      band.style.setProperty("--colour", phase.colour);
      band.classList.toggle("before-break", Boolean(next));
      if (this.enlarged) band.append(make("span", "", this.words.of(phase.title)));
      return band;
    });
  }

  /**
   * What was planned, over what was flown: outlined and hatched, so that it is not told by colour alone.
   * @param {HTMLElement} lane
   * @param {PlannedStretch[]} planned
   */
  drawLane(lane, planned) {
    const stretches = planned.filter((stretch) => stretch.end_met_s > this.scale.start && stretch.start_met_s < this.scale.end);
    lane.hidden = stretches.length === 0;
    this.root.classList.toggle("two-lanes", stretches.length > 0);
    if (!stretches.length) return;
    const [first, last] = [stretches[0], stretches[stretches.length - 1]];
    const name = make("b", "", this.words.say("page.lane.planned"));
    const end = this.scale.fraction(last.end_met_s);
    place(name, end, 1 - end);
    const told = { from: this.words.clock(first.start_met_s, false), to: this.words.clock(last.end_met_s, false) };
    lane.title = this.words.say("page.lane.told", told);
    lane.replaceChildren(...stretches.map((stretch) => {
      const part = make("div", `planned ${stretch.id}`);
      const from = this.scale.fraction(stretch.start_met_s);
      place(part, from, this.scale.fraction(stretch.end_met_s) - from);
      part.append(make("span", "", this.words.say(`page.lane.${stretch.id}`)));
      return part;
    }), name);
  }

  /**
   * A tick where the event is shown and, where the record gives a range, a soft-edged cloud over all of it.
   * @param {FlightEvent} event
   */
  mark(event) {
    const tick = make("i", "tick");
    tick.dataset.kind = event.kind;
    tick.dataset.event = event.id;
    tick.style.left = percent(this.scale.fraction(event.met_s));
    const from = this.scale.fraction(event.earliest_met_s);
    const share = this.scale.fraction(event.latest_met_s) - from;
    if (event.is_instant || share * this.width < 3) return [tick];
    tick.classList.add("chosen");
    const doubt = make("i", "doubt");
    place(doubt, from, share);
    return [doubt, tick];
  }

  ticks() {
    const liftoff = this.words.instant(0).getTime() / 1000;
    return this.scale.ticks(this.width, TICKS_APART_PX).flatMap(({ piece, step }) => {
      const first = Math.ceil((liftoff + piece.from) / step) * step - liftoff;
      const count = Math.max(0, Math.floor((piece.to - first) / step) + 1);
      return Array.from({ length: count }, (_, index) => this.tick(first + index * step, step, liftoff));
    }).filter((label) => label !== null);
  }

  /**
   * @param {number} met
   * @param {number} step seconds from tick to tick
   * @param {number} liftoff seconds since 1970
   */
  tick(met, step, liftoff) {
    const left = this.scale.fraction(met);
    if (left * this.width < 18 || (1 - left) * this.width < 22) return null;
    const midnight = (liftoff + met) % (24 * HOUR_S) === 0;
    const text = midnight ? this.words.dayOf(met) : this.words.clock(met, step < 60);
    if (!text) return null;
    const label = make("span", midnight ? "day" : "", text);
    label.style.left = percent(left);
    return label;
  }

  /** @param {HTMLElement} labels */
  names(labels) {
    const place = (/** @type {FlightEvent} */ event) => this.scale.fraction(event.met_s) * this.width;
    const called = (/** @type {FlightEvent} */ event) => this.words.of(event.title);
    return fitting({ labels, events: this.events, now: this.now, width: this.width, place, called })
      .map(({ event, left }) => this.name(event, left));
  }

  /**
   * @param {FlightEvent} event
   * @param {number} left pixels
   */
  name(event, left) {
    const label = make("span", "name", this.words.of(event.title)); // no button: a slider holds none
    label.style.left = percent(left / this.width);
    label.dataset.event = event.id;
    label.addEventListener("click", () => this.seek(event.met_s));
    return label;
  }

  /**
   * Which event the show stands on or has last passed.
   * @param {FlightEvent | null} event
   */
  highlight(event) {
    this.now = event;
    if (!this.isDrawn) return;
    if (this.labels) this.labels.replaceChildren(...this.names(this.labels));
    for (const element of all(this.root, "[data-event]")) element.classList.toggle("now", element.dataset.event === event?.id);
  }

  /**
   * The stretch that is played again and again, or none.
   * @param {Stretch | null} stretch
   */
  bracket(stretch) {
    this.looped = stretch;
    if (this.rangeFrom !== null) return;
    this.loop.hidden = stretch === null;
    if (stretch === null || !this.isDrawn) return;
    const [from, to] = stretch.map((met) => this.scale.fraction(met));
    place(this.loop, from, to - from);
  }

  listen() {
    const { root } = this;
    root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || elementOf(event)?.closest(".name")) return;
      root.setPointerCapture(event.pointerId);
      this.measure();
      if (!this.isDrawn) return;
      this.dragging = true;
      const met = this.scale.met(this.fraction(event));
      this.rangeFrom = event.shiftKey ? met : null;
      if (event.shiftKey) return;
      this.seek(met);
      this.say(met);
    });
    root.addEventListener(HAND, (event) => {
      if (!this.dragging) return;
      if (this.rangeFrom === null) this.seek(this.scale.met(this.fraction(event)));
      else this.drawRange(this.range(this.rangeFrom, event));
    });
    root.addEventListener("pointerenter", () => this.measure());
    root.addEventListener("pointermove", (event) => this.dragging || this.point(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      root.addEventListener(end, (event) => {
        if (this.rangeFrom !== null) this.endRange(end === "pointerup" ? this.range(this.rangeFrom, event) : null);
        this.dragging = false;
        root.classList.remove("pointed");
      });
    }
    root.addEventListener("pointerleave", () => root.classList.remove("pointed"));
    root.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * From where the hand pressed to where it is.
   * @param {number} from
   * @param {PointerEvent} event
   * @returns {Stretch}
   */
  range(from, event) {
    const to = this.scale.met(this.fraction(event));
    return [Math.min(from, to), Math.max(from, to)];
  }

  /** @param {Stretch} range */
  drawRange(range) {
    const [from, to] = range.map((met) => this.scale.fraction(met));
    this.loop.hidden = false;
    place(this.loop, from, to - from);
    this.tellOver((from + to) / 2, range.map((met) => this.words.clock(met)).join(" – "));
  }

  /** @param {Stretch | null} range null when it was broken off */
  endRange(range) {
    this.rangeFrom = null;
    const [from, to] = (range ?? [0, 0]).map((met) => this.scale.fraction(met) * this.width);
    if (range && to - from >= SHORTEST_RANGE_PX) this.send({ do: "loop", start_met_s: range[0], end_met_s: range[1] });
    else this.bracket(this.looped);
  }

  /**
   * How far along the bar the pointer is, 0 to 1.
   * @param {PointerEvent} event
   */
  fraction(event) {
    return Math.min(1, Math.max(0, (event.clientX - this.left) / this.width));
  }

  /**
   * What a pointer that only looks would go to: an event, when one is near.
   * @param {PointerEvent} event
   */
  point(event) {
    if (!this.isDrawn) return;
    const fraction = this.fraction(event);
    const near = this.nearest(fraction);
    this.say(near ? near.met_s : this.scale.met(fraction), near?.title);
  }

  /**
   * The bubble names a moment over its place on the bar. While dragged it goes with the playhead: it names what the
   * picture shows.
   * @param {number} met
   * @param {Told} of
   */
  say(met, of = this.flight.phaseAt(met).title) {
    this.tellOver(this.scale.fraction(met), `${this.words.dayOf(met)} ${this.words.clock(met)}`.trim(), this.words.of(of));
  }

  /**
   * @param {number} fraction
   * @param {string} figures
   */
  tellOver(fraction, figures, title = "") {
    this.bubble.textContent = [figures, title].filter(Boolean).join("  ");
    // Figures are all of one width: only more of them, or other words, make the bubble wider or narrower.
    const told = `${figures.length} ${title}`;
    if (told !== this.told) this.bubbleWidth = this.bubble.offsetWidth;
    this.told = told;
    const room = Math.max(0, this.width - this.bubbleWidth);
    this.bubble.style.transform = shift(Math.min(Math.max(fraction * this.width - this.bubbleWidth / 2, 0), room));
    this.root.classList.add("pointed");
  }

  /** @param {number} fraction */
  nearest(fraction) {
    /** @param {FlightEvent} event */
    const away = (event) => Math.abs(this.scale.fraction(event.met_s) - fraction) * this.width;
    const near = this.events.filter((event) => away(event) < 5).sort((a, b) => away(a) - away(b));
    return near[0] ?? null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isCommand(event)) return;
    const steps = STEPS[event.key];
    if (steps !== undefined) this.send({ do: "nudge", mission_s: steps * this.step });
    else if (event.key === "Home") this.seek(this.scale.start);
    else if (event.key === "End") this.seek(this.scale.end);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * @param {HTMLElement} element
 * @param {number} left
 * @param {number} width
 */
function place(element, left, width) {
  element.style.left = percent(left);
  element.style.width = percent(width);
}

/**
 * Whole pixels, so that a thin line stays sharp.
 * @param {number} pixels
 */
function shift(pixels) {
  return `translateX(${Math.round(pixels)}px)`;
}

/** @param {number} fraction */
function percent(fraction) {
  return `${(fraction * 100).toFixed(4)}%`;
}
