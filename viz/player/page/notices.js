// What the page says beside the show: notices to everybody, and for those who listen the phase that has begun.

import { make } from "./elements.js";

/**
 * @import { Flight } from "./flight.js"
 * @import { Message, Offer, Phase } from "./types"
 * @import { Words } from "./words.js"
 */

const NOTICE_MS = 8000;
const AT_MOST_ANNOUNCED_MS = 4000;

export class Notices {
  timer = 0;
  isLasting = false;

  /**
   * @param {HTMLElement} box
   * @param {Words} words
   * @param {Flight} flight
   */
  constructor(box, words, flight) {
    this.box = box;
    this.words = words;
    this.flight = flight;
  }

  /**
   * @param {string} text
   * @param {number} milliseconds zero: until it is taken away
   * @param {Offer | null} offer
   * @param {string} language of the text
   */
  say(text, milliseconds = NOTICE_MS, offer = null, language = this.words.language) {
    clearTimeout(this.timer);
    this.box.lang = language;
    this.box.textContent = text;
    if (offer) this.box.append(" ", this.button(offer));
    this.box.hidden = false;
    this.isLasting = milliseconds === 0;
    if (!this.isLasting) this.timer = setTimeout(() => (this.box.hidden = true), milliseconds);
  }

  /** @param {Offer} offer */
  button({ text, act }) {
    const button = make("button", "word", text);
    button.type = "button";
    button.addEventListener("click", () => {
      this.box.hidden = true;
      act();
    });
    return button;
  }

  // The connection stands again: what was said until then is no longer true.
  clear() {
    if (this.isLasting) this.box.hidden = true;
  }

  /**
   * What cannot be done, in the viewer's language where there is a sentence for it.
   * @param {Message} message
   */
  refuse({ notice: what, asked }) {
    const key = `page.notice.${asked?.do}`;
    this.say(this.words.has(key) ? this.words.say(key, { ...this.flight.examples(), ...asked }) : this.words.say("page.notice", { what }));
  }
}

// Politely, and never a burst of them: of several changes in a few seconds only the last is said.
export class Announcer {
  /** @type {Phase | null} */
  phase = null;
  saidAt = 0;
  timer = 0;

  /**
   * @param {HTMLElement} box
   * @param {Words} words
   */
  constructor(box, words) {
    this.box = box;
    this.words = words;
  }

  /** @param {Phase} phase in which the show is */
  follow(phase) {
    const isNew = phase.id !== this.phase?.id;
    this.phase = phase;
    if (!isNew) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(), Math.max(0, this.saidAt + AT_MOST_ANNOUNCED_MS - performance.now()));
  }

  say() {
    this.saidAt = performance.now();
    this.box.textContent = this.words.of(this.phase?.title);
  }
}
