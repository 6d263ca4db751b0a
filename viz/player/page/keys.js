// The keyboard: one table that both acts and explains itself in the help box.

import { elementOf } from "./elements.js";

/**
 * @import { Deeds } from "./deeds.js"
 * @import { Memory } from "./memory.js"
 * @import { Send } from "./types"
 * @typedef {{ keys: string[], shown: string, text: string, act: (shift: boolean, key: string) => void, forViewers: boolean,
 *   forVisitors: boolean }} Row
 */

// Letters by their place on the keyboard when the layout is not Latin: a lecturer typing Russian keeps the map.
/** @type {Record<string, string>} */
const PLACES = { Comma: ",", Period: ".", Slash: "/", Backslash: "\\", BracketLeft: "[", BracketRight: "]" };
const SCROLLING = new Set(["Space", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"]);
/** @type {Record<string, string>} */
const SHIFTED = { ",": "<", ".": ">", "/": "?" };

// What changes this page alone; all else moves the show, and is not for who only watches.
const FOR_VIEWERS = new Set([
  "page.key.list", "page.key.facts", "page.key.notes", "page.key.transcript", "page.key.instruments", "page.key.map", "page.key.larger", "page.key.smaller",
  "page.key.full", "page.key.help",
]);

// What only a visitor's own buttons do too: no key of a kiosk opens, saves or changes what its page does not offer.
const FOR_VISITORS = new Set([
  "page.key.play", "page.key.back_5", "page.key.on_5", "page.key.back_10", "page.key.on_10", "page.key.slower", "page.key.faster",
  "page.key.real_time", "page.key.reverse", "page.key.event_back", "page.key.event_next", "page.key.start", "page.key.end",
  "page.key.phases", "page.key.camera", "page.key.reset_view", "page.key.facts", "page.key.notes", "page.key.instruments", "page.key.map",
  "page.key.larger", "page.key.smaller",
]);

const SYMBOL = /^[!-/:-@[-`{-~]$/;
const OPTION_WRITES = /^(Mac|iP)/.test(navigator.platform);

/**
 * Whether a key belongs to the browser or the system. Many keyboards write `[` or a backslash with AltGr, which Windows
 * tells as Ctrl and Alt, or on a Mac with Option: such a sign is a key like any other, a letter so written is none.
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
export function isCommand(event) {
  if (event.metaKey) return true;
  const isAltGraph = event.getModifierState("AltGraph");
  if (isAltGraph || (OPTION_WRITES && event.altKey && !event.ctrlKey)) return !SYMBOL.test(event.key);
  return event.ctrlKey || event.altKey;
}

/** @param {KeyboardEvent} event */
export function keyOf(event) {
  if (event.key.length > 1) return event.key;
  if (event.key === " ") return "Space";
  if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const plain = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase()
    : event.code.startsWith("Digit") ? event.code.slice(5) : PLACES[event.code] ?? event.key;
  return event.shiftKey ? SHIFTED[plain] ?? plain : plain;
}

/**
 * Rows: keys as typed, how the help box shows them, the string that explains them, and the deed.
 * @param {{ send: Send, ui: Deeds }} hands
 * @returns {Row[]}
 */
export function keyTable({ send, ui }) {
  /** @type {(keys: string[], shown: string, text: string, act: Row["act"]) => Row} */
  const row = (keys, shown, text, act) => ({ keys, shown, text, act, forViewers: FOR_VIEWERS.has(text), forVisitors: FOR_VISITORS.has(text) });
  return [
    row(["Space", "k"], "Space  K", "page.key.play", () => send({ do: "toggle" })),
    row(["ArrowLeft"], "←", "page.key.back_5", (shift) => send(shift ? { do: "event", direction: -1 } : { do: "skip", film_s: -5 })),
    row(["ArrowRight"], "→", "page.key.on_5", (shift) => send(shift ? { do: "event", direction: 1 } : { do: "skip", film_s: 5 })),
    row(["j"], "J", "page.key.back_10", () => send({ do: "skip", film_s: -10 })),
    row(["l"], "L", "page.key.on_10", () => send({ do: "skip", film_s: 10 })),
    row([","], ",", "page.key.frame_back", () => send({ do: "frames", count: -1 })),
    row(["."], ".", "page.key.frame_on", () => (ui.isPresenting() ? ui.toggleBlack() : send({ do: "frames", count: 1 }))),
    row(["<"], "<", "page.key.slower", () => send({ do: "faster", steps: -1 })),
    row([">"], ">", "page.key.faster", () => send({ do: "faster", steps: 1 })),
    row(["\\"], "\\", "page.key.real_time", () => send({ do: "rate", rate: 1 })),
    row(["r"], "R", "page.key.reverse", () => send({ do: "reverse" })),
    row(["o"], "O", "page.key.loop", () => ui.toggleLoop()),
    row(["["], "[", "page.key.loop_from", () => ui.loopFrom()),
    row(["]"], "]", "page.key.loop_to", () => ui.loopTo()),
    row(["PageUp"], "PgUp", "page.key.event_back", () => send({ do: "event", direction: -1 })),
    row(["PageDown"], "PgDn", "page.key.event_next", () => send({ do: "event", direction: 1 })),
    row(["Home"], "Home", "page.key.start", () => ui.seekStart()),
    row(["End"], "End", "page.key.end", () => ui.seekEnd()),
    row([..."0123456789"], "0 – 9", "page.key.phases", (shift, key) => ui.seekPhase(Number(key))),
    row(["v"], "V", "page.key.camera", (shift) => send({ do: "next_camera", steps: shift ? -1 : 1 })),
    row(["h"], "H", "page.key.reset_view", () => send({ do: "reset_view" })),
    row(["c"], "C", "page.key.captions", (shift) => (shift ? send({ do: "next_language" }) : ui.toggleCaptions())),
    row(["e"], "E", "page.key.list", () => ui.toggleDrawer("events")),
    row(["g"], "G", "page.key.facts", () => ui.toggleDrawer("facts")),
    row(["n"], "N", "page.key.notes", () => ui.toggleDrawer("notes")),
    row(["t"], "T", "page.key.transcript", () => ui.toggleDrawer("transcript")),
    row(["x"], "X", "page.key.what_if", () => ui.toggleDrawer("what-if")),
    row(["i"], "I", "page.key.instruments", () => ui.toggleInstruments()),
    row(["w"], "W", "page.key.map", () => ui.toggleMap()),
    row(["a"], "A", "page.key.bookmark", () => ui.addBookmark()),
    row(["q"], "Q", "page.key.stops", () => ui.toggleStops()),
    row(["d"], "D", "page.key.doubt", () => ui.toggleDoubt()),
    row(["y"], "Y", "page.key.outline", () => ui.toggleOutline()),
    row(["u"], "U", "page.key.inset", () => ui.toggleInset()),
    row(["p"], "P", "page.key.presenter", () => ui.openPresenter()),
    row(["m"], "M", "page.key.voice", () => ui.toggleVoice()),
    row(["+", "="], "+", "page.key.larger", () => ui.sizeCaptions(1)),
    row(["-"], "−", "page.key.smaller", () => ui.sizeCaptions(-1)),
    row(["b"], "B", "page.key.black", () => ui.toggleBlack()),
    row(["s"], "S", "page.key.still", () => ui.saveStill()),
    row(["f"], "F", "page.key.full", () => ui.toggleFull()),
    row(["?"], "?", "page.key.help", () => ui.toggleHelp()),
  ];
}

export class Keys {
  /**
   * @param {Row[]} table
   * @param {Memory} memory
   */
  constructor(table, memory) {
    this.memory = memory;
    this.single = memory.read("single-keys") !== "off";
    this.byKey = new Map(table.flatMap((row) => row.keys.map((key) => /** @type {[string, Row]} */ ([key, row]))));
    document.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {boolean} on */
  setSingle(on) {
    this.single = on;
    this.memory.write("single-keys", on ? "on" : "off");
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.defaultPrevented || isCommand(event)) return;
    const target = elementOf(event);
    if (!target?.closest("dialog:not([open])") && target?.closest("input, textarea, select, dialog, [popover]")) return;
    const key = keyOf(event);
    if (key.length === 1 && !this.single) return;
    if (key === "Space" && target?.closest("button, [role=tab], summary")) return;
    if (SCROLLING.has(key) && target?.closest("aside")) return;
    const row = this.byKey.get(key);
    if (!row) return;
    event.preventDefault();
    row.act(event.shiftKey, key);
  }
}
