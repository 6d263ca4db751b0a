// Everything the page says, in the language of the moment.

export class Words {
  constructor(timeline) {
    this.timeline = timeline;
    this.language = timeline.languages[0].id;
  }

  set(language) {
    this.language = language;
    const locale = language === "en" ? "en-GB" : language; // day before month, as in the other two
    const unit = (name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" });
    this.units = { day: unit("day"), hour: unit("hour"), minute: unit("minute"), second: unit("second") };
    this.number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
    this.hundredths = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    this.day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
    this.date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    this.list = new Intl.ListFormat(locale, { type: "unit", style: "long" });
  }

  // The string of that key, with {name} filled in; the key itself shows that a string is missing.
  say(key, values = {}) {
    const text = this.timeline.ui[this.language]?.[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  has(key) {
    return key in (this.timeline.ui[this.language] ?? {});
  }

  of(titles) {
    return titles?.[this.language] ?? "";
  }

  // "1 hour 34 minutes 51 seconds", with only the parts that say something.
  duration(seconds) {
    const whole = Math.round(Math.abs(seconds));
    const parts = [["hour", Math.floor(whole / 3600)], ["minute", Math.floor(whole / 60) % 60], ["second", whole % 60]];
    const said = parts.filter(([, count]) => count > 0).map(([name, count]) => this.units[name].format(count));
    return said.length ? this.list.format(said) : this.units.second.format(0);
  }

  // "65° N, 95° E", from longitude and latitude.
  place([x, y]) {
    const latitude = this.say(y < 0 ? "format.south" : "format.north", { n: Math.abs(y).toFixed(0) });
    return `${latitude}, ${this.say(x < 0 ? "format.west" : "format.east", { n: Math.abs(x).toFixed(0) })}`;
  }

  rate(rate) {
    return `${rate < 0 ? "−" : ""}${this.number.format(Math.abs(rate))}×`;
  }

  instant(met) {
    return new Date(Date.parse(this.timeline.liftoff_utc) + met * 1000);
  }

  // What was flown on no known day has no date and no clock.
  isDated(met) {
    return !this.timeline.phases.some((phase) => phase.undated && phase.start_met_s <= met && met < phase.end_met_s);
  }

  // "08:34:51"; minutes only when asked.
  clock(met, withSeconds = true) {
    return !this.isDated(met) ? "" : this.instant(Math.round(met)).toISOString().slice(11, withSeconds ? 19 : 16);
  }

  dayOf(met) {
    return this.isDated(met) ? this.day.format(this.instant(met)) : "";
  }

  dateOf(met) {
    return this.isDated(met) ? this.date.format(this.instant(met)) : "";
  }

  // Fill every element that names a string.
  fill(root) {
    for (const element of root.querySelectorAll("[data-text]")) element.textContent = this.say(element.dataset.text);
    for (const element of root.querySelectorAll("[data-aria]")) element.setAttribute("aria-label", this.say(element.dataset.aria));
    for (const element of root.querySelectorAll("[data-label]")) {
      const text = this.say(element.dataset.label);
      const key = element.dataset.key;
      element.setAttribute("aria-label", text);
      element.title = key ? `${text} (${key})` : text;
      if ("placeholder" in element) element.placeholder = text;
    }
  }
}
