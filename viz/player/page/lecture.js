// @ts-nocheck
// All that a lecture adds to the bare show, wired to the page: instruments and map, sources of a caption or number,
// what-if, questions, bookmarks, narration, the presenter's window and the kiosk.

import { keepFocus } from "./focus.js";
import { Instruments } from "./instruments.js";
import { Bookmarks, Kiosk, Stops, Voice } from "./lesson.js";
import { WorldMap } from "./map.js";
import { closeMenus } from "./menus.js";
import { Presenter } from "./presenter.js";
import { WhatIf } from "./whatif.js";

const ROOMY = "(min-width: 1000px) and (min-height: 520px)";
const TOLD_MS = 3000;
const CAPTION_SIZES = [0.8, 1, 1.25, 1.5, 1.8];

const $ = (id) => document.getElementById(id);

export class Lecture {
  constructor({ timeline, flight, words, drawer, memory, send, seek, notice, asked, redraw }) {
    Object.assign(this, { timeline, flight, words, drawer, memory, send, seek, notice, redraw, said: null, numbers: null });
    // Who only watches gets no notes; their questions come with the frames, none before it is asked.
    const watches = timeline.controls === false;
    this.isKiosk = "kiosk" in asked;
    this.isPresenter = "presenter" in asked && !this.isKiosk && !watches;
    if (this.isKiosk) memory.forget();
    this.instruments = new Instruments({ meters: $("meters"), curve: $("curve"), words, timeline, onOpen: (id, name) => this.openMeter(id, name) });
    this.map = timeline.map && !this.isPresenter ? new WorldMap({ root: $("map"), words, table: timeline.map }) : null;
    $("map").hidden = $("open-map").hidden = this.map === null;
    this.whatIf = new WhatIf({ root: $("what-if"), words, table: timeline.supposable ?? [], send,
      onOpen: (id, name, text) => this.explain(id, name, text, "model") });
    this.stops = new Stops({ root: $("stop-card"), words, stops: timeline.stops ?? [], send, seek });
    this.bookmarks = new Bookmarks({ root: $("bookmarks"), words, flight, memory, key: `bookmarks ${timeline.mission}`, seek, search: $("search") });
    // One voice in the room: neither a presenter's window nor who only watches speaks too.
    this.voice = new Voice({ table: watches ? {} : timeline.narration, flight, memory, speaks: !watches && !this.isPresenter, onMuted: () => this.showVoice() });
    this.presenter = this.isPresenter ? new Presenter({ root: $("presenter"), flight, words, drawer, stops: timeline.stops ?? [], send }) : null;
    this.kiosk = this.isKiosk
      ? new Kiosk({ flight, send: watches ? () => {} : send, asked, languages: timeline.languages, putBack: () => this.putBack() }) : null;
    document.body.classList.toggle("presenter", this.isPresenter);
    document.body.classList.toggle("kiosk", this.isKiosk);
    $("presenter").hidden = !this.isPresenter;
    this.listen();
    $("gauges").hidden = !timeline.meters;
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
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    closeMenus();
    $("search").value = "";
    $("search").dispatchEvent(new Event("input"));
    if (this.drawer.isOpen) this.drawer.close();
    this.showMap(false);
    this.recall();
    this.voice.recall();
    this.showVoice();
    if ($("single-keys").checked !== (this.memory.read("single-keys") !== "off")) $("single-keys").click();
    document.activeElement?.blur();
  }

  show(player, said, numbers) {
    this.player = player;
    if (said) this.said = said;
    if (numbers) this.numbers = numbers;
    if (numbers?.stops && this.timeline.controls === false) this.stops.stops = numbers.stops;
    $("doubt").setAttribute("aria-pressed", String(Boolean(player.doubt)));
    $("inset").setAttribute("aria-pressed", String(Boolean(player.inset)));
    this.darken(player.black && !this.isPresenter);
    $("stops").setAttribute("aria-pressed", String(player.stops));
    keepFocus($("stop-card"), () => this.stops.show(player), () => [$("play")]);
    this.voice.follow(player);
    if (!this.numbers) return;
    const told = player.supposed.length ? this.numbers.supposed : null;
    if (this.flight.move(told)) this.redraw();
    this.banner(told);
    const beside = told && this.numbers.beside ? `(${this.words.say("page.supposed.beside")})` : "";
    if ($("banner-beside").textContent !== beside) $("banner-beside").textContent = beside;
    this.suppose(player.supposed, told);
    if (!$("instruments").hidden) this.gauges();
    if (this.presenter && this.said) this.presenter.show(player, this.said);
  }

  // What has no place and no numbers of its own, as a training of no known day, shows none.
  gauges() {
    if (!this.numbers?.meters) return;
    document.body.classList.toggle("no-numbers", !this.numbers.map);
    if (!this.numbers.map) return;
    this.instruments.show(this.numbers, this.player.met_s);
    this.map?.show(this.numbers.map, this.player.met_s);
  }

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

  // While the screen is black, nothing under it is reached by Tab or read out; it has the focus itself, so that keys go on
  // working. A box or a menu would lie over the black.
  darken(black) {
    if (black !== $("black").hidden) return;
    if (black) {
      for (const box of document.querySelectorAll("dialog[open]")) box.close();
      closeMenus();
      this.beforeBlack = document.activeElement;
    }
    $("black").hidden = !black;
    for (const part of document.body.children) part.inert = black && part.matches(":not(#black, dialog)");
    (black ? $("black") : this.beforeBlack)?.focus({ preventScroll: true });
  }

  // A flight that was not flown says so on every picture.
  banner(told) {
    const text = told ? told.names.join(" · ") : "";
    keepFocus($("banner"), () => ($("banner").hidden = !told), () => [$("play")]);
    document.body.classList.toggle("supposed", Boolean(told));
    if (!told || ($("banner-text").textContent === text && this.bannered === this.words.language)) return;
    this.bannered = this.words.language;
    $("banner-kind").textContent = this.mark;
    $("banner-text").textContent = text;
  }

  setLanguage() {
    this.instruments.renew();
    this.map?.write();
    this.whatIf.draw();
    this.bookmarks.draw();
    this.drawer.suppose(this.whatIf);
    $("voice").hidden = !this.voice.exists;
    $("caption").title = this.words.say("page.caption.open");
    for (const [id, key] of [["clocks", "clock"], ["place", "place"]]) {
      $(id).title = this.words.say("page.meter.open", { name: this.words.say(`page.meter.${key}`) });
    }
    this.labelMap();
  }

  // --- sources ---

  openMeter(id, name) {
    const row = this.numbers.meters.find((meter) => meter.id === id);
    this.explain(id, name, row.text, row.basis, { to_landing: "landing" }[id] ?? id);
  }

  explain(id, name, text, basis, why = id, more = "") {
    const rests = this.timeline.meters?.[id] ?? { sources: [], questions: [] };
    this.drawer.explain({
      title: `${name}: ${text}`, text: [this.words.say(`page.meter.${why}.why`), more].filter(Boolean).join(" "), standing: this.words.say(`format.basis.${basis}`), ...rests,
    });
  }

  openClock() {
    this.explain("clock", this.words.say("page.meter.clock"), this.said.clock_elapsed || this.said.clock_utc, "record");
  }

  openPlace() {
    this.explain("place", this.words.say("page.meter.place"), this.said.place, this.numbers?.place_basis ?? "reconstruction", "place", this.numbers?.place_sure);
  }

  // Whose sentence the caption is, as the transcript names its lines; nobody's where nothing is claimed.
  get line() {
    return this.said?.told ?? "";
  }

  // A caption is an event's own sentence, or else the phase's.
  openCaption() {
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

  showInstruments(shown) {
    $("instruments").hidden = !shown;
    $("gauges").setAttribute("aria-pressed", String(shown));
    document.body.classList.toggle("instruments-open", shown);
    if (!shown) this.showMap(false);
    if (shown && this.player) this.gauges();
  }

  toggleInstruments() {
    if (!this.timeline.meters) return;
    const shown = $("instruments").hidden;
    this.memory.write("instruments", shown ? "on" : "off");
    this.showInstruments(shown);
  }

  showMap(large) {
    document.body.classList.toggle("map-large", large);
    this.labelMap();
  }

  labelMap() {
    const large = document.body.classList.contains("map-large");
    for (const [id, key] of [["map-size", "label"], ["open-map", "text"]]) {
      $(id).dataset[key] = large ? "page.map.reduce" : "page.map.enlarge";
      this.words.fill($(id).parentElement);
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
    this.notice(this.words.say("page.bookmarks.added", { name: this.bookmarks.add(this.player.met_s) }), TOLD_MS);
  }

  toggleStops() {
    this.send({ do: "stops", shown: !this.player.stops });
    this.notice(this.words.say(this.player.stops ? "page.stops.off" : "page.stops.on"), TOLD_MS);
  }

  toggleBlack() {
    this.send({ do: "black", shown: !this.player?.black });
  }

  toggleDoubt() {
    this.send({ do: "doubt", shown: !this.player?.doubt });
  }

  // The ship's own television beside the chosen picture.
  toggleInset() {
    this.send({ do: "inset", camera: this.player?.inset ? null : "tv1" });
  }

  toggleVoice() {
    this.voice.toggle();
    this.showVoice();
  }

  showVoice() {
    $("voice").setAttribute("aria-pressed", String(!this.voice.muted));
    if (this.player) this.voice.follow(this.player);
  }

  openPresenter() {
    window.open(`${location.pathname}#presenter`, "presenter", "popup,width=1024,height=640");
  }

  sizeCaptions(steps) {
    this.size = Math.min(Math.max((Number.isInteger(this.size) ? this.size : 1) + steps, 0), CAPTION_SIZES.length - 1);
    if (steps !== 0) this.memory.write("caption-size", String(this.size));
    document.documentElement.style.setProperty("--caption-scale", CAPTION_SIZES[this.size]);
    $("caption-size").value = this.size;
    $("caption-size").setAttribute("aria-valuetext", `${Math.round(100 * CAPTION_SIZES[this.size])} %`);
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
    for (const [id, act] of Object.entries(acts)) $(id).addEventListener("click", act);
    $("more-menu").addEventListener("click", closeMenus);
    this.listenInTheDark();
    $("caption").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      this.openCaption();
    });
    this.showVoice();
    $("caption-size").addEventListener("input", (event) => this.sizeCaptions(Number(event.target.value) - this.size));
    for (const id of ["head", "banner"]) {
      new ResizeObserver(([entry]) => document.documentElement.style.setProperty(`--${id}`, `${entry.target.offsetHeight}px`)).observe($(id));
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("map-large")) this.showMap(false);
    });
  }

  // The way back for whoever has switched off the keys that are letters.
  listenInTheDark() {
    const black = $("black");
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
