// @ts-nocheck
// Words over the picture, fitted to any size of it: plates in the corners, cards over the whole, the comparison.
//
// Everything is drawn on a sheet of its own, anew only when a word has changed; just the parts that hold something
// are laid over the frame's pixels. Letters shrink before they would leave the picture or touch one another, and
// what would still not fit is left out, the least important first.
"use strict";

function lettering({ width, height, lettering: kind, language }, families) {
  const unit = Math.max(9, Math.min(height, width * 0.9) / 36);   // about the height of a caption line
  const SMALLEST = 5, READABLE = 10;                              // pixels of a letter's box
  const margin = Math.round(Math.min(unit * 1.1, height / 12, width / 12));
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  const letters = new Intl.Segmenter(language, { granularity: "grapheme" });
  const PLATE = "rgba(4, 8, 16, 0.62)", BRIGHT = "#f6f4ee", QUIET = "#b9c2cf", WARM = "#f0c674", COOL = "#7fd4f0";
  let shown = null, parts = [], boxes = [];

  // ---- measures --------------------------------------------------------------------------------------------

  const usual = (share, least = 1) => Math.max(SMALLEST, Math.floor(Math.max(READABLE, Math.round(unit * share)) * least));
  const scaled = (share, scale) => Math.max(SMALLEST, Math.round(unit * share * scale));
  const setFont = (px, weight = 400) => { pen.font = `${weight} ${px}px ${families}`; };
  const widthOf = ({ text, px, weight }) => { setFont(px, weight); return pen.measureText(text).width; };
  const widest = (rows) => Math.max(0, ...rows.map(widthOf));
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

  // Breaks a text into rows no wider than `room`; a no-break space does not break, a word too long for a row does.
  function broken(text, style, room) {
    const made = [];
    const fits = (row) => widthOf({ ...style, text: row }) <= room;
    for (const word of text.split(/[ \t\n]+/u).filter(Boolean)) {
      const longer = made.length ? `${made[made.length - 1]} ${word}` : word;
      if (made.length && fits(longer)) made[made.length - 1] = longer;
      else if (fits(word)) made.push(word);
      else {
        made.push("");
        for (const { segment } of letters.segment(word)) {
          if (made[made.length - 1] && !fits(made[made.length - 1] + segment)) made.push("");
          made[made.length - 1] += segment;
        }
      }
    }
    return made;
  }

  // The same number of rows, each about as long as the others.
  function balanced(text, style, room) {
    const rows = broken(text, style, room);
    let narrow = room / Math.max(1, rows.length), wide = room;
    while (wide - narrow > style.px / 2) {
      const middle = (narrow + wide) / 2;
      if (broken(text, style, middle).length > rows.length) narrow = middle;
      else wide = middle;
    }
    return broken(text, style, wide).map((row) => ({ ...style, text: row }));
  }

  function shortened(row, room) {
    if (widthOf(row) <= room) return row;
    const kept = [...letters.segment(row.text)].map(({ segment }) => segment);
    while (kept.length && widthOf({ ...row, text: `${kept.join("").trimEnd()}…` }) > room) kept.pop();
    return { ...row, text: kept.length ? `${kept.join("").trimEnd()}…` : "" };
  }

  const apart = (a, b) => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
  const free = (box) => box.x >= 0 && box.y >= 0 && box.x + box.w <= width && box.y + box.h <= height
    && boxes.every((other) => apart(box, other));

  // ---- drawing ---------------------------------------------------------------------------------------------

  function write(row, x, y, align = "left", bare = false) {
    setFont(row.px, row.weight);
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    if (bare) {                                     // a dark seam, so that it can be read over clouds and snow
      pen.strokeStyle = "rgba(4, 8, 16, 0.8)";
      pen.lineJoin = "round";
      pen.lineWidth = Math.max(2, row.px * 0.22);
      pen.strokeText(row.text, x, y);
    }
    pen.fillStyle = row.colour;
    pen.fillText(row.text, x, y);
  }

  function fillPlate({ x, y, w, h }) {
    pen.fillStyle = PLATE;
    pen.beginPath();
    pen.roundRect(x, y, w, h, unit * 0.3);
    pen.fill();
  }

  function keep(box) {
    const edge = Math.ceil(unit * 0.3);
    parts.push({ x: box.x - edge, y: box.y - edge, w: box.w + 2 * edge, h: box.h + 2 * edge });
  }

  // Rows of {text, share, colour, weight} in a corner, no wider than `room` and `lift` above the lower edge's margin;
  // returns whether there was a place.
  function plate(rows, corner, { bare = false, room = width - 2 * margin, lift = 0, least = 1 } = {}) {
    const sized = rows.filter((row) => row.text).map((row) => ({ ...row, px: usual(row.share, least) }));
    if (!sized.length) return false;
    const pad = bare ? 0 : Math.round(Math.min(unit * 0.55, width / 30));
    const inside = room - 2 * pad;
    const scale = Math.min(1, inside / Math.max(1, widest(sized.filter((row) => !row.cut))));
    const kept = sized.map((row) => shortened({ ...row, px: Math.max(SMALLEST, Math.floor(row.px * scale)) }, inside));
    const steps = kept.map((row) => row.px * 1.42);                 // room for vowel signs above and below
    const box = { w: Math.ceil(widest(kept) + 2 * pad), h: Math.ceil(sum(steps) + 1.3 * pad) };
    box.x = corner.includes("left") ? margin : width - margin - box.w;
    box.y = corner.includes("top") ? margin : height - margin - lift - box.h;
    if (!free(box)) return false;
    if (!bare) fillPlate(box);
    const right = corner.includes("right");
    let y = box.y + 0.65 * pad;
    kept.forEach((row, at) => {
      write(row, right ? box.x + box.w - pad : box.x + pad, y + steps[at] * 0.74, right ? "right" : "left", bare);
      y += steps[at];
    });
    boxes.push(box);
    keep(box);
    return true;
  }

  // The credit stands at the lower right beside what is at the lower left, or above it where that leaves no room;
  // a long one gets smaller letters, and at last an end.
  function credit(words) {
    const low = boxes.filter((box) => box.y + box.h > height - 3 * margin);
    const beside = width - 2 * margin - Math.max(0, ...low.map((box) => box.x + box.w - margin + unit));
    const lift = Math.max(0, ...low.map((box) => box.h + Math.round(margin / 2)));
    const places = [{ room: beside, lift: 0, most: 6 }, { room: width - 2 * margin, lift, most: 4 }];
    for (const least of [1, 0.85, 0.7, 0.55]) {
      for (const { room, lift, most } of places) {
        const style = { share: 0.66, px: usual(0.66, least), colour: QUIET };
        const longest = widest(words.credit.split(/[ \t\n]+/u).map((text) => ({ ...style, text })));
        const rows = longest <= room ? balanced(words.credit, style, room) : [];
        if (rows.length && rows.length <= most && plate(rows, "bottom right", { bare: true, room, lift, least })) return;
      }
    }
    plate([{ text: words.credit, share: 0.66, colour: QUIET, cut: true }], "bottom right", { bare: true, lift });
  }

  function full(words) {
    const room = Math.min(width - 4 * margin, unit * 26);
    [1, 0.85, 0.7, 0.55, 0.4].some((least) => plate([
      { text: words.event_title || words.phase_title, share: 0.82, colour: WARM, weight: 700 },
      ...balanced(words.caption, { share: 1, px: usual(1, least), colour: BRIGHT }, room),
      { text: words.mark, share: 0.7, colour: QUIET },
    ], "bottom left", { least }));
    const clock = { text: words.clock_moscow, share: 1.05, colour: BRIGHT, weight: 700 };
    plate([
      clock,
      { text: [words.clock_utc, words.clock_elapsed].filter(Boolean).join("  ·  "), share: 0.72, colour: QUIET },
      { text: words.place, share: 0.72, colour: QUIET },
    ], "top left") || plate([clock], "top left");
    plate([{ text: words.camera, share: 0.72, colour: QUIET }], "top right", { bare: true });
    credit(words);
  }

  // A picture of a sheet: its time, what it shows and what that rests on, small.
  function cell(words) {
    const text = [words.clock_elapsed, words.event_title || words.phase_title].filter(Boolean).join("  ");
    plate([{ text, share: 1.3, colour: BRIGHT }, { text: words.mark, share: 1.1, colour: QUIET }], "bottom left", { bare: true });
  }

  function line(words) {
    const told = [words.clock_moscow, words.clock_elapsed, words.mark].filter(Boolean);
    const row = { share: 0.72, px: usual(0.72), colour: QUIET };
    const rows = widthOf({ ...row, text: told.join("  ·  ") }) <= width - 2 * margin - 8 * row.px
      ? [{ ...row, text: told.join("  ·  ") }] : told.map((text) => ({ ...row, text }));
    plate(rows, "bottom left", { bare: true });
    credit(words);
  }

  // ---- cards -----------------------------------------------------------------------------------------------

  // A heading and paragraphs over the darkened picture, as large as all of them fit.
  function cardOf({ heading, lines: paragraphs }) {
    pen.fillStyle = "rgba(3, 6, 12, 0.72)";
    pen.fillRect(0, 0, width, height);
    const room = { w: width * 0.86, h: height * 0.86 };
    let scale = 1, rows = cardRows(heading, paragraphs, room.w, scale);
    while (sum(rows.map((row) => row.step)) > room.h && scale > 0.3) {
      scale -= 0.05;
      rows = cardRows(heading, paragraphs, room.w, scale);
    }
    const whole = rows.length;
    while (rows.length > 1 && sum(rows.map((row) => row.step)) > room.h) rows.pop();
    const last = rows[rows.length - 1];
    if (rows.length < whole) rows[rows.length - 1] = shortened({ ...last, text: `${last.text} …` }, room.w);
    let y = (height - sum(rows.map((row) => row.step))) * 0.46;
    for (const row of rows) {
      write(row, width / 2, y + row.px * 1.05, "center");
      y += row.step;
    }
    parts.push({ x: 0, y: 0, w: width, h: height });
  }

  function cardRows(heading, paragraphs, room, scale) {
    const head = { px: scaled(2.3, Math.sqrt(scale)), weight: 700, colour: BRIGHT };
    const text = { px: scaled(1.15, scale), colour: QUIET };
    const rows = balanced(heading, head, room).map((row) => ({ ...row, step: head.px * 1.35 }));
    let last = rows[rows.length - 1];
    if (last && paragraphs.length) last.step += head.px * 0.35;
    for (const paragraph of paragraphs) {
      const set = balanced(paragraph, text, room).map((row) => ({ ...row, step: text.px * 1.45 }));
      rows.push(...set);
      last = set[set.length - 1];
      if (last && paragraph !== paragraphs[paragraphs.length - 1]) last.step += text.px * 0.75;
    }
    return rows;
  }

  // ---- two courses side by side ----------------------------------------------------------------------------

  // The numbers as a table, the heights as a solid and a dashed line; between the plates above and below it.
  // Returns how large its letters are beside the usual ones, 0 where it has no place.
  function panelOf(panel) {
    for (const [scale, graph] of panelShapes(panel.lines.length)) {
      const table = panelTable(panel, scale, graph);
      const box = panelPlace(table);
      if (!free(box)) continue;
      drawPanel(panel, table, box);
      return scale;
    }
    return 0;
  }

  // Letters and lines large first; rather smaller letters than none of the lines, but rather no lines than tiny letters.
  function panelShapes(hasLines) {
    const scales = Array.from({ length: 15 }, (_, i) => 1 - i * 0.05);
    const large = scales.filter((scale) => scale >= 0.7);
    return [...(hasLines ? [6, 3].flatMap((graph) => large.map((scale) => [scale, graph])) : []), ...scales.map((scale) => [scale, 0])];
  }

  function panelPlace({ w, h }) {
    const x = Math.round((width - w) / 2);
    const across = boxes.filter((box) => box.x < x + w && x < box.x + box.w);
    const top = Math.max(margin, ...across.filter((box) => box.y < height / 3).map((box) => box.y + box.h + margin / 2));
    const bottom = Math.min(height - margin, ...across.filter((box) => box.y > height / 2).map((box) => box.y - margin / 2));
    const y = Math.min(Math.max(height - margin * 2.6 - h, top), bottom - h);
    return { x, y: Math.round(y), w, h };
  }

  function panelTable({ heading, columns, rows, note }, scale, graph) {
    const px = (share) => Math.max(SMALLEST, Math.round(usual(share) * scale));
    const label = { px: px(0.85), colour: QUIET }, value = { px: px(0.9), colour: BRIGHT };
    const head = { px: px(0.9), weight: 700 };
    const gap = value.px * 1.2, pad = Math.round(value.px * 0.8), step = value.px * 1.5;
    const first = widest(rows.map(([text]) => ({ ...label, text })));
    const others = columns.map((name, i) => Math.max(
      widthOf({ ...head, text: name }), widest(rows.map((row) => ({ ...value, text: row[i + 1] })))));
    const usualInside = Math.min(unit * 31 * scale, width - 2 * margin) - 2 * pad;
    const inside = Math.max(first + sum(others) + 2 * gap, usualInside);
    const spare = (inside - first - sum(others)) / columns.length;
    const above = broken(heading, { ...head, colour: BRIGHT }, inside).map((text) => ({ ...head, colour: BRIGHT, text }));
    const under = broken(note, label, inside).map((text) => ({ ...label, text }));
    const lineHeight = Math.round(graph * value.px);
    return {
      label, value, head, pad, step, above, under, lineHeight, inside,
      at: columns.map((_, i) => first + spare * (i + 1) + sum(others.slice(0, i))),
      w: Math.ceil(inside + 2 * pad),
      h: Math.ceil(step * (rows.length + 1 + above.length + under.length) + 2 * pad + lineHeight + (graph ? pad * 0.6 : 0)),
    };
  }

  function drawPanel({ columns, rows, lines: courses, points }, table, box) {
    const colours = [WARM, COOL], left = box.x + table.pad;
    let y = box.y + table.pad + table.step * 0.72;
    fillPlate(box);
    for (const row of table.above) { write(row, left, y); y += table.step; }
    columns.forEach((text, i) => write({ ...table.head, colour: colours[i], text }, left + table.at[i], y));
    for (const [text, ...values] of rows) {
      y += table.step;
      write({ ...table.label, text }, left, y);
      values.forEach((value, i) => write({ ...table.value, text: value }, left + table.at[i], y));
    }
    for (const row of table.under) { y += table.step; write(row, left, y); }
    if (table.lineHeight) {
      const low = box.y + box.h - table.pad;
      courses.forEach((course, i) => drawCourse(course, points[i], colours[i], i === 0, (u, v) => [left + u * table.inside, low - v * table.lineHeight]));
    }
    boxes.push(box);
    keep(box);
  }

  function drawCourse(course, point, colour, dashed, place) {
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = Math.max(1, unit * 0.09);
    pen.setLineDash(dashed ? [unit * 0.35, unit * 0.25] : []);
    pen.beginPath();
    course.forEach(([u, v], n) => pen[n ? "lineTo" : "moveTo"](...place(u, v)));
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    pen.arc(...place(...point), unit * 0.24, 0, 7);
    pen.fill();
  }

  // ---- the sheet -------------------------------------------------------------------------------------------

  const KINDS = { full, line, cell, credit, none() {} };

  function redraw({ words, card, panel }) {
    pen.clearRect(0, 0, width, height);
    parts = [];
    boxes = [];
    pen.lang = language;                                // shaping of Russian and Hindi letters follows it
    if (card) cardOf(card);
    else if (panel) withPanel(words, panel);
    else KINDS[kind](words);
    parts = separate(parts.map(inside));
    for (const part of parts) part.data = pen.getImageData(part.x, part.y, part.w, part.h).data;
  }

  // The panel tells time and place itself, so where it would be small, these make room for it.
  function withPanel(words, panel) {
    const silent = { ...words, caption: "", event_title: "", phase_title: "" };
    const spare = { ...silent, clock_utc: "", clock_moscow: "", clock_elapsed: "", place: "", camera: "" };
    for (const told of [silent, spare]) {
      pen.clearRect(0, 0, width, height);
      parts = [];
      boxes = [];
      KINDS[kind](told);
      if (panelOf(panel) >= 0.8) return;
    }
  }

  function inside({ x, y, w, h }) {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    return { x: left, y: top, w: Math.min(x + w, width) - left, h: Math.min(y + h, height) - top };
  }

  // Parts that overlap become one, since what is laid twice would be too dark.
  function separate(found) {
    for (let i = 0; i < found.length; i++) {
      for (let j = i + 1; j < found.length; j++) {
        if (apart(found[i], found[j])) continue;
        const [a, b] = [found[i], found[j]], x = Math.min(a.x, b.x), y = Math.min(a.y, b.y);
        const one = { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
        return separate([...found.filter((_, n) => n !== i && n !== j), one]);
      }
    }
    return found;
  }

  function lay({ x, y, w, h, data }, pixels) {
    for (let row = 0, from = 0; row < h; row++) {
      for (let to = 4 * ((y + row) * width + x), end = to + 4 * w; to < end; to += 4, from += 4) {
        const alpha = data[from + 3];
        if (alpha === 0) continue;
        for (let c = 0; c < 3; c++) pixels[to + c] += (data[from + c] - pixels[to + c]) * alpha / 255;
      }
    }
  }

  return {
    write(said, pixels) {
      const key = JSON.stringify(said);
      if (key !== shown) redraw(said);
      shown = key;
      for (const part of parts) lay(part, pixels);
    },
  };
}
