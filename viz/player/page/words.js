// Everything the page says, in the language of the moment.

import { all } from "./elements.js";

/**
 * @import { Place, Timeline, Told } from "./types"
 * @typedef {Pick<Timeline, "languages" | "ui" | "liftoff_utc" | "phases">} Spoken what words are needed for
 */

// How numbers, days and lists are written in one language.
class Forms {
  /** @param {string} locale */
  constructor(locale) {
    const unit = (/** @type {string} */ name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" });
    this.units = { hour: unit("hour"), minute: unit("minute"), second: unit("second") };
    this.number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    this.exactly = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
    this.day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
    this.date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    this.list = new Intl.ListFormat(locale, { type: "unit", style: "long" });
  }
}

export class Words {
  /** @param {Spoken} timeline */
  constructor(timeline) {
    this.timeline = timeline;
    this.language = timeline.languages[0].id;
    this.forms = new Forms(timeline.languages[0].locale);
  }

  /** @param {string} language */
  set(language) {
    this.language = language;
    const row = this.timeline.languages.find(({ id }) => id === language);
    this.forms = new Forms(row?.locale ?? language);
    return this;
  }

  /**
   * The words of another language; these where there is none of that name.
   * @param {string} language
   * @returns {Words}
   */
  in(language) {
    const isOther = language !== this.language && this.timeline.languages.some(({ id }) => id === language);
    return isOther ? new Words(this.timeline).set(language) : this;
  }

  get number() {
    return this.forms.number;
  }

  /**
   * A number as exact as it is meant, and never broken from its unit.
   * @param {number} value
   * @param {string} unit a key of a unit, "span" for seconds as a length of time, or "" for none
   * @param {number} decimals
   */
  measured(value, unit, decimals) {
    if (unit === "span") return this.duration(value);
    const { exactly } = this.forms;
    const n = exactly[Math.min(decimals, exactly.length - 1)].format(value);
    return unit ? this.say(unit, { n }).replaceAll(" ", "\u00a0") : n;
  }

  /**
   * The string of that key, with {name} filled in; the key itself shows that a string is missing.
   * @param {string} key
   * @param {object} values
   */
  say(key, values = {}) {
    const text = this.timeline.ui[this.language]?.[key] ?? key;
    const given = /** @type {Record<string, string | number | undefined>} */ (values);
    return text.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => String(given[name] ?? whole));
  }

  /** @param {string} key */
  has(key) {
    return key in (this.timeline.ui[this.language] ?? {});
  }

  /**
   * That string where there is one: not every mission has a word for everything.
   * @param {string} key
   */
  maybe(key) {
    return this.has(key) ? this.say(key) : "";
  }

  /** @param {Told | undefined} titles */
  of(titles) {
    return titles?.[this.language] ?? "";
  }

  /**
   * "1 hour 34 minutes 51 seconds", with only the parts that say something.
   * @param {number} seconds
   */
  duration(seconds) {
    const whole = Math.round(Math.abs(seconds));
    /** @type {["hour" | "minute" | "second", number][]} */
    const parts = [["hour", Math.floor(whole / 3600)], ["minute", Math.floor(whole / 60) % 60], ["second", whole % 60]];
    const said = parts.filter(([, count]) => count > 0).map(([name, count]) => this.forms.units[name].format(count));
    return said.length ? this.forms.list.format(said) : this.forms.units.second.format(0);
  }

  /**
   * "65° N, 95° E", from longitude and latitude.
   * @param {Place} place
   */
  place([x, y]) {
    const latitude = this.say(y < 0 ? "format.south" : "format.north", { n: Math.abs(y).toFixed(0) });
    return `${latitude}, ${this.say(x < 0 ? "format.west" : "format.east", { n: Math.abs(x).toFixed(0) })}`;
  }

  /** @param {number} rate */
  rate(rate) {
    return `${rate < 0 ? "−" : ""}${this.number.format(Math.abs(rate))}×`;
  }

  /** @param {number} met */
  instant(met) {
    return new Date(Date.parse(this.timeline.liftoff_utc) + met * 1000);
  }

  /**
   * What was flown on no known day has no date and no clock.
   * @param {number} met
   */
  isDated(met) {
    return !this.timeline.phases.some((phase) => phase.undated && phase.start_met_s <= met && met < phase.end_met_s);
  }

  /**
   * "08:34:51"; minutes only when asked.
   * @param {number} met
   */
  clock(met, withSeconds = true) {
    const second = new Date(Math.round(this.instant(met).getTime() / 1000) * 1000); // lift-off may lie within one
    return !this.isDated(met) ? "" : second.toISOString().slice(11, withSeconds ? 19 : 16);
  }

  /** @param {number} met */
  dayOf(met) {
    return this.isDated(met) ? this.forms.day.format(this.instant(met)) : "";
  }

  /** @param {number} met */
  dateOf(met) {
    return this.isDated(met) ? this.forms.date.format(this.instant(met)) : "";
  }

  /**
   * Fill every element that names a string.
   * @param {ParentNode} root
   */
  fill(root) {
    for (const element of all(root, "[data-text]")) element.textContent = this.say(element.dataset.text ?? "");
    for (const element of all(root, "[data-aria]")) element.setAttribute("aria-label", this.say(element.dataset.aria ?? ""));
    for (const element of all(root, "[data-label]")) {
      const text = this.say(element.dataset.label ?? "");
      const key = element.dataset.key;
      element.setAttribute("aria-label", text);
      element.title = key ? `${text} (${key})` : text;
      if (element instanceof HTMLInputElement) element.placeholder = text;
    }
  }
}
