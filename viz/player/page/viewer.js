// One open page: each message of the program is drawn, told and answered, and what the hand does is sent.

import { Address } from "./address.js";
import { Awake, fillsTheScreen } from "./awake.js";
import { Connection, HAND, Wishes } from "./connection.js";
import { Controls } from "./controls.js";
import { Deeds } from "./deeds.js";
import { Drawer } from "./drawer.js";
import { byId, elementOf, setText } from "./elements.js";
import { Flight } from "./flight.js";
import { beginFocus } from "./focus.js";
import { PictureHand } from "./hand.js";
import { Idle } from "./idle.js";
import { Keys, keyTable } from "./keys.js";
import { Lecture } from "./lecture.js";
import { Memory } from "./memory.js";
import { beginMenus } from "./menus.js";
import { Missions } from "./missions.js";
import { Announcer, Notices } from "./notices.js";
import { Revival } from "./revival.js";
import { keepMapWhole } from "./room.js";
import { Scene } from "./scene.js";
import { Share } from "./share.js";
import { TimeBars } from "./timebars.js";
import { Words } from "./words.js";

/** @import { FrameMessage, FrameWords, Message, Player, StageFrame, Timeline, Wish } from "./types" */

export class Viewer {
  /** @type {Player | null} what the program last said of itself */
  player = null;
  /** @type {FrameWords | null} the words of the last frame */
  said = null;
  /** @type {FrameMessage | null} not yet drawn */
  waiting = null;
  isPressed = false; // a hand is dragging
  wished = 0; // MET, s, where the hand last wished to be
  tellWish = () => this.send({ do: "seek", met_s: this.wished });
  lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
  wishes = new Wishes();
  awake = new Awake();

  /** @param {Timeline} timeline */
  constructor(timeline) {
    const send = (/** @type {Wish} */ wish) => this.connection.send(wish);
    const seek = (/** @type {number} */ met) => this.seek(met);
    const flight = new Flight(timeline), words = new Words(timeline), memory = new Memory();
    this.timeline = timeline;
    this.flight = flight;
    this.words = words;
    this.send = send;
    this.notices = new Notices(byId("notice"), words, flight);
    this.announcer = new Announcer(byId("announce"), words);
    this.scene = new Scene(byId("scene"));
    this.connection = this.connect();
    this.missions = new Missions({ root: byId("missions"), timeline, words, send, notices: this.notices });
    this.address = new Address({
      flight, send, controls: timeline.controls, onOther: (asked, link) => this.missions.offer(asked, link, Boolean(this.player)),
    });
    this.bars = new TimeBars({ flight, words, timeline, send, seek });
    this.drawer = new Drawer({
      root: byId("drawer"), offered: byId("offered"), flight, words, timeline, seek, onToggle: (open) => this.drawerToggled(open),
    });
    this.lecture = new Lecture({
      timeline, flight, words, drawer: this.drawer, memory, send, seek, notice: (text, milliseconds) => this.notices.say(text, milliseconds),
      asked: this.address.asked(), redraw: () => this.redraw(),
    });
    this.share = new Share({ timeline, flight, words, scene: this.scene });
    this.deeds = new Deeds({ flight, drawer: this.drawer, lecture: this.lecture, share: this.share, send, seek });
    this.controls = new Controls({ timeline, words, send });
    this.table = keyTable({ send, ui: this.deeds })
      .filter((row) => (timeline.controls || row.forViewers) && (!this.lecture.isKiosk || row.forVisitors));
    this.keys = new Keys(this.table, memory);
    this.revival = new Revival({
      address: this.address, tell: () => this.notices.say(words.say("page.picture_lost"), 0), isUnattended: this.lecture.isKiosk,
    });
    document.body.classList.toggle("watching", !timeline.controls);
    this.listen();
  }

  connect() {
    return new Connection({
      onMessage: (message) => this.receive(message), onOpen: () => this.connected(), onLost: () => this.lost(),
      onRefused: () => this.refused(), onIdleWish: () => this.notices.say(this.words.say("page.watching")),
      controls: this.timeline.controls,
    });
  }

  listen() {
    const { keys } = this;
    this.controls.listen(this.deeds);
    beginFocus();
    beginMenus();
    new Idle(() => Boolean(this.player?.playing) && !this.drawer.isOpen);
    this.lessMotion.addEventListener("change", () => this.tellMotion());
    const single = byId("single-keys", HTMLInputElement);
    single.checked = keys.single;
    single.addEventListener("change", () => keys.setSingle(single.checked));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.drawer.isOpen && !elementOf(event)?.closest("dialog, [popover]")) this.drawer.close();
    });
    for (const kind of ["pointerdown", "pointerup", "pointercancel"]) {
      document.addEventListener(kind, () => (this.isPressed = kind === "pointerdown"), { passive: true, capture: true });
    }
    this.watchSizes();
    new PictureHand(byId("hand"), this.send, this.wishes);
    for (const kind of ["fullscreenchange", "resize"]) window.addEventListener(kind, () => this.keepAwake());
  }

  watchSizes() {
    const drawBars = () => this.player && this.bars.draw();
    for (const id of ["panel", "curtain-text"]) new ResizeObserver(drawBars).observe(byId(id)); // a word that never changes tells of letters that do
    keepMapWhole();
    const panel = byId("panel");
    new ResizeObserver(() => document.documentElement.style.setProperty("--panel", `${panel.offsetHeight}px`)).observe(panel);
    document.fonts.addEventListener("loadingdone", drawBars);
  }

  // The first picture, by the scripts that draw it.
  async begin() {
    this.controls.drawLanguages();
    this.setLanguage(this.timeline.languages[0].id);
    setText("curtain-text", this.words.of(this.timeline.title));
    try {
      if (!this.lecture.isPresenter) {
        await this.scene.open(this.timeline, () => this.revival.begin());
        if (this.scene.last) await this.scene.draw(this.scene.last, false);
      }
      document.documentElement.dataset.scene = this.scene.stage?.renderer ?? "presenter";
    } catch (error) {
      document.documentElement.dataset.scene = "none";
      if (this.revival.losses.length > 0) this.revival.begin(); // after a loss a browser may refuse a new picture for a while
      else this.sayNoScene(error);
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
    // At once, for the hand is waiting; a page nobody sees waits until somebody does.
    if (isFirst && document.hidden) requestAnimationFrame(() => this.present());
    else if (isFirst) this.present();
  }

  // The newest message, drawn, told and answered. The picture comes first: the graphics card draws while the words are set.
  async present() {
    const message = this.waiting;
    this.waiting = null;
    if (!message) return;
    this.wishes.hold();
    const drawn = this.draw(message.frame, message.player.playing || this.isPressed);
    try {
      this.tell(message);
    } finally { // whatever fails beside the picture, the show goes on
      await drawn;
      this.answer(message);
    }
  }

  /**
   * @param {StageFrame | undefined} frame
   * @param {boolean} moving
   */
  async draw(frame, moving) {
    if (!frame) return;
    try {
      await this.scene.draw(frame, moving);
    } catch (error) {
      this.sayNoScene(error);
    }
  }

  /** @param {unknown} error */
  sayNoScene(error) {
    this.notices.say(this.words.say("page.no_scene", { what: error instanceof Error ? error.message : error }), 0);
  }

  /** @param {FrameMessage} message */
  tell(message) {
    const { player, words } = message;
    const isOtherLanguage = this.player?.language !== player.language;
    this.player = this.deeds.player = player;
    if (isOtherLanguage) this.setLanguage(player.language);
    this.missions.tell();
    if (words) this.said = { ...words, caption_tag: words.caption_tag || this.tagOf(message) };
    this.lecture.show(player, words && this.said, message.numbers);
    this.showPlayer(player);
    if (this.said) this.showWords(player, { ...this.said, mark: this.lecture.mark || this.said.mark });
    this.lecture.begin();
  }

  /**
   * Captions tell the version chosen here, also while another version of the record is drawn: then they say so.
   * @param {Message} message
   */
  tagOf({ words, numbers }) {
    const isVersion = numbers?.supposed && !numbers.supposed.hypothetical;
    return words?.caption && isVersion ? this.words.say("page.caption.chosen") : "";
  }

  /** @param {FrameMessage} message */
  answer({ n, player }) {
    const ready = () => {
      this.wishes.release();
      this.send({ do: "drawn", n });
    };
    // While a hand drags, its newest wish goes out before the next picture is asked for, also where it is told late.
    if (this.isPressed && HAND === "pointermove") requestAnimationFrame(() => setTimeout(ready));
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

  // The program runs again, but with new secrets: only the person at its terminal can let this page back in.
  refused() {
    const link = this.player ? `#${Address.of(this.flight, this.player)}` : "";
    this.notices.say(this.words.say("page.refused", { link }), 0);
  }

  // --- what is shown ------------------------------------------------------------------------------------------------

  /** @param {Player} player */
  showPlayer(player) {
    document.body.classList.toggle("playing", player.playing);
    this.keepAwake();
    document.body.classList.toggle("no-captions", !player.captions);
    this.bars.show(player);
    this.controls.show(player);
    const event = this.flight.eventAt(player.met_s), phase = this.flight.phaseAt(player.met_s);
    this.bars.highlight(event);
    this.drawer.show(event);
    this.drawer.tell(this.lecture.line);
    this.announcer.follow(phase);
    this.drawer.facts.offer(event, phase);
    this.bars.tell(player);
  }

  /**
   * @param {Player} player
   * @param {FrameWords} said
   */
  showWords(player, said) {
    this.share.said = said;
    setText("phase-title", said.phase_title);
    setText("event-title", said.event_title);
    setText("caption", said.caption);
    setText("caption-tag", said.caption_tag);
    byId("caption-tag").hidden = !said.caption_tag;
    byId("caption-box").hidden = !player.captions || !said.caption;
    setText("mark", said.mark);
    byId("mark").hidden = !said.mark;
    setText("clock-utc", said.clock_utc);
    setText("clock-zone", said.clock_zone);
    byId("zone").hidden = said.clock_zone === said.clock_utc;
    setText("clock-elapsed", said.clock_elapsed);
    setText("place", said.place);
    byId("clocks").hidden = !said.clock_utc; // over a training of no known day no clock runs
    byId("place").hidden = !said.place;
  }

  /** @param {string} language */
  setLanguage(language) {
    const { words } = this, title = words.set(language).of(this.timeline.title);
    document.documentElement.lang = language;
    document.title = title;
    setText("mission-title", title);
    words.fill(document);
    this.lecture.setLanguage();
    this.redraw();
    this.controls.drawHelp(this.table);
    this.controls.drawCameras();
    this.missions.draw();
  }

  // Everything that names events: after a change of language, or when a supposed flight moves them.
  redraw() {
    this.drawer.draw();
    this.bars.draw();
  }

  /** @param {boolean} open */
  drawerToggled(open) {
    byId("list").setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("drawer-open", open);
  }

  // --- what is wished -----------------------------------------------------------------------------------------------

  /** @param {number} met */
  seek(met) {
    this.wished = met;
    this.wishes.soon(this.tellWish);
  }

  // Who asked the machine for less motion gets cuts instead of glides, and cameras that stand.
  tellMotion() {
    if (this.timeline.controls) this.send({ do: "motion", reduced: this.lessMotion.matches });
  }

  keepAwake() {
    this.awake.want(Boolean(this.player?.playing) && (this.lecture.isKiosk || fillsTheScreen()));
  }
}
