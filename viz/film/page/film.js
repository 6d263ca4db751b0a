// The film's side of the page: draws the frames it is sent, writes the words over them, and hands back
// either the compressed video or the pictures. It has no clock: a frame is drawn because it was asked for.
//
//   await film.open(setup)     film.d.ts says what is in it
//   await film.put(text)       draws {words, scene, x, y, width, height} onto the board, a larger picture
//   film.board(said)           letters the board and returns it as base64 of a PNG file
//   film.begin()               a stretch begins that is compressed on its own
//   await film.frames(text)    a JSON list of {index, words, scene, card?, panel?, beside?}; returns {packets, spent_ms}
//   await film.finish()        the packets still inside the encoder
//
// A packet is {index, key, data}: data is base64 of an H.264 or VP9 frame, or of a whole PNG file. Where hashes are
// wanted, {drawn} comes with the packets: the SHA-256 of each frame's pixels before any encoder has seen them.

import { Lettering } from "./letters.js";
import { base64, png, Reel } from "./reel.js";

/** @import { FilmFrame, FilmSetup, Place, Put, Said, Size, Spent, Stage, StageFrame } from "./film" */

const LOST = "the WebGL context was lost"; // viz/film/browser.py knows these words, and draws again in a new browser
const BLACK = 0xff000000, WHITE = 0xffffffff; // a pixel's four bytes
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

/** Writes what is said over a whole picture: of one flight, or of two in their panes with the clock of both between them. */
class Captions {
  /**
   * @param {FilmSetup} setup
   * @param {Size} size of the whole
   * @param {string} families
   */
  constructor(setup, size, families) {
    this.width = size.width;
    this.panes = setup.panes;
    this.whole = new Lettering({ ...setup, ...size }, families);
    const top = Math.round(this.whole.sheet.unit * Lettering.BOTH);
    this.own = setup.panes.map((pane) => new Lettering({ ...setup, ...pane }, families, pane.y ? 0 : top));
  }

  /**
   * @param {Said} said
   * @param {Uint8ClampedArray} pixels
   */
  write(said, pixels) {
    const isCovered = Boolean(said.card || said.panel);
    if (this.panes.length && !isCovered) {
      for (const [number, { words }] of [said, ...(said.beside ? [said.beside] : [])].entries()) {
        const { x, y } = this.panes[number];
        this.own[number].write({ words }, pixels, { x, y, across: this.width });
      }
    }
    this.whole.write(said, pixels);
  }
}

/** A picture put together of several: larger than the canvas, a sheet of small ones, or two panes. */
class Board {
  /**
   * @param {Size} size
   * @param {number} ground what is seen where nothing is put: white between pictures, black between panes
   */
  constructor(size, ground) {
    this.size = size;
    this.ground = ground;
    this.pixels = new Uint8ClampedArray(size.width * size.height * 4);
    this.clear();
  }

  // Between two panes lies a seam that no drawing covers, and what was written over it must not stay.
  clear() {
    new Uint32Array(this.pixels.buffer).fill(this.ground);
  }

  /**
   * `width` and `height` say how much of the drawing is kept; with a tile it reaches over the board's edge.
   * @param {Picture} picture
   * @param {Place} where
   */
  put(picture, { x, y, width, height }) {
    for (let row = 0; row < height; row++) {
      const from = 4 * row * picture.width;
      this.pixels.set(picture.pixels.subarray(from, from + 4 * width), 4 * ((y + row) * this.size.width + x));
    }
  }
}

/** A page that is open. */
class Film {
  /** @type {Promise<[number, string]>[]} */
  hashes = [];

  /**
   * @param {FilmSetup} setup
   * @param {Picture[]} pictures one for each flight
   * @param {string} families
   * @param {string} codec
   */
  constructor(setup, pictures, families, codec) {
    this.setup = setup;
    this.pictures = pictures;
    this.reel = new Reel(setup, codec);
    const whole = setup.board ?? setup;
    this.captions = new Captions(setup, whole, families);
    this.cell = setup.board ? new Lettering(setup, families) : null;
    this.board = setup.board || pictures.length > 1 ? new Board(whole, pictures.length > 1 ? BLACK : WHITE) : null;
  }

  begin() {
    this.hashes = [];
    this.reel.begin();
  }

  /**
   * @param {FilmFrame} frame
   * @param {Spent} spent
   * @returns {Promise<Uint8ClampedArray<ArrayBuffer>>} the frame's pixels, of all its panes
   */
  async drawn({ scene, beside }, spent) {
    const { pictures: [picture, other], board, setup: { panes } } = this;
    await picture.stage.ready(scene);
    if (!beside || !board) {
      picture.draw(scene, spent);
      return picture.pixels;
    }
    await other.stage.ready(beside.scene);
    picture.draw(scene, spent);
    other.draw(beside.scene, spent);
    board.clear();
    this.pictures.forEach((one, number) => board.put(one, panes[number]));
    return board.pixels;
  }

  /** @param {FilmFrame[]} frames */
  async frames(frames) {
    const spent = { draw: 0, read: 0, letter: 0, encode: 0 }; // the GPU's own time shows in "read", which waits for it
    for (const frame of frames) {
      const { index } = frame, pixels = await this.drawn(frame, spent);
      const t2 = performance.now();
      this.captions.write(frame, pixels);
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
      const picture = this.pictures[put.pane ?? 0];
      await picture.stage.ready(put.scene);
      picture.draw(put.scene, { draw: 0, read: 0, letter: 0, encode: 0 });
      if (put.words) this.cell?.write({ words: put.words }, picture.pixels);
      this.board?.put(picture, put);
    }
    return { renderer: this.pictures[0].stage.renderer };
  }

  /**
   * The board as it is put together, and black again for the next.
   * @param {Said | null} said
   */
  png(said) {
    if (!this.board) return "";
    if (said) this.captions.write(said, this.board.pixels);
    const file = png(this.board.pixels, this.board.size);
    this.board.clear();
    return file;
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
  /** @type {Picture[]} */
  pictures = [];
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
    this.pictures = [];
    for (const base of setup.panes.length ? ["scene/", "scene/beside/"] : ["scene/"]) this.pictures.push(await this.stage(setup, base));
    const codec = await Reel.chooseCodec(setup), [{ stage: { renderer } }] = this.pictures;
    this.opened = new Film(setup, this.pictures, families, codec);
    return { renderer, codec };
  }

  /**
   * @param {FilmSetup} setup
   * @param {string} base
   */
  async stage(setup, base) {
    const container = document.createElement("div"), { quality } = setup;
    const { width, height } = setup.board ? setup : setup.panes[0] ?? setup;
    document.body.append(container);
    const stage = await window.VizStage.create({ container, base, width, height, quality });
    if (stage.quality !== quality) throw new Error(`${stage.renderer} draws no picture in ${quality} quality`);
    container.remove(); // a canvas outside the page costs no compositing
    return new Picture(stage, { width, height });
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
        throw this.pictures.some((picture) => picture.hasLostContext) ? new Error(LOST) : problem;
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
  board: (said) => door.film.png(said),
};
