// The side drawer: every event by phase, every fact, one search for all, and the sources behind the present moment.

import { all, elementOf, inside, make } from "./elements.js";
import { Facts } from "./facts.js";
import { Find } from "./find.js";
import { keepFocus, rewrite } from "./focus.js";
import { NoteSheet } from "./notes.js";

/**
 * @import { Beside, FlightEvent, Phase, Seek, Timeline, Topic } from "./types"
 * @import { Flight } from "./flight.js"
 * @import { WhatIf } from "./whatif.js"
 * @import { Words } from "./words.js"
 * @typedef {{ met: number, kind: "phase", item: Phase } | { met: number, kind: "event", item: FlightEvent }} Line
 */

const TABS = ["events", "facts", "notes", "transcript", "what-if"];
const SEARCHED = ["events", "facts", "notes"]; // the tabs over which the box stands

// Where the focus goes back to: an item of a menu is hidden with the menu, the button that opens it is not.
function opener() {
  const menu = document.activeElement?.closest("[popover]");
  const opened = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : document.activeElement;
  return opened instanceof HTMLElement ? opened : null;
}

// Viewers and visitors do not have every tab. Asked of the tab itself: in a closed drawer none is to be seen.
/** @param {HTMLElement} tab */
function isOffered(tab) {
  return getComputedStyle(tab).display !== "none";
}

export class Drawer {
  /** @type {FlightEvent | null} */
  event = null;
  /** @type {FlightEvent | null | undefined} whose notes stand there; undefined: they are to be written */
  noted = undefined;
  /** @type {Topic | null} */
  topic = null;
  line = "";
  /** @type {string | undefined} */
  marked = undefined;
  /** @type {HTMLElement | null} what had the focus */
  before = null;

  /**
   * @param {{ root: HTMLElement, offered: HTMLElement, flight: Flight, words: Words, timeline: Timeline, seek: Seek,
   *   onToggle: (open: boolean) => void }} page
   */
  constructor({ root, offered, flight, words, timeline, seek, onToggle }) {
    this.root = root;
    this.flight = flight;
    this.words = words;
    this.timeline = timeline;
    this.seek = seek;
    this.onToggle = onToggle;
    const find = (/** @type {string} */ id) => inside(root, `#${id}`);
    this.search = inside(root, "#search", HTMLInputElement);
    this.list = find("event-list");
    this.notes = find("notes");
    this.events = find("events");
    this.transcript = find("transcript");
    this.panels = TABS.map(find);
    this.tabs = TABS.map((tab) => find(`tab-${tab}`));
    this.facts = new Facts({ root: find("facts"), offered, flight, words, timeline, seek, onOffer: () => this.openOffered() });
    this.sheet = new NoteSheet({ facts: this.facts, flight, words, timeline, seek, onFact: (id) => this.openFound("facts", id) });
    this.find = new Find({ box: this.search, found: find("found"), list: this.list, words, timeline, onOpen: (kind, id) => this.openFound(kind, id) });
    this.search.addEventListener("input", () => {
      if (this.search.value && this.events.hidden) this.open("events");
    });
    find("drawer-close").addEventListener("click", () => this.close());
    this.tabs.forEach((button, index) => button.addEventListener("click", () => this.open(TABS[index])));
    root.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.turn(event);
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** @param {KeyboardEvent} event */
  turn(event) {
    const from = elementOf(event);
    if (from?.role !== "tab") return;
    const tabs = this.tabs.filter(isOffered);
    const step = event.key === "ArrowLeft" ? tabs.length - 1 : 1;
    const next = tabs[(tabs.findIndex((tab) => tab === from) + step) % tabs.length];
    this.open(TABS[this.tabs.indexOf(next)]);
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} tab */
  toggle(tab) {
    if (!isOffered(this.tabs[TABS.indexOf(tab)])) return;
    const shown = this.isOpen && !this.panels[TABS.indexOf(tab)].hidden;
    if (shown) this.close();
    else this.open(tab, true);
  }

  /** @param {string} tab */
  open(tab, takeFocus = false) {
    if (!this.isOpen) this.before = opener();
    this.root.hidden = false;
    TABS.forEach((name, index) => {
      this.panels[index].hidden = name !== tab;
      this.tabs[index].setAttribute("aria-selected", String(name === tab));
      this.tabs[index].tabIndex = name === tab ? 0 : -1;
    });
    this.tabs[TABS.indexOf(tab)].scrollIntoView({ block: "nearest", inline: "nearest" });
    this.search.hidden = !SEARCHED.includes(tab);
    this.topic = null;
    this.facts.write();
    if (takeFocus) (tab === "events" ? this.search : this.panels[TABS.indexOf(tab)]).focus({ preventScroll: true });
    if (takeFocus && tab === "events") this.search.select(); // what is typed next is asked anew
    this.onToggle(true);
    this.noted = undefined;
    this.show(this.event);
    this.mark();
    const list = tab === "transcript" ? this.transcript : this.list;
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  // The facts of this moment, which are offered beside the event's name.
  openOffered() {
    this.open("facts", true);
    this.panels[TABS.indexOf("facts")].scrollTop = 0;
  }

  /**
   * A phase or a stop is gone to, all else is opened.
   * @param {import("./find.js").Kind} kind
   * @param {string} id
   */
  openFound(kind, id) {
    if (kind === "facts") {
      this.open("facts");
      this.facts.show(id);
    } else if (kind === "questions") {
      this.explain({ title: this.words.say("page.questions"), text: "", standing: "", sources: [], questions: [id] });
    } else if (kind === "phases") {
      this.seek(this.flight.byId.get(id)?.start_met_s ?? 0);
    } else if (kind === "stops") {
      this.seek(this.timeline.stops?.find((one) => one.id === id)?.met_s ?? 0);
    } else {
      this.explain({ title: this.timeline.sources[id].title, text: "", standing: "", sources: [id], questions: [], cited: id });
    }
  }

  /**
   * What a caption of a phase or a number rests on, in the place of the present event's sources.
   * @param {Topic} topic
   */
  explain(topic) {
    this.open("notes");
    this.topic = topic;
    this.noted = undefined;
    this.show(this.event);
    this.notes.focus({ preventScroll: true });
    this.notes.scrollTop = 0;
  }

  close() {
    const hide = () => {
      this.root.hidden = true;
      this.onToggle(false);
    };
    keepFocus(this.root, hide, () => [this.before, ...all(document, "#panel button")]);
  }

  // Write the list anew in the present language.
  draw() {
    rewrite(this.list, this.flight.top.map((phase, index) => this.group(phase, index)), this.search);
    rewrite(this.transcript, this.told());
    this.noted = undefined;
    this.show(this.event);
    this.mark();
    this.find.filter();
    this.facts.draw();
  }

  // Everything that is told, in order of time and under its day; each line leads to its moment.
  told() {
    /** @type {Line[]} */
    const lines = [
      ...this.flight.phases.map((phase) => /** @type {Line} */ ({ met: phase.start_met_s, item: phase, kind: "phase" })),
      ...this.flight.events.map((event) => /** @type {Line} */ ({ met: event.met_s, item: event, kind: "event" })),
    ].sort((a, b) => a.met - b.met || (a.kind === "phase" ? -1 : 1));
    const days = [];
    let today = { day: "", list: make("ol") };
    for (const line of lines) {
      const day = this.words.dayOf(line.met);
      if (days.length === 0 || day !== today.day) days.push(today = { day, list: make("ol") });
      today.list.append(this.sentence(line));
    }
    return days.flatMap(({ day, list }) => (day ? [make("h2", "", day), list] : [list]));
  }

  /** @param {Line} of */
  sentence(of) {
    const { met, item, kind } = of;
    const line = make("li");
    const button = make("button", `told ${kind}`);
    button.type = "button";
    button.dataset.line = `${kind} ${item.id}`;
    if (kind === "event") button.dataset.event = item.id;
    button.append(make("time", "", this.words.clock(met, false)), make("strong", "", this.words.of(item.title)), make("span", "", this.words.of(item.text)));
    if (of.kind === "event") button.append(make("small", "", this.sheet.standing(of.item)));
    button.addEventListener("click", () => this.seek(met));
    line.append(button, ...this.beneath(of));
    return line;
  }

  /**
   * Under its line of the transcript: notes, other versions and questions of an event, and the facts told there first.
   * @param {Line} of
   */
  beneath({ item, kind }) {
    const asked = kind === "event" ? this.timeline.questions.filter((question) => question.events[0] === item.id) : [];
    const nodes = [
      ...this.facts.lines(/** @type {Partial<Beside>} */ (item)),
      ...asked.flatMap(({ subject, versions, chosen, drawn, reason }) => [
        make("p", "asked", this.words.of(subject)), ...(this.words.of(reason) ? [make("p", "note", this.words.of(reason))] : []),
        ...versions.map((version) => make("p", "other", `${this.words.of(version.text)} (${drawn && version.id === chosen ? `${this.words.say("page.note.shown")} · ` : ""}${this.facts.basis(version)})`)),
      ]),
      ...this.facts.all.filter((fact) => fact.at[0] === item.id).map((fact) => this.facts.told(fact)),
    ];
    if (nodes.length === 0) return [];
    const beneath = make("div", "beneath");
    beneath.append(...nodes);
    return [beneath];
  }

  /**
   * @param {Phase} phase
   * @param {number} index
   */
  group(phase, index) {
    const section = make("section", "group");
    section.style.setProperty("--colour", phase.colour);
    const heading = make("h2");
    const jump = make("button", "phase", this.words.of(phase.title));
    jump.type = "button";
    jump.dataset.phase = phase.id;
    if (index < 9) jump.append(make("kbd", "", String(index + 1)));
    jump.addEventListener("click", () => this.seek(phase.start_met_s));
    heading.append(jump);
    section.append(heading, ...this.parts(phase).map(({ title, events }) => {
      const part = make("div", "part");
      if (title) part.append(make("h3", "", title));
      const list = make("ol");
      list.append(...events.map((event) => this.item(event)));
      part.append(list);
      return part;
    }));
    return section;
  }

  /**
   * The events of a phase, in order, cut where the inner phase changes.
   * @param {Phase} phase
   */
  parts(phase) {
    /** @type {{ id: string, title: string, events: FlightEvent[] }[]} */
    const parts = [];
    for (const event of this.flight.events.filter((candidate) => this.flight.topOf(candidate.phase) === phase)) {
      const last = parts.at(-1);
      if (last?.id === event.phase) {
        last.events.push(event);
        continue;
      }
      const inner = this.flight.byId.get(event.phase);
      parts.push({ id: event.phase, title: inner && inner !== phase ? this.words.of(inner.title) : "", events: [event] });
    }
    return parts;
  }

  /** @param {FlightEvent} event */
  item(event) {
    const item = make("li");
    const button = make("button", "event");
    button.type = "button";
    button.dataset.event = event.id;
    button.append(make("time", "", this.sheet.time(event)), make("span", "title", this.words.of(event.title)));
    if (event.standing !== "seen" || !event.is_instant || event.is_moved) button.append(make("small", "", this.sheet.doubt(event)));
    button.addEventListener("click", () => this.seek(event.met_s));
    item.append(button);
    return item;
  }

  /**
   * Mark the present event and write its sources.
   * @param {FlightEvent | null} event
   */
  show(event) {
    this.event = event;
    if (!this.isOpen || event === this.noted) return;
    if (this.noted !== undefined) this.topic = null; // the show has gone on
    this.noted = event;
    this.current(this.list, event && this.list.querySelector(`[data-event="${CSS.escape(event.id)}"]`));
    this.writeNotes();
  }

  /**
   * Mark the line of the transcript whose sentence is the caption.
   * @param {string} line "event eva.exit", "phase orbit.day", or "" for none
   */
  tell(line) {
    this.line = line;
    if (this.isOpen && line !== this.marked) this.mark();
  }

  mark() {
    this.marked = this.line;
    this.current(this.transcript, this.transcript.querySelector(`[data-line="${CSS.escape(this.line)}"]`));
  }

  /**
   * @param {HTMLElement} list
   * @param {Element | null} item
   */
  current(list, item) {
    for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    item?.setAttribute("aria-current", "true");
    if (!list.matches(":hover, :focus-within")) item?.scrollIntoView({ block: "nearest" });
  }

  writeNotes() {
    rewrite(this.notes, this.topic ? this.sheet.topic(this.topic) : this.event ? this.sheet.note(this.event) : []);
  }

  /**
   * After a version was switched: the same notes, with the marks where they now belong.
   * @param {WhatIf} whatIf
   */
  suppose(whatIf) {
    this.sheet.whatIf = whatIf;
    if (this.isOpen) this.writeNotes();
  }
}
