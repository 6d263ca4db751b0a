// What the Sun sees, as a map of depths: drawn before each frame, from where the frame says that its shadows matter.
"use strict";

{
  const { dot, cross, unit, axes } = window.VizVectors, { giveSolid, drawSkins } = window.VizParts;
  const SIDE = { light: 1024, full: 2048 };
  const UNIT = 6; // a texture unit that GlowScript leaves alone in pictures without peeling

  class Shadows {
    /** @type {{ map: WebGLTexture, buffer: WebGLFramebuffer, side: number } | null} */
    target = null;
    /** @type {WeakMap<object, WebGLVertexArrayObject>} by the buffer of a model's places */
    arrays = new WeakMap();
    isOn = false;
    /** @type {number[][]} from the eye's place on TEME axes to the map, three rows */
    rows = [];
    /** @type {Vec3[]} two ways at right angles to the light */
    sideways = [];
    metres = 0; // of a texel
    texel = 0; // its share of the map's side

    /** @param {PassTools} tools */
    constructor(tools) {
      this.tools = tools;
    }

    get ready() {
      const side = this.tools.isFull ? SIDE.full : SIDE.light;
      if (this.target?.side === side) return this.target;
      const { gl, raw } = this.tools;
      if (this.target) gl.deleteTexture(this.target.map);
      const map = gl.createTexture(), buffer = this.target?.buffer ?? gl.createFramebuffer();
      gl.activeTexture(gl.TEXTURE0 + UNIT);
      gl.bindTexture(gl.TEXTURE_2D, map);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.DEPTH_COMPONENT24, side, side);
      const ways = [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
                    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE], [gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE],
                    [gl.TEXTURE_COMPARE_FUNC, gl.LEQUAL]];
      for (const [name, v] of ways) gl.texParameteri(gl.TEXTURE_2D, name, v);
      raw.bindFramebuffer(gl.FRAMEBUFFER, buffer);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, map, 0);
      gl.activeTexture(gl.TEXTURE0);
      this.target = { map, buffer, side };
      return this.target;
    }

    /**
     * @param {GlowModel} model
     * @param {number} width numbers a place
     */
    arrayOf(model, width) {
      const { gl } = this.tools, known = this.arrays.get(model.posBuffer);
      if (known) return known;
      const array = gl.createVertexArray();
      gl.bindVertexArray(array);
      gl.bindBuffer(gl.ARRAY_BUFFER, model.posBuffer);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, width, gl.FLOAT, false, 0, 0);
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, model.indexBuffer);
      gl.bindVertexArray(null);
      this.arrays.set(model.posBuffer, array);
      return array;
    }

    /** @param {Parts} parts */
    draw(parts) {
      const { view, gl, raw } = this.tools, { shadow_ball: ball, sun_way: sun, sun_colour: colour } = view.uniforms;
      this.isOn = ball[3] > 0 && Math.max(...colour) > 0.001;
      if (!this.isOn) return;
      const { buffer, side } = this.ready;
      this.look([ball[0], ball[1], ball[2]], ball[3], unit(sun), side);
      const wasClipped = gl.isEnabled(gl.SCISSOR_TEST);
      gl.disable(gl.SCISSOR_TEST);
      raw.bindFramebuffer(gl.FRAMEBUFFER, buffer);
      raw.viewport(0, 0, side, side);
      gl.enable(gl.DEPTH_TEST);
      gl.depthFunc(gl.LEQUAL);
      gl.clearDepth(1);
      raw.clear(gl.DEPTH_BUFFER_BIT);
      gl.enable(gl.POLYGON_OFFSET_FILL);
      gl.polygonOffset(1.2, 2.0);
      this.drawSolids(parts, [ball[0], ball[1], ball[2]], ball[3]);
      this.tools.ropes.shade(this.mapOfWorld);
      gl.bindVertexArray(null);
      gl.disable(gl.POLYGON_OFFSET_FILL);
      if (wasClipped) gl.enable(gl.SCISSOR_TEST);
    }

    /**
     * Looks along the light at a ball.
     * @param {Vec3} middle
     * @param {number} radius
     * @param {Vec3} sun
     * @param {number} side
     */
    look(middle, radius, sun, side) {
      const x = unit(cross(Math.abs(sun[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], sun)), y = cross(sun, x);
      const row = (/** @type {Vec3} */ way, /** @type {number} */ scale) => (
        [...way.map((n) => n * scale), 0.5 - dot(way, middle) * scale]);
      this.rows = [row(x, 0.5 / radius), row(y, 0.5 / radius), row(sun, -0.25 / radius)];
      this.metres = 2 * radius / side;
      this.sideways = [x, y];
      this.texel = 1 / side;
    }

    /** @returns {Float32Array} to the map's clip coordinates, column by column */
    get mapOfWorld() {
      const matrix = new Float32Array(16);
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 4; column++) matrix[4 * column + row] = 2 * this.rows[row][column] - (column === 3 ? 1 : 0);
      }
      matrix[15] = 1;
      return matrix;
    }

    /**
     * @param {Parts} parts
     * @param {Vec3} middle
     * @param {number} radius
     */
    drawSolids(parts, middle, radius) {
      const { gl, raw } = this.tools, { program, uniforms } = this.tools.program("shadow", "", { pos: 0 });
      raw.useProgram(program);
      gl.uniformMatrix4fv(uniforms.map_of_world, false, this.mapOfWorld);
      for (const part of parts.solids.values()) {
        const from = axes((k) => part.ball[k] - middle[k]);
        const off = Math.hypot(...this.sideways.map((way) => dot(from, way)));
        if (off > 1.42 * radius + part.radius || part.radius < 0.4 * this.metres) continue;
        giveSolid(gl, uniforms, part);
        gl.bindVertexArray(this.arrayOf(part.model, 3));
        drawSkins(gl, part.model, true, (from = 0, count = part.model.index.length) => (
          raw.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_INT, 4 * from)));
      }
    }

    /** @param {Program["uniforms"]} uniforms */
    give(uniforms) {
      const { gl } = this.tools;
      if (!this.isOn || !this.target || uniforms.shadow_map === undefined) return;
      gl.activeTexture(gl.TEXTURE0 + UNIT);
      gl.bindTexture(gl.TEXTURE_2D, this.target.map);
      gl.activeTexture(gl.TEXTURE0);
      gl.uniform1i(uniforms.shadow_map, UNIT);
      for (const [k, axis] of ["x", "y", "z"].entries()) gl.uniform4fv(uniforms[`shadow_${axis}`], this.rows[k]);
      gl.uniform2f(uniforms.shadow_size, this.texel, this.metres);
    }
  }

  window.VizShadows = { create: (tools) => new Shadows(tools) };
}
