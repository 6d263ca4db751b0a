// What we take hold of in GlowScript: its matrices, shaders, drawing calls and timer, its meshes and objects. All knowledge
// of its private names (those that begin with two underscores survive its minifier) is here and in bridge.js; Python's
// share is in viz/stage/host.py.
"use strict";

{
  const NEAR_SHARE = 0.9; // part of the depth range that the things near the eye may use
  const FAR_M = 40000; // nothing near is farther than this; Earth and sky are drawn behind it
  const NARROWEST = 1.5; // width over height down to which the vertical field of view is the shot's

  /**
   * @template Kind
   * @param {string} name
   * @param {Kind} value
   * @returns {NonNullable<Kind>}
   */
  function need(name, value) {
    if (value === undefined || value === null) {
      throw new Error(`this GlowScript has no ${name}; the stage is written for VPython 7.6`);
    }
    return value;
  }

  // ---- patches, made once, before the first canvas exists ------------------------------------------------

  /** What is being drawn, of whichever stage: drawing is never interrupted. @type {View | null} */
  let drawn = null;
  /** Whose canvas is being made. @type {{ view: View, programs: Sources } | null} */
  let opening = null;

  /**
   * Shots are composed for wide pictures; an upright one widens its view so that the sides are kept.
   * @param {number} fov
   * @param {number} aspect
   */
  function fitted(fov, aspect) {
    return 2 * Math.atan(Math.tan(fov / 2) * Math.max(1, NARROWEST / aspect));
  }

  function patchMatrices() {
    const mat4 = need("mat4", window.mat4);
    const { perspective, lookAt } = mat4;
    // GlowScript ties near and far to the camera's distance. Ours are the shot's, and the last tenth of the
    // depth range is kept for Earth and sky: z' = s z + (s - 1) w squeezes [-1, 1] into [-1, 2 s - 1].
    mat4.perspective = (fovy, aspect, near, far, out) => {
      const view = drawn;
      if (!view) return perspective(fovy, aspect, near, far, out);
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
      const view = drawn;
      if (!view) return lookAt(eye, target, up, out);
      const m = lookAt([0, 0, 0], view.forward, view.up, out);
      view.camera = m;
      return m;
    };
  }

  function patchContext() {
    const proto = /** @type {any} */ (HTMLCanvasElement.prototype);
    const { getContext } = proto;
    proto.getContext = function (/** @type {string} */ kind, /** @type {unknown} */ options) {
      if (kind !== "webgl2") return getContext.call(this, kind, options);
      const gl = getContext.call(this, kind, { antialias: false, depth: false, alpha: false, powerPreference: "high-performance" });
      if (gl && !gl.vizPasses && opening) watch(gl, opening.view, opening.programs);
      return gl;
    };
  }

  let isPatched = false;

  /**
   * Makes the canvas of a view.
   * @template Result
   * @param {View} view
   * @param {Sources} programs
   * @param {() => Result} work
   */
  function canvasOf(view, programs, work) {
    if (!isPatched) {
      isPatched = true;
      patchMatrices();
      patchContext();
    }
    opening = { view, programs };
    try {
      return work();
    } finally {
      opening = null;
    }
  }

  /**
   * Does what draws a view.
   * @param {View} view
   * @param {() => void} work
   */
  function drawing(view, work) {
    drawn = view;
    view.isDrawing = true;
    try {
      work();
    } finally {
      view.isDrawing = false;
      drawn = null;
    }
  }

  /**
   * GlowScript sets its program once a model and then an object's numbers before each draw, and draws a rope piece by
   * piece; that is watched, so that everything can go to programs of our own (passes.js), onto a layer of ours.
   * @param {WebGL2RenderingContext} gl
   * @param {View} view
   * @param {Sources} programs
   */
  function watch(gl, view, programs) {
    const raw = rawOf(gl);
    /** @type {GlowProgram | null} */
    let program = null;
    /** @type {ObjectData | null} */
    let data = null;
    const passes = window.VizPasses.create(gl, programs, view, raw);
    gl.vizPasses = passes;
    gl.useProgram = (wanted) => {
      program = /** @type {GlowProgram | null} */ (wanted);
      raw.useProgram(wanted);
    };
    gl.viewport = (x, y, w, h) => (view.place ? raw.viewport(...view.place) : raw.viewport(x, y, w, h));
    gl.bindFramebuffer = (target, buffer) => {
      if (!view.isDrawing || buffer) raw.bindFramebuffer(target, buffer); // while drawing the layer stays bound
    };
    gl.clear = (bits) => {
      if (view.isDrawing) passes.begin();
      raw.clear(bits);
    };
    gl.uniform4fv = (/** @type {WebGLUniformLocation | null} */ place, /** @type {any} */ numbers) => {
      const ofObject = program && place === program.uniforms.objectData;
      if (ofObject) data = numbers;
      // What only its own programs would read need not be sent while ours draw.
      if (!view.isDrawing || !(ofObject || (program && place === program.uniforms.segmentData))) raw.uniform4fv(place, numbers);
    };
    gl.drawElements = (...how) => {
      if (!data || !program || !view.isDrawing) return raw.drawElements(...how);
      if (program.uniforms.segmentData === undefined) passes.draw(data, program.attributes, (from, count) => raw.drawElements(how[0], count ?? how[1], how[2], 4 * (from ?? 0)));
      else if (!passes.ropes.lay(data)) return;
      raw.useProgram(program);
    };
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @returns {Raw}
   */
  function rawOf(gl) {
    return {
      useProgram: gl.useProgram.bind(gl), viewport: gl.viewport.bind(gl), uniform4fv: gl.uniform4fv.bind(gl),
      drawElements: gl.drawElements.bind(gl), bindFramebuffer: gl.bindFramebuffer.bind(gl), clear: gl.clear.bind(gl),
    };
  }

  /**
   * GlowScript draws by a timer that it starts with its renderer; our stage draws when told, and sleeps when idle.
   * @template Result
   * @param {() => Promise<Result>} work
   */
  async function withoutTimer(work) {
    const page = /** @type {any} */ (window);
    const later = page.setTimeout;
    page.setTimeout = (/** @type {Function} */ call, /** @type {number} */ wait, /** @type {unknown[]} */ ...rest) => (
      call.name === "trigger_render" ? 0 : later(call, wait, ...rest));
    try {
      return await work();
    } finally {
      page.setTimeout = later;
    }
  }

  // ---- meshes and objects --------------------------------------------------------------------------------

  /**
   * @param {string} name
   * @param {Record<string, Float32Array | Uint32Array>} arrays by GlowScript's names; none for a mesh that is still to come
   * @returns {GlowMesh}
   */
  function meshOf(name, arrays = {}) {
    const none = new Float32Array(), nothing = {
      pos: none, normal: none, color: none, shininess: none, emissive: none, texpos: none, opacity: none, bumpaxis: none, index: none,
    };
    return Object.assign(new window.Mesh(), { __mesh_id: `viz:${name}`, ...nothing, ...arrays });
  }

  const VECTORS = new Set(["pos", "axis", "up", "size", "color", "direction", "origin", "ambient", "background"]);

  /**
   * @param {string} name
   * @param {unknown} v
   */
  function value(name, v) {
    return VECTORS.has(name) && Array.isArray(v) ? window.vec(v[0], v[1], v[2]) : v;
  }

  /**
   * @param {Command} command
   * @param {GlowCanvas} canvas
   * @param {string} base
   * @returns {GlowObject}
   */
  function construct(command, canvas, base) {
    const { cmd, idx, mesh, ...attributes } = command;
    /** @type {Record<string, unknown>} */
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
    return need(cmd, /** @type {any} */ (window)[cmd])(options);
  }

  /**
   * Have objects drawn with a mesh, which takes the place of any of its name: what is drawn keeps its order.
   * @param {GlowObject[]} objects
   * @param {GlowMesh} mesh
   * @param {GlowCanvas["__renderer"]} renderer
   */
  function giveMesh(objects, mesh, renderer) {
    renderer.add_model(mesh, false);
    const model = renderer.models[mesh.__mesh_id];
    model.box = mesh.box;
    model.outer = mesh.outer;
    for (const object of objects) {
      if (object.__model?.id_object) delete object.__model.id_object[object.__id];
      object.__model = model;
      object.__get_model = () => model;
      object.__change();
    }
  }

  /**
   * No anisotropic filtering: in software it costs three times the rest of the picture; the ground's shader
   * shortens the longer gradient instead.
   * @param {WebGL2RenderingContext} gl
   * @param {WebGLTexture} texture
   */
  function smooth(gl, texture) {
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.bindTexture(gl.TEXTURE_2D, null);
  }

  /** @param {GlowCanvas} canvas */
  function loaded(canvas) {
    return Object.keys(canvas.textures_requested).every((name) => name in canvas.textures);
  }

  /**
   * Resolves when every texture is on the GPU: images answer by events, so each load is looked at once.
   * @param {GlowCanvas} canvas
   */
  async function texturesReady(canvas) {
    const names = Object.keys(canvas.textures_requested);
    await Promise.all(names.map(async (name) => {
      const image = new Image();
      image.src = name;
      try {
        await image.decode();
      } catch (error) {
        throw new Error(`texture ${name} cannot be loaded`);
      }
    }));
    // GlowScript's own image of the same name is complete by now or one task later.
    for (let turn = 0; turn < 2000 && !loaded(canvas); turn++) {
      await new Promise((next) => setTimeout(next, 5));
    }
    if (!loaded(canvas)) throw new Error("textures did not reach the GPU");
  }

  window.VizGlow = {
    need, canvasOf, drawing, withoutTimer, meshOf, value, construct, giveMesh, smooth, texturesReady,
  };
}
