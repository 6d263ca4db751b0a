// Facts by their subjects and at their moments, and what stands beside an event: its note and the other versions.

import { all, elementOf, make } from "./elements.js";
import { rewrite, rove } from "./focus.js";

/**
 * @import { Beside, Fact, FlightEvent, OtherVersion, Phase, Seek, Timeline, Told } from "./types"
 * @import { Flight } from "./flight.js"
 * @import { Words } from "./words.js"
 */

export class Facts {
  /** @type {string[]} ids of the event and the phase */
  moments = [];
  /** @type {Set<string>} */
  opened = new Set();
  isStale = true;

  /**
   * @param {{ root: HTMLElement, offered: HTMLElement, flight: Flight, words: Words, timeline: Timeline, seek: Seek,
   *   onOffer: () => void }} page
   */
  constructor({ root, offered, flight, words, timeline, seek, onOffer }) {
    this.root = root;
    this.offered = offered;
    this.flight = flight;
    this.words = words;
    this.timeline = timeline;
    this.seek = seek;
    this.all = timeline.facts ?? [];
    root.addEventListener("keydown", (event) => rove(event, this.stops));
    root.addEventListener("focusin", (event) => {
      const stop = elementOf(event);
      if (stop?.matches("summary")) this.stopAt(stop);
    });
    offered.addEventListener("click", () => onOffer());
  }

  /**
   * The facts that belong to any of these events and phases, those of the first before the others.
   * @param {string[]} ids
   */
  at(...ids) {
    return [...new Set(ids.flatMap((id) => this.all.filter((fact) => fact.at.includes(id))))];
  }

  /**
   * Quietly, beside the name of the event: how many facts belong to this moment.
   * @param {FlightEvent | null} event
   * @param {Phase} phase
   */
  offer(event, phase) {
    const moments = event ? [event.id, phase.id] : [phase.id];
    if (moments.join() === this.moments.join()) return;
    this.moments = moments;
    this.label();
    this.isStale = true;
    this.write();
  }

  label() {
    const count = this.at(...this.moments).length;
    this.offered.hidden = count === 0;
    this.offered.textContent = this.words.say("page.facts.offered", { count });
  }

  draw() {
    this.label();
    this.isStale = true;
    this.write();
  }

  // Written when it is to be seen: the moments of a flight change all the time.
  write() {
    if (!this.isStale || !this.root.checkVisibility()) return;
    this.isStale = false;
    const now = this.at(...this.moments);
    const subjects = [...new Set(this.all.map((fact) => fact.subject))];
    const told = subjects.map((one) => this.group(this.words.say(`format.subject.${one}`), this.all.filter(({ subject }) => subject === one), "all"));
    rewrite(this.root, [...(now.length ? [this.group(this.words.say("page.facts.now"), now, "now")] : []), ...told]);
    this.stopAt(this.root.contains(document.activeElement) ? document.activeElement : this.stops[0]);
  }

  get stops() {
    return [...all(this.root, "summary")];
  }

  /**
   * The list is one stop for Tab; what stands in an opened fact is reached from it.
   * @param {Element | null | undefined} stop
   */
  stopAt(stop) {
    const stops = this.stops;
    const chosen = stops.find((one) => one === stop) ?? stops[0];
    for (const one of stops) one.tabIndex = one === chosen ? 0 : -1;
  }

  /**
   * @param {string} title
   * @param {Fact[]} facts
   * @param {"now" | "all"} place
   */
  group(title, facts, place) {
    const section = make("section", place);
    section.append(make("h2", "", title), ...facts.map((fact) => this.item(fact, place)));
    return section;
  }

  /**
   * @param {Fact} fact
   * @param {"now" | "all"} place
   */
  item(fact, place) {
    const name = `${place} ${fact.id}`;
    const item = make("details", "fact");
    item.open = this.opened.has(name);
    item.addEventListener("toggle", () => (item.open ? this.opened.add(name) : this.opened.delete(name)));
    const summary = make("summary");
    summary.dataset.fact = name;
    summary.append(make("strong", "", this.words.of(fact.title)), make("span", "value", this.words.of(fact.value)), make("span", "says", this.words.of(fact.text)));
    const versions = fact.others.length ? `${this.words.say("page.facts.others")}: ${fact.others.length}` : "";
    summary.append(make("small", "", [this.words.say(`format.standing.${fact.standing}`), versions].filter(Boolean).join(" · ")));
    item.append(summary, ...this.details(fact));
    return item;
  }

  /** @param {Fact} fact */
  details(fact) {
    return [
      ...this.beside(fact), make("h3", "", this.words.say("page.notes")), this.sources(fact.sources),
      make("h3", "", this.words.say("page.facts.moment")), ...fact.at.map((id) => this.moment(id)),
    ];
  }

  /** @param {string} id of an event or a phase */
  moment(id) {
    const event = this.flight.events.find((one) => one.id === id);
    const phase = this.flight.byId.get(id);
    const button = make("button", "lead", this.words.of((event ?? phase)?.title) || id);
    button.type = "button";
    button.disabled = !event && !phase; // in a flight that is supposed it may not happen
    button.addEventListener("click", () => this.seek(event?.met_s ?? phase?.start_met_s ?? 0));
    return button;
  }

  /**
   * The other versions of an event or a fact, and its note.
   * @param {Partial<Beside>} of
   */
  beside({ others = [], note }) {
    const nodes = [];
    if (others.length) {
      const list = make("ul", "others");
      for (const other of others) {
        const line = make("li", "", this.words.of(other.text));
        line.append(make("small", "", this.basis(other)));
        list.append(line);
      }
      nodes.push(make("h3", "", this.words.say("page.facts.others")), list);
    }
    const told = this.words.of(note);
    if (told) nodes.push(make("h3", "", this.words.say("page.facts.note")), make("p", "note", told));
    return nodes;
  }

  /**
   * "4.5 m · seen in a source · Hanging by a thread (Sky & Telescope)"
   * @param {{ value?: Told, standing: string, sources: string[] }} of
   */
  basis({ value, standing, sources }) {
    const titles = sources.map((id) => this.timeline.sources[id]?.title ?? id).join(", ");
    return [this.words.of(value), this.words.say(`format.standing.${standing}`), titles].filter(Boolean).join(" · ");
  }

  /** @param {string[]} ids */
  sources(ids) {
    const list = make("ul", "sources");
    for (const id of ids) {
      const source = this.timeline.sources[id];
      const line = make("li", "", source?.title ?? id);
      if (source?.excerpt) line.append(make("small", "", this.words.say("page.source.excerpt")));
      if (source?.where) line.append(this.place(source.where));
      list.append(line);
    }
    return list;
  }

  /**
   * An address opens in a window of its own; in a kiosk nothing leads out.
   * @param {string} where
   */
  place(where) {
    const small = make("small");
    const isAddress = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/\S*)?$/.test(where) && !where.includes("…");
    if (!isAddress || document.body.classList.contains("kiosk")) {
      small.textContent = where;
      return small;
    }
    const link = make("a", "", where);
    Object.assign(link, { href: `https://${where}`, target: "_blank", rel: "noopener noreferrer" });
    small.append(link);
    return small;
  }

  /**
   * As the transcript tells it: the fact with all that is known of it, in plain lines.
   * @param {Fact} fact
   */
  told(fact) {
    const item = make("div", "told-fact");
    item.dataset.told = fact.id;
    const title = make("p");
    title.append(make("strong", "", this.words.of(fact.title)), ` ${this.words.of(fact.value)}`);
    item.append(title, make("p", "says", this.words.of(fact.text)), make("small", "", this.basis({ standing: fact.standing, sources: fact.sources })), ...this.lines(fact));
    return item;
  }

  /** @param {Partial<Beside>} of */
  lines({ others = [], note }) {
    const told = this.words.of(note);
    return [
      ...others.map((other) => make("p", "other", `${this.words.of(other.text)} (${this.basis(other)})`)),
      ...(told ? [make("p", "note", told)] : []),
    ];
  }

  /**
   * Open one in the list and go to it.
   * @param {string} id
   */
  show(id) {
    this.opened.add(`all ${id}`);
    this.isStale = true;
    this.write();
    const [summary] = all(this.root, `[data-fact="${CSS.escape(`all ${id}`)}"]`);
    summary?.focus({ preventScroll: true });
    summary?.scrollIntoView({ block: "start" });
  }
}
