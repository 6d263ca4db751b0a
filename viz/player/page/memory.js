// What this browser keeps for the page; nothing else touches its storage. Where site data is blocked, even to ask for it
// is an error: then the page remembers until it is closed, and tells no other window.

/** @returns {Storage | null} the browser's storage, or null where it gives none */
function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export class Memory {
  kept = storage();
  /** @type {Map<string, string>} */
  own = new Map();
  isForgetful = false;

  /**
   * @param {string} key
   * @returns {string | null} what was written, null where nothing was
   */
  read(key) {
    const own = this.own.get(key);
    if (own !== undefined) return own;
    try {
      return this.kept?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  write(key, value) {
    if (this.isForgetful) return;
    try {
      if (!this.kept) throw new Error("there is no storage");
      this.kept.setItem(key, value);
      this.own.delete(key);
    } catch { // blocked, or full
      this.own.set(key, value);
    }
  }

  // Nothing of a visitor is kept for the next.
  forget() {
    this.isForgetful = true;
  }
}

/**
 * What is kept under that key was changed in another window, or all that is kept was cleared there.
 * @param {string} key
 * @param {() => void} act
 */
export function whenKeptElsewhere(key, act) {
  window.addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) act();
  });
}
