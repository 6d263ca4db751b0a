// The socket to the program on this machine: small JSON questions out, whole frames in.

/**
 * @import { Message, Send, Wish } from "./types"
 * @typedef {{ onMessage: (message: Message) => void, onOpen: () => void, onLost: () => void, onRefused: () => void,
 *   onIdleWish: () => void, controls: boolean }} Ears
 */

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

export class Connection {
  wait = FIRST_WAIT_MS;

  /** @param {Ears} ears who is told of what */
  constructor(ears) {
    this.ears = ears;
    this.socket = this.open();
  }

  open() {
    const address = new URL("socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:"; // a proxy may lead here over TLS
    address.hash = "";
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      this.wait = FIRST_WAIT_MS;
      this.ears.onOpen();
    });
    socket.addEventListener("message", (event) => this.ears.onMessage(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      this.ears.onLost();
      this.ask();
      setTimeout(() => (this.socket = this.open()), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    });
    return socket;
  }

  // A program started anew without its old secret is there, but does not know this page.
  async ask() {
    const answer = await fetch("timeline.json", { method: "HEAD" }).catch(() => null);
    if (answer && !answer.ok && this.socket.readyState !== WebSocket.OPEN) this.ears.onRefused();
  }

  /**
   * Who only watches answers "drawn"; any other wish of a viewer is told that it has no effect.
   * @param {Wish} message
   */
  send(message) {
    if (!this.ears.controls && message.do !== "drawn") {
      this.ears.onIdleWish();
      return;
    }
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

// A drag makes hundreds of wishes and one matters, the newest: while a picture is being drawn it is held back, and goes
// out the moment the picture is done, just before the next is asked for. A page at rest sends it at once.
export class Wishes {
  drawing = false;
  /** @type {Set<() => void>} */
  held = new Set();

  /**
   * `tell` says what is wished when it is called, not before: told once, however often it was asked for.
   * @param {() => void} tell
   */
  soon(tell) {
    if (this.drawing) this.held.add(tell);
    else tell();
  }

  hold() {
    this.drawing = true;
  }

  release() {
    this.drawing = false;
    for (const tell of this.held) tell();
    this.held.clear();
  }
}

// The event that tells of a moving pointer soonest: browsers hold "pointermove" back until they paint.
export const HAND = /** @type {"pointermove"} */ ("onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove");
