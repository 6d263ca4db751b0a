// Programs of our own in place of GlowScript's. GlowScript walks its objects; each is drawn here instead, each kind by a
// short program, because software renderers run both sides of every branch and would pay Earth's price for every pixel of
// the ship. Parts are drawn by parts.js and ropes by ropes.js, after shadows.js has looked at them from the Sun; an
// object of a negative shininess is something else:
//   -1  the window: Earth, air, Sun and Moon, one ray per pixel, in tiles that meet the ground, the sky, or both
//   -2  sprites of a fixed size in pixels at infinity (stars, markers)
//   -3  glowing gas, added to the picture
//   -4  a wood seen from above, its crowns drawn in each pixel
//   -5  to -8: gas in a box, its light added and what it hides taken away (GASES)
//   -9  open water, its waves drawn in each pixel
// After the last object come the passes over the whole picture: a porthole's ring, smooth edges, the television's lines
// (develop.js).
"use strict";

// The scripts of the stage are served as one, and have their types from here.
/**
 * @import { Attributes, Command, GlowCanvas, GlowMesh, GlowModel, GlowObject, GlowPoint, GlowProgram, Inset, Layer, Matrix, MeshEntry,
 *   ObjectData, Packs, Part, Parts, PassTools, Place, Program, ProgramName, Quality, Raw, Sources, Stage, StageFrame, StageOptions,
 *   StageSetup, Uniform, Vec3, View } from "./stage"
 */

{
  const FULL = "#define FULL";

  /** @type {Record<number, ProgramName>} */
  const GASES = { [-3]: "glow", [-5]: "flame", [-6]: "plume", [-7]: "entry", [-8]: "smoke" };

  /**
   * @param {WebGL2RenderingContext} gl
   * @param {[string, string]} sources vertex and fragment shader
   * @param {string} defines
   * @param {Attributes} places
   * @returns {Program}
   */
  function compile(gl, [vertex, fragment], defines = "", places = {}) {
    const head = `#version 300 es\nprecision highp float;\nprecision highp int;\n${defines}\n`;
    const program = gl.createProgram();
    /** @type {[number, string][]} */
    const shaders = [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]];
    for (const [kind, text] of shaders) {
      const shader = gl.createShader(kind);
      if (!shader) throw new Error("the WebGL context was lost");
      gl.shaderSource(shader, head + text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    for (const [name, place] of Object.entries(places)) gl.bindAttribLocation(program, place, name);
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      const logs = (gl.getAttachedShaders(program) ?? []).map((shader) => gl.getShaderInfoLog(shader));
      throw new Error(`a shader of the stage does not compile: ${[gl.getProgramInfoLog(program), ...logs].join("\n")}`);
    }
    /** @type {Program["uniforms"]} */
    const uniforms = {};
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
      const name = gl.getActiveUniform(program, i)?.name ?? "";
      uniforms[name.replace("[0]", "")] = gl.getUniformLocation(program, name);
    }
    return { program, uniforms };
  }

  // ---- the passes ----------------------------------------------------------------------------------------

  class Passes {
    /** @type {Record<string, Program>} */
    made = {};
    /** @type {Set<Program>} programs that know this frame's light */
    lit = new Set();

    /**
     * @param {WebGL2RenderingContext} gl
     * @param {Sources} sources
     * @param {View} view the bridge's
     * @param {Raw} raw
     */
    constructor(gl, sources, view, raw) {
      this.gl = gl;
      this.sources = sources;
      this.view = view;
      this.raw = raw;
      this.window = window.VizWindow.create(this);
      this.quad = gl.createVertexArray();
      gl.bindVertexArray(this.quad);
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
      gl.bindVertexArray(null);
      this.ropes = window.VizRopes.create(this);
      this.parts = window.VizParts.create(this);
      this.shadows = window.VizShadows.create(this);
      this.developing = window.VizDevelop.create(this);
    }

    get isFull() {
      return this.view.quality === "full" && this.developing.takesLight;
    }

    get shadowed() {
      return this.shadows.isOn ? "#define SHADOWS" : "";
    }

    /** Before GlowScript's first object, once its objects are as the frame has them. */
    begin() {
      this.lit.clear();
      this.parts.begin();
      this.shadows.draw(this.parts);
      this.developing.begin();
    }

    /**
     * Uses a program that draws parts or ropes; it is told of the frame's light once.
     * @param {Program} program
     */
    light(program) {
      this.raw.useProgram(program.program);
      if (this.lit.has(program)) return;
      this.lit.add(program);
      this.give(program.uniforms, { ...this.view.uniforms, clip_of_world: this.parts.clipOfWorld });
      this.shadows.give(program.uniforms);
    }

    /**
     * @param {ProgramName} name
     * @param {string} defines
     * @param {Attributes} places
     */
    program(name, defines = "", places = {}) {
      const all = this.isFull ? `${FULL}\n${defines}` : defines;
      return (this.made[name + all] ||= compile(this.gl, this.sources[name], all, places));
    }

    /**
     * @param {Program["uniforms"]} uniforms
     * @param {Record<string, Uniform>} values
     */
    give(uniforms, values) {
      const { gl } = this;
      for (const [name, v] of Object.entries(values)) {
        const place = uniforms[name];
        if (place === undefined || v === undefined) continue;
        if (typeof v === "number") gl.uniform1f(place, v);
        else if (v.length === 2) gl.uniform2f(place, v[0], v[1]);
        else if (v.length === 3) gl.uniform3f(place, v[0], v[1], v[2]);
        else if (v.length === 9) gl.uniformMatrix3fv(place, false, v);
        else if (v.length === 16) gl.uniformMatrix4fv(place, false, v);
        else gl.uniform4fv(place, v);
      }
    }

    get pictureUniforms() {
      const { view } = this;
      return {
        view_size: [view.width, view.height], view_corner: (view.place || [0, 0]).slice(0, 2), view_mask: view.mask,
        exposure: view.uniforms.exposure,
      };
    }

    /**
     * @param {ProgramName} name
     * @param {ObjectData} data
     * @param {Attributes} attributes
     * @param {() => void} draw
     */
    drawMesh(name, data, attributes, draw) {
      const { program, uniforms } = this.program(name, "", attributes);
      const { camera, projection, uniforms: { floor_light, floor_sun, sun_direction, gas_s } } = this.view;
      this.raw.useProgram(program);
      const light = { floor_light, floor_sun, sun_direction };
      this.give(uniforms, { viewMatrix: camera, projMatrix: projection, gas_s, ...light, ...this.pictureUniforms });
      this.raw.uniform4fv(uniforms.objectData, data);
      draw();
    }

    /**
     * @param {number} ours
     * @param {number} theirs
     */
    blend(ours, theirs) {
      this.gl.enable(this.gl.BLEND);
      this.gl.blendFunc(ours, theirs);
    }

    /**
     * Of a box only the far faces are drawn: they are seen from within, too.
     * @param {ProgramName} name
     * @param {ObjectData} data
     * @param {Attributes} attributes
     * @param {() => void} draw
     */
    drawGas(name, data, attributes, draw) {
      const { gl } = this;
      // Laid over a picture, a plume leaves of what is behind it what a screen can still show; over light it just adds.
      this.blend(gl.ONE, name === "plume" && !this.isFull ? gl.ONE_MINUS_SRC_COLOR : gl.ONE_MINUS_SRC_ALPHA);
      gl.depthMask(false);
      if (name !== "glow") gl.enable(gl.CULL_FACE);
      gl.cullFace(gl.FRONT);
      this.drawMesh(name, data, attributes, draw);
      gl.disable(gl.CULL_FACE);
      gl.depthMask(true);
      gl.disable(gl.BLEND);
    }

    /**
     * @param {ObjectData} data
     * @param {Attributes} attributes
     * @param {(from?: number, count?: number) => void} drawElements
     */
    draw(data, attributes, drawElements) {
      const { gl } = this, kind = Math.round(data[3]);
      if (kind >= 0) return this.parts.draw(data, attributes, drawElements);
      gl.colorMask(true, true, true, false); // alpha says where parts are
      if (kind === -1) this.window.draw(data);
      else if (kind === -2) this.drawMesh("sprite", data, attributes, drawElements);
      else if (kind === -4) this.drawMesh("floor", data, attributes, drawElements);
      else if (kind === -9) this.drawMesh("sea", data, attributes, drawElements);
      else this.drawGas(GASES[kind], data, attributes, drawElements);
      gl.colorMask(true, true, true, true);
    }

    /**
     * @param {ProgramName} name
     * @param {number} unit of the texture that holds the picture below
     * @param {Record<string, Uniform>} values
     */
    overPicture(name, unit, values) {
      const { gl } = this;
      const { program, uniforms } = this.program(name, "", { place: 0 });
      this.raw.useProgram(program);
      this.give(uniforms, { ...this.pictureUniforms, ...values });
      if (uniforms.picture !== undefined) gl.uniform1i(uniforms.picture, unit);
      if (uniforms.strewn !== undefined) gl.uniform1i(uniforms.strewn, unit + 1);
      gl.disable(gl.DEPTH_TEST);
      gl.bindVertexArray(this.quad);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.bindVertexArray(null);
      gl.enable(gl.DEPTH_TEST);
    }

    finish() {
      const { gl, view } = this;
      if (view.mask > 0) {
        gl.colorMask(true, true, true, false);
        this.blend(gl.ZERO, gl.SRC_COLOR);
        this.overPicture("opening", 0, {});
        gl.disable(gl.BLEND);
        gl.colorMask(true, true, true, true);
      }
      this.developing.show(this.parts.bounds, view.filter > 0 ? "television" : null);
    }
  }

  window.VizPasses = { create: (gl, sources, view, raw) => new Passes(gl, sources, view, raw) };
}
