// The rigid parts of a frame: GlowScript keeps them and walks them, we draw them, by a program that reads what they have
// and no more. What the eye cannot see is left out.
"use strict";

{
  const UNSEEN_BELOW_PX = 0.35; // a part whose whole ball is smaller is not drawn
  const ROPE_MARGIN = 0.01; // of half the picture, round a rope's points

  const FEWEST = 180; // corners for which a call of their own pays
  const NEARER = 2; // of the nearest that is drawn: so near to a part's box an eye may look into it
  const { dot, cross, unit, axes } = window.VizVectors;

  /**
   * @param {GlowModel} model
   * @param {[Vec3, Vec3]} box lowest and highest corner of its places
   * @param {ObjectData} d the object's numbers, as GlowScript's shaders take them
   * @param {number} near metres from the eye within which nothing is drawn
   * @returns {Part}
   */
  function partOf(model, [low, high], d, near) {
    const x = unit([d[4], d[5], d[6]]), y = unit([d[8], d[9], d[10]]), z = cross(x, y);
    const size = axes((k) => d[12 + k]);
    const half = axes((k) => 0.5 * (high[k] - low[k]) * size[k]);
    const middle = axes((k) => 0.5 * (high[k] + low[k]) * size[k]);
    const ball = axes((k) => d[k] + x[k] * middle[0] + y[k] * middle[1] + z[k] * middle[2]);
    const isWithout = axes((k) => Math.abs(dot(ball, [x, y, z][k])) - half[k]).some((away) => away > NEARER * near);
    return {
      model, isWithout, data: d, axes: [x, y, z], place: axes((k) => d[k]), size, tint: axes((k) => d[16 + k]), half, ball,
      radius: Math.hypot(...half), isSeen: true,
    };
  }

  /**
   * The two matrices after one another, column by column.
   * @param {Matrix} a
   * @param {Matrix} b
   */
  function product(a, b) {
    const whole = new Float32Array(16);
    for (let column = 0; column < 4; column++) {
      for (let row = 0; row < 4; row++) {
        whole[4 * column + row] = [0, 1, 2, 3].reduce((sum, k) => sum + a[4 * k + row] * b[4 * column + k], 0);
      }
    }
    return whole;
  }

  class Parts {
    /** @type {Map<ObjectData, Part>} */
    solids = new Map();
    clipOfWorld = new Float32Array(16);

    /** @param {PassTools} tools */
    constructor(tools) {
      this.tools = tools;
    }

    /** Takes stock of the frame, once GlowScript has its objects as the frame has them. */
    begin() {
      const { view } = this.tools;
      this.clipOfWorld = product(view.projection, view.camera);
      this.solids = new Map();
      for (const [name, model] of Object.entries(view.models)) {
        if (!name.startsWith("viz:") || !model.box) continue; // without a box it has not come yet
        for (const object of Object.values(model.id_object ?? {})) {
          const data = object.__data;
          if (!object.visible || data[3] < -0.5) continue;
          const part = partOf(model, model.box, data, view.near);
          part.isSeen = this.sees(part);
          this.solids.set(data, part);
        }
      }
      this.tools.ropes.begin();
    }

    /** @param {Part} part */
    sees({ ball, radius }) {
      const { view: { camera: c, projection: p, near, height } } = this.tools;
      const [x, y, z] = axes((k) => c[k] * ball[0] + c[4 + k] * ball[1] + c[8 + k] * ball[2]);
      if (z - radius > -near) return false;
      const wide = (/** @type {number} */ at, /** @type {number} */ scale) => Math.abs(at) * scale + z <= radius * Math.hypot(scale, 1);
      const pixels = radius * p[5] * height / 2 / Math.max(-z, near);
      return wide(x, p[0]) && wide(y, p[5]) && pixels > UNSEEN_BELOW_PX;
    }

    /**
     * @param {ObjectData} data
     * @param {Attributes} attributes
     * @param {(from?: number, count?: number) => void} draw
     */
    draw(data, attributes, draw) {
      const part = this.solids.get(data);
      if (!part?.isSeen) return;
      const program = this.tools.program("solid", this.tools.shadowed, attributes);
      this.tools.light(program);
      giveSolid(this.tools.gl, program.uniforms, part);
      this.tools.gl.uniform3f(program.uniforms.part_tint, ...part.tint);
      drawSkins(this.tools.gl, part.model, part.isWithout, draw);
    }

    /** @returns {Place | null} the part of the picture that parts and ropes may cover; null where there are none */
    get bounds() {
      const frame = new Bounds(this.tools.view);
      for (const { ball, half, axes: [x, y, z], isSeen } of this.solids.values()) {
        if (!isSeen) continue;
        for (let corner = 0; corner < 8; corner++) {
          const at = [corner & 1 ? half[0] : -half[0], corner & 2 ? half[1] : -half[1], corner & 4 ? half[2] : -half[2]];
          frame.add(axes((k) => ball[k] + at[0] * x[k] + at[1] * y[k] + at[2] * z[k]), 0);
        }
      }
      for (const rope of this.tools.ropes.curves) {
        for (const { __pos: p } of rope.__points) frame.add([p.__x, p.__y, p.__z], ROPE_MARGIN);
      }
      return frame.place;
    }
  }

  /** Grows over what is added, in clip coordinates. */
  class Bounds {
    low = [1, 1];
    high = [-1, -1];

    /** @param {View} view */
    constructor(view) {
      this.view = view;
    }

    /**
     * @param {Vec3} at from the eye
     * @param {number} margin
     */
    add(at, margin) {
      const { camera: c, projection: p, near } = this.view;
      const seen = axes((k) => c[k] * at[0] + c[4 + k] * at[1] + c[8 + k] * at[2]);
      if (seen[2] > -near) { // behind the eye: it may be anywhere
        this.low = [-1, -1];
        this.high = [1, 1];
        return;
      }
      for (const k of [0, 1]) {
        const n = p[5 * k] * seen[k] / -seen[2];
        this.low[k] = Math.min(this.low[k], Math.max(n - margin, -1));
        this.high[k] = Math.max(this.high[k], Math.min(n + margin, 1));
      }
    }

    /** @returns {Place | null} */
    get place() {
      const { low, high, view } = this, [x, y, w, h] = view.place ?? [0, 0, view.width, view.height];
      if (low[0] >= high[0] || low[1] >= high[1]) return null;
      const left = Math.floor(x + 0.5 * (low[0] + 1) * w) - 2, bottom = Math.floor(y + 0.5 * (low[1] + 1) * h) - 2;
      return [left, bottom, Math.ceil(x + 0.5 * (high[0] + 1) * w) + 2 - left, Math.ceil(y + 0.5 * (high[1] + 1) * h) + 2 - bottom];
    }
  }

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {Program["uniforms"]} uniforms
   * @param {Part} part
   */
  function giveSolid(gl, uniforms, { axes: [x, y, z], place, size }) {
    gl.uniformMatrix3fv(uniforms.part_turn, false, [...x, ...y, ...z]);
    gl.uniform3f(uniforms.part_place, ...place);
    gl.uniform3f(uniforms.part_size, ...size);
  }

  /**
   * Draws a part; of skins that are seen from without only, what faces an eye outside and no more.
   * @param {WebGL2RenderingContext} gl
   * @param {GlowModel} model
   * @param {boolean} isWithout
   * @param {(from?: number, count?: number) => void} draw so many corners
   */
  function drawSkins(gl, { index, outer = 0 }, isWithout, draw) {
    if (!isWithout || outer < FEWEST) return draw();
    gl.enable(gl.CULL_FACE);
    gl.cullFace(gl.BACK);
    draw(0, outer);
    gl.disable(gl.CULL_FACE);
    if (outer < index.length) draw(outer, index.length - outer);
  }

  window.VizParts = { create: (tools) => new Parts(tools), giveSolid, drawSkins };
}
