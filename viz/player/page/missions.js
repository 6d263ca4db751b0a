// The missions there are: one is shown, and another may take its place for everybody who watches.

import { byId, make } from "./elements.js";

/**
 * @import { Address } from "./address.js"
 * @import { Notices } from "./notices.js"
 * @import { Asked, Send, SessionFacts, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

export class Missions {
  /** @type {{ mission: string, link: string } | null} a link of another mission that is to be followed */
  wanted = null;
  /** @type {{ mission: string, lang: string, link: string } | null} a link of another mission, of which nothing is said yet */
  offered = null;
  isLeaving = false;

  /**
   * @param {{ root: HTMLElement, timeline: Timeline, words: Words, send: Send, notices: Notices }} page
   */
  constructor({ root, timeline, words, send, notices }) {
    this.root = root;
    this.timeline = timeline;
    this.words = words;
    this.send = send;
    this.notices = notices;
  }

  // The menu: none where there is no choice.
  draw() {
    const { missions, mission } = this.timeline;
    this.root.hidden = missions.length < 2;
    const items = missions.map(({ id, title }) => {
      const button = make("button", "choice", this.words.of(title));
      button.type = "button";
      button.dataset.mission = id;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(id === mission));
      button.addEventListener("click", () => this.open(id));
      return button;
    });
    this.root.replaceChildren(make("p", "quiet", this.words.say("page.missions")), ...items);
  }

  /**
   * @param {string} mission
   * @param {string} link to a moment of it
   */
  open(mission, link = "") {
    if (mission === this.timeline.mission) return;
    this.wanted = { mission, link };
    this.notices.say(this.words.say("page.missions.opening", { title: this.title(mission) }), 0);
    this.send({ do: "mission", mission });
  }

  /**
   * @param {string} mission
   * @param {Words} words
   */
  title(mission, words = this.words) {
    return words.of(this.timeline.missions.find(({ id }) => id === mission)?.title) || mission;
  }

  /**
   * Somebody has followed a link of another mission. Before the first picture nobody knows in which language to say so.
   * @param {Asked} asked by the link
   * @param {string} link
   * @param {boolean} isTold whether a picture has been told
   */
  offer({ mission = "", lang = "" }, link, isTold) {
    this.offered = { mission, lang, link };
    if (isTold) this.tell();
  }

  // What waits to be offered, in the link's language where it names one.
  tell() {
    if (!this.offered) return;
    const { mission, lang, link } = this.offered;
    this.offered = null;
    const words = this.words.in(lang), isKnown = this.timeline.missions.some(({ id }) => id === mission);
    const text = words.say(isKnown ? "page.missions.link" : "page.missions.unknown", { title: this.title(mission, words) });
    this.notices.say(text, 0, isKnown ? { text: words.say("page.missions.open"), act: () => this.open(mission, link) } : null, words.language);
  }

  /**
   * Whether the program shows another mission than this page was made for: then the page loads itself anew, once for
   * each showing. Should it find itself of another mission still, it says so and stays.
   * @param {SessionFacts} session
   * @param {Address} address
   */
  leaves({ mission, name }, address) {
    if (!mission || mission === this.timeline.mission) return false;
    const isWanted = this.wanted?.mission === mission;
    if (!this.isLeaving && !address.leave(mission, isWanted ? this.wanted?.link ?? "" : "", isWanted, name)) {
      this.notices.say(this.words.say("page.missions.unknown", { title: this.title(mission) }), 0);
    }
    this.isLeaving = true;
    return true;
  }

  // The page has been loaded anew because its viewer chose this mission: the focus is where he chose it, or else on its title.
  arrive() {
    if (!history.state?.chosen) return;
    const { chosen, ...kept } = history.state;
    history.replaceState(kept, "");
    [byId("more"), byId("mission-title")].find((one) => one.checkVisibility({ visibilityProperty: true }))?.focus({ preventScroll: true });
  }
}
