// The socket to the program on this machine: small JSON questions out, whole frames in.

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;

export class Connection {
  constructor({ onMessage, onOpen, onLost, onRefused, controls }) {
    Object.assign(this, { onMessage, onOpen, onLost, onRefused, controls, wait: FIRST_WAIT_MS, socket: null });
    this.open();
  }

  open() {
    const address = new URL("socket", location.href);
    address.protocol = "ws:";
    address.hash = "";
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.addEventListener("open", () => {
      this.wait = FIRST_WAIT_MS;
      this.onOpen();
    });
    socket.addEventListener("message", (event) => this.onMessage(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      this.onLost();
      this.ask();
      setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    });
  }

  // A program started anew without its old secret is there, but does not know this page.
  async ask() {
    const answer = await fetch("timeline.json", { method: "HEAD" }).catch(() => null);
    if (answer && !answer.ok && this.socket.readyState !== WebSocket.OPEN) this.onRefused();
  }

  // Who only watches answers "drawn" and asks for nothing.
  send(message) {
    if (!this.controls && message.do !== "drawn") return;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}

// Send the first of many wishes at once, and then the last of them once per screen refresh: a drag makes hundreds,
// one matters, and where the browser paints slowly the first must not wait for it.
export function newestOnly(send) {
  let wish = null, waiting = false;
  const pass = () => {
    waiting = wish !== null;
    if (!waiting) return;
    send(wish);
    wish = null;
    requestAnimationFrame(pass);
  };
  return (message) => {
    wish = message;
    if (!waiting) pass();
  };
}

// The event that tells of a moving pointer soonest: browsers hold "pointermove" back until they paint.
export const HAND = "onpointerrawupdate" in window ? "pointerrawupdate" : "pointermove";
