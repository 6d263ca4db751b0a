// A sheet to write on: rows of letters measured, broken, shortened and drawn, and which parts of the sheet hold something.

/** @import { Box, Part, Row, Size, Style, Wished } from "./film" */

/** Measures letters and breaks texts into rows. */
export class Letters {
  static SMALLEST = 5; // pixels of a letter's box
  static READABLE = 10;

  /**
   * @param {Size} size of the picture, pixels
   * @param {string} language
   * @param {string} families CSS font families
   */
  constructor({ width, height }, language, families) {
    this.width = width;
    this.height = height;
    this.language = language;
    this.families = families;
    this.unit = Math.max(9, Math.min(height, width * 0.9) / 36); // about the height of a caption line
    this.margin = Math.round(Math.min(this.unit * 1.1, height / 12, width / 12));
    this.segmenter = new Intl.Segmenter(language, { granularity: "grapheme" });
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (!pen) throw new Error("this browser gives no sheet to write on");
    this.pen = pen;
  }

  /**
   * @param {number} share of the usual height
   * @param {number} least how much smaller it may get
   */
  usual(share, least = 1) {
    return Math.max(Letters.SMALLEST, Math.floor(Math.max(Letters.READABLE, Math.round(this.unit * share)) * least));
  }

  /**
   * @param {number} share
   * @param {number} scale
   */
  scaled(share, scale) {
    return Math.max(Letters.SMALLEST, Math.round(this.unit * share * scale));
  }

  /** @param {Style} style */
  setFont({ px, weight = 400 }) {
    this.pen.font = `${weight} ${px}px ${this.families}`;
  }

  /** @param {Row} row */
  widthOf(row) {
    this.setFont(row);
    return this.pen.measureText(row.text).width;
  }

  /** @param {Row[]} rows */
  widest(rows) {
    return Math.max(0, ...rows.map((row) => this.widthOf(row)));
  }

  /**
   * Breaks a text into rows no wider than `room`; a no-break space does not break, a word too long for a row does.
   * @param {string} text
   * @param {Style} style
   * @param {number} room
   */
  broken(text, style, room) {
    /** @type {string[]} */
    const made = [];
    const fits = (/** @type {string} */ row) => this.widthOf({ ...style, text: row }) <= room;
    for (const word of text.split(/[ \t\n]+/u).filter(Boolean)) {
      const longer = made.length ? `${made[made.length - 1]} ${word}` : word;
      if (made.length && fits(longer)) made[made.length - 1] = longer;
      else if (fits(word)) made.push(word);
      else {
        made.push("");
        for (const { segment } of this.segmenter.segment(word)) {
          if (made[made.length - 1] && !fits(made[made.length - 1] + segment)) made.push("");
          made[made.length - 1] += segment;
        }
      }
    }
    return made;
  }

  /**
   * The same number of rows, each about as long as the others.
   * @template {Style} Kind
   * @param {string} text
   * @param {Kind} style
   * @param {number} room
   */
  balanced(text, style, room) {
    const rows = this.broken(text, style, room);
    let narrow = room / Math.max(1, rows.length), wide = room;
    while (wide - narrow > style.px / 2) {
      const middle = (narrow + wide) / 2;
      if (this.broken(text, style, middle).length > rows.length) narrow = middle;
      else wide = middle;
    }
    return this.broken(text, style, wide).map((row) => ({ ...style, text: row }));
  }

  /**
   * @template {Row} Kind
   * @param {Kind} row
   * @param {number} room
   */
  shortened(row, room) {
    if (this.widthOf(row) <= room) return row;
    const kept = [...this.segmenter.segment(row.text)].map(({ segment }) => segment);
    while (kept.length && this.widthOf({ ...row, text: `${kept.join("").trimEnd()}…` }) > room) kept.pop();
    return { ...row, text: kept.length ? `${kept.join("").trimEnd()}…` : "" };
  }
}

/** Draws, and knows what lies where: nothing is written over anything else. */
export class Sheet extends Letters {
  static PLATE = "rgba(4, 8, 16, 0.62)";

  /**
   * @param {Size} size of the picture, pixels
   * @param {string} language
   * @param {string} families CSS font families
   * @param {number} top what is kept free there, pixels
   */
  constructor(size, language, families, top = 0) {
    super(size, language, families);
    this.top = top;
  }

  /** @type {Box[]} what is taken */
  boxes = [];
  /** @type {Box[]} what holds something, with the edge around it */
  drawn = [];
  /** @type {Part[]} */
  parts = [];

  clear() {
    this.pen.clearRect(0, 0, this.width, this.height);
    this.boxes = [];
    this.drawn = [];
  }

  /** Take up what was drawn, to lay it over pictures. */
  lift() {
    this.parts = Sheet.separate(this.drawn.map((box) => this.inside(box))).map((box) => (
      { ...box, data: this.pen.getImageData(box.x, box.y, box.w, box.h).data }));
  }

  /** @param {Box} box */
  isFree(box) {
    return box.x >= 0 && box.y >= 0 && box.x + box.w <= this.width && box.y + box.h <= this.height
      && this.boxes.every((other) => Sheet.areApart(box, other));
  }

  /** @param {Box} box */
  take(box) {
    const edge = Math.ceil(this.unit * 0.3);
    this.boxes.push(box);
    this.drawn.push({ x: box.x - edge, y: box.y - edge, w: box.w + 2 * edge, h: box.h + 2 * edge });
  }

  /**
   * @param {Row} row
   * @param {number} x
   * @param {number} y
   * @param {CanvasTextAlign} align
   * @param {boolean} bare whether nothing dark lies behind
   */
  write(row, x, y, align = "left", bare = false) {
    const { pen } = this;
    this.setFont(row);
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    if (bare) { // a dark seam, so that it can be read over clouds and snow
      pen.strokeStyle = "rgba(4, 8, 16, 0.8)";
      pen.lineJoin = "round";
      pen.lineWidth = Math.max(2, row.px * 0.22);
      pen.strokeText(row.text, x, y);
    }
    if (row.colour) pen.fillStyle = row.colour;
    pen.fillText(row.text, x, y);
  }

  /** @param {Box} box */
  fillPlate({ x, y, w, h }) {
    this.pen.fillStyle = Sheet.PLATE;
    this.pen.beginPath();
    this.pen.roundRect(x, y, w, h, this.unit * 0.3);
    this.pen.fill();
  }

  /**
   * Rows in a corner, no wider than `room` and `lift` above the lower edge's margin; returns whether there was a place.
   * @param {Wished[]} rows
   * @param {string} corner
   * @param {{ bare?: boolean, room?: number, lift?: number, least?: number }} how
   */
  plate(rows, corner, { bare = false, room = this.width - 2 * this.margin, lift = 0, least = 1 } = {}) {
    const sized = rows.filter((row) => row.text).map((row) => ({ ...row, px: this.usual(row.share, least) }));
    if (!sized.length) return false;
    const pad = bare ? 0 : Math.round(Math.min(this.unit * 0.55, this.width / 30));
    const kept = this.fitted(sized, room - 2 * pad);
    const steps = kept.map((row) => row.px * 1.42); // room for vowel signs above and below
    const box = this.cornered(Math.ceil(this.widest(kept) + 2 * pad), Math.ceil(Sheet.sum(steps) + 1.3 * pad), corner, lift);
    if (!this.isFree(box)) return false;
    if (!bare) this.fillPlate(box);
    const align = corner.includes("right") ? "right" : corner.includes("middle") ? "center" : "left";
    const x = { left: box.x + pad, center: box.x + box.w / 2, right: box.x + box.w - pad }[align];
    let y = box.y + 0.65 * pad;
    kept.forEach((row, at) => {
      this.write(row, x, y + steps[at] * 0.74, align, bare);
      y += steps[at];
    });
    this.take(box);
    return true;
  }

  /**
   * Smaller, until what may not lose its end has room; the others lose theirs.
   * @param {(Row & { cut?: boolean })[]} rows
   * @param {number} room
   */
  fitted(rows, room) {
    const scale = Math.min(1, room / Math.max(1, this.widest(rows.filter((row) => !row.cut))));
    return rows.map((row) => this.shortened({ ...row, px: Math.max(Letters.SMALLEST, Math.floor(row.px * scale)) }, room));
  }

  /**
   * @param {number} w
   * @param {number} h
   * @param {string} corner
   * @param {number} lift
   * @returns {Box}
   */
  cornered(w, h, corner, lift) {
    const middle = Math.round((this.width - w) / 2);
    const x = corner.includes("left") ? this.margin : corner.includes("middle") ? middle : this.width - this.margin - w;
    const y = corner.includes("top") ? Math.max(this.margin, this.top) : this.height - this.margin - lift - h;
    return { x, y, w, h };
  }

  /**
   * @param {Box} box
   * @returns {Box} as much of it as lies on the sheet
   */
  inside({ x, y, w, h }) {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    return { x: left, y: top, w: Math.min(x + w, this.width) - left, h: Math.min(y + h, this.height) - top };
  }

  /**
   * Lay what is written over a picture, RGBA: of the sheet's size, or over a part of one that is `across` wide.
   * @param {Uint8ClampedArray} pixels
   * @param {{ x: number, y: number, across: number }} at the part's upper left corner
   */
  layOver(pixels, at = { x: 0, y: 0, across: this.width }) {
    for (const { x, y, w, h, data } of this.parts) {
      for (let row = 0, from = 0; row < h; row++) {
        for (let to = 4 * ((at.y + y + row) * at.across + at.x + x), end = to + 4 * w; to < end; to += 4, from += 4) {
          const alpha = data[from + 3];
          if (alpha === 0) continue;
          for (let c = 0; c < 3; c++) pixels[to + c] += (data[from + c] - pixels[to + c]) * alpha / 255;
        }
      }
    }
  }

  /** @param {number[]} numbers */
  static sum(numbers) {
    return numbers.reduce((a, b) => a + b, 0);
  }

  /**
   * @param {Box} a
   * @param {Box} b
   */
  static areApart(a, b) {
    return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
  }

  /**
   * Boxes that overlap become one, since what is laid twice would be too dark.
   * @param {Box[]} found
   * @returns {Box[]}
   */
  static separate(found) {
    for (let i = 0; i < found.length; i++) {
      for (let j = i + 1; j < found.length; j++) {
        if (Sheet.areApart(found[i], found[j])) continue;
        const [a, b] = [found[i], found[j]], x = Math.min(a.x, b.x), y = Math.min(a.y, b.y);
        const one = { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
        return Sheet.separate([...found.filter((_, n) => n !== i && n !== j), one]);
      }
    }
    return found;
  }
}
