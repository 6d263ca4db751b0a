// The screen stays lit while the show plays before an audience. A browser lets go of the lock when the page is hidden, and
// gives none over plain HTTP from another machine: there it stays as the machine's owner has set it.

export class Awake {
  /** @type {WakeLockSentinel | null} */
  lock = null;
  isWanted = false;
  isAsking = false;

  constructor() {
    document.addEventListener("visibilitychange", () => this.settle());
  }

  /** @param {boolean} isWanted whether the screen must not go dark now */
  want(isWanted) {
    if (isWanted === this.isWanted) return;
    this.isWanted = isWanted;
    this.settle();
  }

  async settle() {
    if (this.isAsking || !navigator.wakeLock) return;
    if (!this.isWanted) {
      this.lock?.release();
      this.lock = null;
      return;
    }
    if (this.lock || document.hidden) return;
    this.isAsking = true;
    const lock = await navigator.wakeLock.request("screen").catch(() => null); // a low battery refuses
    this.isAsking = false;
    if (!lock) return;
    this.lock = lock;
    lock.addEventListener("release", () => {
      if (this.lock === lock) this.lock = null;
    });
    if (!this.isWanted) this.settle(); // while it was asked for, the show came to rest
  }
}

/** @returns {boolean} whether the page fills the screen, by its own button or by the browser's key */
export function fillsTheScreen() {
  return Boolean(document.fullscreenElement) || matchMedia("(display-mode: fullscreen)").matches;
}
