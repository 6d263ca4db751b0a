// @ts-nocheck
// One box finds everything: events, facts, questions and sources, in whichever of the scripts they are asked for.

import { make } from "./elements.js";
import { rewrite, rove } from "./focus.js";

/**
 * A text as it is compared: small letters without the marks that one hand writes and another leaves out.
 * @param {string} text
 * @returns {string}
 */
export function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f\u093c]/g, "").toLowerCase();
}

// Every word of an item in every language.
function said(...texts) {
  return plain(texts.flatMap((text) => (typeof text === "string" ? text : Object.values(text ?? {}))).join(" "));
}

const beside = ({ note, others = [] }) => [note, ...others.flatMap(({ text, value }) => [text, value])];

export class Find {
  constructor({ box, found, list, words, timeline, onOpen }) {
    Object.assign(this, { box, found, list, words, timeline, onOpen, hits: make("div", "hits") });
    const titles = (ids) => ids.map((id) => timeline.sources[id]?.title ?? id);
    this.events = new Map(timeline.events.map((one) => [one.id, said(one.id, one.title, one.text, ...beside(one))]));
    this.kinds = {
      facts: (timeline.facts ?? []).map((one) => ({ id: one.id, name: one.title, more: one.value, text: said(one.id, one.title, one.text, one.value, ...beside(one), ...titles(one.sources)) })),
      questions: timeline.questions.map((one) => ({ id: one.id, name: one.subject, text: said(one.id, one.subject, ...one.versions.map(({ text }) => text)) })),
      notes: Object.entries(timeline.sources).map(([id, one]) => ({ id, name: one.title, text: said(id, one.title, one.where) })),
    };
    box.addEventListener("input", () => this.filter());
    box.addEventListener("keydown", (event) => event.key === "ArrowDown" && this.enter(event));
    list.addEventListener("keydown", (event) => this.move(event));
  }

  get asked() {
    return plain(this.box.value).split(/\s+/).filter(Boolean);
  }

  get stops() {
    return [...this.list.querySelectorAll(".event, .hit")].filter((one) => one.checkVisibility());
  }

  enter(event) {
    const first = this.stops[0];
    if (!first) return;
    first.focus();
    event.preventDefault();
  }

  // Up from the first leads back to the box.
  move(event) {
    if (rove(event, this.stops) || event.key !== "ArrowUp" || event.target !== this.stops[0]) return;
    this.box.focus();
    event.preventDefault();
  }

  filter() {
    const asked = this.asked;
    const fits = (text) => asked.every((word) => text.includes(word));
    let count = 0;
    for (const button of this.list.querySelectorAll(".event")) {
      const isFound = fits(this.events.get(button.dataset.event));
      button.parentElement.hidden = !isFound;
      count += isFound;
    }
    for (const part of this.list.querySelectorAll(".part, .group")) part.hidden = asked.length > 0 && !part.querySelector("li:not([hidden])");
    const others = Object.entries(this.kinds).map(([kind, items]) => [kind, asked.length ? items.filter(({ text }) => fits(text)) : []]);
    if (this.hits.parentElement !== this.list) this.list.append(this.hits);
    rewrite(this.hits, others.filter(([, items]) => items.length).map(([kind, items]) => this.group(kind, items)), this.box);
    for (const [, items] of others) count += items.length;
    this.found.textContent = asked.length ? this.words.say("page.found", { count }) : "";
  }

  group(kind, items) {
    const section = make("section", "group");
    const list = make("ol");
    list.append(...items.map(({ id, name, more }) => {
      const line = make("li");
      const button = make("button", "hit", this.words.of(name) || String(name));
      button.type = "button";
      button.dataset.hit = `${kind} ${id}`;
      if (this.words.of(more)) button.append(make("small", "", this.words.of(more)));
      button.addEventListener("click", () => this.onOpen(kind, id));
      line.append(button);
      return line;
    }));
    section.append(make("h2", "", `${this.words.say(kind === "notes" ? "page.notes" : kind === "facts" ? "page.facts" : "page.questions")} (${items.length})`), list);
    return section;
  }
}
