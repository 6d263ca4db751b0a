// The controls under the picture: what they show of the player, and what a press of them does.

import { all, byId, make, setText } from "./elements.js";
import { keepFocus } from "./focus.js";
import { closeMenus } from "./menus.js";

/**
 * @import { Deeds } from "./deeds.js"
 * @import { Row } from "./keys.js"
 * @import { Hand, Player, Send, Timeline } from "./types"
 * @import { Words } from "./words.js"
 */

export class Controls {
  /** @type {Player | null} */
  player = null;

  /** @param {{ timeline: Timeline, words: Words, send: Send }} page */
  constructor({ timeline, words, send }) {
    this.timeline = timeline;
    this.words = words;
    this.send = send;
  }

  /** @param {Player} player */
  show(player) {
    this.player = player;
    const { words } = this;
    for (const id of ["loop", "more-loop"]) press(id, player.loop_met_s !== null);
    setText("day", words.dateOf(player.met_s));
    setText("rate", words.rate(player.rate));
    press("reverse", player.rate < 0);
    press("captions", player.captions);
    this.label("play", player.playing ? "page.pause" : "page.play");
    keepFocus(byId("reset-view"), () => (byId("reset-view").hidden = isStraight(player.hand)), () => [byId("camera")]);
    setText("camera-name", words.of(this.timeline.cameras.find((camera) => camera.id === player.camera)?.title));
    byId("camera").setAttribute("aria-label", `${words.say("page.camera")}: ${byId("camera-name").textContent}`);
    choose("camera", player.camera);
    choose("language", player.language);
  }

  /**
   * @param {string} id
   * @param {string} key of its name
   */
  label(id, key) {
    const button = byId(id);
    if (button.dataset.label === key && button.getAttribute("aria-label") === this.words.say(key)) return;
    button.dataset.label = key;
    if (button.parentElement) this.words.fill(button.parentElement);
  }

  drawCameras() {
    const menu = byId("camera-menu");
    menu.setAttribute("role", "radiogroup");
    menu.replaceChildren(...this.timeline.cameras.map(({ id, title }) => {
      const button = this.choice("camera", id, this.words.of(title));
      button.addEventListener("click", () => {
        this.send({ do: "camera", camera: id });
        closeMenus();
      });
      return button;
    }));
  }

  drawLanguages() {
    byId("languages").replaceChildren(...this.timeline.languages.map(({ id, name, short }) => {
      const button = this.choice("language", id, short);
      button.title = name;
      button.lang = id;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", () => this.send({ do: "language", language: id }));
      return button;
    }));
  }

  /**
   * @param {"camera" | "language"} kind
   * @param {string} id
   * @param {string} text
   */
  choice(kind, id, text) {
    const button = make("button", "choice", text);
    button.type = "button";
    button.setAttribute("role", "radio");
    button.dataset[kind] = id;
    check(button, this.player?.[kind] === id);
    return button;
  }

  /** @param {Row[]} table */
  drawHelp(table) {
    byId("help-keys").replaceChildren(...table.map((row) => {
      const line = make("tr");
      const keys = make("th");
      keys.scope = "row";
      keys.append(...row.shown.split("  ").map((key) => make("kbd", "", key)));
      line.append(keys, make("td", "", this.words.say(row.text)));
      return line;
    }));
  }

  /** @param {Deeds} deeds what the page does beside the program */
  listen(deeds) {
    const { send } = this;
    /** @type {Record<string, () => void>} */
    const acts = {
      play: () => send({ do: "toggle" }), reverse: () => send({ do: "reverse" }),
      "event-back": () => send({ do: "event", direction: -1 }), "event-next": () => send({ do: "event", direction: 1 }),
      "frame-back": () => send({ do: "frames", count: -1 }), "frame-next": () => send({ do: "frames", count: 1 }),
      slower: () => send({ do: "faster", steps: -1 }), faster: () => send({ do: "faster", steps: 1 }),
      "reset-view": () => send({ do: "reset_view" }), loop: () => deeds.toggleLoop(), "more-loop": () => deeds.toggleLoop(),
      "more-frame-back": () => send({ do: "frames", count: -1 }), "more-frame-next": () => send({ do: "frames", count: 1 }),
      "more-still": () => deeds.saveStill(), "more-share": () => deeds.openShare(), "more-full": () => deeds.toggleFull(),
      "loop-from": () => deeds.loopFrom(), "loop-to": () => deeds.loopTo(), captions: () => deeds.toggleCaptions(),
      list: () => deeds.toggleDrawer("events"), "open-facts": () => deeds.openDrawer("facts"), share: () => deeds.openShare(),
      full: () => deeds.toggleFull(), help: () => deeds.toggleHelp(),
    };
    for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", act);
    byId("camera-menu").addEventListener("toggle", (event) => {
      if (event.newState === "open") all(byId("camera-menu"), "[aria-checked=true]")[0]?.focus();
    });
  }
}

/**
 * @param {string} id
 * @param {boolean} isPressed
 */
function press(id, isPressed) {
  byId(id).setAttribute("aria-pressed", String(isPressed));
}

/**
 * There and back leaves a trace of rounding.
 * @param {Hand} hand
 */
function isStraight({ yaw_deg: yaw, pitch_deg: pitch, zoom, right, up }) {
  return Math.hypot(yaw, pitch) < 0.01 && Math.hypot(zoom - 1, right, up) < 1e-4;
}

/**
 * @param {HTMLElement} button
 * @param {boolean} isChosen
 */
function check(button, isChosen) {
  button.setAttribute("aria-checked", String(isChosen));
  button.tabIndex = isChosen ? 0 : -1;
}

/**
 * @param {"camera" | "language"} kind
 * @param {string} id
 */
function choose(kind, id) {
  for (const button of all(document, `[role=radio][data-${kind}]`)) {
    const isChosen = button.dataset[kind] === id;
    if (String(isChosen) !== button.getAttribute("aria-checked")) check(button, isChosen);
  }
}
