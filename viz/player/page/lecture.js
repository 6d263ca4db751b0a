// All that a lecture adds to the bare show, wired to the page: instruments and map, sources of a caption or number,
// what-if, questions, bookmarks, narration, the presenter's window and the kiosk.

import { byId, closeBoxes } from "./elements.js";
import { keepFocus } from "./focus.js";
import { Instruments } from "./instruments.js";
import { Bookmarks, Kiosk, Stops, Voice } from "./lesson.js";
import { WorldMap } from "./map.js";
import { closeMenus } from "./menus.js";
import { Presenter } from "./presenter.js";
import { WhatIf } from "./whatif.js";

/**
 * @import { Drawer } from "./drawer.js"
 * @import { Flight } from "./flight.js"
 * @import { Memory } from "./memory.js"
 * @import { Asked, FrameWords, Notice, Numbers, Player, Seek, Send, Supposed, SupposedFlight, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

const ROOMY = "(min-width: 1000px) and (min-height: 520px)";
const TOLD_MS = 3000;
const CAPTION_SIZES = [0.8, 1, 1.25, 1.5, 1.8];

export class Lecture {
  /** @type {Player | null} */
  player = null;
  /** @type {FrameWords | null} */
  said = null;
  /** @type {Numbers | null} */
  numbers = null;
  size = 1; // row of CAPTION_SIZES
  bannered = ""; // the banner's language
  /** @type {Element | null} what had the focus before the screen went black */
  beforeBlack = null;

  /**
   * @param {{ timeline: Timeline, flight: Flight, words: Words, drawer: Drawer, memory: Memory, send: Send, seek: Seek,
   *   notice: Notice, asked: Asked, redraw: () => void }} page
   */
  constructor({ timeline, flight, words, drawer, memory, send, seek, notice, asked, redraw }) {
    this.timeline = timeline;
    this.flight = flight;
    this.words = words;
    this.drawer = drawer;
    this.memory = memory;
    this.send = send;
    this.notice = notice;
    this.redraw = redraw;
    // Who only watches gets no notes; their questions come with the frames, none before it is asked.
    const watches = timeline.controls === false;
    this.isKiosk = "kiosk" in asked;
    this.isPresenter = "presenter" in asked && !this.isKiosk && !watches;
    if (this.isKiosk) memory.forget();
    document.body.classList.toggle("presenter", this.isPresenter);
    document.body.classList.toggle("kiosk", this.isKiosk);
    byId("presenter").hidden = !this.isPresenter;
    this.instruments = new Instruments({ meters: byId("meters"), curve: byId("curve"), words, timeline, onOpen: (id, name) => this.openMeter(id, name) });
    this.map = timeline.map && !this.isPresenter ? new WorldMap({ root: byId("map"), words, table: timeline.map }) : null;
    byId("map").hidden = byId("open-map").hidden = this.map === null;
    this.whatIf = new WhatIf({ root: byId("what-if"), words, table: timeline.supposable ?? [], send,
      onOpen: (id, name, text) => this.explain(id, name, text, "model") });
    this.stops = new Stops({ root: byId("stop-card"), words, stops: timeline.stops ?? [], send, seek });
    this.bookmarks = new Bookmarks({ root: byId("bookmarks"), words, flight, memory, key: `bookmarks ${timeline.mission}`, seek, search: byId("search") });
    // One voice in the room: neither a presenter's window nor who only watches speaks too.
    this.voice = new Voice({ table: watches ? {} : timeline.narration, flight, memory, speaks: !watches && !this.isPresenter, onMuted: () => this.showVoice() });
    this.presenter = this.isPresenter ? new Presenter({ root: byId("presenter"), flight, words, drawer, stops: timeline.stops ?? [], send }) : null;
    this.kiosk = this.isKiosk
      ? new Kiosk({ flight, send: watches ? () => {} : send, asked, languages: timeline.languages, putBack: () => this.putBack() }) : null;
    this.listen();
    byId("gauges").hidden = !timeline.meters;
    byId("inset").hidden = !timeline.inset;
    for (const part of ["tab-what-if", "open-what-if"]) byId(part).hidden = !timeline.supposable?.length;
    this.recall();
  }

  // What this browser keeps of captions and instruments, or else how the page begins.
  recall() {
    const { memory, timeline } = this;
    this.size = Number(memory.read("caption-size") ?? 1);
    this.sizeCaptions(0);
    this.showInstruments(Boolean(timeline.meters) && (memory.read("instruments") ?? (matchMedia(ROOMY).matches ? "on" : "off")) === "on");
  }

  // An answer of the program: an unattended show begins by itself.
  begin() {
    this.kiosk?.meet();
  }

  // Whatever a visitor has opened, typed or switched on the page itself.
  putBack() {
    closeBoxes();
    closeMenus();
    byId("search", HTMLInputElement).value = "";
    byId("search").dispatchEvent(new Event("input"));
    if (this.drawer.isOpen) this.drawer.close();
    this.showMap(false);
    this.recall();
    this.voice.recall();
    this.showVoice();
    if (byId("single-keys", HTMLInputElement).checked !== (this.memory.read("single-keys") !== "off")) byId("single-keys").click();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }

  /**
   * @param {Player} player
   * @param {FrameWords | null | undefined} said
   * @param {Numbers | undefined} numbers
   */
  show(player, said, numbers) {
    this.player = player;
    if (said) this.said = said;
    if (numbers) this.numbers = numbers;
    if (numbers?.stops && this.timeline.controls === false) this.stops.stops = numbers.stops;
    byId("doubt").setAttribute("aria-pressed", String(Boolean(player.doubt)));
    byId("inset").setAttribute("aria-pressed", String(Boolean(player.inset)));
    this.darken(player.black && !this.isPresenter);
    byId("stops").setAttribute("aria-pressed", String(player.stops));
    keepFocus(byId("stop-card"), () => this.stops.show(player), () => [byId("play")]);
    this.voice.follow(player);
    if (!this.numbers) return;
    const told = player.supposed.length ? this.numbers.supposed : null;
    if (this.flight.move(told)) this.redraw();
    this.banner(told);
    const beside = told && this.numbers.beside ? `(${this.words.say("page.supposed.beside")})` : "";
    if (byId("banner-beside").textContent !== beside) byId("banner-beside").textContent = beside;
    this.suppose(player.supposed, told);
    if (!byId("instruments").hidden) this.gauges();
    if (this.presenter && this.said) this.presenter.show(player, this.said);
  }

  // What has no place and no numbers of its own, as a training of no known day, shows none.
  gauges() {
    if (!this.numbers?.meters || !this.player) return;
    document.body.classList.toggle("no-numbers", !this.numbers.map);
    if (!this.numbers.map) return;
    this.instruments.show(this.numbers, this.player.met_s);
    this.map?.show(this.numbers.map, this.player.met_s);
  }

  /**
   * @param {Supposed[]} supposed
   * @param {SupposedFlight | null | undefined} told
   */
  suppose(supposed, told) {
    const before = this.whatIf.told;
    this.whatIf.show(supposed, told);
    if (before !== this.whatIf.told) this.drawer.suppose(this.whatIf);
  }

  // The word that marks a picture of a flight that was not flown.
  get mark() {
    const told = this.player?.supposed.length ? this.numbers?.supposed : null;
    if (!told) return "";
    return this.words.say(told.hypothetical ? "page.supposed.hypothetical" : "page.supposed.version");
  }

  /**
   * While the screen is black, nothing under it is reached by Tab or read out; it has the focus itself, so that keys go on
   * working. A box or a menu would lie over the black.
   * @param {boolean} black
   */
  darken(black) {
    if (black !== byId("black").hidden) return;
    if (black) {
      closeBoxes();
      closeMenus();
      this.beforeBlack = document.activeElement;
    }
    byId("black").hidden = !black;
    for (const part of document.body.children) {
      if (part instanceof HTMLElement) part.inert = black && part.matches(":not(#black, dialog)");
    }
    const next = black ? byId("black") : this.beforeBlack;
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }

  /**
   * A flight that was not flown says so on every picture.
   * @param {SupposedFlight | null | undefined} told
   */
  banner(told) {
    const text = told ? told.names.join(" · ") : "";
    keepFocus(byId("banner"), () => (byId("banner").hidden = !told), () => [byId("play")]);
    document.body.classList.toggle("supposed", Boolean(told));
    if (!told || (byId("banner-text").textContent === text && this.bannered === this.words.language)) return;
    this.bannered = this.words.language;
    byId("banner-kind").textContent = this.mark;
    byId("banner-text").textContent = text;
  }

  setLanguage() {
    this.instruments.renew();
    this.map?.write();
    this.whatIf.draw();
    this.bookmarks.draw();
    this.drawer.suppose(this.whatIf);
    byId("voice").hidden = !this.voice.exists;
    byId("caption").title = this.words.say("page.caption.open");
    for (const [id, key] of [["clocks", "clock"], ["place", "place"]]) {
      byId(id).title = this.words.say("page.meter.open", { name: this.words.say(`page.meter.${key}`) });
    }
    this.labelMap();
  }

  // --- sources ---

  /**
   * @param {string} id
   * @param {string} name
   */
  openMeter(id, name) {
    const row = this.numbers?.meters.find((meter) => meter.id === id);
    if (row) this.explain(id, name, row.text, row.basis, id === "to_landing" ? "landing" : id);
  }

  /**
   * @param {string} id of the meter
   * @param {string} name
   * @param {string} text
   * @param {string} basis
   * @param {string} why whose explanation it has
   * @param {string} more
   */
  explain(id, name, text, basis, why = id, more = "") {
    const rests = this.timeline.meters?.[id] ?? { sources: [], questions: [] };
    this.drawer.explain({
      title: `${name}: ${text}`, text: [this.words.maybe(`page.meter.${why}.why`), more].filter(Boolean).join(" "), standing: this.words.say(`format.basis.${basis}`), ...rests,
    });
  }

  openClock() {
    if (this.said) this.explain("clock", this.words.say("page.meter.clock"), this.said.clock_elapsed || this.said.clock_utc, "record");
  }

  openPlace() {
    if (this.said) this.explain("place", this.words.say("page.meter.place"), this.said.place, this.numbers?.place_basis ?? "reconstruction", "place", this.numbers?.place_sure);
  }

  // Whose sentence the caption is, as the transcript names its lines; nobody's where nothing is claimed.
  get line() {
    return this.said?.told ?? "";
  }

  // A caption is an event's own sentence, or else the phase's.
  openCaption() {
    if (!this.player) return;
    if (this.line.startsWith("event ")) {
      this.drawer.open("notes", true);
      return;
    }
    const phase = this.flight.phaseAt(this.player.met_s);
    const inside = this.flight.events.filter((one) => one.phase === phase.id);
    const ids = new Set(inside.map((one) => one.id));
    const questions = this.timeline.questions.filter((question) => question.events.some((id) => ids.has(id)));
    this.drawer.explain({
      title: this.words.of(phase.title), text: this.words.of(phase.text), standing: "",
      sources: [...new Set(inside.flatMap((one) => one.sources))], questions: questions.map((question) => question.id),
      facts: this.drawer.facts.at(phase.id).map((fact) => fact.id),
    });
  }

  // --- hands ---

  /** @param {boolean} shown */
  showInstruments(shown) {
    byId("instruments").hidden = !shown;
    byId("gauges").setAttribute("aria-pressed", String(shown));
    document.body.classList.toggle("instruments-open", shown);
    if (!shown) this.showMap(false);
    if (shown && this.player) this.gauges();
  }

  toggleInstruments() {
    if (!this.timeline.meters) return;
    const shown = byId("instruments").hidden;
    this.memory.write("instruments", shown ? "on" : "off");
    this.showInstruments(shown);
  }

  /** @param {boolean} large */
  showMap(large) {
    document.body.classList.toggle("map-large", large);
    this.labelMap();
  }

  labelMap() {
    const large = document.body.classList.contains("map-large");
    for (const [id, key] of [["map-size", "label"], ["open-map", "text"]]) {
      byId(id).dataset[key] = large ? "page.map.reduce" : "page.map.enlarge";
      this.words.fill(byId(id).parentElement ?? document);
    }
    this.map?.write();
  }

  toggleMap() {
    const large = !document.body.classList.contains("map-large");
    if (!this.map) return;
    if (large) this.showInstruments(true);
    this.showMap(large);
  }

  addBookmark() {
    if (!this.player) return;
    this.notice(this.words.say("page.bookmarks.added", { name: this.bookmarks.add(this.player.met_s) }), TOLD_MS);
  }

  toggleStops() {
    if (!this.player) return;
    this.send({ do: "stops", shown: !this.player.stops });
    this.notice(this.words.say(this.player.stops ? "page.stops.off" : "page.stops.on"), TOLD_MS);
  }

  toggleBlack() {
    this.send({ do: "black", shown: !this.player?.black });
  }

  toggleDoubt() {
    this.send({ do: "doubt", shown: !this.player?.doubt });
  }

  toggleOutline() {
    this.send({ do: "outline", shown: !this.player?.outline });
    this.notice(this.words.say(this.player?.outline ? "page.outline.off" : "page.outline.on"), TOLD_MS);
  }

  // A second camera, such as the ship's own television, beside the chosen picture.
  toggleInset() {
    const { inset } = this.timeline;
    if (inset) this.send({ do: "inset", camera: this.player?.inset ? null : inset });
  }

  toggleVoice() {
    this.voice.toggle();
    this.showVoice();
  }

  showVoice() {
    byId("voice").setAttribute("aria-pressed", String(!this.voice.muted));
    if (this.player) this.voice.follow(this.player);
  }

  openPresenter() {
    window.open(`${location.pathname}#presenter`, "presenter", "popup,width=1024,height=640");
  }

  /** @param {number} steps */
  sizeCaptions(steps) {
    this.size = Math.min(Math.max((Number.isInteger(this.size) ? this.size : 1) + steps, 0), CAPTION_SIZES.length - 1);
    if (steps !== 0) this.memory.write("caption-size", String(this.size));
    document.documentElement.style.setProperty("--caption-scale", String(CAPTION_SIZES[this.size]));
    byId("caption-size", HTMLInputElement).value = String(this.size);
    byId("caption-size").setAttribute("aria-valuetext", `${Math.round(100 * CAPTION_SIZES[this.size])} %`);
  }

  listen() {
    const acts = {
      gauges: () => this.toggleInstruments(), "map-size": () => this.toggleMap(), bookmark: () => this.addBookmark(),
      stops: () => this.toggleStops(), "open-what-if": () => this.drawer.open("what-if", true),
      "open-transcript": () => this.drawer.open("transcript", true), "open-map": () => this.toggleMap(),
      "open-presenter": () => this.openPresenter(), voice: () => this.toggleVoice(), blacken: () => this.toggleBlack(),
      doubt: () => this.toggleDoubt(), inset: () => this.toggleInset(),
      clocks: () => this.openClock(), place: () => this.openPlace(),
      black: () => this.toggleBlack(), caption: () => this.openCaption(), "banner-back": () => this.send({ do: "suppose_nothing" }),
    };
    for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", act);
    byId("more-menu").addEventListener("click", closeMenus);
    this.listenInTheDark();
    byId("caption").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.openCaption();
    });
    this.showVoice();
    const size = byId("caption-size", HTMLInputElement);
    size.addEventListener("input", () => this.sizeCaptions(Number(size.value) - this.size));
    for (const part of [byId("head"), byId("banner")]) {
      new ResizeObserver(() => document.documentElement.style.setProperty(`--${part.id}`, `${part.offsetHeight}px`)).observe(part);
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("map-large")) this.showMap(false);
    });
  }

  // The way back for whoever has switched off the keys that are letters.
  listenInTheDark() {
    const black = byId("black");
    black.tabIndex = 0;
    black.setAttribute("role", "application");
    black.dataset.aria = this.timeline.controls === false ? "page.black" : "page.black.back";
    black.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.toggleBlack();
    });
  }
}
