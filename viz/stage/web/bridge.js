// The page's side of the stage: builds GlowScript objects from the setup message, then applies and draws one
// frame message at a time, synchronously. glow.js says how GlowScript is made to.
//
//   const stage = await VizStage.create({ container, base: "scene/", width, height, quality: "light" | "full" | "auto" })
//   await stage.ready(frame)   fetches what the frame shows and is not here yet
//   stage.draw(frame)     applies and draws; gl.readPixels or canvas.toDataURL in the same task see this frame
//   stage.resize(w, h)
//   stage.setQuality("light" | "full")    from the next draw on
"use strict";

{
  const glow = window.VizGlow, { need, value } = glow;
  const TILE_MARGIN = 96; // pixels, more than develop.js strews light

  // ---- opening -------------------------------------------------------------------------------------------

  /**
   * In software the full picture takes several times as long as the light one: "auto" leaves it to real graphics hardware.
   * @param {Quality | "auto"} wanted
   * @param {string} card
   * @returns {Quality}
   */
  function qualityOf(wanted, card) {
    if (wanted !== "auto") return wanted;
    return !card || /llvmpipe|swiftshader|softpipe|software|basic render/i.test(card) ? "light" : "full";
  }

  /** @param {WebGL2RenderingContext} gl */
  function cardOf(gl) {
    const info = gl.getExtension("WEBGL_debug_renderer_info");
    return info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "";
  }

  /** @returns {View} */
  function firstView() {
    return {
      fov: 1, near: 0.5, forward: [1, 0, 0], up: [0, 0, 1], filter: 0, mask: 0, width: 1, height: 1, everyTile: false, place: null,
      quality: "light", margin: 0, models: {}, uniforms: /** @type {View["uniforms"]} */ ({}), projection: [], camera: [], isDrawing: false,
    };
  }

  /**
   * @param {StageSetup} setup
   * @param {{ base: string, width: number, height: number }} options
   */
  function furnish(setup, { base, width, height }) {
    /** @type {Map<string, GlowObject>} */
    const objects = new Map();
    /** @type {Map<string, GlowObject[]>} */
    const drawnWith = new Map();
    const canvas = window.canvas({
      width, height, autoscale: false, resizable: false, userspin: false, userzoom: false, userpan: false,
    });
    canvas.lights = [];
    for (const command of setup.objects) {
      if (command.cmd === "canvas") continue;
      const object = glow.construct(command, canvas, base);
      objects.set(String(command.idx), object);
      if (command.mesh) drawnWith.set(command.mesh, [...drawnWith.get(command.mesh) ?? [], object]);
    }
    /** @type {(mesh: GlowMesh, name: string) => void} */
    const give = (mesh, name) => glow.giveMesh(drawnWith.get(name) ?? [], mesh, canvas.__renderer);
    for (const name of drawnWith.keys()) give(glow.meshOf(name), name); // in this order they are drawn, whichever comes first
    const own = ["triangle", "quad", "curve"]; // the models its render loop names by themselves
    for (const name of Object.keys(canvas.__renderer.models)) {
      if (!own.includes(name) && !name.startsWith("viz:")) canvas.__renderer.remove_model({ __mesh_id: name });
    }
    canvas.__overlay_element.style.visibility = "hidden"; // for GlowScript's labels; ours has none, and layers cost
    return { canvas, objects, packs: window.VizPacks.of(setup, base, give) };
  }

  /**
   * @param {StageOptions} options
   * @returns {Promise<Stage>}
   */
  async function build({ container, base = "scene/", width, height, quality = "auto", first = () => null }) {
    const { $ } = window;
    /** @type {StageSetup} */
    const setup = await (await fetch(`${base}setup.json`)).json();
    if (!document.createElement("canvas").getContext("webgl2")) {
      throw new Error("this browser has no WebGL 2");
    }
    $.fn.resizable = function () { return this; }; // jQuery UI is not loaded: the window sizes the scene
    const view = firstView();
    window.__context = { glowscript_container: $(container) };
    window.__adjustupaxis = false; // axis and up arrive together and at right angles

    const { canvas, objects, packs } = glow.canvasOf(view, setup.programs, () => furnish(setup, { base, width, height }));
    const gl = need("WebGL 2", canvas.__canvas_element.getContext("webgl2"));
    view.models = canvas.__renderer.models;
    view.quality = qualityOf(quality, cardOf(gl));
    const stage = new GlowStage(canvas, objects, packs, view, gl);
    const frame = first();
    if (frame) stage.ready(frame).catch(() => {}); // beside the textures; whoever draws it will be told
    await Promise.all([glow.texturesReady(canvas), stage.passes.window.load(setup.sheets, base)]);
    for (const texture of Object.values(canvas.textures)) glow.smooth(gl, texture);
    stage.resize(width, height);
    return stage;
  }

  // ---- the stage -----------------------------------------------------------------------------------------

  class GlowStage {
    isSilent = true; // whoever else asks GlowScript to draw finds its renderer asleep

    /**
     * @param {GlowCanvas} canvas
     * @param {Map<string, GlowObject>} objects
     * @param {Packs} packs
     * @param {View} view
     * @param {WebGL2RenderingContext} gl
     */
    constructor(canvas, objects, packs, view, gl) {
      this.glow = canvas;
      this.objects = objects;
      this.packs = packs;
      this.view = view;
      this.gl = gl;
      this.passes = need("passes", gl.vizPasses);
      this.canvas = canvas.__canvas_element;
      this.renderer = cardOf(gl) || "unknown";
      const { __renderer: renderer } = canvas;
      const renderNow = renderer.render.bind(renderer);
      renderer.render = (mode) => {
        if (!this.isSilent) renderNow(mode);
      };
    }

    /** @returns {Quality} what is drawn: light where the card cannot keep more */
    get quality() {
      return this.passes.isFull ? "full" : "light";
    }

    /** @param {Quality} quality */
    setQuality(quality) {
      this.view.quality = quality;
    }

    get width() {
      return this.view.width;
    }

    get height() {
      return this.view.height;
    }

    /**
     * Resolves once everything that a frame shows is here; rejects, with its address, where something cannot be had.
     * @param {StageFrame} frame
     */
    async ready(frame) {
      await this.packs.bring(this.packs.lacking(frame, this.quality));
    }

    /** Fetches one pack that no frame has needed yet; resolves to whether there was one. */
    async readyMore() {
      const next = this.packs.next(this.quality);
      if (next !== undefined) await this.packs.bring([next]);
      return next !== undefined;
    }

    /**
     * A frame's view may name a tile: the canvas then holds the part of a picture of w x h pixels whose upper left corner
     * lies at x, y, so that pictures larger than a canvas can be put together.
     * @param {StageFrame} frame
     */
    draw(frame) {
      if (this.gl.isContextLost()) throw new Error("the WebGL context was lost");
      const lacking = this.packs.missing(frame);
      if (lacking.length) throw new Error(`the frame shows meshes that are not here (${lacking.join(", ")}): await ready(frame) first`);
      this.packs.dress(this.quality);
      const { view } = this, { tile } = frame.view;
      if (!tile) return this.drawWhole(frame, null);
      const canvasSize = [view.width, view.height];
      [view.width, view.height] = tile.of;
      view.margin = TILE_MARGIN; // what lies beyond a tile's edge is strewn into it, and smooths its edges
      try {
        this.drawWhole(frame, [TILE_MARGIN - tile.x, TILE_MARGIN + canvasSize[1] + tile.y - tile.of[1], ...tile.of]);
      } finally {
        [view.width, view.height] = canvasSize;
        view.margin = 0;
      }
    }

    /**
     * A frame may carry an inset: a second picture in a corner of the first, with an eye and objects of its own.
     * @param {StageFrame} frame
     * @param {Place | null} at
     */
    drawWhole(frame, at) {
      const { gl, view } = this;
      this.render(frame, at);
      if (!frame.inset) return;
      const [left, bottom, width, height] = frame.inset.place;
      const whole = [view.width, view.height];
      const [x, y] = at || [0, 0];
      /** @type {Place} */
      const place = [x + Math.round(left * whole[0]), y + Math.round(bottom * whole[1]),
                     Math.round(width * whole[0]), Math.round(height * whole[1])];
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(...place);
      [view.width, view.height] = [place[2], place[3]];
      try {
        this.render(frame.inset, place);
      } finally {
        [view.width, view.height] = whole;
        gl.disable(gl.SCISSOR_TEST);
      }
    }

    /**
     * @param {StageFrame | Inset} frame
     * @param {Place | null} place
     */
    render(frame, place) {
      const { view } = this;
      this.apply(frame);
      view.place = place;
      this.isSilent = false;
      try {
        glow.drawing(view, () => {
          this.glow.__renderer.render(0);
          this.passes.finish();
        });
      } finally {
        this.isSilent = true;
        view.place = null;
      }
    }

    /** @param {StageFrame | Inset} frame */
    apply(frame) {
      for (const [idx, attributes] of Object.entries(frame.objects)) {
        const object = this.objects.get(idx);
        if (!object) continue;
        for (const [name, v] of Object.entries(attributes)) object[name] = value(name, v);
      }
      for (const [idx, flat] of Object.entries(frame.points)) this.setPoints(need(`curve ${idx}`, this.objects.get(idx)), flat);
      const { view: v } = frame, { fov, near, forward, up, filter, mask, uniforms } = v;
      Object.assign(this.view, { fov, near, forward, up, filter, mask, uniforms, everyTile: Boolean(v.every_tile) });
      const scene = this.glow;
      scene.range = 1;
      scene.center = window.vec(...forward);
      scene.axis = window.vec(...forward);
      scene.up = window.vec(...up);
      scene.fov = fov;
    }

    /**
     * @param {GlowObject} curve
     * @param {number[]} flat
     */
    setPoints(curve, flat) {
      const count = flat.length / 3;
      /** @type {GlowPoint[]} */
      const points = curve.__points;
      if (points.length !== count) {
        curve.clear();
        for (let i = 0; i < count; i++) curve.push(window.vec(flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]));
        return;
      }
      for (let i = 0; i < count; i++) {
        const p = points[i].__pos;
        p.__x = flat[3 * i];
        p.__y = flat[3 * i + 1];
        p.__z = flat[3 * i + 2];
        points[i].__change();
      }
    }

    /**
     * @param {number} w
     * @param {number} h
     */
    resize(w, h) {
      this.glow.width = w; // GlowScript sets both the pixels and the CSS size
      this.glow.height = h;
      this.canvas.style.width = "";
      this.canvas.style.height = "";
      this.view.width = w;
      this.view.height = h;
    }

    /** @returns {[GlowModel, number][]} each model with the number of its objects that are seen */
    shown() {
      return Object.values(this.glow.__renderer.models).map((model) => (
        [model, Object.values(model.id_object || {}).filter((object) => object.visible).length]));
    }

    triangles() {
      return this.shown().reduce((sum, [model, n]) => sum + n * model.index.length / 3, 0);
    }

    drawCalls() {
      return this.shown().reduce((sum, [, n]) => sum + n, 0);
    }
  }

  /** Stages of one page are made one after another: GlowScript makes a canvas for the whole page. @type {Promise<unknown>} */
  let before = Promise.resolve();

  window.VizStage = {
    create: (options) => {
      const made = before.then(() => glow.withoutTimer(() => build(options)));
      before = made.catch(() => {});
      return made;
    },
  };
}
