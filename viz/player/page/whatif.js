// The lecturer's hand on the models: what may be supposed, and what comes of it beside the record.

import { keepFocus, rewrite } from "./focus.js";
import { make } from "./elements.js";

/**
 * @import { ResultRow, Send, Supposable, Supposed, SupposedFlight, Value } from "./types"
 * @import { Words } from "./words.js"
 * @typedef {{ text: string, value: Value }} Option
 * @typedef {{ input: HTMLInputElement, of: Supposable, say: () => void, heard: (value: number) => Value, wished: boolean, resting: number }} Slider
 */

const REST_MS = 250;

/** @type {Record<string, string>} */
const METER_OF = {
  pressure: "suit", shoulders: "suit", hatch: "suit", push: "tether", reach: "tether", farthest: "tether", taut: "tether", tension: "tether",
  recoil: "tether", heights: "altitude",
};

export class WhatIf {
  /** @type {Supposed[]} */
  supposed = [];
  /** @type {ResultRow[]} */
  rows = [];
  /** @type {Slider[]} */
  sliders = [];
  told = "";
  result = make("div");
  back = make("button");
  kept = make("input"); // the suit's pressure is not lowered at all
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
    /** @type {[group: string, name: string, part: (of: Supposable) => HTMLElement][]} */
    const parts = [
      ["suit", "relief_pressure_atm", (of) => this.suit(of)], ["eva", "push_m_s", (of) => this.push(of)],
      ["eva", "entry", (of) => this.entry(of)], ["eva", "tether", (of) => this.tether(of)], ["orbit", "solution", (of) => this.orbit(of)],
      ["descent", "delay_s", (of) => this.delay(of)],
    ];
    this.sliders = [];
    this.isDrawn = true;
    const offered = parts.flatMap(([group, name, part]) => {
      const of = this.change(group, name);
      return of ? [part(of)] : [];
    });
    this.result = make("div", "result");
    this.result.setAttribute("role", "status");
    this.back = make("button", "word back", this.words.say("page.supposed.back"));
    this.back.type = "button";
    this.back.addEventListener("click", () => this.send({ do: "suppose_nothing" }));
    const intro = make("p", "quiet", this.words.say("page.what_if.intro"));
    rewrite(this.root, [intro, ...offered, this.result, this.back]);
    this.mark();
  }

  /**
   * @param {Supposable} of
   * @param {string} key
   * @param {Option[]} options
   */
  choices({ group, name }, key, options) {
    const set = make("fieldset");
    set.append(make("legend", "", this.words.say(key)));
    for (const { text, value } of options) {
      const label = make("label");
      const radio = make("input");
      radio.type = "radio";
      radio.name = `${group}-${name}`;
      radio.dataset.value = JSON.stringify([group, name, value]);
      radio.addEventListener("change", () => this.set(group, name, value));
      label.append(radio, make("span", "", text));
      set.append(label);
    }
    return set;
  }

  /** @param {Supposable} of */
  suit(of) {
    const kept = this.words.say("page.what_if.suit.kept");
    const full = of.bounds?.[1];
    /** @param {number} pressure */
    const tell = (pressure) => {
      if (pressure === full) return kept;
      const key = pressure === of.recorded ? "page.what_if.suit.recorded" : "page.what_if.suit.lowered";
      return this.words.say(key, { pressure: this.words.hundredths.format(pressure) });
    };
    const heard = (/** @type {number} */ pressure) => (pressure === full ? null : pressure);
    const set = this.slider(of, { key: "page.what_if.suit", id: "reserve-pressure", step: 0.01, tell, heard });
    const label = make("label");
    this.kept = make("input");
    this.kept.type = "checkbox";
    this.kept.addEventListener("change", () => this.set(of.group, of.name, this.kept.checked ? null : of.recorded));
    label.append(this.kept, make("span", "", kept));
    set.append(label);
    return set;
  }

  /** @param {Supposable} of */
  tether(of) {
    return this.choices(of, "page.what_if.tether", [
      { text: this.words.say("page.what_if.tether.left"), value: "left" },
      { text: this.words.say("page.what_if.tether.wound"), value: "wound" },
    ]);
  }

  /** @param {Supposable} of */
  entry(of) {
    return this.choices(of, "page.what_if.entry", [
      { text: this.words.say("page.what_if.entry.head_first"), value: "head_first" },
      { text: this.words.say("page.what_if.entry.feet_first"), value: "feet_first" },
    ]);
  }

  /** @param {Supposable} of */
  orbit(of) {
    return this.choices(of, "page.what_if.orbit", [
      { text: this.words.say("page.what_if.orbit.r"), value: "R" },
      { text: this.words.say("page.what_if.orbit.b"), value: "B" },
    ]);
  }

  /** @param {Supposable} of */
  delay(of) {
    /** @param {number} seconds */
    const tell = (seconds) => {
      const key = seconds === 0 ? "page.what_if.delay.none" : seconds > 0 ? "page.what_if.delay.later" : "page.what_if.delay.earlier";
      return this.words.say(key, { seconds: this.words.duration(seconds) });
    };
    return this.slider(of, { key: "page.what_if.delay", id: "delay", step: 1, tell });
  }

  /** @param {Supposable} of */
  push(of) {
    /** @param {number} speed */
    const tell = (speed) => {
      const text = this.words.say("format.metres_per_second", { n: this.words.hundredths.format(speed) });
      return speed === of.recorded ? this.words.say("page.what_if.push.recorded", { speed: text }) : text;
    };
    return this.slider(of, { key: "page.what_if.push", id: "push", step: 0.02, tell });
  }

  /**
   * The number follows the hand at once; the flight is computed when the hand rests.
   * @param {Supposable} of
   * @param {{ key: string, id: string, step: number, tell: (value: number) => string, heard?: (value: number) => Value }} how
   */
  slider(of, { key, id, step, tell, heard = (value) => value }) {
    const set = make("fieldset");
    const label = make("label", "wide");
    const input = make("input");
    const shown = make("output");
    const [min, max] = of.bounds ?? [0, 1];
    Object.assign(input, { type: "range", min, max, step, id });
    shown.htmlFor.value = id;
    label.append(make("span", "", this.words.say(key)), shown, input);
    const say = () => {
      shown.textContent = tell(Number(input.value));
      input.setAttribute("aria-valuetext", shown.textContent);
    };
    /** @type {Slider} */
    const slider = { input, of, say, heard, wished: false, resting: 0 };
    input.addEventListener("input", say);
    input.addEventListener("change", () => this.wish(slider));
    this.sliders.push(slider);
    set.append(label);
    return set;
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
      this.set(slider.of.group, slider.of.name, slider.heard(Number(slider.input.value)));
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
    /** @type {NodeListOf<HTMLInputElement>} */
    const radios = this.root.querySelectorAll("input[type=radio]");
    for (const radio of radios) {
      const [group, name, value] = JSON.parse(radio.dataset.value ?? "[]");
      radio.checked = this.get(group, name) === value;
    }
    this.kept.checked = this.get("suit", "relief_pressure_atm") === null;
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
    button.addEventListener("click", () => this.onOpen(METER_OF[row.id] ?? "landing", name, `${row.record} → ${row.supposed}`));
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
