// Words over the picture, fitted to any size of it: plates in the corners, cards over the whole, the comparison.
//
// Everything is drawn on a sheet of its own (sheet.js), anew only when a word has changed; just the parts that hold
// something are laid over the frame's pixels. Letters shrink before they would leave the picture or touch one another, and
// what would still not fit is left out, the least important first.

import { drawProse } from "./prose.js";
import { Letters, Sheet } from "./sheet.js";

/**
 * @import { Box, Card, FrameWords, LetteringKind, Panel, Point, Row, Said, Size, Style } from "./film"
 *
 * A panel's table, measured.
 * @typedef {{ label: Style, value: Style, head: Style, pad: number, step: number, above: Row[], under: Row[], lineHeight: number,
 *   inside: number, at: number[], w: number, h: number }} Table
 */

export class Lettering {
  static BOTH = 4.6; // of the sheet's unit: what the clock of two flights takes of their panes
  static BRIGHT = "#f6f4ee";
  static QUIET = "#b9c2cf";
  static WARM = "#f0c674";
  static COOL = "#7fd4f0";

  shown = "";

  /**
   * @param {Size & { lettering: LetteringKind, language: string }} setup
   * @param {string} families CSS font families
   * @param {number | null} top what another sheet has of it, pixels; null for a flight alone
   */
  constructor({ width, height, lettering: kind, language }, families, top = null) {
    this.kind = kind;
    this.isPane = top !== null;
    this.sheet = new Sheet({ width, height }, language, families, top ?? 0);
    this.comparison = new Comparison(this.sheet);
  }

  /**
   * @param {Said} said
   * @param {Uint8ClampedArray} pixels of the picture, RGBA
   * @param {{ x: number, y: number, across: number }} [at] where in it, and how wide it is, if the sheet is a part
   */
  write(said, pixels, at) {
    const key = JSON.stringify(said);
    if (key !== this.shown) this.redraw(said);
    this.shown = key;
    this.sheet.layOver(pixels, at);
  }

  /** @param {Said} said */
  redraw({ words, card, panel, clock }) {
    this.sheet.clear();
    this.sheet.pen.lang = this.sheet.language; // shaping of Russian and Hindi letters follows it
    if (card) this.card(card);
    else if (clock && this.kind !== "none") this.both(clock, panel);
    else if (panel) this.withPanel(words, panel);
    else this.corners(words);
    this.sheet.lift();
  }

  /**
   * Over two flights: the clock of both, and the table of both where it is asked for.
   * @param {[string, string]} clock
   * @param {Panel | undefined} panel
   */
  both([told, since], panel) {
    this.sheet.plate([
      { text: told, share: 1.3, colour: Lettering.BRIGHT, weight: 700 }, { text: since, share: 0.66, colour: Lettering.QUIET },
    ], "top middle");
    const { QUIET, BRIGHT, WARM, COOL } = Lettering, top = Math.round(this.sheet.unit * Lettering.BOTH);
    if (panel) drawProse(this.sheet, panel, { top, colours: [QUIET, BRIGHT, WARM, COOL] });
  }

  /** @param {FrameWords} words */
  corners(words) {
    if (this.kind === "full") this.full(words);
    else if (this.kind === "line") this.line(words);
    else if (this.kind === "cell") this.cell(words);
    else if (this.kind === "credit") this.credit(words);
  }

  /**
   * The credit stands at the lower right beside what is at the lower left, or above it where that leaves no room;
   * a long one gets smaller letters, and at last an end.
   * @param {FrameWords} words
   */
  credit(words) {
    const { sheet } = this, { width, height, margin, unit } = sheet;
    const low = sheet.boxes.filter((box) => box.y + box.h > height - 3 * margin);
    const beside = width - 2 * margin - Math.max(0, ...low.map((box) => box.x + box.w - margin + unit));
    const lift = Math.max(0, ...low.map((box) => box.h + Math.round(margin / 2)));
    const places = [{ room: beside, lift: 0, most: 6 }, { room: width - 2 * margin, lift, most: 4 }];
    for (const least of [1, 0.85, 0.7, 0.55]) {
      for (const { room, lift, most } of places) {
        const style = { share: 0.66, px: sheet.usual(0.66, least), colour: Lettering.QUIET };
        const longest = sheet.widest(words.credit.split(/[ \t\n]+/u).map((text) => ({ ...style, text })));
        const rows = longest <= room ? sheet.balanced(words.credit, style, room) : [];
        if (rows.length && rows.length <= most && sheet.plate(rows, "bottom right", { bare: true, room, lift, least })) return;
      }
    }
    sheet.plate([{ text: words.credit, share: 0.66, colour: Lettering.QUIET, cut: true }], "bottom right", { bare: true, lift });
  }

  /** @param {FrameWords} words */
  full(words) {
    const { sheet } = this, { BRIGHT, QUIET, WARM } = Lettering;
    const room = Math.min(sheet.width - 4 * sheet.margin, sheet.unit * 26);
    [1, 0.85, 0.7, 0.55, 0.4].some((least) => sheet.plate([
      { text: words.event_title || words.phase_title, share: 0.82, colour: WARM, weight: 700 },
      ...sheet.balanced(words.caption, { share: 1, px: sheet.usual(1, least), colour: BRIGHT }, room),
      { text: words.mark, share: 0.7, colour: QUIET },
    ], "bottom left", { least }));
    const clock = { text: words.clock_zone, share: 1.05, colour: BRIGHT, weight: 700 };
    const name = this.isPane ? [{ text: words.credit, share: 0.9, colour: WARM, weight: 700 }] : [];
    sheet.plate([
      ...name,
      clock,
      { text: [words.clock_utc === words.clock_zone ? "" : words.clock_utc, words.clock_elapsed].filter(Boolean).join("  ·  "), share: 0.72, colour: QUIET },
      { text: words.place, share: 0.72, colour: QUIET },
    ], "top left") || sheet.plate([...name, clock], "top left");
    sheet.plate([{ text: words.camera, share: 0.72, colour: QUIET }], "top right", { bare: true });
    if (!this.isPane) this.credit(words);
  }

  /**
   * A picture of a sheet: its time, what it shows and what that rests on, small.
   * @param {FrameWords} words
   */
  cell(words) {
    const text = [words.clock_elapsed, words.event_title || words.phase_title].filter(Boolean).join("  ");
    this.sheet.plate([
      { text, share: 1.3, colour: Lettering.BRIGHT }, { text: words.mark, share: 1.1, colour: Lettering.QUIET },
    ], "bottom left", { bare: true });
  }

  /** @param {FrameWords} words */
  line(words) {
    const { sheet } = this;
    const told = [words.clock_zone, words.clock_elapsed, words.mark].filter(Boolean);
    const row = { share: 0.72, px: sheet.usual(0.72), colour: Lettering.QUIET };
    const rows = sheet.widthOf({ ...row, text: told.join("  ·  ") }) <= sheet.width - 2 * sheet.margin - 8 * row.px
      ? [{ ...row, text: told.join("  ·  ") }] : told.map((text) => ({ ...row, text }));
    sheet.plate(rows, "bottom left", { bare: true });
    this.credit(words);
  }

  /**
   * A heading and paragraphs over the darkened picture, as large as all of them fit.
   * @param {Card} card
   */
  card({ heading, lines: paragraphs }) {
    const { sheet } = this, { width, height, pen } = sheet;
    pen.fillStyle = "rgba(3, 6, 12, 0.72)";
    pen.fillRect(0, 0, width, height);
    const room = { w: width * 0.86, h: height * 0.86 };
    let scale = 1, rows = this.cardRows(heading, paragraphs, room.w, scale);
    const high = () => Sheet.sum(rows.map((row) => row.step));
    while (high() > room.h && scale > 0.3) {
      scale -= 0.05;
      rows = this.cardRows(heading, paragraphs, room.w, scale);
    }
    const whole = rows.length;
    while (rows.length > 1 && high() > room.h) rows.pop();
    const last = rows[rows.length - 1];
    if (rows.length < whole) rows[rows.length - 1] = sheet.shortened({ ...last, text: `${last.text} …` }, room.w);
    let y = (height - high()) * 0.46;
    for (const row of rows) {
      sheet.write(row, width / 2, y + row.px * 1.05, "center");
      y += row.step;
    }
    sheet.drawn.push({ x: 0, y: 0, w: width, h: height });
  }

  /**
   * @param {string} heading
   * @param {string[]} paragraphs
   * @param {number} room
   * @param {number} scale
   * @returns {(Row & { step: number })[]}
   */
  cardRows(heading, paragraphs, room, scale) {
    const { sheet } = this;
    const head = { px: sheet.scaled(2.3, Math.sqrt(scale)), weight: 700, colour: Lettering.BRIGHT };
    const text = { px: sheet.scaled(1.15, scale), colour: Lettering.QUIET };
    /** @type {(Row & { step: number })[]} */
    const rows = sheet.balanced(heading, head, room).map((row) => ({ ...row, step: head.px * 1.35 }));
    let last = rows[rows.length - 1];
    if (last && paragraphs.length) last.step += head.px * 0.35;
    for (const paragraph of paragraphs) {
      const set = sheet.balanced(paragraph, text, room).map((row) => ({ ...row, step: text.px * 1.45 }));
      rows.push(...set);
      last = set[set.length - 1];
      if (last && paragraph !== paragraphs[paragraphs.length - 1]) last.step += text.px * 0.75;
    }
    return rows;
  }

  /**
   * The panel tells time and place itself, so where it would be small, these make room for it.
   * @param {FrameWords} words
   * @param {Panel} panel
   */
  withPanel(words, panel) {
    const silent = { ...words, caption: "", event_title: "", phase_title: "" };
    const spare = { ...silent, clock_utc: "", clock_zone: "", clock_elapsed: "", place: "", camera: "" };
    for (const told of [silent, spare]) {
      this.sheet.clear();
      this.corners(told);
      if (this.comparison.draw(panel) >= 0.8) return;
    }
  }
}

/** Two courses side by side: the numbers as a table, the heights as a solid and a dashed line. */
class Comparison {
  /** @param {Sheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
  }

  /**
   * Between the plates above and below it. Returns how large its letters are beside the usual ones, 0 where it has no place.
   * @param {Panel} panel
   */
  draw(panel) {
    for (const [scale, graph] of Comparison.shapes(panel.lines.length > 0)) {
      const table = this.table(panel, scale, graph);
      const box = this.place(table);
      if (!this.sheet.isFree(box)) continue;
      this.write(panel, table, box);
      return scale;
    }
    return 0;
  }

  /**
   * Letters and lines large first; rather smaller letters than none of the lines, but rather no lines than tiny letters.
   * @param {boolean} hasLines
   */
  static shapes(hasLines) {
    const scales = Array.from({ length: 15 }, (_, i) => 1 - i * 0.05);
    const large = scales.filter((scale) => scale >= 0.7);
    return [...(hasLines ? [6, 3].flatMap((graph) => large.map((scale) => [scale, graph])) : []), ...scales.map((scale) => [scale, 0])];
  }

  /** @param {Table} table */
  place({ w, h }) {
    const { width, height, margin, boxes } = this.sheet;
    const x = Math.round((width - w) / 2);
    const across = boxes.filter((box) => box.x < x + w && x < box.x + box.w);
    const top = Math.max(margin, ...across.filter((box) => box.y < height / 3).map((box) => box.y + box.h + margin / 2));
    const bottom = Math.min(height - margin, ...across.filter((box) => box.y > height / 2).map((box) => box.y - margin / 2));
    const y = Math.min(Math.max(height - margin * 2.6 - h, top), bottom - h);
    return { x, y: Math.round(y), w, h };
  }

  /**
   * @param {Panel} panel
   * @param {number} scale
   * @param {number} graph height of the lines, in rows
   * @returns {Table}
   */
  table({ heading, columns, rows, note }, scale, graph) {
    const { sheet } = this, { BRIGHT, QUIET } = Lettering;
    const px = (/** @type {number} */ share) => Math.max(Letters.SMALLEST, Math.round(sheet.usual(share) * scale));
    const label = { px: px(0.85), colour: QUIET }, value = { px: px(0.9), colour: BRIGHT };
    const head = { px: px(0.9), weight: 700 };
    const gap = value.px * 1.2, pad = Math.round(value.px * 0.8), step = value.px * 1.5;
    const first = sheet.widest(rows.map(([text]) => ({ ...label, text })));
    const others = columns.map((name, i) => Math.max(
      sheet.widthOf({ ...head, text: name }), sheet.widest(rows.map((row) => ({ ...value, text: row[i + 1] })))));
    const usualInside = Math.min(sheet.unit * 31 * scale, sheet.width - 2 * sheet.margin) - 2 * pad;
    const inside = Math.max(first + Sheet.sum(others) + 2 * gap, usualInside);
    const spare = (inside - first - Sheet.sum(others)) / columns.length;
    const above = sheet.broken(heading, { ...head, colour: BRIGHT }, inside).map((text) => ({ ...head, colour: BRIGHT, text }));
    const under = sheet.broken(note, label, inside).map((text) => ({ ...label, text }));
    const lineHeight = Math.round(graph * value.px);
    return {
      label, value, head, pad, step, above, under, lineHeight, inside,
      at: columns.map((_, i) => first + spare * (i + 1) + Sheet.sum(others.slice(0, i))),
      w: Math.ceil(inside + 2 * pad),
      h: Math.ceil(step * (rows.length + 1 + above.length + under.length) + 2 * pad + lineHeight + (graph ? pad * 0.6 : 0)),
    };
  }

  /**
   * @param {Panel} panel
   * @param {Table} table
   * @param {Box} box
   */
  write({ columns, rows, lines: courses, points }, table, box) {
    const { sheet } = this, colours = [Lettering.WARM, Lettering.COOL], left = box.x + table.pad;
    let y = box.y + table.pad + table.step * 0.72;
    sheet.fillPlate(box);
    for (const row of table.above) {
      sheet.write(row, left, y);
      y += table.step;
    }
    columns.forEach((text, i) => sheet.write({ ...table.head, colour: colours[i], text }, left + table.at[i], y));
    for (const [text, ...values] of rows) {
      y += table.step;
      sheet.write({ ...table.label, text }, left, y);
      values.forEach((value, i) => sheet.write({ ...table.value, text: value }, left + table.at[i], y));
    }
    for (const row of table.under) {
      y += table.step;
      sheet.write(row, left, y);
    }
    if (table.lineHeight) {
      const low = box.y + box.h - table.pad;
      /** @type {(point: Point) => Point} */
      const place = ([u, v]) => [left + u * table.inside, low - v * table.lineHeight];
      courses.forEach((course, i) => this.course(course.map(place), place(points[i]), colours[i], i === 0));
    }
    sheet.take(box);
  }

  /**
   * @param {Point[]} course
   * @param {Point} point
   * @param {string} colour
   * @param {boolean} dashed
   */
  course(course, point, colour, dashed) {
    const { pen, unit } = this.sheet;
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = Math.max(1, unit * 0.09);
    pen.setLineDash(dashed ? [unit * 0.35, unit * 0.25] : []);
    pen.beginPath();
    course.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(...point, unit * 0.24, 0, 7);
    pen.fill();
  }
}
