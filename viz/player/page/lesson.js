// What a lecturer adds to the show: questions with their answers, bookmarks, a voice, and an unattended kiosk.

import { all, inside, make } from "./elements.js";
import { whenKeptElsewhere } from "./memory.js";

/**
 * @import { Flight } from "./flight.js"
 * @import { Memory } from "./memory.js"
 * @import { Asked, Language, Phase, Player, Seek, Send, Stop } from "./types"
 * @import { Words } from "./words.js"
 */

const ANSWER_S = 45; // seconds of the flight an answer stays
const ON_IT_S = 0.06;
const DRIFT_S = 0.35; // how far the voice may be from the flight before it is put right
const IDLE_S = 60;
const USUAL_RATE = 100;
const LONGEST_TEXT = 100;
const LONGEST_MS = 2 ** 31 - 1; // a timer asked for more goes off at once

// The question while the show stands on a stop point, the answer as its scene begins. Both follow from the time
// alone, so that every window and every reload shows the same.
export class Stops {
  shown = "";
  /** @type {Stop | null} */
  stop = null;
  /** @type {"question" | "answer"} */
  kind = "question";

  /** @param {{ root: HTMLElement, words: Words, stops: Stop[], send: Send, seek: Seek }} page */
  constructor({ root, words, stops, send, seek }) {
    this.root = root;
    this.words = words;
    this.stops = stops;
    this.send = send;
    this.seek = seek;
    this.title = inside(root, "h2");
    this.text = inside(root, "p");
    this.button = inside(root, "button");
    this.button.addEventListener("click", () => this.go());
  }

  /**
   * @param {Player} player
   * @returns {[stop: Stop | null, kind: "question" | "answer"]}
   */
  at(player) {
    if (!player.stops) return [null, "answer"];
    const asked = this.stops.find((stop) => Math.abs(stop.met_s - player.met_s) < ON_IT_S);
    if (asked && !player.playing) return [asked, "question"];
    const told = this.stops.findLast((stop) => stop.answer_met_s <= player.met_s && player.met_s < stop.answer_met_s + ANSWER_S);
    return [told ?? null, "answer"];
  }

  /** @param {Player} player */
  show(player) {
    const [stop, kind] = this.at(player);
    const wanted = stop ? `${stop.id} ${kind} ${player.playing} ${this.words.language}` : "";
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.root.hidden = stop === null;
    this.stop = stop;
    this.kind = kind;
    if (!stop) return;
    this.title.textContent = this.words.say(kind === "question" ? "page.stop" : "page.stop.answer");
    this.text.textContent = this.words.of(stop[kind]);
    this.button.textContent = this.words.say(kind === "question" ? "page.stop.show" : "page.stop.on");
    this.button.hidden = kind === "answer" && player.playing;
  }

  go() {
    if (this.stop && this.kind === "question") this.seek(this.stop.answer_met_s);
    else this.send({ do: "play", playing: true });
  }
}

// Another window keeps the same list: it is read again before it is changed, and drawn again when it was changed there.
export class Bookmarks {
  /**
   * @param {{ root: HTMLElement, words: Words, flight: Flight, memory: Memory, key: string, seek: Seek, search: HTMLElement }} page
   */
  constructor({ root, words, flight, memory, key, seek, search }) {
    this.root = root;
    this.words = words;
    this.flight = flight;
    this.memory = memory;
    this.key = key;
    this.seek = seek;
    this.search = search;
    this.marks = this.read();
    whenKeptElsewhere(key, () => {
      this.marks = this.read();
      this.draw();
    });
  }

  /** @returns {number[]} MET, s */
  read() {
    try {
      const held = JSON.parse(this.memory.read(this.key) ?? "[]");
      return Array.isArray(held) ? held.filter((met) => Number.isFinite(met)) : [];
    } catch {
      return [];
    }
  }

  /** @param {number} met */
  add(met) {
    const marks = this.read();
    if (!marks.includes(met)) this.keep([...marks, met]);
    return this.name(met);
  }

  /** @param {number} met */
  remove(met) {
    this.keep(this.read().filter((other) => other !== met));
  }

  /** @param {number[]} marks */
  keep(marks) {
    this.marks = marks.sort((a, b) => a - b);
    this.memory.write(this.key, JSON.stringify(this.marks));
    this.draw();
  }

  /** @param {number} met */
  name(met) {
    const event = this.flight.eventAt(met);
    return `${this.words.dayOf(met)} ${this.words.clock(met)} ${event ? this.words.of(event.title) : ""}`.trim();
  }

  draw() {
    const held = [...this.root.querySelectorAll("li")].findIndex((item) => item.contains(document.activeElement));
    this.root.hidden = this.marks.length === 0;
    const list = make("ol");
    list.append(...this.marks.map((met) => {
      const item = make("li");
      const go = make("button", "go", this.name(met));
      const away = make("button", "away", "×");
      go.type = away.type = "button";
      away.setAttribute("aria-label", this.words.say("page.bookmarks.remove", { name: this.name(met) }));
      go.addEventListener("click", () => this.seek(met));
      away.addEventListener("click", () => this.remove(met));
      item.append(go, away);
      return item;
    }));
    this.root.replaceChildren(make("h2", "", this.words.say("page.bookmarks")), list);
    if (held >= 0) this.focus(held);
  }

  /**
   * The item with the focus was drawn anew or is gone: whoever works by keyboard stays at its place.
   * @param {number} index
   */
  focus(index) {
    const items = all(this.root, ".go");
    (items[Math.min(index, items.length - 1)] ?? this.search).focus();
  }
}

// The lecturer's own voice: a file for a phase begins where the phase begins, and is heard at real time only. A window
// that does not speak still mutes the one that does.
export class Voice {
  src = "";
  /** @type {HTMLAudioElement | null} */
  audio = null;

  /**
   * @param {{ table: Record<string, Record<string, string>> | undefined, flight: Flight, memory: Memory, speaks: boolean,
   *   onMuted: () => void }} page
   */
  constructor({ table, flight, memory, speaks, onMuted }) {
    this.table = table ?? {};
    this.flight = flight;
    this.memory = memory;
    this.muted = this.isMutedHere;
    if (speaks) this.audio = document.body.appendChild(Object.assign(make("audio"), { preload: "auto" }));
    whenKeptElsewhere("voice", () => {
      this.recall();
      onMuted();
    });
  }

  recall() {
    this.muted = this.isMutedHere;
  }

  get isMutedHere() {
    return this.memory.read("voice") === "off";
  }

  get exists() {
    return Object.keys(this.table).length > 0;
  }

  toggle() {
    this.muted = !this.muted;
    this.memory.write("voice", this.muted ? "off" : "on");
  }

  /** @param {Player} player */
  fileAt({ met_s: met, language }) {
    const files = this.table[language] ?? {};
    /** @type {Phase | undefined} */
    let phase = this.flight.phaseAt(met);
    for (; phase; phase = this.flight.byId.get(phase.parent)) {
      if (files[phase.id]) return { src: files[phase.id], from: phase.start_met_s };
    }
    return null;
  }

  /** @param {Player} player */
  follow(player) {
    if (!this.exists || !this.audio) return;
    const file = this.fileAt(player);
    const isHeard = player.playing && player.rate === 1 && !player.black && !this.muted;
    if (!file || !isHeard) {
      this.audio.pause();
      return;
    }
    if (file.src !== this.src) {
      this.src = file.src;
      this.audio.src = file.src;
    }
    const place = player.met_s - file.from;
    if (Math.abs(this.audio.currentTime - place) > DRIFT_S) this.audio.currentTime = place;
    if (this.audio.paused && !(place > this.audio.duration)) this.audio.play().catch(() => {}); // until the first touch
  }
}

// A kiosk shows one stretch again and again, and puts everything back when nobody has touched it for a while.
export class Kiosk {
  timer = 0;
  isMet = false;

  /** @param {{ flight: Flight, send: Send, asked: Asked, languages: Language[], putBack: () => void }} page */
  constructor({ flight, send, asked, languages, putBack }) {
    this.flight = flight;
    this.send = send;
    this.languages = languages;
    this.putBack = putBack;
    this.idle = Math.min(1000 * (Number(asked.idle) > 0 ? Number(asked.idle) : IDLE_S), LONGEST_MS);
    this.rate = Number.isFinite(Number(asked.rate)) ? Number(asked.rate) || USUAL_RATE : USUAL_RATE;
    this.language = short(asked.language || asked.lang || languages[0].id);
    this.stretch = asked.from || asked.to
      ? { from: short(asked.from || flight.when(flight.start)), to: short(asked.to || flight.when(flight.end)) } : null;
    this.keepLanguage(asked);
    for (const kind of ["pointerdown", "keydown", "wheel"]) document.addEventListener(kind, () => this.touch(), { passive: true });
    // What is sent to a lost connection is lost too: the next one is met anew.
    new MutationObserver(() => (this.isMet &&= !isLost())).observe(document.body, { attributeFilter: ["class"] });
  }

  // The address writes over `lang` with the language of the moment, which is a visitor's; a reload must find the one
  // that was asked for.
  /** @param {Asked} asked */
  keepLanguage(asked) {
    if (asked.language) return;
    history.replaceState(history.state, "", `${location.href}&language=${encodeURIComponent(this.language)}`);
  }

  touch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), this.idle);
  }

  // The first word of the program over each connection: an unattended show begins by itself, whether the program was
  // started anew or stands where somebody left it.
  meet() {
    if (this.isMet || isLost()) return;
    this.isMet = true;
    this.begin();
  }

  begin() {
    clearTimeout(this.timer);
    this.putBack();
    const { flight, send } = this;
    send({ do: "suppose_nothing" });
    for (const what of /** @type {const} */ (["black", "stops", "doubt", "outline"])) send({ do: what, shown: false });
    send({ do: "inset", camera: null });
    this.speak();
    send({ do: "camera", camera: "auto" });
    send({ do: "reset_view" });
    send({ do: "captions", shown: true });
    for (const rate of new Set([USUAL_RATE, this.rate])) send({ do: "rate", rate }); // the second may be refused
    // The whole flight first: so it is shown where the program knows no such stretch.
    send({ do: "loop", start_met_s: flight.start, end_met_s: flight.end });
    send({ do: "seek", met_s: flight.start });
    if (this.stretch) send({ do: "loop_at", ...this.stretch });
    send({ do: "play", playing: true });
  }

  // A language that there is not is refused: then the first must not be a visitor's.
  speak() {
    const [first] = this.languages;
    const isKnown = this.languages.some(({ id }) => id === this.language);
    if (!isKnown) this.send({ do: "language", language: first.id });
    this.send({ do: "language", language: this.language });
  }
}

function isLost() {
  return document.body.classList.contains("lost");
}

// Longer texts than any name or time would end the connection.
/** @param {string} text */
function short(text) {
  return text.slice(0, LONGEST_TEXT);
}
