// The film's side of the page: draws the frames it is sent, writes the words over them, and hands back
// either the compressed video or the pictures. It has no clock: a frame is drawn because it was asked for.
//
//   await film.open(setup)     film.d.ts says what is in it
//   await film.put(text)       draws {words, scene, x, y, width, height} onto the board, a larger picture
//   film.board(words)          letters the board and returns it as base64 of a PNG file
//   film.begin()               a stretch begins that is compressed on its own
//   await film.frames(text)    a JSON list of {index, words, scene, card?, panel?}; returns {packets, spent_ms}
//   await film.finish()        the packets still inside the encoder
//
// A packet is {index, key, data}: data is base64 of an H.264 or VP9 frame, or of a whole PNG file. Where hashes are
// wanted, {drawn} comes with the packets: the SHA-256 of each frame's pixels before any encoder has seen them.

import { Lettering } from "./letters.js";
import { base64, png, Reel } from "./reel.js";

/** @import { FilmFrame, FilmSetup, FrameWords, Put, Size, Spent, Stage, StageFrame } from "./film" */

const LOST = "the WebGL context was lost"; // viz/film/browser.py knows these words, and draws again in a new browser
const NO_MEMORY = "the GPU ran out of memory";

/** A canvas's pixels, drawn and read. */
class Picture {
  isLost = false;

  /**
   * @param {Stage} stage
   * @param {Size} size
   */
  constructor(stage, { width, height }) {
    this.stage = stage;
    this.width = width;
    this.height = height;
    this.upside = new Uint8Array(width * height * 4);
    /** RGBA, top row first */
    this.pixels = new Uint8ClampedArray(this.upside.length);
    // Should a context ever come back it comes without the scene, so what is lost stays lost.
    stage.gl.canvas.addEventListener("webglcontextlost", () => (this.isLost = true));
    if (!stage.renderer || this.hasLostContext) throw new Error(LOST);
  }

  get hasLostContext() {
    return this.isLost || this.stage.gl.isContextLost();
  }

  /**
   * Draws a scene and reads it into `pixels`. Both stay in one task: WebGL may clear the canvas at the task's end. Making a
   * VideoFrame of the canvas itself is shorter to write, but Chromium then waits tens of milliseconds for each frame to come
   * back from the GPU.
   * @param {StageFrame} scene
   * @param {Spent} spent
   */
  draw(scene, spent) {
    const t0 = performance.now();
    this.stage.draw(scene);
    const t1 = performance.now();
    this.read();
    spent.draw += t1 - t0;
    spent.read += performance.now() - t1;
  }

  // Where the GPU is lost, reading leaves the buffer as it was, the last picture or half of it, and the page is not
  // told before the task ends. So each row is spoilt first: every point drawn is opaque, one that was not read is not.
  read() {
    const { upside, stage: { gl } } = this, row = this.width * 4;
    for (let end = row; end <= upside.length; end += row) upside[end - row + 3] = upside[end - 1] = 0;
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.readPixels(0, 0, this.width, this.height, gl.RGBA, gl.UNSIGNED_BYTE, upside);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
    for (let end = row; end <= upside.length; end += row) {
      if (upside[end - row + 3] === 0 || upside[end - 1] === 0) this.isLost = true;
    }
    const complaint = gl.getError();
    if (complaint === gl.OUT_OF_MEMORY) throw new Error(NO_MEMORY);
    if (complaint === gl.CONTEXT_LOST_WEBGL || this.hasLostContext) throw new Error(LOST);
    for (let y = 0, from = upside.length - row; from >= 0; y += row, from -= row) {
      this.pixels.set(upside.subarray(from, from + row), y);
    }
  }
}

/** A picture larger than the canvas, or a sheet of small ones. */
class Board {
  /**
   * @param {Size} size
   * @param {FilmSetup} setup
   * @param {string} families
   */
  constructor(size, setup, families) {
    this.size = size;
    this.pixels = new Uint8ClampedArray(size.width * size.height * 4).fill(255);
    this.letters = new Lettering({ ...setup, ...size }, families);
  }

  /**
   * `width` and `height` say how much of the drawing is kept; with a tile it reaches over the board's edge.
   * @param {Picture} picture
   * @param {Put} where
   */
  put(picture, { x, y, width, height }) {
    for (let row = 0; row < height; row++) {
      const from = 4 * row * picture.width;
      this.pixels.set(picture.pixels.subarray(from, from + 4 * width), 4 * ((y + row) * this.size.width + x));
    }
  }

  /** @param {FrameWords | null} words */
  png(words) {
    if (words) this.letters.write({ words }, this.pixels);
    return png(this.pixels, this.size);
  }
}

/** A page that is open. */
class Film {
  /** @type {Promise<[number, string]>[]} */
  hashes = [];

  /**
   * @param {FilmSetup} setup
   * @param {Picture} picture
   * @param {string} families
   * @param {string} codec
   */
  constructor(setup, picture, families, codec) {
    this.setup = setup;
    this.picture = picture;
    this.letters = new Lettering(setup, families);
    this.reel = new Reel(setup, codec);
    this.board = setup.board && new Board(setup.board, setup, families);
  }

  begin() {
    this.hashes = [];
    this.reel.begin();
  }

  /** @param {FilmFrame[]} frames */
  async frames(frames) {
    const spent = { draw: 0, read: 0, letter: 0, encode: 0 }; // the GPU's own time shows in "read", which waits for it
    const { pixels } = this.picture;
    for (const { index, words, scene, card, panel } of frames) {
      await this.picture.stage.ready(scene);
      this.picture.draw(scene, spent);
      const t2 = performance.now();
      this.letters.write({ words, card, panel }, pixels);
      if (this.setup.capture.hashes) this.hashes.push(hashOf(index, pixels));
      const t3 = performance.now();
      await this.reel.add(index, pixels);
      spent.letter += t3 - t2;
      spent.encode += performance.now() - t3;
    }
    return { packets: this.reel.collect(), drawn: await Promise.all(this.hashes.splice(0)), spent_ms: spent };
  }

  /** @param {Put[]} puts */
  async put(puts) {
    for (const put of puts) {
      await this.picture.stage.ready(put.scene);
      this.picture.draw(put.scene, { draw: 0, read: 0, letter: 0, encode: 0 });
      if (put.words) this.letters.write({ words: put.words }, this.picture.pixels);
      this.board?.put(this.picture, put);
    }
    return { renderer: this.picture.stage.renderer };
  }
}

/** @param {string} source */
async function load(source) {
  const script = document.createElement("script");
  script.src = source;
  const loaded = new Promise((done, fail) => {
    script.onload = done;
    script.onerror = () => fail(new Error(`${source} could not be loaded`));
  });
  document.head.append(script);
  await loaded;
}

/**
 * Every font is fetched and parsed before frame 0; otherwise the first frames would show another one. The
 * files are named subset-weight.woff2; each subset is a family, so letters are looked for in one after another.
 * @param {string[]} files
 * @returns {Promise<string>} the families, as CSS has them
 */
async function loadFonts(files) {
  /** @type {Set<string>} */
  const families = new Set();
  await Promise.all(files.map(async (file) => {
    const [, subset, weight] = /^(.*?)(?:-(\d00))?\.woff2$/.exec(file) ?? ["", file, undefined];
    families.add(`"film ${subset}"`);
    const face = new FontFace(`film ${subset}`, `url(fonts/${file})`, { weight: weight || "400" });
    document.fonts.add(await face.load());
  }));
  /** @type {(a: string, b: string) => number} */
  const latinFirst = (a, b) => Number(b.includes("latin")) - Number(a.includes("latin")) || a.localeCompare(b);
  return [...[...families].sort(latinFirst), "sans-serif"].join(", ");
}

/**
 * The pixels are copied when the call is made, so the next frame may be drawn meanwhile.
 * @param {number} index
 * @param {Uint8ClampedArray<ArrayBuffer>} pixels
 * @returns {Promise<[number, string]>}
 */
async function hashOf(index, pixels) {
  return [index, base64(new Uint8Array(await crypto.subtle.digest("SHA-256", pixels)))];
}

/** What the program calls. */
class Door {
  /** @type {Picture | null} */
  picture = null;
  /** @type {Film | null} */
  opened = null;

  get film() {
    if (!this.opened) throw new Error("the film's page is not open");
    return this.opened;
  }

  /** @param {FilmSetup} setup */
  async open(setup) {
    const families = await loadFonts(setup.fonts);
    for (const script of setup.scripts) await load(script);
    const container = /** @type {HTMLElement} */ (document.getElementById("scene"));
    const { width, height, quality } = setup;
    const stage = await window.VizStage.create({ container, base: "scene/", width, height, quality });
    if (stage.quality !== quality) throw new Error(`${stage.renderer} draws no picture in ${quality} quality`);
    this.picture = new Picture(stage, setup);
    container.remove(); // a canvas outside the page costs no compositing
    const codec = await Reel.chooseCodec(setup);
    this.opened = new Film(setup, this.picture, families, codec);
    return { renderer: stage.renderer, codec };
  }

  /**
   * Without a GPU anything may fail in any way, before the page is told why; it is by the end of the task.
   * @template Argument, Result
   * @param {(argument: Argument) => Result | Promise<Result>} work
   * @returns {(argument: Argument) => Promise<Result>}
   */
  drawing(work) {
    return async (argument) => {
      try {
        return await work(argument);
      } catch (problem) {
        await new Promise((done) => setTimeout(done, 0));
        throw this.picture?.hasLostContext ? new Error(LOST) : problem;
      }
    };
  }
}

const door = new Door();
window.film = {
  open: door.drawing((/** @type {FilmSetup} */ setup) => door.open(setup)),
  begin: () => door.film.begin(),
  frames: door.drawing((/** @type {string} */ text) => door.film.frames(JSON.parse(text))),
  finish: async () => ({ packets: await door.film.reel.finish(), drawn: [], spent_ms: {} }),
  put: door.drawing((/** @type {string} */ text) => door.film.put(JSON.parse(text))),
  board: (words) => door.film.board?.png(words) ?? "",
};
