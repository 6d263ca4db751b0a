// The picture: one canvas by the stage's bridge, sized to the window.

import { costOf, Pace } from "./pace.js";

/** @import { Stage, StageFrame } from "../../stage/web/stage" */
/** @import { Step } from "./pace.js" */
/** @import { Timeline } from "./types" */

const LARGEST = { width: 1920, height: 1080 };
const FINEST = { width: 3840, height: 2160 }; // at rest, on a screen of several points to a pixel of the page
const FINE_MS = 500; // a picture at rest may take so long: a hand that comes back waits for it
const IDLE_MS = 500; // by then there was a moment in which the page had nothing to do
const STILL_MS = 350; // after this long without a new frame the picture is drawn again as finely as it can be

export class Scene {
  room = { width: 0, height: 0 }; // the window's share of the picture
  width = 0;
  height = 0;
  /** @type {Stage | null} */
  stage = null;
  /** @type {StageFrame | null} the newest that was asked for */
  last = null;
  /** @type {StageFrame | null} what is seen */
  shown = null;
  pace = new Pace("light");
  step = this.pace.finest; // how the picture is drawn now
  drawnBy = this.step; // how the last one was whose cost is known
  cost = 0; // of that one, milliseconds
  fine = 1;
  stillTimer = 0;
  isBringing = false;

  /** @type {Promise<void> | null} what draws, which a page has once */
  static scripts = null;

  /**
   * @param {HTMLElement} container
   * @param {string} base where its flight's files are
   */
  constructor(container, base = "scene/") {
    this.container = container;
    this.base = base;
    this.measure();
    new ResizeObserver(() => {
      this.measure();
      this.fit();
    }).observe(container);
  }

  /**
   * `onLost` is called when the graphics card has taken the picture away; nothing is drawn from then on.
   * @param {Pick<Timeline, "scene_scripts" | "quality">} wished
   * @param {() => void} onLost
   */
  async open({ scene_scripts: scripts, quality }, onLost) {
    await (Scene.scripts ??= loadScripts(scripts));
    const stage = await window.VizStage.create({
      container: this.container, base: this.base, ...this.size(), quality, first: () => this.last,
    });
    this.stage = stage;
    this.pace = new Pace(stage.quality);
    this.step = this.pace.finest;
    stage.canvas.addEventListener("webglcontextlost", () => {
      this.stage = null;
      onLost();
    });
    this.fit();
  }

  // Once for each size of the window: asking for it while drawing would make the browser lay out the page each time.
  measure() {
    this.room = { width: this.container.clientWidth, height: this.container.clientHeight };
  }

  size() {
    const { width, height } = this.room;
    const most = this.fine > 1 ? FINEST : LARGEST;
    const fit = Math.min(this.fine, most.width / width, most.height / height) * this.step.share;
    return { width: Math.max(2, Math.round(width * fit)), height: Math.max(2, Math.round(height * fit)) };
  }

  fit() {
    const isOther = this.setQuality();
    if ((this.resize() || isOther) && this.shown) this.stage?.draw(this.shown); // a resized canvas is empty until drawn
  }

  setQuality() {
    const { stage, step: { quality } } = this;
    if (!stage || stage.quality === quality) return false;
    stage.setQuality(quality);
    return true;
  }

  resize() {
    if (!this.stage || !this.room.width) return false;
    const { width, height } = this.size();
    if (this.width === width && this.height === height) return false;
    this.width = width;
    this.height = height;
    this.stage.resize(width, height);
    return true;
  }

  /**
   * Draw, and resolve when the picture is really drawn, not only asked for: a slow machine would otherwise gather
   * pictures it cannot show, and answer the hand seconds late. The picture before stands until all that a frame shows is here.
   * @param {StageFrame} frame
   * @param {boolean} moving
   */
  async draw(frame, moving) {
    this.last = frame;
    await this.stage?.ready(frame);
    if (!this.stage || this.last !== frame) return; // the picture is lost, or a newer one was asked for meanwhile
    const began = performance.now();
    this.shown = frame;
    this.fine = 1;
    if (moving) this.step = this.pace.step;
    const { step } = this;
    this.setQuality();
    this.resize();
    this.stage.draw(frame);
    await finished(this.stage.gl);
    this.judge(performance.now() - began, step, moving);
    this.bringMore();
    clearTimeout(this.stillTimer);
    if (this.step !== this.pace.finest || window.devicePixelRatio > 1) this.stillTimer = setTimeout(() => this.rest(), STILL_MS + Math.min(2 * this.cost, 2 * STILL_MS));
  }

  // What other frames show, one pack at a time while nothing else is to be done; nobody waits for it, and whoever comes to
  // need what could not be had is told then.
  async bringMore() {
    if (this.isBringing) return;
    this.isBringing = true;
    try {
      do await idle();
      while (await this.stage?.readyMore());
    } catch {
      this.isBringing = false; // the next picture tries again
    }
  }

  /**
   * While it moves and is slow, the next pictures are coarser; no picture is drawn for the change alone.
   * @param {number} milliseconds
   * @param {Step} step
   * @param {boolean} moving
   */
  judge(milliseconds, step, moving) {
    this.cost = milliseconds;
    this.drawnBy = step;
    if (moving) this.pace.judge(milliseconds);
    else this.pace.pause();
  }

  // The picture that stands: as finely as it can be, and on a fine screen as fine as the machine bears. What moves next
  // begins where it was left: nobody drags three slow pictures to learn anew that they are.
  rest() {
    clearTimeout(this.stillTimer);
    this.fine = this.bearable();
    this.step = this.pace.finest;
    this.pace.pause();
    this.fit();
  }

  // Points of the screen to a pixel of the page, or fewer, by what the last picture cost for its size.
  bearable() {
    const whole = this.cost * costOf(this.pace.finest, this.drawnBy);
    const ratio = Math.min(window.devicePixelRatio, Math.sqrt(FINE_MS / Math.max(whole, 1)));
    return ratio > 1.1 ? ratio : 1;
  }

  /**
   * The frame as a picture with its words beneath: what a lecturer pastes into a slide.
   * @param {string[]} lines
   * @returns {Promise<Blob | null>} a PNG file; null where there is no picture
   */
  async still(lines) {
    this.rest();
    if (!this.stage || !this.shown) return null;
    this.stage.draw(this.shown);
    const source = this.stage.canvas;
    const picture = document.createElement("canvas");
    const unit = source.width / 48;
    Object.assign(picture, { width: source.width, height: Math.round(source.height + unit * (1.4 * lines.length + 1)) });
    const pen = picture.getContext("2d");
    if (!pen) return null;
    pen.fillStyle = "#07090c";
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.drawImage(source, 0, 0);
    pen.fillStyle = "#efe9dc";
    lines.forEach((line, index) => {
      pen.font = `${index === 0 ? 600 : 400} ${unit * (index === 0 ? 0.9 : 0.75)}px "Noto Sans", "Noto Sans Devanagari", sans-serif`;
      pen.fillText(line, unit, source.height + unit * (1.4 * index + 1.3), picture.width - 2 * unit);
    });
    return new Promise((resolve) => picture.toBlob(resolve, "image/png"));
  }
}

// Resolves when the page has nothing else to do, or soon.
function idle() {
  return new Promise((next) => ("requestIdleCallback" in window ? requestIdleCallback(next, { timeout: IDLE_MS }) : setTimeout(next, IDLE_MS)));
}

// Resolves when the graphics card has done all it was asked. To wait for the sync, even for no time, would hold up the
// page, and the hand, until the card answers; its status is known without asking.
/** @param {WebGL2RenderingContext | undefined} gl */
async function finished(gl) {
  if (!gl) return;
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  if (!fence) return; // the context is lost
  const pending = () => gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED;
  do await new Promise((next) => setTimeout(next, 1));
  while (!gl.isContextLost() && pending());
  gl.deleteSync(fence);
}

// GlowScript's library calls eval("0") once while it loads, for nothing. The page's policy forbids eval, and the
// exception would stop the library: so that one call is answered here, and the policy stays strict. Its jQuery tries with
// a handler in an attribute, which the policy forbids too, whether the browser has "focusin" events; all have had them for
// years, and one that says so is not tried.
/** @param {string[]} scripts */
async function loadScripts(scripts) {
  const page = /** @type {{ eval: unknown, onfocusin?: null }} */ (/** @type {unknown} */ (window));
  const browsersOwn = page.eval;
  page.eval = () => 0;
  page.onfocusin = null;
  try {
    for (const script of scripts) await loadScript(`scene/${script}`);
  } finally {
    page.eval = browsersOwn;
    delete page.onfocusin;
  }
}

/** @param {string} address */
function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(script);
  });
}
