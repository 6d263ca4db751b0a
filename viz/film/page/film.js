// @ts-nocheck
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
// A packet is {index, key, data}: data is base64 of an H.264 or VP9 frame, or of a whole PNG file. Where hashes are
// wanted, {drawn} comes with the packets: the SHA-256 of each frame's pixels before any encoder has seen them.
"use strict";

window.film = (() => {
  // Chromium turns the pixels, which use all of 0 to 255, into the range named here; video players expect the
  // limited one, 16 to 235. tests/film/test_record.py looks at the colours that come out.
  const COLOURS = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false };
  const WAITING = 4;                     // frames the video encoder may hold before drawing waits for it
  let stage, setup, upside, pixels, letters, codec, encoder, sheet;
  const LOST = "the WebGL context was lost";   // viz/film/browser.py knows these words, and draws again in a new browser
  const NO_MEMORY = "the GPU ran out of memory";
  let packets = [], drawn = [], failure = null, freed = null, lost = false;

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
    // Should a context ever come back it comes without the scene, so what is lost stays lost.
    stage.gl.canvas.addEventListener("webglcontextlost", () => { lost = true; });
    if (!stage.renderer || stage.gl.isContextLost()) throw new Error(LOST);
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
    drawn = [];
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
    try {
      if (failure) throw failedEncoder();
      encoder.encode(frame, { keyFrame: index % setup.capture.keyframeEvery === 0 });
    } finally {
      frame.close();
    }
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

  // Draws a scene and reads it into `pixels`, top row first. Both stay in one task: WebGL may clear the canvas at the
  // task's end. Making a VideoFrame of the canvas itself is shorter to write, but Chromium then waits tens of
  // milliseconds for each frame to come back from the GPU.
  //
  // Where the GPU is lost, reading leaves the buffer as it was, the last picture or half of it, and the page is not
  // told before the task ends. So each row is spoilt first: every point drawn is opaque, one that was not read is not.
  function drawAndRead(scene, spent) {
    const { gl } = stage, row = setup.width * 4;
    const t0 = performance.now();
    stage.draw(scene);
    const t1 = performance.now();
    for (let end = row; end <= upside.length; end += row) upside[end - row + 3] = upside[end - 1] = 0;
    const bound = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
    gl.readPixels(0, 0, setup.width, setup.height, gl.RGBA, gl.UNSIGNED_BYTE, upside);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, bound);
    for (let end = row; end <= upside.length; end += row) {
      if (upside[end - row + 3] === 0 || upside[end - 1] === 0) lost = true;
    }
    const complaint = gl.getError();
    if (complaint === gl.OUT_OF_MEMORY) throw new Error(NO_MEMORY);
    if (lost || complaint === gl.CONTEXT_LOST_WEBGL || gl.isContextLost()) throw new Error(LOST);
    for (let y = 0, from = upside.length - row; from >= 0; y += row, from -= row) {
      pixels.set(upside.subarray(from, from + row), y);
    }
    spent.draw += t1 - t0;
    spent.read += performance.now() - t1;
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
      drawAndRead(scene, spent);
      const t2 = performance.now();
      letters.write({ words, card, panel }, pixels);
      if (setup.capture.hashes) drawn.push(hashOf(index, pixels));
      const t3 = performance.now();
      if (encoder) await encode(index);
      else packets.push({ index, key: true, data: png(pixels, setup.width, setup.height) });
      spent.letter += t3 - t2;
      spent.encode += performance.now() - t3;
    }
    return { packets: collect(), drawn: await Promise.all(drawn.splice(0)), spent_ms: spent };
  }

  // The pixels are copied when the call is made, so the next frame may be drawn meanwhile.
  async function hashOf(index, pixels) {
    return [index, base64(new Uint8Array(await crypto.subtle.digest("SHA-256", pixels)))];
  }

  const failedEncoder = () => new Error(`the browser's video encoder failed: ${failure.message || failure}`);

  function collect() {
    if (failure) throw failedEncoder();
    const ready = packets;
    packets = [];
    return ready;
  }

  async function finish() {
    if (encoder && !failure) await encoder.flush().catch((problem) => { failure = failure || problem; });
    return { packets: collect(), drawn: [], spent_ms: {} };
  }

  // ---- the board: pictures larger than the canvas, and sheets of small ones --------------------------------

  // `width` and `height` say how much of the drawing is kept; with a tile it reaches over the board's edge.
  async function put(text) {
    for (const { words, scene, x, y, width, height } of JSON.parse(text)) {
      drawAndRead(scene, { draw: 0, read: 0 });
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

  // Without a GPU anything may fail in any way, before the page is told why; it is by the end of the task.
  const drawing = (work) => async (argument) => {
    try {
      return await work(argument);
    } catch (problem) {
      await new Promise((done) => setTimeout(done, 0));
      throw lost || (stage && stage.gl.isContextLost()) ? new Error(LOST) : problem;
    }
  };

  return { open: drawing(open), begin, frames: drawing(frames), finish, put: drawing(put), board };
})();
