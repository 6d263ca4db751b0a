// One of two flights: its picture, what is said of it, its camera, its meters and its map.

import { inside, make } from "./elements.js";
import { PictureHand } from "./hand.js";
import { Instruments } from "./instruments.js";
import { WorldMap } from "./map.js";
import { Scene } from "./scene.js";
import { Words } from "./words.js";

/**
 * @import { Wishes } from "./connection.js"
 * @import { FrameWords, Numbers, PaneTable, Send, StageFrame } from "./types"
 * @typedef {{ words?: FrameWords, numbers?: Numbers & { met_s?: number }, frame?: StageFrame }} Half
 */

const MOST_METERS = 9; // three rows of three: both panes' pictures are of one size

export class Pane {
  /**
   * @param {{ number: number, table: PaneTable, send: Send, wishes: Wishes, say: (text: string) => void }} page
   */
  constructor({ number, table, send, wishes, say }) {
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById("pane"));
    this.root = inside(/** @type {DocumentFragment} */ (template.content.cloneNode(true)), ".pane");
    this.root.dataset.pane = String(number);
    this.table = table;
    this.words = new Words(table);
    /** @type {Send} what is wished of this flight alone */
    this.send = (wish) => send(number ? { ...wish, pane: number } : wish);
    this.part = (/** @type {string} */ name) => inside(this.root, `.${name}`);
    document.getElementById("panes")?.append(this.root);
    this.scene = new Scene(this.part("scene"), number ? "scene/beside/" : "scene/");
    new PictureHand(this.part("hand"), this.send, wishes);
    this.cameras = inside(this.root, "select", HTMLSelectElement);
    this.cameras.addEventListener("change", () => this.send({ do: "camera", camera: this.cameras.value }));
    this.map = table.map ? new WorldMap({ root: this.part("map"), words: this.words, table: table.map }) : null;
    this.part("map").hidden = this.map === null;
    this.instruments = new Instruments({
      meters: this.part("meters"), curve: make("div"), words: this.words, timeline: table, onOpen: (id, name) => say(this.grounds(id, name)),
    });
  }

  /** @returns {string} what this flight is called */
  get name() {
    return this.words.of(this.table.name);
  }

  /**
   * What a number rests on, in a sentence.
   * @param {string} id
   * @param {string} name
   */
  grounds(id, name) {
    const sources = this.table.meters?.[id]?.sources ?? [];
    const titles = sources.map((source) => this.table.sources[source]?.title ?? source);
    return [`${name}:`, titles.join("; ") || this.words.say("page.pair.computed")].join(" ");
  }

  /** @param {string} language */
  setLanguage(language) {
    this.words.set(language).fill(this.root);
    this.root.setAttribute("aria-label", this.name);
    this.part("flight-name").textContent = this.name;
    this.part("scene").setAttribute("aria-label", `${this.name}: ${this.words.say("page.scene")}`);
    this.part("hand").setAttribute("aria-label", `${this.name}: ${this.words.say("page.hand")}`);
    this.cameras.replaceChildren(...this.table.cameras.map(({ id, title }) => {
      const option = make("option", "", this.words.of(title));
      option.value = id;
      return option;
    }));
    this.cameras.setAttribute("aria-label", `${this.words.say("page.camera")}, ${this.name}`);
    this.instruments.renew();
    this.map?.write();
  }

  /**
   * @param {Half} half
   * @param {string} camera
   */
  tell({ words, numbers }, camera) {
    this.cameras.value = camera;
    if (words) {
      this.write("happening", words.event_title || words.phase_title);
      this.write("times", [words.clock_zone, words.clock_elapsed].filter(Boolean).join(" · "));
      this.write("where", words.place);
      this.write("rests", words.mark);
      this.part("rests").hidden = !words.mark;
      this.part("caption").hidden = !words.caption;
      inside(this.part("caption"), "span").textContent = words.caption;
    }
    if (!numbers) return;
    const met = numbers.met_s ?? 0;
    this.instruments.show({ ...numbers, meters: numbers.meters.slice(0, MOST_METERS) }, met);
    this.part("map").hidden = !this.map || !numbers.map;
    if (numbers.map) this.map?.show(numbers.map, met);
  }

  /**
   * @param {string} part
   * @param {string} text
   */
  write(part, text) {
    const element = this.part(part);
    if (element.textContent !== text) element.textContent = text;
  }
}
