// The presenter's window: no picture, but notes, the next cue, the minutes left and the black-screen key.

import { make } from "./bars.js";
import { rewrite } from "./drawer.js";

const CUES = 3;

export class Presenter {
  constructor({ root, flight, words, drawer, stops, send }) {
    Object.assign(this, { root, flight, words, drawer, stops, send, noted: undefined });
    const part = (name) => root.querySelector(`[data-part=${name}]`);
    this.parts = Object.fromEntries(["title", "caption", "notes", "clock", "left", "next", "ask", "black"].map((name) => [name, part(name)]));
    this.parts.black.addEventListener("click", () => send({ do: "black", shown: !this.player?.black }));
  }

  show(player, said) {
    this.player = player;
    const { parts, words, flight } = this;
    const write = (name, text) => parts[name].textContent !== text && (parts[name].textContent = text);
    write("title", [said.phase_title, said.event_title].filter(Boolean).join(" · "));
    write("caption", [said.caption_tag, said.caption].filter(Boolean).join(" "));
    write("clock", `${said.clock_elapsed}   ${said.clock_moscow}`);
    write("left", this.left(player));
    parts.black.setAttribute("aria-pressed", String(player.black));
    this.cues(player);
    this.note(flight.eventAt(player.met_s), flight.topAt(player.met_s), words.language);
  }

  // How long the phase still lasts for the audience, at the present rate.
  left({ met_s: met, rate, playing }) {
    const phase = this.flight.phaseAt(met);
    const seconds = rate > 0 ? (phase.end_met_s - met) / rate : (met - phase.start_met_s) / -rate;
    const state = !playing ? "page.presenter.standing" : rate < 0 ? "page.presenter.backwards" : "";
    return [this.words.duration(this.coarse(seconds)), state && this.words.say(state)].filter(Boolean).join(" · ");
  }

  // A lecturer needs minutes, and seconds only at the end.
  coarse(seconds) {
    return seconds > 600 ? Math.round(seconds / 60) * 60 : seconds > 60 ? Math.round(seconds / 10) * 10 : Math.ceil(seconds);
  }

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

  note(event, phase, language) {
    const wanted = `${event?.id} ${phase.id} ${language} ${this.drawer.whatIf?.told}`; // what is supposed marks the versions
    if (wanted === this.noted) return;
    this.noted = wanted;
    const notes = [make("p", "text", this.words.of(phase.text)), ...(event ? this.drawer.note(event) : [])];
    rewrite(this.parts.notes, notes);
    const asked = this.stops.filter((stop) => phase.start_met_s <= stop.met_s && stop.met_s < phase.end_met_s);
    this.parts.ask.replaceChildren(...asked.flatMap((stop) => [
      make("dt", "", `${this.words.clock(stop.met_s)}  ${this.words.of(stop.question)}`), make("dd", "", this.words.of(stop.answer)),
    ]));
    this.parts.ask.parentElement.hidden = asked.length === 0;
  }
}
