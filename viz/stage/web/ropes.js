// Ropes: GlowScript draws them piece by piece; here all pieces of a rope are drawn at once, from the ends of each, which
// lie in a buffer that is filled once a frame. A call costs a software renderer more than a piece does.
"use strict";

{
  const NUMBERS = 8; // of a piece: places and radii of its two ends
  const ATTRIBUTES = { pos: 0, normal: 1, rope_from: 2, rope_to: 3 };

  class Ropes {
    /** @type {GlowObject[]} */
    curves = [];
    /** @type {Map<ObjectData, { from: number, count: number }>} a rope's pieces in the buffer, by its own numbers */
    pieces = new Map();
    /** @type {Set<ObjectData>} those that lie in the picture already */
    laid = new Set();
    /** @type {{ model: GlowModel, array: WebGLVertexArrayObject, buffer: WebGLBuffer } | null} */
    kept = null;

    /** @param {PassTools} tools */
    constructor(tools) {
      this.tools = tools;
    }

    /** Takes stock of the frame, once GlowScript has its curves as the frame has them. */
    begin() {
      const { gl, view } = this.tools, model = view.models.curve;
      this.laid.clear();
      this.pieces.clear();
      this.curves = Object.values(model?.id_object ?? {}).filter((curve) => curve.visible && curve.__points.length > 1);
      if (!this.curves.length) return;
      const numbers = [];
      for (const { __points: points, __data: data } of this.curves) {
        this.pieces.set(data, { from: numbers.length, count: points.length - 1 });
        for (const { __prevsegment: ends } of points.slice(1)) numbers.push(...endsOf(ends, data[15]));
      }
      gl.bindBuffer(gl.ARRAY_BUFFER, this.ready(model).buffer);
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(numbers), gl.STREAM_DRAW);
    }

    /** @param {GlowModel} model GlowScript's piece of a curve */
    ready(model) {
      if (this.kept?.model === model) return this.kept;
      const { gl } = this.tools, array = gl.createVertexArray();
      gl.bindVertexArray(array);
      for (const [place, width, buffer] of /** @type {const} */ ([[0, 4, model.posBuffer], [1, 3, model.normalBuffer]])) {
        gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
        gl.enableVertexAttribArray(place);
        gl.vertexAttribPointer(place, width, gl.FLOAT, false, 0, 0);
      }
      for (const place of [ATTRIBUTES.rope_from, ATTRIBUTES.rope_to]) {
        gl.enableVertexAttribArray(place);
        gl.vertexAttribDivisor(place, 1);
      }
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, model.indexBuffer);
      gl.bindVertexArray(null);
      this.kept = { model, array, buffer: this.kept?.buffer ?? gl.createBuffer() };
      return this.kept;
    }

    /**
     * Draws one with the program in use, whose attributes are `ATTRIBUTES`.
     * @param {ObjectData} data
     */
    draw(data) {
      const { gl } = this.tools, { kept } = this, pieces = this.pieces.get(data);
      if (!kept || !pieces) return;
      gl.bindVertexArray(kept.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, kept.buffer);
      for (const [place, end] of [[ATTRIBUTES.rope_from, 0], [ATTRIBUTES.rope_to, 4]]) {
        gl.vertexAttribPointer(place, 4, gl.FLOAT, false, 4 * NUMBERS, 4 * (pieces.from + end));
      }
      gl.drawElementsInstanced(gl.TRIANGLES, kept.model.index.length, gl.UNSIGNED_INT, 0, pieces.count);
      gl.bindVertexArray(null);
    }

    /**
     * Draws one into the picture, once a frame however often it is asked; tells whether it did.
     * @param {ObjectData} data
     */
    lay(data) {
      if (this.laid.has(data)) return false;
      this.laid.add(data);
      const { tools } = this, program = tools.program("rope", tools.shadowed, ATTRIBUTES);
      tools.light(program);
      tools.give(program.uniforms, {
        part_tint: [data[16], data[17], data[18]], part_glow: data[7] > 0 ? 1 : 0, part_shine: Math.max(data[3], 0),
      });
      this.draw(data);
      return true;
    }

    /**
     * Draws what throws shadows into the Sun's map.
     * @param {Float32Array} mapOfWorld
     */
    shade(mapOfWorld) {
      const { gl, raw } = this.tools, dark = this.curves.filter(({ __data: d }) => !(d[7] > 0));
      if (!dark.length) return;
      const { program, uniforms } = this.tools.program("ropeshade", "", ATTRIBUTES);
      raw.useProgram(program);
      gl.uniformMatrix4fv(uniforms.map_of_world, false, mapOfWorld);
      for (const { __data: data } of dark) this.draw(data);
    }
  }

  /**
   * @param {ArrayLike<number>} ends places and radii; a radius below nothing stands for the whole rope's
   * @param {number} radius
   */
  const endsOf = (ends, radius) => (
    [ends[0], ends[1], ends[2], ends[3] < 0 ? radius : ends[3], ends[4], ends[5], ends[6], ends[7] < 0 ? radius : ends[7]]);

  window.VizRopes = { create: (tools) => new Ropes(tools) };
}
