// The open page of two flights: each message of the program is drawn in both panes, told and answered.

import { Address } from "./address.js";
import { Connection, HAND, Wishes } from "./connection.js";
import { all, byId, make, setText } from "./elements.js";
import { beginFocus } from "./focus.js";
import { Flight } from "./flight.js";
import { Keys, keyTable } from "./keys.js";
import { Memory } from "./memory.js";
import { beginMenus } from "./menus.js";
import { Missions } from "./missions.js";
import { Notices } from "./notices.js";
import { clockTold, PairBar } from "./pairbar.js";
import { PairLists } from "./pairlists.js";
import { Pane } from "./pane.js";
import { Revival } from "./revival.js";
import { Words } from "./words.js";

/**
 * @import { Deeds } from "./deeds.js"
 * @import { FrameMessage, Message, PairTimeline, Player, Wish } from "./types"
 */

const ANNOUNCED_MS = 4000;
const KEYS = [
  "play", "back_5", "on_5", "back_10", "on_10", "frame_back", "frame_on", "slower", "faster", "real_time", "reverse", "loop", "event_back",
  "event_next", "start", "end", "captions", "transcript", "instruments", "full",
];

// What a link and a notice say of a moment: the clock of both in place of a flight's own.
class Both extends Flight {
  /** @param {number} met */
  when(met) {
    const size = Math.round(Math.abs(met)), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return `T${met < 0 ? "-" : "+"}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}:${two(size % 60)}`;
  }
}

export class PairViewer {
  /** @type {Player | null} */
  player = null;
  /** @type {FrameMessage | null} not yet drawn */
  waiting = null;
  wished = 0;
  isWhole = false;
  announced = "";
  announcedAt = 0;
  tellWish = () => this.send({ do: "seek", met_s: this.wished });
  wishes = new Wishes();
  lessMotion = matchMedia("(prefers-reduced-motion: reduce)");

  /** @param {PairTimeline} timeline */
  constructor(timeline) {
    const send = (/** @type {Wish} */ wish) => this.connection.send(wish), seek = (/** @type {number} */ met) => this.seek(met);
    const words = new Words(timeline), flight = new Both(timeline);
    this.timeline = timeline;
    this.words = words;
    this.send = send;
    this.notices = new Notices(byId("notice"), words, flight);
    const say = (/** @type {string} */ text) => this.notices.say(text);
    this.panes = timeline.panes.map((table, number) => new Pane({ number, table, send, wishes: this.wishes, say }));
    this.missions = new Missions({ root: byId("missions"), timeline, words, send, notices: this.notices });
    this.address = new Address({
      flight, send, controls: timeline.controls, onOther: (asked, link) => this.missions.offer(asked, link, Boolean(this.player)),
    });
    this.bar = new PairBar({ root: byId("bar"), timeline, words, send, seek });
    this.lists = new PairLists({ timeline, words, panes: this.panes, seek });
    this.revival = new Revival({ address: this.address, tell: () => this.notices.say(words.say("page.picture_lost"), 0), isUnattended: false });
    this.table = this.keyRows();
    this.keys = new Keys(this.table, new Memory());
    document.body.classList.toggle("watching", !timeline.controls);
    this.connection = new Connection({
      onMessage: (message) => this.receive(message), onOpen: () => this.connected(), onLost: () => this.lost(),
      onRefused: () => this.notices.say(words.say("page.refused", { link: "" }), 0), onIdleWish: () => this.notices.say(words.say("page.watching")),
      controls: timeline.controls,
    });
    this.listen();
  }

  keyRows() {
    const ui = /** @type {Deeds} */ (/** @type {unknown} */ ({
      isPresenting: () => false, toggleLoop: () => this.toggleLoop(), seekStart: () => this.seek(this.bar.stretch[0]),
      seekEnd: () => this.seek(this.bar.stretch[1]), toggleCaptions: () => this.toggleCaptions(),
      toggleDrawer: () => this.lists.toggle("transcripts"), toggleInstruments: () => this.toggleGauges(), toggleFull: () => this.toggleFull(),
    }));
    const known = new Set(KEYS.map((key) => `page.key.${key}`));
    return keyTable({ send: this.send, ui }).filter((row) => known.has(row.text) && (this.timeline.controls || row.forViewers));
  }

  listen() {
    const { send } = this;
    /** @type {Record<string, () => void>} */
    const acts = {
      play: () => send({ do: "toggle" }), reverse: () => send({ do: "reverse" }), "event-back": () => send({ do: "event", direction: -1 }),
      "event-next": () => send({ do: "event", direction: 1 }), slower: () => send({ do: "faster", steps: -1 }),
      faster: () => send({ do: "faster", steps: 1 }), loop: () => this.toggleLoop(), whole: () => this.toggleWhole(),
      captions: () => this.toggleCaptions(), gauges: () => this.toggleGauges(), full: () => this.toggleFull(),
    };
    for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", act);
    beginFocus();
    beginMenus();
    const single = byId("single-keys", HTMLInputElement);
    single.checked = this.keys.single;
    single.addEventListener("change", () => this.keys.setSingle(single.checked));
    this.lessMotion.addEventListener("change", () => this.tellMotion());
    byId("languages").replaceChildren(...this.timeline.languages.map(({ id, name, short }) => {
      const button = make("button", "choice", short);
      Object.assign(button, { type: "button", title: name, lang: id });
      button.dataset.language = id;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-label", name);
      button.addEventListener("click", () => send({ do: "language", language: id }));
      return button;
    }));
    const panel = byId("panel");
    new ResizeObserver(() => document.documentElement.style.setProperty("--panel", `${panel.offsetHeight}px`)).observe(panel);
  }

  // The first picture of both, by the scripts that draw them: one after the other.
  async begin() {
    this.setLanguage(this.timeline.languages[0].id);
    setText("curtain-text", this.words.of(this.timeline.title));
    try {
      for (const { scene } of this.panes) {
        await scene.open(this.timeline, () => this.revival.begin());
        if (scene.last) await scene.draw(scene.last, false);
      }
      document.documentElement.dataset.scene = this.panes[1].scene.stage?.renderer ?? "none";
    } catch (error) {
      document.documentElement.dataset.scene = "none";
      this.sayNoScene(error);
    }
    document.body.classList.remove("loading");
    this.missions.arrive();
  }

  // --- from the program ---------------------------------------------------------------------------------------------

  /** @param {Message} message */
  receive(message) {
    if (message.notice) this.notices.refuse(message);
    if (message.error) this.notices.say(this.words.say("page.error", { what: message.error }));
    if (!message.player) return;
    if (message.session && this.missions.leaves(message.session, this.address)) return;
    if (message.session) this.address.meet(message.session);
    const isFirst = this.waiting === null;
    this.waiting = /** @type {FrameMessage} */ (message);
    if (isFirst && document.hidden) requestAnimationFrame(() => this.present());
    else if (isFirst) this.present();
  }

  async present() {
    const message = this.waiting;
    this.waiting = null;
    if (!message) return;
    this.wishes.hold();
    const drawn = this.draw(message);
    try {
      this.tell(message);
    } finally { // whatever fails beside the pictures, the show goes on
      await drawn;
      this.answer(message);
    }
  }

  /** @param {FrameMessage} message */
  async draw({ frame, beside, player }) {
    const isMoving = player.playing || this.bar.isDragging;
    try {
      await Promise.all([frame, beside?.frame].map((one, number) => one && this.panes[number].scene.draw(one, isMoving)));
    } catch (error) {
      this.sayNoScene(error);
    }
  }

  /** @param {unknown} error */
  sayNoScene(error) {
    this.notices.say(this.words.say("page.no_scene", { what: error instanceof Error ? error.message : error }), 0);
  }

  /** @param {FrameMessage} message */
  tell({ player, words, numbers, beside }) {
    const isOther = this.player?.language !== player.language;
    this.player = player;
    if (isOther) this.setLanguage(player.language);
    this.missions.tell();
    this.panes[0].tell({ words, numbers }, player.camera);
    this.panes[1].tell(beside ?? {}, player.second?.camera ?? "auto");
    this.show(player);
    const titles = [words, beside?.words].map((one, number) => `${this.panes[number].name}: ${one?.event_title || one?.phase_title || ""}`);
    this.announce(titles.join(". "));
    const clock = this.words.duration(player.met_s);
    this.bar.tell(player, [this.words.say(player.met_s < 0 ? "page.pair.before" : "page.pair.past", { clock }), ...titles].join(". "));
  }

  /** @param {Player} player */
  show(player) {
    const { words } = this;
    document.body.classList.toggle("playing", player.playing);
    document.body.classList.toggle("no-captions", !player.captions);
    byId("black").hidden = !player.black;
    setText("clock", clockTold(player.met_s));
    setText("rate", words.rate(player.rate));
    for (const [id, on] of Object.entries({ reverse: player.rate < 0, loop: player.loop_met_s !== null, captions: player.captions, whole: this.isWhole })) {
      byId(id).setAttribute("aria-pressed", String(on));
    }
    byId("play").setAttribute("aria-label", words.say(player.playing ? "page.pause" : "page.play"));
    for (const button of all(byId("languages"), "button")) {
      button.setAttribute("aria-checked", String(button.dataset.language === player.language));
    }
    this.bar.place(player.met_s);
    this.bar.bracket(player.loop_met_s);
    this.lists.follow(player.met_s);
  }

  /**
   * Politely, and never a burst.
   * @param {string} text
   */
  announce(text) {
    const now = performance.now();
    if (text === this.announced || now - this.announcedAt < ANNOUNCED_MS) return;
    this.announced = text;
    this.announcedAt = now;
    setText("announce", text);
  }

  /** @param {FrameMessage} message */
  answer({ n, player }) {
    const ready = () => {
      this.wishes.release();
      this.send({ do: "drawn", n });
    };
    if (this.bar.isDragging && HAND === "pointermove") requestAnimationFrame(() => setTimeout(ready));
    else ready();
    this.address.keep(player);
    document.documentElement.dataset.frame = String(n);
    document.documentElement.dataset.met = String(player.met_s);
  }

  connected() {
    document.body.classList.remove("lost");
    this.notices.clear();
    this.address.connected();
    if (this.lessMotion.matches) this.tellMotion();
  }

  lost() {
    this.address.lost();
    document.body.classList.add("lost");
    this.notices.say(this.words.say("page.lost"), 0);
  }

  // --- what is wished -----------------------------------------------------------------------------------------------

  /** @param {string} language */
  setLanguage(language) {
    const { words, timeline } = this, title = words.set(language).of(timeline.title);
    document.documentElement.lang = language;
    document.title = title;
    setText("title", title);
    setText("since", words.of(timeline.since));
    words.fill(document);
    for (const pane of this.panes) pane.setLanguage(language);
    byId("help-keys").replaceChildren(...this.table.map((row) => {
      const line = make("tr"), keys = make("th");
      keys.scope = "row";
      keys.append(...row.shown.split("  ").map((key) => make("kbd", "", key)));
      line.append(keys, make("td", "", words.say(row.text)));
      return line;
    }));
    byId("drawer").setAttribute("aria-label", words.say("page.list"));
    this.bar.draw();
    this.lists.draw();
    this.missions.draw();
  }

  /** @param {number} met */
  seek(met) {
    this.wished = met;
    this.wishes.soon(this.tellWish);
  }

  toggleLoop() {
    const [start_met_s, end_met_s] = this.bar.stretch;
    this.send(this.player?.loop_met_s ? { do: "no_loop" } : { do: "loop", start_met_s, end_met_s });
  }

  toggleWhole() {
    this.isWhole = !this.isWhole;
    this.bar.show(this.isWhole ? [this.timeline.start_met_s, this.timeline.end_met_s] : this.timeline.stretch);
    if (this.player) this.show(this.player);
  }

  toggleCaptions() {
    this.send({ do: "captions", shown: !this.player?.captions });
  }

  toggleGauges() {
    const isHidden = document.body.classList.toggle("no-gauges");
    byId("gauges").setAttribute("aria-pressed", String(!isHidden));
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  tellMotion() {
    if (this.timeline.controls) this.send({ do: "motion", reduced: this.lessMotion.matches });
  }
}
