// The lecturer's hand on the models: what may be supposed, and what comes of it beside the record.

import { make } from "./bars.js";

const REST_MS = 250;

export class WhatIf {
  constructor({ root, words, table, send }) {
    Object.assign(this, { root, words, table, send, supposed: [], rows: null });
  }

  get(group, name) {
    const held = this.supposed.find(([g, n]) => g === group && n === name);
    return held ? held[2] : this.change(group, name)?.recorded;
  }

  change(group, name) {
    return this.table.find((one) => one.group === group && one.name === name);
  }

  set(group, name, value) {
    this.send({ do: "suppose", group, name, value });
  }

  draw() {
    const parts = [make("p", "quiet", this.words.say("page.what_if.intro"))];
    if (this.change("suit", "relief_pressure_atm")) parts.push(this.suit());
    if (this.change("descent", "delay_s")) parts.push(this.delay());
    if (this.change("eva", "entry")) parts.push(this.entry());
    this.result = make("div", "result");
    this.result.setAttribute("role", "status");
    this.back = make("button", "word back", this.words.say("page.supposed.back"));
    this.back.type = "button";
    this.back.addEventListener("click", () => this.send({ do: "suppose_nothing" }));
    this.root.replaceChildren(...parts, this.result, this.back);
    this.mark();
  }

  choices(key, options) {
    const set = make("fieldset");
    set.append(make("legend", "", this.words.say(key)));
    for (const { text, group, name, value } of options) {
      const label = make("label");
      const radio = make("input");
      Object.assign(radio, { type: "radio", name: `${group}-${name}` });
      radio.dataset.value = JSON.stringify([group, name, value]);
      radio.addEventListener("change", () => this.set(group, name, value));
      label.append(radio, make("span", "", text));
      set.append(label);
    }
    return set;
  }

  suit() {
    const [group, name] = ["suit", "relief_pressure_atm"];
    return this.choices("page.what_if.suit", [
      { text: this.words.say("page.what_if.suit.recorded"), group, name, value: this.change(group, name).recorded },
      { text: this.words.say("page.what_if.suit.kept"), group, name, value: null },
    ]);
  }

  entry() {
    const [group, name] = ["eva", "entry"];
    return this.choices("page.what_if.entry", [
      { text: this.words.say("page.what_if.entry.head_first"), group, name, value: "head_first" },
      { text: this.words.say("page.what_if.entry.feet_first"), group, name, value: "feet_first" },
    ]);
  }

  // The number follows the hand at once; the flight is computed when the hand rests.
  delay() {
    const set = make("fieldset");
    const label = make("label", "wide");
    this.slider = make("input");
    const [min, max] = this.change("descent", "delay_s").bounds;
    Object.assign(this.slider, { type: "range", min, max, step: 1, id: "delay" });
    this.shown = make("output");
    this.shown.htmlFor = "delay";
    label.append(make("span", "", this.words.say("page.what_if.delay")), this.shown, this.slider);
    this.slider.addEventListener("input", () => this.tell(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.wish());
    set.append(label);
    return set;
  }

  // An answer to an earlier wish must not pull the slider out of the hand.
  wish() {
    clearTimeout(this.resting);
    this.wished = true;
    this.resting = setTimeout(() => {
      this.wished = false;
      this.set("descent", "delay_s", Number(this.slider.value));
    }, REST_MS);
  }

  tell(seconds) {
    const key = seconds === 0 ? "page.what_if.delay.none" : seconds > 0 ? "page.what_if.delay.later" : "page.what_if.delay.earlier";
    const text = this.words.say(key, { seconds: this.words.duration(seconds) });
    this.shown.textContent = text;
    this.slider.setAttribute("aria-valuetext", text);
  }

  // What the program holds, on the controls; what comes of it, beneath.
  show(supposed, told) {
    const rows = told?.rows ?? null;
    if (JSON.stringify([supposed, rows]) === this.told) return;
    this.told = JSON.stringify([supposed, rows]);
    Object.assign(this, { supposed, rows });
    this.mark();
  }

  mark() {
    if (!this.result) return;
    for (const radio of this.root.querySelectorAll("input[type=radio]")) {
      const [group, name, value] = JSON.parse(radio.dataset.value);
      radio.checked = this.get(group, name) === value;
    }
    if (this.slider && !this.wished) {
      this.slider.value = this.get("descent", "delay_s");
      this.tell(Number(this.slider.value));
    }
    this.back.hidden = this.supposed.length === 0;
    this.result.replaceChildren(...(this.rows ? this.results() : []));
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
      const name = make("th", "", this.words.say(`page.result.${row.id}`));
      name.scope = "row";
      line.append(name, make("td", "", row.record), make("td", "", row.supposed));
      return line;
    }));
    return [make("h3", "", this.words.say("page.result")), table];
  }
}
