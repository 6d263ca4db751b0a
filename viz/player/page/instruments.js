// The instruments of the moment: numbers that open on what they rest on, and the curves of the phase.

import { make } from "./elements.js";

/**
 * @import { Chart, ChartLine, MeterRow, Numbers, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

const SPACE = "http://www.w3.org/2000/svg";
const WIDE = 160; // of the curves' drawing, in its own units: one for each sample
const HIGH = 56;
const KINDS = 4; // of lines, told apart without colours too

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {string | null} text
 */
export function svg(tag, attributes = {}, text = null) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text !== null) element.textContent = text;
  return element;
}

export class Instruments {
  drawn = "";
  /** @type {Chart | null} */
  chart = null;
  /** @type {HTMLButtonElement[]} */
  rows = [];
  moment = make("i", "moment"); // as wide as the curves and moved by its own width: painted once

  /**
   * @param {{ meters: HTMLElement, curve: HTMLElement, words: Words, timeline: Pick<Timeline, "curves">,
   *   onOpen: (id: string, name: string) => void }} page
   */
  constructor({ meters, curve, words, timeline, onOpen }) {
    this.meters = meters;
    this.curve = curve;
    this.words = words;
    this.timeline = timeline;
    this.onOpen = onOpen;
  }

  /**
   * @param {Numbers} numbers
   * @param {number} met
   */
  show(numbers, met) {
    const charts = numbers.curves ?? this.timeline.curves ?? {};
    const chart = charts[numbers.panel] ?? null;
    const rows = numbers.meters ?? [];
    const wanted = `${this.words.language} ${rows.map((row) => row.id + (row.label ?? "")).join(" ")}`;
    if (wanted !== this.drawn) this.draw(rows, chart, wanted);
    rows.forEach((row, index) => this.write(this.rows[index], row));
    if (chart !== this.chart) this.drawCurve(chart, numbers);
    if (chart) this.mark(chart, met);
  }

  /**
   * @param {MeterRow[]} rows
   * @param {Chart | null} chart
   * @param {string} wanted
   */
  draw(rows, chart, wanted) {
    this.drawn = wanted;
    const lines = chart?.lines.map((line) => line.id) ?? [];
    this.rows = rows.map((row) => {
      const button = make("button", "meter");
      button.type = "button";
      button.dataset.meter = row.id;
      const name = this.name(row);
      const line = lines.indexOf(row.id);
      const swatch = svg("svg", { class: `swatch ${line < 0 ? "" : kind(line)}`, viewBox: "0 0 20 4", "aria-hidden": "true" });
      if (line >= 0) swatch.append(svg("line", { x1: 0, y1: 2, x2: 20, y2: 2 }));
      button.append(swatch, make("span", "name-of", name), make("span", "value"));
      button.title = this.words.say("page.meter.open", { name });
      button.addEventListener("click", () => this.onOpen(row.id, name));
      return button;
    });
    this.meters.replaceChildren(...this.rows);
  }

  /** @param {MeterRow} row */
  name(row) {
    return row.label ?? this.words.say(`page.meter.${row.id}`);
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {MeterRow} row
   */
  write(button, row) {
    const value = button.lastChild;
    if (value && value.textContent !== row.text) value.textContent = row.text;
  }

  /**
   * @param {Chart | null} chart
   * @param {Numbers} numbers
   */
  drawCurve(chart, numbers) {
    this.chart = chart;
    this.curve.hidden = chart === null;
    this.curve.replaceChildren();
    if (chart === null) return;
    const record = numbers.curves ? this.timeline.curves?.[numbers.panel] : null;
    const picture = svg("svg", { viewBox: `0 -2 ${WIDE} ${HIGH + 4}`, preserveAspectRatio: "none", "aria-hidden": "true" });
    picture.append(svg("line", { class: "axis", x1: 0, y1: HIGH, x2: WIDE, y2: HIGH }));
    record?.lines.forEach((line, index) => picture.append(this.line(line, `${kind(index)} record`, record, chart)));
    chart.lines.forEach((line, index) => picture.append(this.line(line, kind(index), chart, chart)));
    const plot = make("div", "plot");
    plot.append(picture, this.moment);
    const ends = make("p", "ends");
    ends.append(make("span", "", this.words.clock(chart.start_met_s, false)));
    if (record) ends.append(make("span", "", this.words.say("page.curve.record")));
    ends.append(make("span", "", this.words.clock(chart.end_met_s, false)));
    this.curve.append(plot, ends);
    this.curve.setAttribute("aria-label", this.words.say("page.curve"));
  }

  /**
   * The recorded line stands at its own times on the supposed chart's scale.
   * @param {ChartLine} line
   * @param {string} look
   * @param {Chart} from
   * @param {Chart} on
   */
  line({ values }, look, from, on) {
    const span = on.end_met_s - on.start_met_s;
    const step = (from.end_met_s - from.start_met_s) / (values.length - 1);
    const points = values.map((value, index) => {
      const x = ((from.start_met_s + index * step - on.start_met_s) / span) * WIDE;
      return `${x.toFixed(1)},${((1 - value) * HIGH).toFixed(1)}`;
    });
    return svg("polyline", { class: look, points: points.join(" ") });
  }

  /**
   * @param {Chart} chart
   * @param {number} met
   */
  mark({ start_met_s: start, end_met_s: end }, met) {
    const part = (met - start) / (end - start);
    this.moment.hidden = part < 0 || part > 1;
    this.moment.style.transform = `translateX(${(100 * part).toFixed(3)}%)`;
  }

  // Forget what was written, so that the next frame writes it in the new language.
  renew() {
    this.drawn = "";
    this.chart = null;
  }
}

/** @param {number} index of a line in its chart */
function kind(index) {
  return `line-${index % KINDS}`;
}
