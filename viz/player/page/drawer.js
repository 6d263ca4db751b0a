// @ts-nocheck
// The side drawer: every event by phase, every fact, one search for all, and the sources behind the present moment.

import { make } from "./elements.js";
import { Facts } from "./facts.js";
import { Find } from "./find.js";
import { keepFocus, rewrite } from "./focus.js";

const TABS = ["events", "facts", "notes", "transcript", "what-if"];
const SEARCHED = ["events", "facts", "notes"]; // the tabs over which the box stands

// Where the focus goes back to: an item of a menu is hidden with the menu, the button that opens it is not.
function opener() {
  const menu = document.activeElement?.closest("[popover]");
  return menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : document.activeElement;
}

// Viewers and visitors do not have every tab. Asked of the tab itself: in a closed drawer none is to be seen.
function isOffered(tab) {
  return getComputedStyle(tab).display !== "none";
}

export class Drawer {
  constructor({ root, offered, flight, words, timeline, seek, onToggle }) {
    Object.assign(this, { root, flight, words, timeline, seek, onToggle, event: null, noted: undefined, topic: null, whatIf: null, line: "", marked: undefined });
    const find = (id) => root.querySelector(`#${id}`);
    Object.assign(this, {
      search: find("search"), list: find("event-list"), notes: find("notes"), events: find("events"),
      transcript: find("transcript"), panels: TABS.map(find), tabs: TABS.map((tab) => find(`tab-${tab}`)),
    });
    this.facts = new Facts({ root: find("facts"), offered, flight, words, timeline, seek, onOffer: () => this.openOffered() });
    this.find = new Find({ box: this.search, found: find("found"), list: this.list, words, timeline, onOpen: (kind, id) => this.openFound(kind, id) });
    this.search.addEventListener("input", () => this.search.value && this.events.hidden && this.open("events"));
    find("drawer-close").addEventListener("click", () => this.close());
    this.tabs.forEach((button, index) => button.addEventListener("click", () => this.open(TABS[index])));
    root.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.turn(event);
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  turn(event) {
    if (event.target.role !== "tab") return;
    const tabs = this.tabs.filter(isOffered);
    const step = event.key === "ArrowLeft" ? tabs.length - 1 : 1;
    const next = tabs[(tabs.indexOf(event.target) + step) % tabs.length];
    this.open(TABS[this.tabs.indexOf(next)]);
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  toggle(tab) {
    if (!isOffered(this.tabs[TABS.indexOf(tab)])) return;
    const shown = this.isOpen && !this.root.querySelector(`#${tab}`).hidden;
    if (shown) this.close();
    else this.open(tab, true);
  }

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

  openFound(kind, id) {
    if (kind === "facts") {
      this.open("facts");
      this.facts.show(id);
    } else if (kind === "questions") {
      this.explain({ title: this.words.say("page.questions"), text: "", standing: "", sources: [], questions: [id] });
    } else {
      this.explain({ title: this.timeline.sources[id].title, text: "", standing: "", sources: [id], questions: [], cited: id });
    }
  }

  // What a caption of a phase or a number rests on, in the place of the present event's sources.
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
    keepFocus(this.root, hide, () => [this.before, ...document.querySelectorAll("#panel button")]);
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
    const lines = [
      ...this.flight.phases.map((phase) => ({ met: phase.start_met_s, item: phase, kind: "phase" })),
      ...this.flight.events.map((event) => ({ met: event.met_s, item: event, kind: "event" })),
    ].sort((a, b) => a.met - b.met || (a.kind === "phase" ? -1 : 1));
    const days = [];
    for (const line of lines) {
      const day = this.words.dayOf(line.met);
      if (day !== days.at(-1)?.day) days.push({ day, list: make("ol") });
      days.at(-1).list.append(this.sentence(line));
    }
    return days.flatMap(({ day, list }) => (day ? [make("h2", "", day), list] : [list]));
  }

  sentence({ met, item, kind }) {
    const line = make("li");
    const button = make("button", `told ${kind}`);
    button.type = "button";
    button.dataset.line = `${kind} ${item.id}`;
    if (kind === "event") button.dataset.event = item.id;
    button.append(make("time", "", this.words.clock(met, false)), make("strong", "", this.words.of(item.title)), make("span", "", this.words.of(item.text)));
    if (kind === "event") button.append(make("small", "", this.standing(item)));
    button.addEventListener("click", () => this.seek(met));
    line.append(button, ...this.beneath(item, kind));
    return line;
  }

  // Under its line of the transcript: notes, other versions and questions of an event, and the facts told there first.
  beneath(item, kind) {
    const asked = kind === "event" ? this.timeline.questions.filter((question) => question.events[0] === item.id) : [];
    const nodes = [
      ...this.facts.lines(item),
      ...asked.flatMap(({ subject, versions, reason }) => [
        make("p", "asked", this.words.of(subject)), ...(this.words.of(reason) ? [make("p", "note", this.words.of(reason))] : []),
        ...versions.map((version) => make("p", "other", `${this.words.of(version.text)} (${this.facts.basis(version)})`)),
      ]),
      ...this.facts.all.filter((fact) => fact.at[0] === item.id).map((fact) => this.facts.told(fact)),
    ];
    if (nodes.length === 0) return [];
    const beneath = make("div", "beneath");
    beneath.append(...nodes);
    return [beneath];
  }

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

  // The events of a phase, in order, cut where the inner phase changes.
  parts(phase) {
    const parts = [];
    for (const event of this.flight.events.filter((candidate) => this.flight.topOf(candidate.phase) === phase)) {
      if (parts.at(-1)?.id !== event.phase) {
        const inner = this.flight.byId.get(event.phase);
        parts.push({ id: event.phase, title: inner && inner !== phase ? this.words.of(inner.title) : "", events: [] });
      }
      parts.at(-1).events.push(event);
    }
    return parts;
  }

  item(event) {
    const item = make("li");
    const button = make("button", "event");
    button.type = "button";
    button.dataset.event = event.id;
    button.append(make("time", "", this.time(event)), make("span", "title", this.words.of(event.title)));
    if (event.standing !== "seen" || !event.is_instant || event.is_moved) button.append(make("small", "", this.doubt(event)));
    button.addEventListener("click", () => this.seek(event.met_s));
    item.append(button);
    return item;
  }

  time(event) {
    const clock = this.words.clock(event.met_s, event.is_instant);
    return event.is_instant ? clock : `≈ ${clock}`;
  }

  doubt(event) {
    if (event.is_moved) return this.words.say("page.supposed.hypothetical");
    return event.is_instant ? this.standing(event) : `${this.range(event)} · ${this.standing(event)}`;
  }

  // How well an event stands, and its time where that stands otherwise.
  standing(event) {
    const [standing, time] = [event.standing, event.time_standing].map((word) => this.words.say(`format.standing.${word}`));
    return standing === time ? standing : this.words.say("format.standing_and_time", { standing, time });
  }

  range(event) {
    const [from, to] = [event.earliest_met_s, event.latest_met_s];
    const day = (met) => (this.words.dayOf(from) === this.words.dayOf(to) ? "" : `${this.words.dayOf(met)} `);
    return `${day(from)}${this.words.clock(from, false)}–${day(to)}${this.words.clock(to, false)}`;
  }

  // Mark the present event and write its sources.
  show(event) {
    this.event = event;
    if (!this.isOpen || event === this.noted) return;
    if (this.noted !== undefined) this.topic = null; // the show has gone on
    this.noted = event;
    this.current(this.list, event && this.list.querySelector(`[data-event="${CSS.escape(event.id)}"]`));
    this.writeNotes();
  }

  // Mark the line of the transcript whose sentence is the caption: "event eva.exit", "phase orbit.day", or "" for none.
  tell(line) {
    this.line = line;
    if (this.isOpen && line !== this.marked) this.mark();
  }

  mark() {
    this.marked = this.line;
    this.current(this.transcript, this.transcript.querySelector(`[data-line="${CSS.escape(this.line)}"]`));
  }

  current(list, item) {
    for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    item?.setAttribute("aria-current", "true");
    if (!list.matches(":hover, :focus-within")) item?.scrollIntoView({ block: "nearest" });
  }

  writeNotes() {
    rewrite(this.notes, this.topic ? this.topicNote(this.topic) : this.event ? this.note(this.event) : []);
  }

  // After a version was switched: the same notes, with the marks where they now belong.
  suppose(whatIf) {
    this.whatIf = whatIf;
    if (this.isOpen) this.writeNotes();
  }

  topicNote({ title, text, standing, sources, questions, facts = [], cited }) {
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

  // What rests on a source.
  citing(id) {
    const cites = (one) => one.sources.includes(id) || one.others?.some(({ sources }) => sources.includes(id));
    return [["events", "page.list", this.flight.events], ["facts", "page.facts", this.facts.all]].flatMap(([kind, key, items]) => {
      const ids = items.filter(cites).map((one) => one.id);
      return ids.length ? [make("h3", "", this.words.say(key)), this.leads(kind, ids)] : [];
    });
  }

  // Names of events or facts that lead to them.
  leads(kind, ids) {
    const list = make("ul");
    for (const one of (kind === "facts" ? this.facts.all : this.flight.events).filter(({ id }) => ids.includes(id))) {
      const line = make("li");
      const button = make("button", "lead", this.words.of(one.title));
      button.type = "button";
      button.addEventListener("click", () => (kind === "facts" ? this.openFound("facts", one.id) : this.seek(one.met_s)));
      line.append(button);
      list.append(line);
    }
    return list;
  }

  note(event) {
    const facts = make("dl");
    const add = (key, text) => text && facts.append(make("dt", "", this.words.say(key)), make("dd", "", text));
    add("page.note.time", `${this.words.dayOf(event.met_s)} ${this.time(event)} ${this.words.say("page.clock.utc")}`);
    if (event.latest_met_s > event.earliest_met_s) {
      const half = (event.latest_met_s - event.earliest_met_s) / 2;
      add("page.note.spread", event.is_instant ? `± ${this.words.duration(half)}` : this.range(event));
    }
    add("page.note.standing", this.words.say(`format.standing.${event.standing}`));
    if (event.is_moved) add("page.note.time_standing", this.words.say("page.supposed.hypothetical"));
    else if (event.time_standing !== event.standing) add("page.note.time_standing", this.words.say(`format.standing.${event.time_standing}`));
    return [
      make("h2", "", this.words.of(event.title)), make("p", "text", this.words.of(event.text)), facts,
      ...this.facts.beside(event),
      ...this.timeline.questions.filter((question) => question.events.includes(event.id)).flatMap((question) => this.question(question)),
      make("h3", "", this.words.say("page.notes")), this.facts.sources(event.sources),
    ];
  }

  // Where sources disagree: what is asked, every answer, and which of them is shown.
  question({ id: question, subject, versions, chosen, reason }) {
    const list = make("ul", "versions");
    for (const { id, text, standing } of versions) {
      const line = make("li", id === chosen ? "chosen" : "", this.words.of(text));
      const shown = id === chosen ? `${this.words.say("page.note.shown")} · ` : "";
      line.append(make("small", "", shown + this.words.say(`format.standing.${standing}`)));
      const button = this.switch(question, id, id === chosen);
      if (button) line.append(button);
      list.append(line);
    }
    return [make("h3", "", this.words.of(subject)), list, ...(this.words.of(reason) ? [make("p", "note", this.words.of(reason))] : [])];
  }

  // A version the scene itself can show; the record's own stands beside it as the way back.
  switch(question, version, isChosen) {
    const known = (this.timeline.switches ?? []).filter((one) => one.question === question);
    const one = isChosen ? known[0] : known.find((candidate) => candidate.version === version);
    if (!one || !this.whatIf || this.timeline.controls === false) return null;
    const value = isChosen ? this.whatIf.change(one.group, one.name).recorded : one.value;
    const isShown = this.whatIf.get(one.group, one.name) === value;
    const button = make("button", "switch-version", this.words.say(isShown ? "page.version.shown" : "page.version.show"));
    button.type = "button";
    button.dataset.version = `${question} ${version}`;
    button.setAttribute("aria-pressed", String(isShown));
    button.addEventListener("click", () => this.whatIf.set(one.group, one.name, value));
    return button;
  }
}
