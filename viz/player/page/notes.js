// What stands behind a moment: an event's or a topic's notes, the questions on which sources disagree, and where it leads.

import { make } from "./elements.js";

/**
 * @import { Fact, FlightEvent, OtherVersion, Question, Seek, Timeline, Topic } from "./types"
 * @import { Facts } from "./facts.js"
 * @import { Flight } from "./flight.js"
 * @import { WhatIf } from "./whatif.js"
 * @import { Words } from "./words.js"
 */

export class NoteSheet {
  /** @type {WhatIf | null} */
  whatIf = null;

  /** @param {{ facts: Facts, flight: Flight, words: Words, timeline: Timeline, seek: Seek, onFact: (id: string) => void }} page */
  constructor({ facts, flight, words, timeline, seek, onFact }) {
    this.facts = facts;
    this.flight = flight;
    this.words = words;
    this.timeline = timeline;
    this.seek = seek;
    this.onFact = onFact;
  }

  /** @param {FlightEvent} event */
  time(event) {
    const clock = this.words.clock(event.met_s, event.is_instant);
    return event.is_instant ? clock : `≈ ${clock}`;
  }

  /** @param {FlightEvent} event */
  doubt(event) {
    if (event.is_moved) return this.words.say("page.supposed.hypothetical");
    return event.is_instant ? this.standing(event) : `${this.range(event)} · ${this.standing(event)}`;
  }

  /**
   * How well an event stands, and its time where that stands otherwise.
   * @param {FlightEvent} event
   */
  standing(event) {
    const [standing, time] = [event.standing, event.time_standing].map((word) => this.words.say(`format.standing.${word}`));
    return standing === time ? standing : this.words.say("format.standing_and_time", { standing, time });
  }

  /** @param {FlightEvent} event */
  range(event) {
    const [from, to] = [event.earliest_met_s, event.latest_met_s];
    const day = (/** @type {number} */ met) => (this.words.dayOf(from) === this.words.dayOf(to) ? "" : `${this.words.dayOf(met)} `);
    return `${day(from)}${this.words.clock(from, false)}–${day(to)}${this.words.clock(to, false)}`;
  }

  /** @param {Topic} topic */
  topic({ title, text, standing, sources, questions, facts = [], cited }) {
    const known = make("dl");
    if (standing) known.append(make("dt", "", this.words.say("page.basis")), make("dd", "", standing));
    const asked = this.timeline.questions.filter((question) => questions.includes(question.id));
    return [
      make("h2", "", title), make("p", "text", text), ...(standing ? [known] : []),
      ...asked.flatMap((question) => this.question(question)),
      ...(facts.length ? [make("h3", "", this.words.say("page.facts")), this.leads("facts", facts)] : []),
      ...(sources.length ? [make("h3", "", this.words.say("page.notes")), this.facts.sources(sources)] : []),
      ...(cited ? this.citing(cited) : []),
    ];
  }

  /**
   * What rests on a source.
   * @param {string} id
   */
  citing(id) {
    const cites = (/** @type {FlightEvent | Fact} */ one) => one.sources.includes(id) || one.others?.some(({ sources }) => sources.includes(id));
    /** @type {[kind: "events" | "facts", key: string, items: (FlightEvent | Fact)[]][]} */
    const groups = [["events", "page.list", this.flight.events], ["facts", "page.facts", this.facts.all]];
    return groups.flatMap(([kind, key, items]) => {
      const ids = items.filter(cites).map((one) => one.id);
      return ids.length ? [make("h3", "", this.words.say(key)), this.leads(kind, ids)] : [];
    });
  }

  /**
   * Names of events or facts that lead to them.
   * @param {"events" | "facts"} kind
   * @param {string[]} ids
   */
  leads(kind, ids) {
    const list = make("ul");
    /** @type {(FlightEvent | Fact)[]} */
    const items = kind === "facts" ? this.facts.all : this.flight.events;
    for (const one of items.filter(({ id }) => ids.includes(id))) {
      const line = make("li");
      const button = make("button", "lead", this.words.of(one.title));
      button.type = "button";
      button.addEventListener("click", () => ("met_s" in one ? this.seek(one.met_s) : this.onFact(one.id)));
      line.append(button);
      list.append(line);
    }
    return list;
  }

  /** @param {FlightEvent} event */
  note(event) {
    const facts = make("dl");
    /** @type {(key: string, text: string) => unknown} */
    const add = (key, text) => text && facts.append(make("dt", "", this.words.say(key)), make("dd", "", text));
    add("page.note.time", `${this.words.dayOf(event.met_s)} ${this.time(event)} ${this.words.say("page.clock.utc")}`);
    if (event.latest_met_s > event.earliest_met_s) {
      const half = (event.latest_met_s - event.earliest_met_s) / 2;
      add("page.note.spread", event.is_instant ? `± ${this.words.duration(half)}` : this.range(event));
    }
    add("page.note.standing", this.words.say(`format.standing.${event.standing}`));
    if (event.is_moved) add("page.note.time_standing", this.words.say("page.supposed.hypothetical"));
    else if (event.time_standing !== event.standing) add("page.note.time_standing", this.words.say(`format.standing.${event.time_standing}`));
    const asked = this.timeline.questions.filter((question) => question.events.includes(event.id));
    const others = asked.some((question) => this.isTold(event.others, question)) ? [] : event.others;
    return [
      make("h2", "", this.words.of(event.title)), make("p", "text", this.words.of(event.text)), facts,
      ...this.facts.beside({ note: event.note, others }),
      ...asked.flatMap((question) => this.question(question)),
      make("h3", "", this.words.say("page.notes")), this.facts.sources(event.sources),
    ];
  }

  /**
   * Whether a question has the very versions of an event, from the same sources each: they are then told once.
   * @param {OtherVersion[] | undefined} others
   * @param {Question} question
   */
  isTold(others = [], { versions }) {
    const basis = (/** @type {{ standing: string, sources: string[] }[]} */ all) =>
      all.map(({ standing, sources }) => `${standing} ${sources.join()}`).sort().join(" / ");
    return others.length > 1 && basis(others) === basis(versions);
  }

  /**
   * Where sources disagree: what is asked, every answer, and which of them is shown.
   * @param {Question} question
   */
  question({ id: question, subject, versions, chosen, drawn, reason }) {
    const list = make("ul", "versions");
    for (const { id, text, standing } of versions) {
      const isShown = drawn && id === chosen;
      const line = make("li", isShown ? "chosen" : "", this.words.of(text));
      const shown = isShown ? `${this.words.say("page.note.shown")} · ` : "";
      line.append(make("small", "", shown + this.words.say(`format.standing.${standing}`)));
      const button = this.switch(question, id, id === chosen);
      if (button) line.append(button);
      list.append(line);
    }
    return [make("h3", "", this.words.of(subject)), list, ...(this.words.of(reason) ? [make("p", "note", this.words.of(reason))] : [])];
  }

  /**
   * A version the scene itself can show; the record's own stands beside it as the way back.
   * @param {string} question
   * @param {string} version
   * @param {boolean} isChosen
   */
  switch(question, version, isChosen) {
    const { whatIf } = this;
    const known = (this.timeline.switches ?? []).filter((one) => one.question === question);
    const one = isChosen ? known[0] : known.find((candidate) => candidate.version === version);
    if (!one || !whatIf || this.timeline.controls === false) return null;
    const value = isChosen ? whatIf.change(one.group, one.name)?.recorded ?? null : one.value;
    const isShown = whatIf.get(one.group, one.name) === value;
    const button = make("button", "switch-version", this.words.say(isShown ? "page.version.shown" : "page.version.show"));
    button.type = "button";
    button.dataset.version = `${question} ${version}`;
    button.setAttribute("aria-pressed", String(isShown));
    button.addEventListener("click", () => whatIf.set(one.group, one.name, value));
    return button;
  }
}
