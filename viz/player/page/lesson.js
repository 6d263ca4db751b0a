// What a lecturer adds to the show: questions with their answers, bookmarks, a voice, and an unattended kiosk.

import { make } from "./bars.js";

const ANSWER_S = 45; // seconds of the flight an answer stays
const ON_IT_S = 0.06;
const DRIFT_S = 0.35; // how far the voice may be from the flight before it is put right
const IDLE_S = 60;

// The question while the show stands on a stop point, the answer as its scene begins. Both follow from the time
// alone, so that every window and every reload shows the same.
export class Stops {
  constructor({ root, words, stops, send, seek }) {
    Object.assign(this, { root, words, stops, send, seek, shown: "" });
    this.title = root.querySelector("h2");
    this.text = root.querySelector("p");
    this.button = root.querySelector("button");
    this.button.addEventListener("click", () => this.go());
  }

  at(player) {
    if (!player.stops) return [null, ""];
    const asked = this.stops.find((stop) => Math.abs(stop.met_s - player.met_s) < ON_IT_S);
    if (asked && !player.playing) return [asked, "question"];
    const told = this.stops.findLast((stop) => stop.answer_met_s <= player.met_s && player.met_s < stop.answer_met_s + ANSWER_S);
    return told ? [told, "answer"] : [null, ""];
  }

  show(player) {
    const [stop, kind] = this.at(player);
    const wanted = stop ? `${stop.id} ${kind} ${player.playing} ${this.words.language}` : "";
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.root.hidden = stop === null;
    Object.assign(this, { stop, kind });
    if (!stop) return;
    this.title.textContent = this.words.say(kind === "question" ? "page.stop" : "page.stop.answer");
    this.text.textContent = this.words.of(stop[kind]);
    this.button.textContent = this.words.say(kind === "question" ? "page.stop.show" : "page.stop.on");
    this.button.hidden = kind === "answer" && player.playing;
  }

  go() {
    if (this.kind === "question") this.seek(this.stop.answer_met_s);
    else this.send({ do: "play", playing: true });
  }
}

export class Bookmarks {
  constructor({ root, words, flight, memory, key, seek }) {
    Object.assign(this, { root, words, flight, memory, key, seek });
    this.marks = this.read();
  }

  read() {
    try {
      const held = JSON.parse(this.memory.read(this.key) ?? "[]");
      return Array.isArray(held) ? held.filter((met) => Number.isFinite(met)) : [];
    } catch {
      return [];
    }
  }

  add(met) {
    if (!this.marks.includes(met)) this.keep([...this.marks, met]);
    return this.name(met);
  }

  keep(marks) {
    this.marks = marks.sort((a, b) => a - b);
    this.memory.write(this.key, JSON.stringify(this.marks));
    this.draw();
  }

  name(met) {
    const event = this.flight.eventAt(met);
    return `${this.words.dayOf(met)} ${this.words.clock(met)} ${event ? this.words.of(event.title) : ""}`.trim();
  }

  draw() {
    this.root.hidden = this.marks.length === 0;
    const list = make("ol");
    list.append(...this.marks.map((met) => {
      const item = make("li");
      const go = make("button", "go", this.name(met));
      const away = make("button", "away", "×");
      go.type = away.type = "button";
      away.setAttribute("aria-label", this.words.say("page.bookmarks.remove", { name: this.name(met) }));
      go.addEventListener("click", () => this.seek(met));
      away.addEventListener("click", () => this.keep(this.marks.filter((other) => other !== met)));
      item.append(go, away);
      return item;
    }));
    this.root.replaceChildren(make("h2", "", this.words.say("page.bookmarks")), list);
  }
}

// The lecturer's own voice: a file for a phase begins where the phase begins, and is heard at real time only.
export class Voice {
  constructor({ table, flight, memory }) {
    Object.assign(this, { table: table ?? {}, flight, memory, muted: memory.read("voice") === "off", src: "" });
    this.audio = make("audio");
    this.audio.preload = "auto";
    document.body.append(this.audio);
  }

  get exists() {
    return Object.keys(this.table).length > 0;
  }

  toggle() {
    this.muted = !this.muted;
    this.memory.write("voice", this.muted ? "off" : "on");
  }

  fileAt({ met_s: met, language }) {
    const files = this.table[language] ?? {};
    for (let phase = this.flight.phaseAt(met); phase; phase = this.flight.byId.get(phase.parent)) {
      if (files[phase.id]) return { src: files[phase.id], from: phase.start_met_s };
    }
    return null;
  }

  follow(player) {
    if (!this.exists) return;
    const file = this.fileAt(player);
    const heard = file && player.playing && player.rate === 1 && !player.black && !this.muted;
    if (!heard) {
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
  constructor({ flight, send, asked, languages }) {
    Object.assign(this, { flight, send, asked, languages, timer: 0, touched: false });
    this.idle = 1000 * (Number(asked.idle) || IDLE_S);
    for (const kind of ["pointerdown", "keydown", "wheel"]) document.addEventListener(kind, () => this.touch(), { passive: true });
  }

  touch() {
    this.touched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), this.idle);
  }

  begin() {
    this.touched = false;
    const { flight, asked, send } = this;
    const start = flight.met(asked.from) ?? flight.start;
    const end = flight.met(asked.to) ?? flight.end;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    send({ do: "suppose_nothing" });
    send({ do: "black", shown: false });
    send({ do: "stops", shown: false });
    send({ do: "language", language: asked.language ?? this.languages[0].id });
    send({ do: "camera", camera: "auto" });
    send({ do: "captions", shown: true });
    send({ do: "rate", rate: Number(asked.rate) || 100 });
    send(end > start ? { do: "loop", start_met_s: start, end_met_s: end } : { do: "no_loop" });
    send({ do: "seek", met_s: start });
    send({ do: "play", playing: true });
  }
}
