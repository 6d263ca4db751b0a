// The flight's shape: phases, events and the two scales of the time bar. Times are MET, seconds after lift-off.

/** @import { FlightEvent, Phase, SupposedFlight, Timeline } from "./types" */

const FLIGHT_SHARE = 0.88; // of the bar's width, true to scale; the long tail is pressed into the rest
const BREAK_SHARE = 0.014; // the visible gap between the two scales

export class Flight {
  /** @type {Phase[]} */
  phases = [];
  /** @type {Phase[]} */
  top = [];
  /** @type {Map<string | null, Phase>} */
  byId = new Map();
  /** @type {number | null} */
  breakAt = null;
  asked = "[{},{},[]]";

  /** @param {Timeline} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.start = timeline.start_met_s;
    this.end = timeline.end_met_s;
    this.events = timeline.events;
    this.setPhases(timeline.phases);
  }

  /** @param {Phase[]} phases */
  setPhases(phases) {
    this.phases = phases;
    this.top = phases.filter((phase) => phase.parent === null).sort((a, b) => a.start_met_s - b.start_met_s);
    this.byId = new Map(phases.map((phase) => [phase.id, phase]));
    // The scale breaks where the last phase begins, if it breaks.
    this.breakAt = this.timeline.break_met_s === null ? null : this.top[this.top.length - 1].start_met_s;
  }

  /** @param {Phase} phase */
  childrenOf(phase) {
    return this.phases.filter((child) => child.parent === phase.id).sort((a, b) => a.start_met_s - b.start_met_s);
  }

  /**
   * @param {number} met
   * @returns {Phase}
   */
  topAt(met) {
    return this.top.findLast((phase) => phase.start_met_s <= met) ?? this.top[0];
  }

  /**
   * Innermost phase holding that instant.
   * @param {number} met
   */
  phaseAt(met) {
    let phase = this.topAt(met);
    for (;;) {
      const inner = this.childrenOf(phase).find((child) => child.start_met_s <= met && met < child.end_met_s);
      if (!inner) return phase;
      phase = inner;
    }
  }

  /** @param {string} phaseId */
  topOf(phaseId) {
    let phase = this.byId.get(phaseId);
    while (phase?.parent) phase = this.byId.get(phase.parent);
    return phase ?? this.top[0];
  }

  /** @param {number} met */
  eventAt(met) {
    return this.events.findLast((event) => event.met_s <= met + 0.05) ?? null;
  }

  /**
   * Let events and phases stand where another flight puts them, and leave out those that do not happen in it; null puts all
   * back. Of a moved event the record's range says nothing. True when something has changed.
   * @param {SupposedFlight | null | undefined} told
   */
  move(told) {
    /** @type {Pick<SupposedFlight, "moved" | "phases">} */
    const { moved, phases } = told ?? { moved: {}, phases: {} };
    const gone = new Set(told?.gone);
    const wanted = JSON.stringify([moved, phases, [...gone]]);
    if (wanted === this.asked) return false;
    this.asked = wanted;
    this.setPhases(this.timeline.phases.map((one) => {
      const [start_met_s, end_met_s] = phases[one.id] ?? [one.start_met_s, one.end_met_s];
      return { ...one, start_met_s, end_met_s };
    }));
    /** @param {FlightEvent} one */
    const event = (one) => {
      const met = moved[one.id];
      return met === undefined ? one : { ...one, met_s: met, earliest_met_s: met, latest_met_s: met, is_instant: true, is_moved: true };
    };
    this.events = this.timeline.events.filter((one) => !gone.has(one.id)).map(event).sort((a, b) => a.met_s - b.met_s);
    return true;
  }

  /**
   * The words the command line and a link understand for this instant.
   * @param {number} met
   */
  when(met) {
    const event = this.eventAt(met);
    const past = event ? Math.round(met - event.met_s) : Infinity;
    if (event && past <= 1800) return past > 0 ? `${event.id}+${past}s` : event.id;
    return elapsed(met);
  }

  // Times as they may be written, of this flight's own.
  examples() {
    const { events } = this.timeline, [first, last] = [events.at(0), events.at(-1)];
    return { event: first?.id ?? "an.event", last: last?.id ?? "an.event", elapsed: elapsed(last?.met_s ?? 0) };
  }
}

// A stretch of time on a stretch of screen: fraction 0 to 1 from left to right.
export class Scale {
  /**
   * @param {number} start
   * @param {number} end
   */
  constructor(start, end) {
    this.pieces = [{ from: start, to: end, left: 0, right: 1 }];
  }

  /** @param {Flight} flight */
  static ofFlight(flight) {
    const scale = new Scale(flight.start, flight.end);
    if (flight.breakAt === null) return scale;
    scale.pieces = [
      { from: flight.start, to: flight.breakAt, left: 0, right: FLIGHT_SHARE },
      { from: flight.breakAt, to: flight.end, left: FLIGHT_SHARE + BREAK_SHARE, right: 1 },
    ];
    return scale;
  }

  get start() {
    return this.pieces[0].from;
  }

  get end() {
    return this.pieces[this.pieces.length - 1].to;
  }

  /** @param {number} met */
  fraction(met) {
    const inside = Math.min(Math.max(met, this.start), this.end);
    const piece = this.pieces.findLast((candidate) => candidate.from <= inside) ?? this.pieces[0];
    return piece.left + ((inside - piece.from) / (piece.to - piece.from)) * (piece.right - piece.left);
  }

  /** @param {number} fraction */
  met(fraction) {
    const piece = this.pieces.find((candidate) => fraction <= candidate.right) ?? this.pieces[this.pieces.length - 1];
    const share = Math.max(0, (fraction - piece.left) / (piece.right - piece.left));
    return Math.min(piece.from + share * (piece.to - piece.from), piece.to);
  }

  /**
   * How far a stretch of the bar may be from true scale decides its ticks: every piece has its own.
   * @param {number} width of the bar, pixels
   * @param {number} apart pixels from tick to tick, at least
   */
  ticks(width, apart) {
    const steps = [10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
    return this.pieces.flatMap((piece) => {
      const perPixel = (piece.to - piece.from) / ((piece.right - piece.left) * width);
      const step = steps.find((candidate) => candidate >= perPixel * apart) ?? 86400;
      return { piece, step };
    });
  }
}

/**
 * Seconds after lift-off, as "T+01:34:51".
 * @param {number} met
 */
function elapsed(met) {
  const whole = Math.abs(Math.round(met));
  /** @param {number} n */
  const two = (n) => String(n).padStart(2, "0");
  return `T${met < -0.5 ? "-" : "+"}${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
