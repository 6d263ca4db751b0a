// In full screen, while it plays and nothing is touched, the controls step back.

import { openMenu } from "./menus.js";

const IDLE_MS = 4000;

export class Idle {
  timer = 0;

  /** @param {() => boolean} isWatched whether the show plays and nothing of the page is open */
  constructor(isWatched) {
    this.isWatched = isWatched;
    for (const kind of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(kind, () => this.wake(), { passive: true });
  }

  wake() {
    document.body.classList.remove("idle");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), IDLE_MS);
  }

  rest() {
    const isBusy = document.querySelector("dialog[open], :focus-visible") || openMenu();
    if (document.fullscreenElement && !isBusy && this.isWatched()) document.body.classList.add("idle");
  }
}
