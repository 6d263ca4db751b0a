// One box finds everything: events, phases, facts, questions, stops and sources, in whichever of the scripts they are asked for.

import { all, make } from "./elements.js";
import { rewrite, rove } from "./focus.js";

/**
 * @import { Beside, Timeline, Told } from "./types"
 * @import { Words } from "./words.js"
 * @typedef {"phases" | "facts" | "questions" | "stops" | "notes"} Kind
 * @typedef {{ id: string, name: Told | string, more?: Told, text: string }} Item
 */

/** @type {Record<Kind, string>} */
const NAMES = { phases: "page.found.phases", facts: "page.facts", questions: "page.questions", stops: "page.found.stops", notes: "page.notes" };

/**
 * A text as it is compared: small letters without the marks that one hand writes and another leaves out.
 * @param {string} text
 * @returns {string}
 */
export function plain(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f\u093c]/g, "").toLowerCase();
}

/**
 * Every word of an item in every language.
 * @param {(string | Told | undefined)[]} texts
 */
function said(...texts) {
  return plain(texts.flatMap((text) => (typeof text === "string" ? text : Object.values(text ?? {}))).join(" "));
}

/** @type {(of: Partial<Beside>) => (Told | undefined)[]} */
const beside = ({ note, others = [] }) => [note, ...others.flatMap(({ text, value }) => [text, value])];

export class Find {
  hits = make("div", "hits");

  /**
   * @param {{ box: HTMLInputElement, found: HTMLElement, list: HTMLElement, words: Words, timeline: Timeline,
   *   onOpen: (kind: Kind, id: string) => void }} page
   */
  constructor({ box, found, list, words, timeline, onOpen }) {
    this.box = box;
    this.found = found;
    this.list = list;
    this.words = words;
    this.onOpen = onOpen;
    const titles = (/** @type {string[]} */ ids) => ids.map((id) => timeline.sources[id]?.title ?? id);
    this.events = new Map(timeline.events.map((one) => [one.id, said(one.id, one.title, one.text, ...beside(one))]));
    /** @type {Record<Kind, Item[]>} */
    this.kinds = {
      phases: timeline.phases.map((one) => ({ id: one.id, name: one.title, text: said(one.id, one.title, one.text) })),
      facts: (timeline.facts ?? []).map((one) => ({ id: one.id, name: one.title, more: one.value, text: said(one.id, one.title, one.text, one.value, ...beside(one), ...titles(one.sources)) })),
      questions: timeline.questions.map((one) => ({ id: one.id, name: one.subject, text: said(one.id, one.subject, one.reason, ...one.versions.map(({ text }) => text)) })),
      stops: (timeline.stops ?? []).map((one) => ({ id: one.id, name: one.question, text: said(one.id, one.question, one.answer) })), // watchers are sent none
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
    return [...all(this.list, ".event, .hit")].filter((one) => one.checkVisibility());
  }

  /** @param {KeyboardEvent} event */
  enter(event) {
    const first = this.stops[0];
    if (!first) return;
    first.focus();
    event.preventDefault();
  }

  /**
   * Up from the first leads back to the box.
   * @param {KeyboardEvent} event
   */
  move(event) {
    if (rove(event, this.stops) || event.key !== "ArrowUp" || event.target !== this.stops[0]) return;
    this.box.focus();
    event.preventDefault();
  }

  filter() {
    const asked = this.asked;
    const fits = (/** @type {string} */ text) => asked.every((word) => text.includes(word));
    let count = 0;
    for (const button of all(this.list, ".event")) {
      const isFound = fits(this.events.get(button.dataset.event ?? "") ?? "");
      if (button.parentElement) button.parentElement.hidden = !isFound;
      count += Number(isFound);
    }
    for (const part of all(this.list, ".part, .group")) part.hidden = asked.length > 0 && !part.querySelector("li:not([hidden])");
    const kinds = /** @type {[Kind, Item[]][]} */ (Object.entries(this.kinds));
    /** @type {[Kind, Item[]][]} */
    const others = kinds.map(([kind, items]) => [kind, asked.length ? items.filter(({ text }) => fits(text)) : []]);
    if (this.hits.parentElement !== this.list) this.list.append(this.hits);
    rewrite(this.hits, others.filter(([, items]) => items.length).map(([kind, items]) => this.group(kind, items)), this.box);
    for (const [, items] of others) count += items.length;
    this.found.textContent = asked.length ? this.words.say("page.found", { count }) : "";
  }

  /**
   * @param {Kind} kind
   * @param {Item[]} items
   */
  group(kind, items) {
    const section = make("section", "group");
    const list = make("ol");
    list.append(...items.map(({ id, name, more }) => {
      const line = make("li");
      const button = make("button", "hit", typeof name === "string" ? name : this.words.of(name));
      button.type = "button";
      button.dataset.hit = `${kind} ${id}`;
      if (this.words.of(more)) button.append(make("small", "", this.words.of(more)));
      button.addEventListener("click", () => this.onOpen(kind, id));
      line.append(button);
      return line;
    }));
    section.append(make("h2", "", `${this.words.say(NAMES[kind])} (${items.length})`), list);
    return section;
  }
}
