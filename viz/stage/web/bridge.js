// @ts-nocheck
// The page's side of the stage: builds GlowScript objects from the setup message, then applies and draws one
// frame message at a time, synchronously. All knowledge of GlowScript's private names (those that begin with
// two underscores survive its minifier) is in this file; Python's share is in viz/stage/host.py.
//
//   const stage = await VoskhodStage.create({ container, base: "scene/", width, height, antialias: true | false | "auto" })
//   stage.draw(frame)     applies and draws; gl.readPixels or canvas.toDataURL in the same task see this frame
//   stage.resize(w, h)
"use strict";

window.VoskhodStage = (() => {
  const NEAR_SHARE = 0.9;      // part of the depth range that the things near the eye may use
  const FAR_M = 40000;         // nothing near is farther than this; Earth and sky are drawn behind it

  const NARROWEST = 1.5;       // width over height down to which the vertical field of view is the shot's

  const view = { fov: 1, near: 0.5, forward: [1, 0, 0], up: [0, 0, 1], filter: 0, mask: 0, width: 1, height: 1,
                 uniforms: {}, everyTile: false, place: null, projection: null, camera: null };
  let drawing = false;
  let silent = true;           // whoever else asks GlowScript to draw finds its renderer asleep

  // ---- patches, made once, before the first canvas exists ------------------------------------------------

  function need(name, value) {
    if (value === undefined || value === null) {
      throw new Error(`this GlowScript has no ${name}; the stage is written for VPython 7.6`);
    }
    return value;
  }

  // Shots are composed for wide pictures; an upright one widens its view so that the sides are kept.
  function fitted(fov, aspect) {
    return 2 * Math.atan(Math.tan(fov / 2) * Math.max(1, NARROWEST / aspect));
  }

  function patchMatrices() {
    const mat4 = need("mat4", window.mat4);
    const perspective = mat4.perspective;
    const lookAt = mat4.lookAt;
    // GlowScript ties near and far to the camera's distance. Ours are the shot's, and the last tenth of the
    // depth range is kept for Earth and sky: z' = s z + (s - 1) w squeezes [-1, 1] into [-1, 2 s - 1].
    mat4.perspective = (fovy, aspect, near, far, out) => {
      if (!drawing) return perspective(fovy, aspect, near, far, out);
      const wide = view.width / view.height;
      const m = perspective(fitted(view.fov, wide) * 180 / Math.PI, wide, view.near, FAR_M, out);
      for (let column = 0; column < 4; column++) {
        const z = 4 * column + 2, w = 4 * column + 3;
        m[z] = NEAR_SHARE * m[z] + (NEAR_SHARE - 1) * m[w];
      }
      view.projection = m;
      return m;
    };
    // The eye is the origin of the world, so no rounding of the camera's place can shake the picture.
    mat4.lookAt = (eye, target, up, out) => {
      if (!drawing) return lookAt(eye, target, up, out);
      return (view.camera = lookAt([0, 0, 0], view.forward, view.up, out));
    };
  }

  function patchShaders(source) {
    const shaders = need("shaders", window.shaders);
    for (const [name, edits] of Object.entries(source)) {
      let text = need(`shaders.${name}`, shaders[name]);
      for (const [find, put] of edits) {
        if (!text.includes(find)) throw new Error(`shader ${name} has no "${find}"`);
        text = text.replace(find, () => put);
      }
      shaders[name] = text;
    }
  }

  // GlowScript sets its program once a model and then an object's numbers before each draw; both are watched, so that
  // objects of a negative shininess can go to programs of our own (passes.js).
  function patchContext(antialias, programs) {
    const getContext = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, options) {
      if (kind !== "webgl2") return getContext.call(this, kind, options);
      const gl = getContext.call(this, kind, { antialias, alpha: false, powerPreference: "high-performance" });
      if (!gl || gl.voskhodPasses) return gl;
      const raw = {};
      for (const name of ["useProgram", "viewport", "uniform4fv", "drawElements"]) raw[name] = gl[name].bind(gl);
      let program = null, data = null;
      gl.voskhodPasses = window.VoskhodPasses.create(gl, programs, view, raw);
      gl.useProgram = (wanted) => { program = wanted; raw.useProgram(wanted); };
      gl.viewport = (x, y, w, h) => (view.place ? raw.viewport(...view.place) : raw.viewport(x, y, w, h));
      gl.uniform4fv = (place, numbers) => {
        if (program && place === program.uniforms.objectData) data = numbers;
        raw.uniform4fv(place, numbers);
      };
      gl.drawElements = (...how) => {
        if (!data || data[3] > -0.5) return raw.drawElements(...how);
        gl.voskhodPasses.draw(data, program.attributes, () => raw.drawElements(...how));
        raw.useProgram(program);
      };
      return gl;
    };
  }

  // GlowScript draws by a timer that it starts with its renderer; our stage draws when told, and sleeps when idle.
  async function withoutTimer(work) {
    const later = window.setTimeout;
    window.setTimeout = (call, wait, ...rest) => (call.name === "trigger_render" ? 0 : later(call, wait, ...rest));
    try { return await work(); } finally { window.setTimeout = later; }
  }

  // ---- meshes and objects --------------------------------------------------------------------------------

  function readMeshes(table, buffer) {
    const meshes = {};
    for (const entry of table) {
      let at = entry.offset;
      const floats = (n) => { const part = new Float32Array(buffer, at, n); at += 4 * n; return part; };
      const n = entry.vertices;
      const mesh = Object.assign(new window.Mesh(), {
        __mesh_id: `viz:${entry.name}`,
        pos: floats(3 * n), normal: floats(3 * n), color: floats(3 * n),
        shininess: floats(n), emissive: floats(n), texpos: floats(2 * n),
        opacity: new Float32Array(n).fill(1), bumpaxis: new Float32Array(3 * n),
        index: new Uint32Array(buffer, at, entry.indices),
      });
      meshes[entry.name] = mesh;
    }
    return meshes;
  }

  const VECTORS = new Set(["pos", "axis", "up", "size", "color", "direction", "origin", "ambient", "background"]);
  const value = (name, v) => VECTORS.has(name) && Array.isArray(v) ? window.vec(v[0], v[1], v[2]) : v;

  function construct(command, canvas, base) {
    const { cmd, idx, mesh, ...attributes } = command;
    const options = { canvas };
    for (const [name, v] of Object.entries(attributes)) {
      if (name !== "canvas" && name !== "texture") options[name] = value(name, v);
    }
    const texture = attributes.texture;
    if (texture) {
      options.texture = Object.fromEntries(
        Object.entries(typeof texture === "string" ? { file: texture } : texture)
          .map(([k, v]) => [k, typeof v === "string" ? base + v : v]));
    }
    return need(cmd, window[cmd])(options);
  }

  function giveMesh(object, mesh, renderer) {
    if (!(mesh.__mesh_id in renderer.models)) renderer.add_model(mesh, false);
    if (object.__model) delete object.__model.id_object[object.__id];
    object.__model = renderer.models[mesh.__mesh_id];
    object.__get_model = () => renderer.models[mesh.__mesh_id];
    object.__change();
  }

  // No anisotropic filtering: in software it costs three times the rest of the picture; the ground's shader
  // shortens the longer gradient instead.
  function smooth(gl, texture) {
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.bindTexture(gl.TEXTURE_2D, null);
  }

  const loaded = (canvas) => Object.keys(canvas.textures_requested).every((name) => name in canvas.textures);

  // Resolves when every texture is on the GPU: images answer by events, so each load is looked at once.
  async function texturesReady(canvas) {
    const names = Object.keys(canvas.textures_requested);
    await Promise.all(names.map(async (name) => {
      const image = new Image();
      image.src = name;
      try { await image.decode(); } catch (error) { throw new Error(`texture ${name} cannot be loaded`); }
    }));
    // GlowScript's own image of the same name is complete by now or one task later.
    for (let turn = 0; turn < 2000 && !loaded(canvas); turn++) {
      await new Promise((next) => setTimeout(next, 5));
    }
    if (!loaded(canvas)) throw new Error("textures did not reach the GPU");
  }

  // ---- the stage -----------------------------------------------------------------------------------------

  let patched = false;

  // In software multisampling costs more than the whole picture: "auto" leaves it to real graphics hardware.
  function smoothEdges(antialias) {
    if (antialias !== "auto") return antialias;
    const probe = document.createElement("canvas").getContext("webgl2");
    const info = probe && probe.getExtension("WEBGL_debug_renderer_info");
    const name = info ? probe.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
    const lose = probe && probe.getExtension("WEBGL_lose_context");
    if (lose) lose.loseContext();
    return !/llvmpipe|swiftshader|softpipe|software/i.test(name);
  }

  const create = (options) => withoutTimer(() => build(options));

  async function build({ container, base = "scene/", width, height, antialias = "auto" }) {
    if (patched) throw new Error("only one stage per page");
    patched = true;
    const [setup, buffer] = await Promise.all([
      fetch(base + "setup.json").then((answer) => answer.json()),
      fetch(base + "meshes.bin").then((answer) => answer.arrayBuffer()),
    ]);
    if (!document.createElement("canvas").getContext("webgl2")) {
      throw new Error("this browser has no WebGL 2");
    }
    $.fn.resizable = function () { return this; };   // jQuery UI is not loaded: the window sizes the scene
    patchMatrices();
    patchShaders(setup.shaders);
    patchContext(smoothEdges(antialias), setup.programs);
    window.__context = { glowscript_container: $(container) };
    window.__adjustupaxis = false;                   // axis and up arrive together and at right angles

    const objects = new Map();
    const table = readMeshes(setup.meshes, buffer);
    let canvas = null;
    for (const command of setup.objects) {
      if (command.cmd === "canvas") {
        canvas = window.canvas({ width, height, autoscale: false, resizable: false,
                                 userspin: false, userzoom: false, userpan: false });
        canvas.lights = [];
        continue;
      }
      const object = construct(command, canvas, base);
      objects.set(String(command.idx), object);
      if (command.mesh) giveMesh(object, need(`mesh ${command.mesh}`, table[command.mesh]), canvas.__renderer);
    }
    const renderer = canvas.__renderer;
    const own = ["triangle", "quad", "curve"];       // the models its render loop names by themselves
    for (const name of Object.keys(renderer.models)) {
      if (!own.includes(name) && !name.startsWith("viz:")) renderer.remove_model({ __mesh_id: name });
    }
    const renderNow = renderer.render.bind(renderer);
    renderer.render = (mode) => { if (!silent) renderNow(mode); };

    const element = canvas.__canvas_element;
    canvas.__overlay_element.style.visibility = "hidden";  // for GlowScript's labels; ours has none, and layers cost
    const gl = element.getContext("webgl2");
    await texturesReady(canvas);
    for (const texture of Object.values(canvas.textures)) smooth(gl, texture);

    function setPoints(curve, flat) {
      const count = flat.length / 3;
      const points = curve.__points;
      if (points.length !== count) {
        curve.clear();
        for (let i = 0; i < count; i++) curve.push(window.vec(flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]));
        return;
      }
      for (let i = 0; i < count; i++) {
        const p = points[i].__pos;
        p.__x = flat[3 * i]; p.__y = flat[3 * i + 1]; p.__z = flat[3 * i + 2];
        points[i].__change();
      }
    }

    function apply(frame) {
      for (const [idx, attributes] of Object.entries(frame.objects)) {
        const object = objects.get(idx);
        if (!object) continue;
        for (const [name, v] of Object.entries(attributes)) object[name] = value(name, v);
      }
      for (const [idx, flat] of Object.entries(frame.points)) setPoints(objects.get(idx), flat);
      const { view: v } = frame;
      view.fov = v.fov; view.forward = v.forward; view.up = v.up; view.near = v.near; view.filter = v.filter; view.mask = v.mask || 0;
      view.uniforms = v.uniforms || {};
      view.everyTile = Boolean(v.every_tile);        // asked for by tests alone: see tilesOf in passes.js
      canvas.ambient = window.vec(v.ambient, v.ambient, v.ambient);
      canvas.range = 1; canvas.center = window.vec(...v.forward); canvas.axis = window.vec(...v.forward);
      canvas.up = window.vec(...v.up); canvas.fov = v.fov;
    }

    function render(frame, place) {
      apply(frame);
      view.place = place;
      drawing = true; silent = false;
      try {
        renderer.render(0);
        gl.voskhodPasses.finish();
      } finally { drawing = false; silent = true; view.place = null; }
    }

    // A frame may carry an inset: a second picture in a corner of the first, with an eye and objects of its own.
    // A frame's view may name a tile, {x, y, of: [w, h]}: the canvas then holds the part of a picture of w x h pixels
    // whose upper left corner lies at x, y, so that pictures larger than a canvas can be put together.
    function draw(frame) {
      if (gl.isContextLost()) throw new Error("the WebGL context was lost");
      const { tile } = frame.view;
      if (!tile) return drawWhole(frame, null);
      const canvasSize = [view.width, view.height];
      [view.width, view.height] = tile.of;
      try {
        drawWhole(frame, [-tile.x, canvasSize[1] + tile.y - tile.of[1], ...tile.of]);
      } finally {
        [view.width, view.height] = canvasSize;
      }
    }

    function drawWhole(frame, at) {
      render(frame, at);
      if (!frame.inset) return;
      const [left, bottom, width, height] = frame.inset.place;
      const whole = [view.width, view.height];
      const [x, y] = at || [0, 0];
      const place = [x + Math.round(left * whole[0]), y + Math.round(bottom * whole[1]),
                     Math.round(width * whole[0]), Math.round(height * whole[1])];
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(...place);
      [view.width, view.height] = [place[2], place[3]];
      try { render(frame.inset, place); } finally {
        [view.width, view.height] = whole;
        gl.disable(gl.SCISSOR_TEST);
      }
    }

    function resize(w, h) {
      canvas.width = w; canvas.height = h;           // GlowScript sets both the pixels and the CSS size
      element.style.width = ""; element.style.height = "";
      view.width = w; view.height = h;
    }
    resize(width, height);

    const shown = () => Object.values(renderer.models).map((model) =>
      [model, Object.values(model.id_object || {}).filter((object) => object.visible).length]);
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    return {
      draw, resize, gl, canvas: element,
      renderer: info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "unknown",
      triangles: () => shown().reduce((sum, [model, n]) => sum + n * model.index.length / 3, 0),
      drawCalls: () => shown().reduce((sum, [, n]) => sum + n, 0),
      get width() { return view.width; }, get height() { return view.height; },
    };
  }

  return { create };
})();
