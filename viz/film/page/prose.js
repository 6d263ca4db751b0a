// A table of sentences over the whole picture: a row for each thing, a column for each of two flights.

import { Letters, Sheet } from "./sheet.js";

/**
 * @import { Panel, Row, Style } from "./film"
 * @typedef {{ cells: Row[][], high: number }} Line a row of the table, its cells broken into rows of letters
 */

const COLUMNS = [0.13, 0.435, 0.435]; // shares of the width
const GAP = 0.016; // between them, of the width
const STEP = 1.38; // from row to row of letters, of their height: room for vowel signs above and below

/**
 * As large as all of it fits under `top`; returns how large beside the usual letters.
 * @param {Sheet} sheet
 * @param {Panel} panel
 * @param {{ top: number, colours: [label: string, text: string, left: string, right: string] }} look
 */
export function drawProse(sheet, panel, { top, colours }) {
  const { pen, width, height, margin } = sheet, room = { w: width - 2 * margin, h: height - top - margin };
  let scale = 1.2, lines = broken(sheet, panel, room.w, scale, colours);
  while (scale > 0.25 && Sheet.sum(lines.map(({ high }) => high)) > room.h) {
    scale -= 0.03;
    lines = broken(sheet, panel, room.w, scale, colours);
  }
  pen.fillStyle = "rgba(3, 6, 12, 0.86)";
  pen.fillRect(0, top, width, height - top);
  let y = top + Math.max(0, (room.h - Sheet.sum(lines.map(({ high }) => high))) / 2);
  for (const { cells, high } of lines) {
    cells.forEach((rows, column) => rows.forEach((row, at) => {
      sheet.write(row, margin + room.w * left(column), y + row.px * (1 + at * STEP));
    }));
    y += high;
    pen.fillStyle = "rgba(246, 244, 238, 0.16)";
    pen.fillRect(margin, Math.round(y - sheet.unit * 0.16), room.w, 1);
  }
  sheet.drawn.push({ x: 0, y: top, w: width, h: height - top });
  return scale;
}

/** @param {number} column */
function left(column) {
  return Sheet.sum(COLUMNS.slice(0, column));
}

/**
 * @param {Sheet} sheet
 * @param {Panel} panel
 * @param {number} room
 * @param {number} scale
 * @param {[string, string, string, string]} colours
 * @returns {Line[]}
 */
function broken(sheet, { columns, rows }, room, scale, [label, text, one, other]) {
  const px = Math.max(Letters.SMALLEST, Math.round(sheet.usual(0.78) * scale));
  /** @type {Style[]} */
  const heads = [{ px }, { px: px * 1.15, weight: 700, colour: one }, { px: px * 1.15, weight: 700, colour: other }];
  /** @type {Style[]} */
  const usual = [{ px, colour: label }, { px, colour: text }, { px, colour: text }];
  return [["", ...columns], ...rows].map((texts, at) => {
    const cells = texts.map((cell, column) => {
      const style = (at ? usual : heads)[column];
      return sheet.broken(cell, style, room * (COLUMNS[column] - GAP)).map((row) => ({ ...style, text: row }));
    });
    return { cells, high: Math.max(...cells.map((cell) => cell.length)) * px * STEP + sheet.unit * 0.42 };
  });
}
