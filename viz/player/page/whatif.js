// The lecturer's hand on the models: what may be supposed, and what comes of it beside the record.

import { make } from "./bars.js";
import { keepFocus, rewrite } from "./drawer.js";

const REST_MS = 250;

const METER_OF = {
  pressure: "suit", shoulders: "suit", hatch: "suit", push: "tether", reach: "tether", farthest: "tether", taut: "tether", tension: "tether",
  recoil: "tether", heights: "altitude",
};

export class WhatIf {
  constructor({ root, words, table, send, onOpen }) {
    Object.assign(this, { root, words, table, send, onOpen, supposed: [], rows: null, sliders: [] });
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
    const parts = {
      "suit relief_pressure_atm": () => this.suit(), "eva push_m_s": () => this.push(), "eva entry": () => this.entry(),
      "orbit solution": () => this.orbit(), "descent delay_s": () => this.delay(),
    };
    this.sliders = [];
    const offered = Object.entries(parts).filter(([id]) => this.change(...id.split(" ")));
    this.result = make("div", "result");
    this.result.setAttribute("role", "status");
    this.back = make("button", "word back", this.words.say("page.supposed.back"));
    this.back.type = "button";
    this.back.addEventListener("click", () => this.send({ do: "suppose_nothing" }));
    const intro = make("p", "quiet", this.words.say("page.what_if.intro"));
    rewrite(this.root, [intro, ...offered.map(([, part]) => part()), this.result, this.back]);
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

  orbit() {
    const [group, name] = ["orbit", "solution"];
    return this.choices("page.what_if.orbit", [
      { text: this.words.say("page.what_if.orbit.r"), group, name, value: "R" },
      { text: this.words.say("page.what_if.orbit.b"), group, name, value: "B" },
    ]);
  }

  delay() {
    const tell = (seconds) => {
      const key = seconds === 0 ? "page.what_if.delay.none" : seconds > 0 ? "page.what_if.delay.later" : "page.what_if.delay.earlier";
      return this.words.say(key, { seconds: this.words.duration(seconds) });
    };
    return this.slider({ key: "page.what_if.delay", id: "delay", group: "descent", name: "delay_s", step: 1, tell });
  }

  push() {
    const { recorded } = this.change("eva", "push_m_s");
    const tell = (speed) => {
      const text = this.words.say("format.metres_per_second", { n: this.words.hundredths.format(speed) });
      return speed === recorded ? this.words.say("page.what_if.push.recorded", { speed: text }) : text;
    };
    return this.slider({ key: "page.what_if.push", id: "push", group: "eva", name: "push_m_s", step: 0.02, tell });
  }

  // The number follows the hand at once; the flight is computed when the hand rests.
  slider({ key, id, group, name, step, tell }) {
    const set = make("fieldset");
    const label = make("label", "wide");
    const input = make("input");
    const shown = make("output");
    const [min, max] = this.change(group, name).bounds;
    Object.assign(input, { type: "range", min, max, step, id });
    shown.htmlFor = id;
    label.append(make("span", "", this.words.say(key)), shown, input);
    const slider = { input, group, name, wished: false, resting: 0 };
    slider.say = () => {
      shown.textContent = tell(Number(input.value));
      input.setAttribute("aria-valuetext", shown.textContent);
    };
    input.addEventListener("input", slider.say);
    input.addEventListener("change", () => this.wish(slider));
    this.sliders.push(slider);
    set.append(label);
    return set;
  }

  // An answer to an earlier wish must not pull the slider out of the hand.
  wish(slider) {
    clearTimeout(slider.resting);
    slider.wished = true;
    slider.resting = setTimeout(() => {
      slider.wished = false;
      this.set(slider.group, slider.name, Number(slider.input.value));
    }, REST_MS);
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
    for (const slider of this.sliders.filter(({ wished }) => !wished)) {
      slider.input.value = this.get(slider.group, slider.name);
      slider.say();
    }
    keepFocus(this.back, () => (this.back.hidden = this.supposed.length === 0), () => [this.root]);
    this.result.replaceChildren(...(this.rows?.length ? this.results() : []));
  }

  // A result opens on what the meter of its kind rests on.
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
