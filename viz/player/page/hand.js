// The viewer's hand on the picture.

import { HAND } from "./connection.js";
import { isCommand } from "./keys.js";

/**
 * @import { Wishes } from "./connection.js"
 * @import { Send } from "./types"
 * @typedef {{ x: number, y: number, moves: boolean }} Pointer
 */

const DEGREES_PER_PIXEL = 0.25;
const KEY_DEGREES = 5;
const KEY_SHARE = 0.05; // of the picture's height
const KEY_ZOOM = 1.15;
/** @type {Record<string, number>} */
const KEY_ZOOMS = { "+": KEY_ZOOM, "=": KEY_ZOOM, "-": 1 / KEY_ZOOM };
/** @type {Record<string, [number, number]>} */
const KEY_STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Drag turns; with the right or middle button, with Shift or with two fingers it moves the picture; wheel and pinch
// magnify, double click lets go. With the focus, arrows turn, Shift with arrows moves, plus and minus magnify. The layer
// lies over the canvas so that GlowScript's own mouse never sees the pointer.
export class PictureHand {
  /** @type {Map<number, Pointer>} */
  pointers = new Map();
  wish = { yaw_deg: 0, pitch_deg: 0, zoom: 1, right: 0, up: 0 };
  tellWish = () => this.tell();

  /**
   * @param {HTMLElement} layer
   * @param {Send} send
   * @param {Wishes} wishes
   */
  constructor(layer, send, wishes) {
    this.layer = layer;
    this.send = send;
    this.wishes = wishes;
    layer.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where the keyboard has it
    layer.addEventListener("contextmenu", (event) => event.preventDefault());
    layer.addEventListener("pointerdown", (event) => this.take(event));
    layer.addEventListener(HAND, (event) => this.move(event));
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
      layer.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    layer.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.ask({ zoom: Math.exp(-Math.max(-200, Math.min(200, event.deltaY)) * 0.0015) });
    }, { passive: false });
    layer.addEventListener("dblclick", () => send({ do: "reset_view" }));
    layer.addEventListener("keydown", (event) => this.key(event));
  }

  tell() {
    const { yaw_deg, pitch_deg, zoom, right, up } = this.wish;
    if (yaw_deg || pitch_deg || zoom !== 1) this.send({ do: "turn", yaw_deg, pitch_deg, zoom });
    if (right || up) this.send({ do: "pan", right, up });
    this.wish = { yaw_deg: 0, pitch_deg: 0, zoom: 1, right: 0, up: 0 };
  }

  ask({ yaw = 0, pitch = 0, zoom = 1, right = 0, up = 0 }) {
    this.wish.yaw_deg += yaw;
    this.wish.pitch_deg += pitch;
    this.wish.zoom *= zoom;
    this.wish.right += right;
    this.wish.up += up;
    this.wishes.soon(this.tellWish);
  }

  // How far two fingers are apart, pixels.
  get spread() {
    const [a, b] = [...this.pointers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }

  /** @param {PointerEvent} event */
  take(event) {
    this.layer.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, moves: event.button > 0 || event.shiftKey });
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const two = this.pointers.size === 2;
    const apart = two ? this.spread : 0;
    this.pointers.set(event.pointerId, { ...before, x: event.clientX, y: event.clientY });
    const [x, y] = [event.clientX - before.x, event.clientY - before.y];
    if (!two && !before.moves) {
      this.ask({ yaw: -x * DEGREES_PER_PIXEL, pitch: y * DEGREES_PER_PIXEL });
      return;
    }
    // The picture goes with the hand, so the camera the other way; of two fingers each moves their middle by half its way.
    const share = 1 / (this.layer.clientHeight * this.pointers.size);
    this.ask({ right: -x * share, up: y * share, zoom: two ? this.spread / Math.max(apart, 1) : 1 });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (isCommand(event)) return;
    const step = KEY_STEPS[event.key];
    const zoom = KEY_ZOOMS[event.key];
    if (!step && !zoom) return;
    const [x, y] = step ?? [0, 0];
    if (zoom) this.ask({ zoom });
    else if (event.shiftKey) this.ask({ right: x * KEY_SHARE, up: y * KEY_SHARE });
    else this.ask({ yaw: x * KEY_DEGREES, pitch: y * KEY_DEGREES });
    event.preventDefault();
    event.stopPropagation();
  }
}
