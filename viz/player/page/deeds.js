// What keys and buttons do, beyond a plain word to the program.

import { fillsTheScreen } from "./awake.js";
import { byId } from "./elements.js";

/**
 * @import { Drawer } from "./drawer.js"
 * @import { Flight } from "./flight.js"
 * @import { Lecture } from "./lecture.js"
 * @import { Share } from "./share.js"
 * @import { Player, Seek, Send } from "./types"
 */

export class Deeds {
  /** @type {Player | null} */
  player = null;

  /** @param {{ flight: Flight, drawer: Drawer, lecture: Lecture, share: Share, send: Send, seek: Seek }} page */
  constructor({ flight, drawer, lecture, share, send, seek }) {
    this.flight = flight;
    this.drawer = drawer;
    this.lecture = lecture;
    this.share = share;
    this.send = send;
    this.seek = seek;
  }

  // --- moments ---

  seekStart() {
    this.seek(this.flight.start);
  }

  seekEnd() {
    this.seek(this.flight.end);
  }

  /**
   * 1 is the first phase of the flight's own clock; 0 is the start, and so whatever is shown before lift-off.
   * @param {number} digit
   */
  seekPhase(digit) {
    const phase = this.flight.top.filter((one) => one.start_met_s >= 0)[digit - 1];
    if (digit === 0) this.seekStart();
    else if (phase) this.seek(phase.start_met_s);
  }

  toggleLoop() {
    if (!this.player) return;
    const { start_met_s, end_met_s } = this.flight.phaseAt(this.player.met_s);
    this.send(this.player.loop_met_s ? { do: "no_loop" } : { do: "loop", start_met_s, end_met_s });
  }

  // Any range: from here to where it ended, or up to here from where it began; of none yet, the phase's.
  loopFrom() {
    if (!this.player) return;
    const { met_s: met, loop_met_s: loop } = this.player;
    const ends = [loop?.[1], this.flight.phaseAt(met).end_met_s];
    const end = ends.find((one) => one !== undefined && one > met) ?? this.flight.end;
    this.send({ do: "loop", start_met_s: met, end_met_s: end });
  }

  loopTo() {
    if (!this.player) return;
    const { met_s: met, loop_met_s: loop } = this.player;
    const starts = [loop?.[0], this.flight.phaseAt(met).start_met_s];
    const start = starts.find((one) => one !== undefined && one < met) ?? this.flight.start;
    this.send({ do: "loop", start_met_s: start, end_met_s: met });
  }

  // --- what is seen ---

  isPresenting() {
    return fillsTheScreen() || Boolean(this.player?.black);
  }

  toggleCaptions() {
    this.send({ do: "captions", shown: !this.player?.captions });
  }

  /** @param {number} steps */
  sizeCaptions(steps) {
    this.lecture.sizeCaptions(steps);
  }

  toggleBlack() {
    this.lecture.toggleBlack();
  }

  toggleDoubt() {
    this.lecture.toggleDoubt();
  }

  toggleOutline() {
    this.lecture.toggleOutline();
  }

  toggleInset() {
    this.lecture.toggleInset();
  }

  toggleInstruments() {
    this.lecture.toggleInstruments();
  }

  toggleMap() {
    this.lecture.toggleMap();
  }

  toggleStops() {
    this.lecture.toggleStops();
  }

  toggleVoice() {
    this.lecture.toggleVoice();
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  // --- boxes and windows ---

  /** @param {string} tab */
  toggleDrawer(tab) {
    this.drawer.toggle(tab);
  }

  /** @param {string} tab */
  openDrawer(tab) {
    this.drawer.open(tab, true);
  }

  toggleHelp() {
    byId("help-box", HTMLDialogElement).showModal();
  }

  addBookmark() {
    this.lecture.addBookmark();
  }

  openPresenter() {
    this.lecture.openPresenter();
  }

  openShare() {
    if (this.player) this.share.open(this.player);
  }

  saveStill() {
    if (this.player) this.share.saveStill(this.player);
  }
}
