// How finely a moving picture is drawn, judged by what the last ones took. Nothing here knows a canvas or a clock: what was
// measured is told, and the same measurements lead to the same steps.

/** @import { Quality } from "../../stage/web/stage" */

/**
 * A way to draw the picture: its quality, and its share of the width and height there is. What is seen in it is the same.
 * @typedef {{ quality: Quality, share: number }} Step
 */

const SHARES = [1, 0.7, 0.5, 0.35];
const FULL_COSTS = 3.5; // what a picture in full takes, in pictures in light
const SLOW_MS = 40; // below 25 pictures a second the next are coarser
const EASY_MS = 28; // so quick a finer step must promise to be: between the two nothing changes
const LEAST = 3; // pictures that make a judgement, for one alone may have waited for something else
const MOST = 5;
const PATIENCE = 30; // easy pictures in a row before a finer step is tried
const LONGEST_PATIENCE = 480; // where each try was one too many

/**
 * From the finest to the coarsest.
 * @param {Quality} quality
 * @returns {Step[]}
 */
export function stepsOf(quality) {
  /** @type {Step[]} */
  const light = SHARES.map((share) => ({ quality: "light", share }));
  return quality === "full" ? [{ quality, share: 1 }, ...light] : light;
}

/**
 * What a picture takes by one step, in pictures by another.
 * @param {Step} step
 * @param {Step} other
 */
export function costOf(step, other) {
  return weight(step) / weight(other);
}

/** @param {Step} step */
function weight({ quality, share }) {
  return (quality === "full" ? FULL_COSTS : 1) * share ** 2;
}

export class Pace {
  at = 0;
  /** @type {number[]} milliseconds of the last pictures by this step */
  took = [];
  easy = 0; // so many in a row would have let a finer step be easy
  patience = PATIENCE;
  isTrying = false; // a finer step has not proved itself yet

  /** @param {Quality} quality the finest there is to be */
  constructor(quality) {
    this.steps = stepsOf(quality);
  }

  get finest() {
    return this.steps[0];
  }

  /** The next moving picture is drawn so. */
  get step() {
    return this.steps[this.at];
  }

  /**
   * A moving picture was drawn by this step.
   * @param {number} milliseconds
   */
  judge(milliseconds) {
    this.took = [...this.took.slice(1 - MOST), milliseconds];
    if (this.took.length < LEAST) return;
    const typical = [...this.took].sort((a, b) => a - b)[Math.floor(this.took.length / 2)];
    if (typical >= SLOW_MS) this.coarsen(typical);
    else this.refine(typical);
  }

  /** It stands: what was measured before says nothing of what moves after. */
  pause() {
    this.took = [];
    this.easy = 0;
  }

  /** @param {number} typical */
  coarsen(typical) {
    this.easy = 0;
    if (this.at + 1 === this.steps.length) return;
    if (this.isTrying) this.patience = Math.min(2 * this.patience, LONGEST_PATIENCE);
    const bearable = this.steps.findIndex((step, at) => at > this.at && typical * costOf(step, this.step) < SLOW_MS);
    this.change(bearable < 0 ? this.steps.length - 1 : bearable, false);
  }

  /** @param {number} typical */
  refine(typical) {
    const finer = this.steps[this.at - 1];
    const isEasy = !finer || typical * costOf(finer, this.step) < EASY_MS;
    this.easy = isEasy || this.isTrying ? this.easy + 1 : 0;
    if (this.easy < this.patience) return;
    if (this.isTrying) this.patience = PATIENCE; // it holds
    this.easy = 0;
    this.isTrying = false;
    if (finer && isEasy) this.change(this.at - 1, true);
  }

  /**
   * @param {number} at
   * @param {boolean} isTrying
   */
  change(at, isTrying) {
    this.at = at;
    this.isTrying = isTrying;
    this.took = [];
  }
}
