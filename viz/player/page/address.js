// The page's moment, kept in its own address: a reload goes on with the show, and a program that was started anew is
// told where the show stood. What was written by this page is marked with the program's run; what bears no mark is a
// link somebody followed, and is obeyed.

// Never at every picture: browsers refuse more than three changes of the address a second in the long run, and each
// costs some ten milliseconds.
const AT_REST_MS = 350;
const WHILE_PLAYING_MS = 2000;
// More than any time or name has, and little enough for a message: what is longer is told of as a link that is none.
const LONGEST = 300;
const OWN = ["at", "camera", "lang", "mission"];

/**
 * @import { Flight } from "./flight.js"
 * @import { Asked, Hand, Kept, Player, Send, SessionFacts } from "./types"
 */

export class Address {
  /** @type {string | null} */
  run = null;
  isNew = true;
  written = "";
  timer = 0;
  /** @type {Player | null} */
  player = null;

  /** @param {{ flight: Flight, send: Send, controls: boolean, onOther: (asked: Asked, link: string) => void }} page */
  constructor({ flight, send, controls, onOther }) {
    this.flight = flight;
    this.send = send;
    this.controls = controls;
    this.onOther = onOther;
    // The address that was asked for, not the one there is: the moment shown may have been written over it since.
    window.addEventListener("hashchange", (event) => this.obey(new URL(event.newURL).hash));
  }

  // After every new connection the next message says which run of the program has answered.
  connected() {
    this.isNew = true;
  }

  /**
   * Before a message is shown: what the address asks of this run.
   * @param {SessionFacts} session
   */
  meet({ name, fresh }) {
    if (!this.isNew) return;
    this.isNew = false;
    const kept = /** @type {Kept | null} */ (history.state);
    const own = kept?.run;
    this.run = name;
    if (!this.controls || own === name || (own && !fresh)) return;
    this.obey();
    if (kept && own) this.resume(kept);
  }

  obey(hash = location.hash) {
    const asked = this.asked(hash);
    if (asked.mission && asked.mission !== this.flight.timeline.mission) {
      this.onOther(asked, hash); // its moments and cameras mean nothing here
      return;
    }
    if (asked.lang) this.send({ do: "language", language: asked.lang });
    if (asked.camera) this.send({ do: "camera", camera: asked.camera });
    if (asked.at) this.send({ do: "go", when: asked.at });
  }

  /**
   * What a link leaves open but a show that was interrupted needs.
   * @param {Partial<Kept>} kept
   */
  resume({ met, rate, captions, loop, playing, stops, doubt, outline, inset, supposed, hand }) {
    for (const [group, name, value] of supposed ?? []) this.send({ do: "suppose", group, name, value });
    if (met !== undefined && Number.isFinite(met)) this.send({ do: "seek", met_s: met });
    if (rate) this.send({ do: "rate", rate });
    if (captions === false) this.send({ do: "captions", shown: false });
    if (loop) this.send({ do: "loop", start_met_s: loop[0], end_met_s: loop[1] });
    if (stops) this.send({ do: "stops", shown: true });
    if (doubt) this.send({ do: "doubt", shown: true });
    if (outline) this.send({ do: "outline", shown: true });
    if (inset) this.send({ do: "inset", camera: inset });
    if (hand) this.turn(hand);
    if (playing) this.send({ do: "play", playing: true });
  }

  /** @param {Hand} hand */
  turn({ yaw_deg, pitch_deg, zoom, right, up }) {
    this.send({ do: "turn", yaw_deg, pitch_deg, zoom });
    this.send({ do: "pan", right, up });
  }

  /** @returns {Asked} */
  asked(hash = location.hash) {
    const parts = hash.slice(1).split("&").filter(Boolean).map((part) => part.split("="));
    return Object.fromEntries(parts.map(([key, ...value]) => [plain(key), plain(value.join("=")).slice(0, LONGEST)]));
  }

  /**
   * The end of a link to that moment.
   * @param {Flight} flight
   * @param {Player} player
   */
  static of(flight, player) {
    const { mission } = flight.timeline;
    return `at=${flight.when(player.met_s)}&camera=${player.camera}&lang=${player.language}&mission=${encodeURIComponent(mission)}`;
  }

  /**
   * Keep the moment: once it rests, and now and then while it runs.
   * @param {Player} player
   */
  keep(player) {
    if (!this.controls || this.run === null) return;
    this.player = player;
    if (player.playing && this.timer) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), player.playing ? WHILE_PLAYING_MS : AT_REST_MS);
  }

  // The program is gone: what is not yet kept is kept now, for the page may be next.
  lost() {
    if (this.timer) this.write();
  }

  // What the address says beside the moment, such as `presenter`.
  get others() {
    return Object.entries(this.asked()).filter(([key]) => !OWN.includes(key)).map(([key, value]) => `&${key}=${encodeURIComponent(value)}`).join("");
  }

  /**
   * Load the page anew for another mission, of which no moment is kept, and say whether it does: once for each showing.
   * @param {string} mission
   * @param {string} link to a moment of it, or ""
   * @param {boolean} chosen whether the viewer of this page wished it
   * @param {string} showing
   */
  leave(mission, link, chosen, showing) {
    if (history.state?.left === showing) return false;
    clearTimeout(this.timer);
    this.run = this.player = null;
    const state = { left: showing, ...(chosen ? { chosen } : {}) };
    history.replaceState(state, "", `${location.pathname}${location.search}${link || `#mission=${encodeURIComponent(mission)}${this.others}`}`);
    location.reload();
    return true;
  }

  write() {
    clearTimeout(this.timer);
    const { player, others } = this;
    if (!player) return;
    const state = {
      ...history.state, run: this.run, met: player.met_s, rate: player.rate, captions: player.captions, loop: player.loop_met_s, playing: player.playing,
      stops: player.stops, doubt: player.doubt, outline: player.outline, inset: player.inset, supposed: player.supposed, hand: player.hand,
    };
    const text = JSON.stringify(state);
    this.timer = 0;
    if (text === this.written && location.hash.length > 1) return;
    this.written = text;
    history.replaceState(state, "", `${location.pathname}${location.search}#${Address.of(this.flight, player)}${others}`);
  }
}

/** @param {string} text */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
