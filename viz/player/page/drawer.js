// The side drawer: every event by phase with search, and the sources behind the present one.

import { make } from "./bars.js";

export class Drawer {
  constructor({ root, flight, words, timeline, seek, onToggle }) {
    Object.assign(this, { root, flight, words, timeline, seek, onToggle, event: null, noted: undefined });
    const find = (id) => root.querySelector(`#${id}`);
    Object.assign(this, {
      search: find("search"), list: find("event-list"), found: find("found"), notes: find("notes"), events: find("events"),
      tabs: [find("tab-events"), find("tab-notes")],
    });
    this.search.addEventListener("input", () => this.filter());
    find("drawer-close").addEventListener("click", () => this.close());
    this.tabs[0].addEventListener("click", () => this.open("events"));
    this.tabs[1].addEventListener("click", () => this.open("notes"));
    root.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.turn(event);
    });
  }

  get isOpen() {
    return !this.root.hidden;
  }

  turn(event) {
    if (event.target.role !== "tab") return;
    this.open(event.key === "ArrowLeft" ? "events" : "notes");
    this.tabs[event.key === "ArrowLeft" ? 0 : 1].focus();
    event.preventDefault();
    event.stopPropagation();
  }

  toggle(tab) {
    const shown = this.isOpen && !this.root.querySelector(`#${tab}`).hidden;
    if (shown) this.close();
    else this.open(tab, true);
  }

  open(tab, takeFocus = false) {
    if (!this.isOpen) this.before = document.activeElement;
    this.root.hidden = false;
    this.events.hidden = tab !== "events";
    this.notes.hidden = tab !== "notes";
    this.tabs[0].setAttribute("aria-selected", String(tab === "events"));
    this.tabs[1].setAttribute("aria-selected", String(tab === "notes"));
    this.tabs.forEach((button, index) => (button.tabIndex = (index === 0) === (tab === "events") ? 0 : -1));
    if (takeFocus) (tab === "events" ? this.search : this.notes).focus({ preventScroll: true });
    this.onToggle(true);
    this.noted = undefined;
    this.show(this.event);
    this.list.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
  }

  close() {
    this.root.hidden = true;
    this.onToggle(false);
    this.before?.focus?.({ preventScroll: true });
  }

  // Write the list anew in the present language.
  draw() {
    this.list.replaceChildren(...this.flight.top.map((phase, index) => this.group(phase, index)));
    this.noted = undefined;
    this.show(this.event);
    this.filter();
  }

  group(phase, index) {
    const section = make("section", "group");
    section.style.setProperty("--colour", phase.colour);
    const heading = make("h2");
    const jump = make("button", "phase", this.words.of(phase.title));
    jump.type = "button";
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
    if (event.standing !== "seen" || !event.is_instant) button.append(make("small", "", this.doubt(event)));
    button.dataset.find = [this.words.of(event.title), this.words.of(event.text), event.id].join(" ").toLocaleLowerCase(this.words.language);
    button.addEventListener("click", () => this.seek(event.met_s));
    item.append(button);
    return item;
  }

  time(event) {
    const clock = this.words.clock(event.met_s, event.is_instant);
    return event.is_instant ? clock : `≈ ${clock}`;
  }

  doubt(event) {
    const standing = this.words.say(`format.standing.${event.standing}`);
    return event.is_instant ? standing : `${this.range(event)} · ${standing}`;
  }

  range(event) {
    const [from, to] = [event.earliest_met_s, event.latest_met_s];
    const day = (met) => (this.words.dayOf(from) === this.words.dayOf(to) ? "" : `${this.words.dayOf(met)} `);
    return `${day(from)}${this.words.clock(from, false)}–${day(to)}${this.words.clock(to, false)}`;
  }

  filter() {
    const asked = this.search.value.trim().toLocaleLowerCase(this.words.language).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const button of this.list.querySelectorAll(".event")) {
      const fits = asked.every((word) => button.dataset.find.includes(word));
      button.parentElement.hidden = !fits;
      count += fits;
    }
    for (const part of this.list.querySelectorAll(".part, .group")) part.hidden = asked.length > 0 && !part.querySelector("li:not([hidden])");
    this.found.textContent = asked.length ? this.words.say("page.found", { count }) : "";
  }

  // Mark the present event and write its sources.
  show(event) {
    this.event = event;
    if (!this.isOpen || event === this.noted) return;
    this.noted = event;
    for (const old of this.list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const item = event && this.list.querySelector(`[data-event="${CSS.escape(event.id)}"]`);
    item?.setAttribute("aria-current", "true");
    if (!this.list.matches(":hover, :focus-within")) item?.scrollIntoView({ block: "nearest" });
    this.notes.replaceChildren(...(event ? this.note(event) : []));
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
    if (event.time_standing !== event.standing) add("page.note.time_standing", this.words.say(`format.standing.${event.time_standing}`));
    const sources = make("ul");
    for (const id of event.sources) {
      const source = this.timeline.sources[id];
      const line = make("li", "", source?.title ?? id);
      if (source?.where) line.append(make("small", "", source.where));
      sources.append(line);
    }
    return [
      make("h2", "", this.words.of(event.title)), make("p", "text", this.words.of(event.text)), facts,
      ...this.timeline.questions.filter((question) => question.events.includes(event.id)).flatMap((question) => this.question(question)),
      make("h3", "", this.words.say("page.notes")), sources,
    ];
  }

  // Where sources disagree: what is asked, every answer, and which of them is shown.
  question({ subject, versions, chosen }) {
    const list = make("ul", "versions");
    for (const { id, text, standing } of versions) {
      const line = make("li", id === chosen ? "chosen" : "", this.words.of(text));
      const shown = id === chosen ? `${this.words.say("page.note.shown")} · ` : "";
      line.append(make("small", "", shown + this.words.say(`format.standing.${standing}`)));
      list.append(line);
    }
    return [make("h3", "", this.words.of(subject)), list];
  }
}
