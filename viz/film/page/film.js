// The film's side of the page: draws the frames it is sent, writes the words over them, and hands back
// either the compressed video or the pictures. It has no clock: a frame is drawn because it was asked for.
//
//   await film.open({width, height, antialias, lettering, scripts, fonts, sample, language, capture})
//   await film.put(text)       draws {words, scene, x, y, width, height} onto the board, a larger picture
//   film.board(words)          letters the board and returns it as base64 of a PNG file
//   film.begin()               a stretch begins that is compressed on its own
//   await film.frames(text)    a JSON list of {index, words, scene, card?, panel?}; returns {packets, spent_ms}
//   await film.finish()        the packets still inside the encoder
//
// A packet is {index, key, data}: data is base64 of an H.264 or VP9 frame, or of a whole PNG file.
"use strict";

window.film = (() => {
  // Chromium turns the pixels, which use all of 0 to 255, into the range named here; video players expect the
  // limited one, 16 to 235. tests/film/test_record.py looks at the colours that come out.
  const COLOURS = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false };
  const WAITING = 4;                     // frames the video encoder may hold before drawing waits for it
  let stage, setup, upside, pixels, letters, codec, encoder, sheet;
  let packets = [], failure = null, freed = null;

  // ---- opening -------------------------------------------------------------------------------------------

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

  // Every font is fetched and parsed before frame 0; otherwise the first frames would show another one. The
  // files are named subset-weight.woff2; each subset is a family, so letters are looked for in one after another.
  async function loadFonts(files) {
    const families = new Set();
    await Promise.all(files.map(async (file) => {
      const [, subset, weight] = /^(.*?)(?:-(\d00))?\.woff2$/.exec(file);
      families.add(`"film ${subset}"`);
      const face = new FontFace(`film ${subset}`, `url(fonts/${file})`, { weight: weight || "400" });
      document.fonts.add(await face.load());
    }));
    const latinFirst = (a, b) => b.includes("latin") - a.includes("latin") || a.localeCompare(b);
    return [...[...families].sort(latinFirst), "sans-serif"].join(", ");
  }

  async function open(wanted) {
    setup = wanted;
    const families = await loadFonts(setup.fonts);
    for (const script of setup.scripts) await load(script);
    const container = document.getElementById("scene");
    stage = await window.VoskhodStage.create({
      container, base: "scene/", width: setup.width, height: setup.height, antialias: setup.antialias,
    });
    container.remove();                  // a canvas outside the page costs no compositing
    upside = new Uint8Array(setup.width * setup.height * 4);
    pixels = new Uint8ClampedArray(upside.length);
    if (setup.board) {
      sheet = { ...setup.board, pixels: new Uint8ClampedArray(setup.board.width * setup.board.height * 4).fill(255) };
      sheet.letters = lettering({ ...setup, ...setup.board }, families);
    }
    letters = lettering(setup, families);
    codec = await chooseCodec();
    return { renderer: stage.renderer, codec };
  }

  // ---- video ---------------------------------------------------------------------------------------------

  const encoderSettings = (name) => ({
    codec: name, width: setup.width, height: setup.height, bitrate: setup.capture.bitrate,
    framerate: setup.capture.fps, latencyMode: "quality",
    ...(name.startsWith("avc1") ? { avc: { format: "annexb" } } : {}),
  });

  async function chooseCodec() {
    if (!("VideoEncoder" in window)) return "png";
    for (const name of setup.capture.codecs) {
      const answer = await VideoEncoder.isConfigSupported(encoderSettings(name)).catch(() => ({}));
      if (answer.supported) return name;
    }
    return "png";
  }

  // Every stretch gets a fresh encoder, so that it comes out the same whoever drew the one before.
  function begin() {
    packets = [];
    if (encoder && encoder.state !== "closed") encoder.close();
    encoder = null;
    if (codec !== "png") startEncoder();
  }

  function startEncoder() {
    encoder = new VideoEncoder({
      output: (chunk) => {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        packets.push({ index: indexOf(chunk.timestamp), key: chunk.type === "key", data: base64(data) });
      },
      error: (problem) => { failure = problem; if (freed) freed(); },
    });
    encoder.ondequeue = () => { if (freed) freed(); };
    encoder.configure(encoderSettings(codec));
  }

  // WebCodecs counts microseconds; rounding there and back keeps every frame's number.
  const timestampOf = (index) => Math.round(index * 1e6 / setup.capture.fps);
  const indexOf = (timestamp) => Math.round(timestamp * setup.capture.fps / 1e6);

  async function encode(index) {
    const frame = new VideoFrame(pixels, {
      format: "RGBX", codedWidth: setup.width, codedHeight: setup.height, colorSpace: COLOURS,
      timestamp: timestampOf(index), duration: timestampOf(1),
    });
    encoder.encode(frame, { keyFrame: index % setup.capture.keyframeEvery === 0 });
    frame.close();
    while (encoder.encodeQueueSize > WAITING && !failure) await new Promise((done) => { freed = done; });
    freed = null;
  }

  function base64(bytes) {
    if (bytes.toBase64) return bytes.toBase64();
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) {
      text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    }
    return btoa(text);
  }

  // ---- frames --------------------------------------------------------------------------------------------

  // Reads the scene just drawn into `pixels`, top row first. Making a VideoFrame of the canvas itself is
  // shorter to write, but Chromium then waits tens of milliseconds for each frame to come back from the GPU.
  function read() {
    const { gl } = stage, row = setup.width * 4;
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.readPixels(0, 0, setup.width, setup.height, gl.RGBA, gl.UNSIGNED_BYTE, upside);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
    for (let y = 0, from = upside.length - row; from >= 0; y += row, from -= row) {
      pixels.set(upside.subarray(from, from + row), y);
    }
  }

  function png(pixels, width, height) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    pen.putImageData(new ImageData(pixels, width, height), 0, 0);
    return canvas.toDataURL("image/png").split(",", 2)[1];
  }

  async function frames(text) {
    const spent = { draw: 0, read: 0, letter: 0, encode: 0 };   // the GPU's own time shows in "read", which waits for it
    for (const { index, words, scene, card, panel } of JSON.parse(text)) {
      // Drawing and reading stay in one task: WebGL may clear the canvas at the task's end.
      const t0 = performance.now();
      stage.draw(scene);
      if (stage.gl.isContextLost()) throw new Error("the WebGL context was lost");
      const t1 = performance.now();
      read();
      const t2 = performance.now();
      letters.write({ words, card, panel }, pixels);
      const t3 = performance.now();
      if (encoder) await encode(index);
      else packets.push({ index, key: true, data: png(pixels, setup.width, setup.height) });
      spent.draw += t1 - t0;
      spent.read += t2 - t1;
      spent.letter += t3 - t2;
      spent.encode += performance.now() - t3;
    }
    return { packets: collect(), spent_ms: spent };
  }

  function collect() {
    if (failure) throw new Error(`the browser's video encoder failed: ${failure.message || failure}`);
    const ready = packets;
    packets = [];
    return ready;
  }

  async function finish() {
    if (encoder && !failure) await encoder.flush();
    return { packets: collect(), spent_ms: {} };
  }

  // ---- the board: pictures larger than the canvas, and sheets of small ones --------------------------------

  // `width` and `height` say how much of the drawing is kept; with a tile it reaches over the board's edge.
  async function put(text) {
    for (const { words, scene, x, y, width, height } of JSON.parse(text)) {
      stage.draw(scene);
      if (stage.gl.isContextLost()) throw new Error("the WebGL context was lost");
      read();
      if (words) letters.write({ words }, pixels);
      for (let row = 0; row < height; row++) {
        const from = 4 * row * setup.width;
        sheet.pixels.set(pixels.subarray(from, from + 4 * width), 4 * ((y + row) * sheet.width + x));
      }
    }
    return { renderer: stage.renderer };
  }

  function board(words) {
    if (words) sheet.letters.write({ words }, sheet.pixels);
    return png(sheet.pixels, sheet.width, sheet.height);
  }

  return { open, begin, frames, finish, put, board };
})();

// ---- words over the picture ------------------------------------------------------------------------------

// Draws caption, clock, place, mark and credit on a sheet of its own, anew only when a word has changed, and
// lays just the parts that hold something over the frame's pixels.
function lettering({ width, height, lettering: kind, language }, families) {
  const unit = Math.min(height, width * 0.62) / 36;       // about the height of a caption line
  const size = (share) => Math.max(10, Math.round(unit * share));
  const margin = Math.round(unit * 1.1);
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  const PLATE = "rgba(4, 8, 16, 0.62)", BRIGHT = "#f6f4ee", QUIET = "#b9c2cf", WARM = "#f0c674";
  let shown = null, parts = [];

  const font = (share, weight = 400) => `${weight} ${size(share)}px ${families}`;

  function lines(text, share, widest) {
    pen.font = font(share);
    const made = [];
    for (const word of text.split(/\s+/u)) {
      const longer = made.length ? `${made[made.length - 1]} ${word}` : word;
      if (made.length && pen.measureText(longer).width <= widest) made[made.length - 1] = longer;
      else made.push(word);
    }
    return made;
  }

  // One plate: rows of {text, share, colour}, at a corner or at the middle of the lower edge.
  function plate(rows, corner, bare = false) {
    const kept = rows.filter((row) => row.text);
    if (!kept.length) return;
    const pad = bare ? 0 : unit * 0.55;
    const across = Math.max(...kept.map((row) => { pen.font = font(row.share, row.weight); return pen.measureText(row.text).width; }));
    const steps = kept.map((row) => size(row.share) * 1.42);   // room for vowel signs above and below
    const box = { w: Math.ceil(across + 2 * pad), h: Math.ceil(steps.reduce((a, b) => a + b, 0) + 1.3 * pad) };
    box.x = Math.round(corner.includes("left") ? margin : corner.includes("right") ? width - margin - box.w : (width - box.w) / 2);
    box.y = Math.round(corner.includes("top") ? margin : height - margin - box.h);
    if (!bare) {
      pen.fillStyle = PLATE;
      pen.beginPath();
      pen.roundRect(box.x, box.y, box.w, box.h, unit * 0.3);
      pen.fill();
    }
    pen.textBaseline = "alphabetic";
    let y = box.y + 0.65 * pad;
    kept.forEach((row, at) => {
      pen.font = font(row.share, row.weight);
      pen.textAlign = corner.includes("right") ? "right" : corner.includes("middle") ? "center" : "left";
      const x = corner.includes("right") ? box.x + box.w - pad : corner.includes("middle") ? box.x + box.w / 2 : box.x + pad;
      if (bare) { pen.shadowColor = "rgba(0,0,0,0.9)"; pen.shadowBlur = unit * 0.25; }
      pen.fillStyle = row.colour;
      pen.fillText(row.text, x, y + steps[at] * 0.74);
      pen.shadowBlur = 0;
      y += steps[at];
    });
    const edge = Math.ceil(unit * 0.5);
    parts.push({ x: Math.max(0, box.x - edge), y: Math.max(0, box.y - edge), w: box.w + 2 * edge, h: box.h + 2 * edge });
  }

  function full(words) {
    const widest = Math.min(width - 4 * margin, unit * 26);
    plate([
      { text: words.event_title || words.phase_title, share: 0.82, colour: WARM, weight: 700 },
      ...lines(words.caption, 1, widest).map((text) => ({ text, share: 1, colour: BRIGHT })),
      { text: words.mark, share: 0.7, colour: QUIET },
    ], "bottom left");
    plate([
      { text: words.clock_moscow, share: 1.05, colour: BRIGHT, weight: 700 },
      { text: [words.clock_utc, words.clock_elapsed].filter(Boolean).join("  ·  "), share: 0.72, colour: QUIET },
      { text: words.place, share: 0.72, colour: QUIET },
    ], "top left");
    plate([
      { text: words.camera, share: 0.72, colour: QUIET },
    ], "top right", true);
    plate([{ text: words.credit, share: 0.66, colour: QUIET }], "bottom right", true);
  }

  // A picture of a sheet: its time and what it shows, small.
  function cell(words) {
    plate([{ text: [words.clock_elapsed, words.event_title || words.phase_title].filter(Boolean).join("  "), share: 1.3, colour: BRIGHT }],
      "bottom left", true);
  }

  function credit(words) {
    plate([{ text: words.credit, share: 0.66, colour: QUIET }], "bottom right", true);
  }

  function text(string, share, x, y, colour, weight = 400, align = "left") {
    pen.font = font(share, weight);
    pen.textAlign = align;
    pen.textBaseline = "alphabetic";
    pen.fillStyle = colour;
    pen.fillText(string, x, y);
  }

  // A card covers the picture: a heading, and lines as large as fit below it.
  function cardOf({ heading, lines: paragraphs }) {
    pen.fillStyle = "rgba(3, 6, 12, 0.72)";
    pen.fillRect(0, 0, width, height);
    const widest = width - 8 * margin, rows = (share) => paragraphs.flatMap((line) => [...lines(line, share, widest), ""]);
    let share = 1.15;
    while (share > 0.5 && rows(share).length * size(share) * 1.45 > height * 0.52) share -= 0.05;
    const most = Math.floor(height * 0.56 / (size(share) * 1.45));
    const headed = lines(heading, 2.3, widest);
    let y = height * 0.3;
    for (const row of headed) { text(row, 2.3, width / 2, y, BRIGHT, 700, "center"); y += size(2.3) * 1.35; }
    y += size(1) * 0.6;
    for (const row of rows(share).slice(0, most)) { text(row, share, width / 2, y, QUIET, 400, "center"); y += size(share) * 1.45; }
    parts.push({ x: 0, y: 0, w: width, h: height });
  }

  // Two courses side by side: the numbers as a table, the heights as a solid and a dashed line.
  function panelOf({ heading, columns, rows, lines: courses, points, note }) {
    const step = size(0.9) * 1.5, w = Math.min(width - 2 * margin, Math.round(unit * 31));
    const graph = courses.length ? Math.round(unit * 6) : 0, pad = unit * 0.7;
    const h = Math.round(step * (rows.length + 3) + graph + 2 * pad);
    const x = Math.round((width - w) / 2), y = Math.round(height - margin * 2.6 - h);
    const colours = [WARM, "#7fd4f0"];
    pen.fillStyle = PLATE;
    pen.beginPath();
    pen.roundRect(x, y, w, h, unit * 0.3);
    pen.fill();
    let at = y + pad + step * 0.8;
    text(heading, 0.9, x + pad, at, BRIGHT, 700);
    at += step;
    const column = [x + w * 0.4, x + w * 0.72];
    columns.forEach((name, i) => text(name, 0.9, column[i], at, colours[i], 700));
    for (const [label, ...values] of rows) {
      at += step;
      text(label, 0.85, x + pad, at, QUIET);
      values.forEach((value, i) => text(value, 0.9, column[i], at, BRIGHT));
    }
    at += step;
    text(note, 0.8, x + pad, at, QUIET);
    const left = x + pad, low = at + pad * 0.6 + graph, across = w - 2 * pad;
    courses.forEach((course, i) => {
      pen.strokeStyle = colours[i];
      pen.lineWidth = Math.max(1, unit * 0.09);
      pen.setLineDash(i ? [] : [unit * 0.35, unit * 0.25]);
      pen.beginPath();
      course.forEach(([u, v], n) => pen[n ? "lineTo" : "moveTo"](left + u * across, low - v * graph));
      pen.stroke();
      pen.setLineDash([]);
      pen.fillStyle = colours[i];
      pen.beginPath();
      pen.arc(left + points[i][0] * across, low - points[i][1] * graph, unit * 0.24, 0, 7);
      pen.fill();
    });
    parts.push({ x, y, w: w + 1, h: h + 1 });
  }

  function line(words) {
    plate([{ text: [words.clock_moscow, words.clock_elapsed, words.mark].filter(Boolean).join("  ·  "), share: 0.72, colour: QUIET }],
      "bottom left", true);
    plate([{ text: words.credit, share: 0.66, colour: QUIET }], "bottom right", true);
  }

  const KINDS = { full, line, cell, credit, none() {} };

  function redraw({ words, card, panel }) {
    pen.clearRect(0, 0, width, height);
    parts = [];
    pen.lang = language;                                // shaping of Russian and Hindi letters follows it
    if (card) cardOf(card);
    else {
      if (panel) panelOf(panel);
      KINDS[kind](panel ? { ...words, caption: "", event_title: "", phase_title: "" } : words);
    }
    parts = parts.map(({ x, y, w, h }) => ({ x, y, w: Math.min(w, width - x), h: Math.min(h, height - y) }));
    for (const part of parts) part.data = pen.getImageData(part.x, part.y, part.w, part.h).data;
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

  function write(said, pixels) {
    const key = JSON.stringify(said);
    if (key !== shown) redraw(said);
    shown = key;
    for (const part of parts) lay(part, pixels);
  }

  return { write };
}
