// The presenter's window: no picture, but notes, the next cue, the minutes left and the black-screen key.

import { rewrite } from "./focus.js";
import { inside, make } from "./elements.js";

/**
 * @import { Drawer } from "./drawer.js"
 * @import { Flight } from "./flight.js"
 * @import { FlightEvent, FrameWords, Phase, Player, Send, Stop } from "./types"
 * @import { Words } from "./words.js"
 */

const CUES = 3;

export class Presenter {
  /** @type {string | null} */
  noted = null;
  /** @type {Player | null} */
  player = null;

  /** @param {{ root: HTMLElement, flight: Flight, words: Words, drawer: Drawer, stops: Stop[], send: Send }} page */
  constructor({ root, flight, words, drawer, stops, send }) {
    this.flight = flight;
    this.words = words;
    this.drawer = drawer;
    this.stops = stops;
    const part = (/** @type {string} */ name) => inside(root, `[data-part=${name}]`);
    this.parts = {
      title: part("title"), caption: part("caption"), notes: part("notes"), clock: part("clock"), left: part("left"), next: part("next"),
      ask: part("ask"), black: part("black"),
    };
    this.parts.black.addEventListener("click", () => send({ do: "black", shown: !this.player?.black }));
  }

  /**
   * @param {Player} player
   * @param {FrameWords} said
   */
  show(player, said) {
    this.player = player;
    const { parts, words, flight } = this;
    /** @type {(name: "title" | "caption" | "clock" | "left", text: string) => void} */
    const write = (name, text) => {
      if (parts[name].textContent !== text) parts[name].textContent = text;
    };
    write("title", [said.phase_title, said.event_title].filter(Boolean).join(" · "));
    write("caption", [said.caption_tag, said.caption].filter(Boolean).join(" "));
    write("clock", `${said.clock_elapsed}   ${said.clock_zone}`);
    write("left", this.left(player));
    parts.black.setAttribute("aria-pressed", String(player.black));
    this.cues(player);
    this.note(flight.eventAt(player.met_s), flight.topAt(player.met_s), words.language);
  }

  /**
   * How long the phase still lasts for the audience, at the present rate.
   * @param {Player} player
   */
  left({ met_s: met, rate, playing }) {
    const phase = this.flight.phaseAt(met);
    const seconds = rate > 0 ? (phase.end_met_s - met) / rate : (met - phase.start_met_s) / -rate;
    const state = !playing ? "page.presenter.standing" : rate < 0 ? "page.presenter.backwards" : "";
    return [this.words.duration(this.coarse(seconds)), state && this.words.say(state)].filter(Boolean).join(" · ");
  }

  /**
   * A lecturer needs minutes, and seconds only at the end.
   * @param {number} seconds
   */
  coarse(seconds) {
    return seconds > 600 ? Math.round(seconds / 60) * 60 : seconds > 60 ? Math.round(seconds / 10) * 10 : Math.ceil(seconds);
  }

  /** @param {Player} player */
  cues(player) {
    const coming = this.flight.events.filter((event) => event.met_s > player.met_s + 0.05).slice(0, CUES);
    const items = coming.map((event) => {
      const item = make("li");
      const time = this.words.duration(this.coarse((event.met_s - player.met_s) / Math.abs(player.rate)));
      item.append(make("span", "", this.words.of(event.title)), make("small", "", this.words.say("page.presenter.in", { time })));
      return item;
    });
    this.parts.next.replaceChildren(...(items.length ? items : [make("li", "", this.words.say("page.presenter.end"))]));
  }

  /**
   * @param {FlightEvent | null} event
   * @param {Phase} phase
   * @param {string} language
   */
  note(event, phase, language) {
    const wanted = `${event?.id} ${phase.id} ${language} ${this.drawer.sheet.whatIf?.told}`; // what is supposed marks the versions
    if (wanted === this.noted) return;
    this.noted = wanted;
    const notes = [make("p", "text", this.words.of(phase.text)), ...(event ? this.drawer.sheet.note(event) : [])];
    rewrite(this.parts.notes, notes);
    const asked = this.stops.filter((stop) => phase.start_met_s <= stop.met_s && stop.met_s < phase.end_met_s);
    this.parts.ask.replaceChildren(...asked.flatMap((stop) => [
      make("dt", "", `${this.words.clock(stop.met_s)}  ${this.words.of(stop.question)}`), make("dd", "", this.words.of(stop.answer)),
    ]));
    const cue = this.parts.ask.parentElement;
    if (cue) cue.hidden = asked.length === 0;
  }
}
