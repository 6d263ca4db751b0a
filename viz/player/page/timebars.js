// The two time bars together: the whole flight, and the top-level phase of the moment enlarged.

import { Bar } from "./bars.js";
import { byId } from "./elements.js";
import { Scale } from "./flight.js";

/**
 * @import { Flight } from "./flight.js"
 * @import { FlightEvent, Phase, Player, Seek, Send, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

const TOLD_MS = 1000;

export class TimeBars {
  /** @type {Phase | null} the enlarged one */
  phase = null;
  toldAt = 0;

  /** @param {{ flight: Flight, words: Words, timeline: Timeline, send: Send, seek: Seek }} page */
  constructor({ flight, words, timeline, send, seek }) {
    this.flight = flight;
    this.words = words;
    this.timeline = timeline;
    this.overview = new Bar(byId("overview"), { flight, words, send, seek, step: 60, enlarged: false });
    this.strip = new Bar(byId("strip"), { flight, words, send, seek, step: 5, enlarged: true });
    for (const { root } of this.both) root.setAttribute("aria-readonly", String(!timeline.controls));
  }

  get both() {
    return [this.overview, this.strip];
  }

  // Anew: after a change of language or size, or when a supposed flight moves events.
  draw() {
    this.overview.draw(Scale.ofFlight(this.flight), this.flight.top, this.flight.events);
    this.drawStrip();
  }

  drawStrip() {
    const { flight, phase, timeline } = this;
    if (!phase) return;
    const { start_met_s: start, end_met_s: end } = phase;
    const events = flight.events.filter((event) => start <= event.met_s && event.met_s <= end);
    this.strip.draw(new Scale(start, end), [phase, ...flight.childrenOf(phase)], events, timeline.planned);
  }

  /** @param {Player} player */
  show({ met_s: met, loop_met_s: loop }) {
    this.overview.place(met);
    const top = this.flight.topAt(met);
    if (top !== this.phase) {
      this.phase = top;
      this.drawStrip();
    }
    this.strip.place(met);
    for (const bar of this.both) bar.bracket(loop);
  }

  /** @param {FlightEvent | null} event */
  highlight(event) {
    if (event === this.strip.now) return;
    for (const bar of this.both) bar.highlight(event);
  }

  /**
   * What a screen reader says: now and then while it plays.
   * @param {Player} player
   */
  tell({ met_s: met, rate, playing }) {
    const now = performance.now();
    if (playing && now - this.toldAt <= TOLD_MS) return;
    this.toldAt = now;
    const { words } = this;
    const key = !words.isDated(met) ? "page.bar.value.undated" : met < 0 ? "page.bar.value.before" : "page.bar.value";
    const text = words.say(key, {
      elapsed: words.duration(met), phase: words.of(this.flight.phaseAt(met).title), rate: words.number.format(rate),
    });
    for (const bar of this.both) bar.tell(text);
  }
}
