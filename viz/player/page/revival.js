// When the graphics card takes the picture away (its driver was reset, its process ended), the page loads itself anew: its
// address keeps the moment. A card that does so again and again is left alone, and the viewer told.

const AT_MOST = 3;
const WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 2000;

export class Revival {
  isBegun = false;

  /** @param {{ address: { lost(): void }, tell: () => void, isUnattended: boolean }} page */
  constructor({ address, tell, isUnattended }) {
    this.address = address;
    this.tell = tell;
    this.isUnattended = isUnattended;
  }

  /** @returns {number[]} when this page lost its picture lately; kept with the address, which a reload leaves alone */
  get losses() {
    const losses = history.state?.losses;
    return Array.isArray(losses) ? losses.filter((/** @type {number} */ then) => Math.abs(Date.now() - then) < WITHIN_MS) : [];
  }

  /** The picture is lost, or could not be made soon after a loss. */
  begin() {
    if (this.isBegun) return;
    this.isBegun = true;
    const { losses } = this;
    const isTooMuch = losses.length >= AT_MOST;
    if (isTooMuch) this.tell();
    if (isTooMuch && !this.isUnattended) return;
    setTimeout(() => this.reload(), isTooMuch ? WITHIN_MS : 0);
  }

  // Never away from a program that is down: in its place the browser would show a page that does not come back.
  async reload() {
    const answer = await fetch("timeline.json", { method: "HEAD" }).catch(() => null);
    if (!answer?.ok) {
      setTimeout(() => this.reload(), ASK_AGAIN_MS);
      return;
    }
    this.address.lost();
    history.replaceState({ ...history.state, losses: [...this.losses, Date.now()] }, "");
    location.reload();
  }
}
