// Where a picture is drawn before it is seen: one sample a pixel, whose alpha says where parts are. Their edges are then
// smoothed; in the full picture light is kept beyond white, strewn a little as in an eye, and developed as a whole.
"use strict";

{
  const UNIT = 7; // a texture unit that GlowScript leaves alone in pictures without peeling
  const STREWN_FROM = 1.1, STREWN_SHARE = 4, STREWN_PACE = 0.0035; // scene light; pixels a look; share of the picture's height

  class Develop {
    /** @type {{ wide: number, high: number, isFull: boolean, layers: Layer[], depth: WebGLRenderbuffer | null } | null} */
    target = null;

    /** @param {PassTools} tools */
    constructor(tools) {
      this.tools = tools;
      const { gl } = tools;
      this.takesLight = Boolean(gl.getExtension("EXT_color_buffer_float") || gl.getExtension("EXT_color_buffer_half_float"));
    }

    /**
     * @param {number} wide
     * @param {number} high
     * @param {boolean} isLight
     * @returns {Layer}
     */
    layer(wide, high, isLight) {
      const { gl, raw } = this.tools, texture = gl.createTexture(), buffer = gl.createFramebuffer();
      gl.activeTexture(gl.TEXTURE0 + UNIT);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, isLight ? gl.RGBA16F : gl.RGBA8, wide, high);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.LINEAR);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
      gl.activeTexture(gl.TEXTURE0);
      raw.bindFramebuffer(gl.FRAMEBUFFER, buffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      return { texture, buffer, wide, high };
    }

    get sizes() {
      const { gl, view } = this.tools;
      return [gl.drawingBufferWidth + 2 * view.margin, gl.drawingBufferHeight + 2 * view.margin];
    }

    /** The layers of a picture of this size: the drawn one first, in full the developed one and two small ones after it. */
    get ready() {
      const { gl, view } = this.tools, [wide, high] = this.sizes, isFull = view.quality === "full" && this.takesLight;
      const { target } = this;
      if (target && target.wide === wide && target.high === high && target.isFull === isFull) return target;
      for (const { texture, buffer } of target?.layers ?? []) {
        gl.deleteTexture(texture);
        gl.deleteFramebuffer(buffer);
      }
      gl.deleteRenderbuffer(target?.depth ?? null);
      const drawn = this.layer(wide, high, isFull), depth = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, depth);
      gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_COMPONENT24, wide, high);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, depth);
      gl.bindRenderbuffer(gl.RENDERBUFFER, null);
      const small = [Math.ceil(wide / STREWN_SHARE), Math.ceil(high / STREWN_SHARE)];
      const rest = isFull ? [this.layer(wide, high, false), this.layer(small[0], small[1], true), this.layer(small[0], small[1], true)] : [];
      this.target = { wide, high, isFull, layers: [drawn, ...rest], depth };
      return this.target;
    }

    /** Draws go here from now on. */
    begin() {
      const { gl, raw, view } = this.tools, { layers: [drawn] } = this.ready;
      raw.bindFramebuffer(gl.FRAMEBUFFER, drawn.buffer);
      raw.viewport(...view.place ?? [0, 0, view.width, view.height]);
      gl.clearColor(0, 0, 0, 0);
    }

    /** @returns {Place} the part of the drawn layer that the window shows of this picture */
    get seen() {
      const { gl, view } = this.tools, [x, y, w, h] = view.place ?? [0, 0, view.width, view.height], m = view.margin;
      const left = Math.max(x, m), bottom = Math.max(y, m);
      return [left, bottom, Math.min(x + w, gl.drawingBufferWidth + m) - left, Math.min(y + h, gl.drawingBufferHeight + m) - bottom];
    }

    /**
     * Shows the picture in the window.
     * @param {Place | null} bounds where parts may be
     * @param {"television" | null} filter
     */
    show(bounds, filter) {
      const { gl, raw, view } = this.tools, { isFull } = this.ready, wasClipped = gl.isEnabled(gl.SCISSOR_TEST);
      gl.disable(gl.SCISSOR_TEST);
      const layer = isFull ? this.developed() : this.ready.layers[0];
      const [x, y, w, h] = this.seen, m = view.margin;
      raw.bindFramebuffer(gl.READ_FRAMEBUFFER, layer.buffer);
      raw.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
      if (!filter) gl.blitFramebuffer(x, y, x + w, y + h, x - m, y - m, x + w - m, y + h - m, gl.COLOR_BUFFER_BIT, gl.NEAREST);
      raw.bindFramebuffer(gl.FRAMEBUFFER, null);
      raw.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
      gl.enable(gl.SCISSOR_TEST);
      if (filter) this.lay(filter, layer, [x, y, w, h]);
      else if (bounds) this.lay("edges", layer, within(bounds, [x, y, w, h]));
      if (!wasClipped) gl.disable(gl.SCISSOR_TEST);
    }

    /**
     * @param {"television" | "edges"} name
     * @param {Layer} layer
     * @param {Place} part of the layer
     */
    lay(name, layer, [x, y, w, h]) {
      if (w <= 0 || h <= 0) return;
      const { gl, view } = this.tools, m = view.margin;
      gl.scissor(x - m, y - m, w, h);
      this.overPicture(name, layer, { picture_corner: [m, m], view_corner: (view.place ?? [0, 0]).slice(0, 2).map((n) => n - m) });
    }

    /**
     * @param {ProgramName} name
     * @param {Layer} layer
     * @param {Record<string, Uniform>} values
     */
    overPicture(name, layer, values) {
      const { gl } = this.tools;
      gl.activeTexture(gl.TEXTURE0 + UNIT);
      gl.bindTexture(gl.TEXTURE_2D, layer.texture);
      this.tools.overPicture(name, UNIT, values);
      gl.bindTexture(gl.TEXTURE_2D, null);
      gl.activeTexture(gl.TEXTURE0);
    }

    /** @returns {Layer} the full picture as a screen shows it */
    developed() {
      const { gl, raw, view } = this.tools, { layers: [drawn, developed, first, second], wide, high } = this.ready;
      const pace = STREWN_PACE * view.height / STREWN_SHARE;
      this.strew(drawn, first, [pace / first.wide, 0], STREWN_FROM);
      this.strew(first, second, [0, pace / first.high], 0);
      raw.bindFramebuffer(gl.FRAMEBUFFER, developed.buffer);
      raw.viewport(0, 0, wide, high);
      gl.activeTexture(gl.TEXTURE0 + UNIT + 1);
      gl.bindTexture(gl.TEXTURE_2D, second.texture);
      this.overPicture("develop", drawn, { strewn_scale: [1 / wide, 1 / high] });
      gl.activeTexture(gl.TEXTURE0 + UNIT + 1);
      gl.bindTexture(gl.TEXTURE_2D, null);
      gl.activeTexture(gl.TEXTURE0);
      return developed;
    }

    /**
     * @param {Layer} from
     * @param {Layer} to
     * @param {[number, number]} pace
     * @param {number} floor
     */
    strew(from, to, pace, floor) {
      const { gl, raw } = this.tools;
      raw.bindFramebuffer(gl.FRAMEBUFFER, to.buffer);
      raw.viewport(0, 0, to.wide, to.high);
      this.overPicture("strew", from, { pace, picture_scale: [1 / to.wide, 1 / to.high], floor_light: floor });
    }
  }

  /**
   * @param {Place} a
   * @param {Place} b
   * @returns {Place}
   */
  function within(a, b) {
    const left = Math.max(a[0], b[0]), bottom = Math.max(a[1], b[1]);
    return [left, bottom, Math.min(a[0] + a[2], b[0] + b[2]) - left, Math.min(a[1] + a[3], b[1] + b[3]) - bottom];
  }

  window.VizDevelop = { create: (tools) => new Develop(tools) };
}
