// The lecturer's hand on the models: what may be supposed, and what comes of it beside the record. What there is to
// suppose, and how it is called, comes in rows of the program: nothing here knows any of it.

import { keepFocus, rewrite } from "./focus.js";
import { make } from "./elements.js";

/**
 * @import { ResultRow, Send, Supposable, Supposed, SupposedFlight, Value } from "./types"
 * @import { Words } from "./words.js"
 * @typedef {{ input: HTMLInputElement, of: Supposable, say: () => void, wished: boolean, resting: number }} Slider
 * @typedef {{ input: HTMLInputElement, of: Supposable, value: Value }} Tick a choice: one of several, or beside a slider
 */

const REST_MS = 250;

export class WhatIf {
  /** @type {Supposed[]} */
  supposed = [];
  /** @type {ResultRow[]} */
  rows = [];
  /** @type {Slider[]} */
  sliders = [];
  /** @type {Tick[]} */
  ticks = [];
  told = "";
  result = make("div");
  back = make("button");
  isDrawn = false;

  /**
   * @param {{ root: HTMLElement, words: Words, table: Supposable[], send: Send,
   *   onOpen: (meter: string, name: string, text: string) => void }} page
   */
  constructor({ root, words, table, send, onOpen }) {
    this.root = root;
    this.words = words;
    this.table = table;
    this.send = send;
    this.onOpen = onOpen;
  }

  /**
   * What is supposed of it now, or else recorded.
   * @param {string} group
   * @param {string} name
   */
  get(group, name) {
    const held = this.supposed.find(([g, n]) => g === group && n === name);
    return held ? held[2] : this.change(group, name)?.recorded;
  }

  /**
   * @param {string} group
   * @param {string} name
   */
  change(group, name) {
    return this.table.find((one) => one.group === group && one.name === name);
  }

  /**
   * @param {string} group
   * @param {string} name
   * @param {Value} value
   */
  set(group, name, value) {
    this.send({ do: "suppose", group, name, value });
  }

  draw() {
    this.sliders = [];
    this.ticks = [];
    this.isDrawn = true;
    const offered = this.table.map((of) => (of.bounds ? this.slider(of, of.bounds) : this.choices(of)));
    this.result = make("div", "result");
    this.result.setAttribute("role", "status");
    this.back = make("button", "word back", this.words.say("page.supposed.back"));
    this.back.type = "button";
    this.back.addEventListener("click", () => this.send({ do: "suppose_nothing" }));
    const intro = make("p", "quiet", this.words.say("page.what_if.intro"));
    rewrite(this.root, [intro, ...offered, this.result, this.back]);
    this.mark();
  }

  /** @param {Supposable} of */
  choices(of) {
    const set = make("fieldset");
    set.append(make("legend", "", this.words.say(of.words)), ...of.choices.map((value) => this.choice(of, value, "radio")));
    return set;
  }

  /**
   * @param {Supposable} of
   * @param {Value} value
   * @param {"radio" | "checkbox"} kind a box that is emptied leads back to the record
   */
  choice(of, value, kind) {
    const label = make("label");
    const input = make("input");
    input.type = kind;
    input.name = `${of.group}-${of.name}`;
    input.addEventListener("change", () => this.set(of.group, of.name, input.checked ? value : of.recorded));
    label.append(input, make("span", "", this.words.say(wordsOf(of, value))));
    this.ticks.push({ input, of, value });
    return label;
  }

  /**
   * The number follows the hand at once; the flight is computed when the hand rests.
   * @param {Supposable} of
   * @param {[number, number]} bounds
   */
  slider(of, [min, max]) {
    const set = make("fieldset");
    const label = make("label", "wide");
    const input = make("input");
    const shown = make("output");
    Object.assign(input, { type: "range", min, max, step: of.step, id: `${of.group}-${of.name}` });
    shown.htmlFor.value = input.id;
    label.append(make("span", "", this.words.say(of.words)), shown, input);
    const say = () => {
      shown.textContent = this.tell(of, heard(of, Number(input.value)));
      input.setAttribute("aria-valuetext", shown.textContent);
    };
    /** @type {Slider} */
    const slider = { input, of, say, wished: false, resting: 0 };
    input.addEventListener("input", say);
    input.addEventListener("change", () => this.wish(slider));
    this.sliders.push(slider);
    set.append(label, ...of.choices.map((value) => this.choice(of, value, "checkbox")));
    return set;
  }

  /**
   * A value in words: its own, or those of a number by where it is from the record.
   * @param {Supposable} of
   * @param {Value} value
   */
  tell(of, value) {
    if (typeof value !== "number") return this.words.say(wordsOf(of, value));
    const n = this.words.measured(value, of.unit, of.decimals);
    const recorded = Number(of.recorded);
    const key = `${of.words}.${value === recorded ? "recorded" : value > recorded ? "more" : "less"}`;
    return this.words.has(key) ? this.words.say(key, { n }) : n;
  }

  /**
   * An answer to an earlier wish must not pull the slider out of the hand.
   * @param {Slider} slider
   */
  wish(slider) {
    clearTimeout(slider.resting);
    slider.wished = true;
    slider.resting = setTimeout(() => {
      slider.wished = false;
      this.set(slider.of.group, slider.of.name, heard(slider.of, Number(slider.input.value)));
    }, REST_MS);
  }

  /**
   * What the program holds, on the controls; what comes of it, beneath.
   * @param {Supposed[]} supposed
   * @param {SupposedFlight | null | undefined} told
   */
  show(supposed, told) {
    const rows = told?.rows ?? [];
    if (JSON.stringify([supposed, rows]) === this.told) return;
    this.told = JSON.stringify([supposed, rows]);
    this.supposed = supposed;
    this.rows = rows;
    this.mark();
  }

  mark() {
    if (!this.isDrawn) return;
    for (const { input, of, value } of this.ticks) input.checked = this.get(of.group, of.name) === value;
    for (const slider of this.sliders.filter(({ wished }) => !wished)) {
      slider.input.value = String(this.get(slider.of.group, slider.of.name) ?? slider.input.max);
      slider.say();
    }
    keepFocus(this.back, () => (this.back.hidden = this.supposed.length === 0), () => [this.root]);
    this.result.replaceChildren(...(this.rows.length ? this.results() : []));
  }

  /**
   * A result opens on what the meter of its kind rests on.
   * @param {ResultRow} row
   */
  opening(row) {
    const name = this.words.say(`page.result.${row.id}`);
    const button = make("button", "opens", name);
    button.type = "button";
    button.addEventListener("click", () => this.onOpen(row.opens, name, `${row.record} → ${row.supposed}`));
    return button;
  }

  results() {
    const table = make("table");
    const head = make("tr");
    head.append(make("td"), ...["page.result.record", "page.result.supposed"].map((key) => {
      const cell = make("th", "", this.words.say(key));
      cell.scope = "col";
      return cell;
    }));
    table.append(head, ...this.rows.map((row) => {
      const line = make("tr", row.differs ? "differs" : "");
      const name = make("th");
      name.scope = "row";
      name.append(this.opening(row));
      line.append(name, make("td", "", row.record), make("td", "", row.supposed));
      return line;
    }));
    return [make("h3", "", this.words.say("page.result")), table];
  }
}

/**
 * The upper end of a slider stands for "never", where that is a choice.
 * @param {Supposable} of
 * @param {number} value
 * @returns {Value}
 */
function heard({ bounds, choices }, value) {
  return choices.includes(null) && value === bounds?.[1] ? null : value;
}

/**
 * @param {Supposable} of
 * @param {Value} value
 */
function wordsOf({ words }, value) {
  return `${words}.${value ?? "never"}`;
}
