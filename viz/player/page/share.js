// The moment carried away: as a link, as a command line, as a picture.

import { Address } from "./address.js";
import { byId, make } from "./elements.js";

/**
 * @import { Flight } from "./flight.js"
 * @import { Scene } from "./scene.js"
 * @import { FrameWords, Player, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

const KEPT_MS = 60_000; // a picture's address, until the browser has certainly saved it

export class Share {
  /** @type {FrameWords | null} the words of the last frame */
  said = null;

  /** @param {{ timeline: Timeline, flight: Flight, words: Words, scene: Scene }} page */
  constructor({ timeline, flight, words, scene }) {
    this.timeline = timeline;
    this.flight = flight;
    this.words = words;
    this.scene = scene;
    this.link = byId("share-link", HTMLInputElement);
    this.command = byId("share-command", HTMLInputElement);
    this.done = byId("share-done");
    for (const field of [this.link, this.command]) field.addEventListener("click", () => this.copy(field));
    byId("copy-link").addEventListener("click", () => this.copy(this.link));
    byId("copy-command").addEventListener("click", () => this.copy(this.command));
  }

  /** @param {Player} player */
  open(player) {
    const link = new URL(this.timeline.viewer_link ?? location.href); // never the owner's secret, when viewers have one
    link.hash = Address.of(this.flight, player);
    this.link.value = link.href;
    this.command.value = `${this.timeline.command} --at ${this.flight.when(player.met_s)} --camera ${player.camera} --lang ${player.language}`;
    this.done.textContent = "";
    byId("share-box", HTMLDialogElement).showModal();
  }

  /** @param {HTMLInputElement} field */
  async copy(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      this.done.textContent = this.words.say("page.share.done");
    } catch {
      this.done.textContent = this.words.say("page.share.by_hand");
    }
  }

  /** @param {Player} player */
  async saveStill(player) {
    const { said } = this;
    if (!this.scene.stage || !said) return;
    const title = [said.phase_title, said.event_title].filter(Boolean).join(" · ");
    const lines = [
      `${title}${said.mark ? ` (${said.mark})` : ""}`, said.caption_tag, said.caption,
      [said.clock_utc, said.place, said.credit].filter(Boolean).join(" · "),
    ].filter(Boolean);
    const picture = await this.scene.still(lines);
    if (!picture) return;
    const link = make("a");
    link.href = URL.createObjectURL(picture);
    link.download = `${this.timeline.mission}-${this.words.instant(player.met_s).toISOString().slice(0, 19).replaceAll(":", "-")}Z.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
  }
}
