// Programs of our own in place of GlowScript's. GlowScript walks its objects; each is drawn here instead, each kind by a
// short program, because software renderers run both sides of every branch and would pay Earth's price for every pixel of
// the ship. Parts and ropes are drawn by parts.js, after shadows.js has looked at them from the Sun; an object of a
// negative shininess is something else:
//   -1  the window: Earth, air, Sun and Moon, one ray per pixel, in tiles that meet the ground, the sky, or both
//   -2  sprites of a fixed size in pixels at infinity (stars, markers)
//   -3  glowing gas, added to the picture
//   -4  a wood seen from above, its crowns drawn in each pixel
//   -5  and below: gas in a box, its light added and what it hides taken away (GASES)
// After the last object come the passes over the whole picture: a porthole's ring, smooth edges, the television's lines
// (develop.js).
"use strict";

// The scripts of the stage are served as one, and have their types from here.
/**
 * @import { Attributes, Command, GlowCanvas, GlowMesh, GlowModel, GlowObject, GlowPoint, GlowProgram, Inset, Layer, Matrix, MeshEntry,
 *   ObjectData, Packs, Part, Parts, PassTools, Place, Program, ProgramName, Quality, Raw, Sources, Stage, StageFrame, StageOptions,
 *   StageSetup, Uniform, Vec3, View } from "./stage"
 * @typedef {{ array: WebGLVertexArrayObject, places: Float32Array, index: Uint16Array }} Grid
 * @typedef {{ rayOfClip: (clip: [number, number]) => Vec3, centre: Vec3, power: number, heightKm: number, sun: Vec3,
 *   sunLight: number, moon: Vec3 }} Sight
 * @typedef {{ ground: number[][], sky: number[][] }} Tiles
 */

{
  const COLUMNS = 32, ROWS = 18;
  const EARTH_KM = 6371, AIR_ENDS_KM = 130;  // beyond the airglow nothing of the air is seen
  const GLARE_ENDS = 1.15;                   // radians from the Sun: fainter than what sky.frag.glsl leaves out
  const MOON_RADIUS = 0.006;
  const PORTS = 2;                           // the mask's number: a field and eight ports, see opening.frag.glsl
  const FULL = "#define FULL";

  /** @type {Record<number, ProgramName>} */
  const GASES = { [-3]: "glow", [-5]: "flame", [-6]: "plume", [-7]: "entry", [-8]: "smoke" };

  // ---- vectors -------------------------------------------------------------------------------------------

  /** @type {(a: Vec3, b: Vec3) => number} */
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  /** @type {(a: Vec3, b: Vec3) => Vec3} */
  const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  /** @type {(a: Vec3, k: number) => Vec3} */
  const scaled = (a, k) => [a[0] * k, a[1] * k, a[2] * k];
  /** @type {(a: Vec3) => Vec3} */
  const unit = (a) => scaled(a, 1 / Math.hypot(...a));
  /** @type {(a: Vec3, b: Vec3) => number} */
  const angleBetween = (a, b) => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));
  /** @type {(of: (axis: 0 | 1 | 2) => number) => Vec3} */
  const axes = (of) => [of(0), of(1), of(2)];
  /** @type {(numbers: ObjectData, at: number) => Vec3} */
  const vector = (numbers, at) => axes((k) => numbers[at + k]);

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

  // ---- tiles of the window -------------------------------------------------------------------------------

  // Four corners each, as numbers of the grid's points.
  const TILES = Array.from({ length: COLUMNS * ROWS }, (_, tile) => {
    const first = Math.floor(tile / COLUMNS) * (COLUMNS + 1) + tile % COLUMNS;
    return [first, first + 1, first + COLUMNS + 2, first + COLUMNS + 1];
  });

  /**
   * @param {WebGL2RenderingContext} gl
   * @returns {Grid}
   */
  function tileGrid(gl) {
    const places = new Float32Array(2 * (COLUMNS + 1) * (ROWS + 1));
    let at = 0;
    for (let row = 0; row <= ROWS; row++) {
      for (let column = 0; column <= COLUMNS; column++) {
        places[at++] = 2 * column / COLUMNS - 1;
        places[at++] = 2 * row / ROWS - 1;
      }
    }
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bindVertexArray(null);
    return { array, places, index: new Uint16Array(6 * COLUMNS * ROWS) };
  }

  /**
   * Which tiles may meet the ground, and which may show anything of the sky. A tile lies within a cone about its
   * middle ray, Earth within a cone about its centre (in stretched space): both tests err to the safe side only.
   * @param {Grid} grid
   * @param {Sight} sight
   * @param {number} stretch
   * @returns {Tiles}
   */
  function tilesOf(grid, sight, stretch) {
    const { rayOfClip, centre, power, heightKm, sun, sunLight, moon } = sight;
    const ray = (/** @type {number} */ i) => rayOfClip([grid.places[2 * i], grid.places[2 * i + 1]]);
    /** @type {(v: Vec3) => Vec3} */
    const stretched = (v) => [v[0], v[1], v[2] * stretch];
    const middleOf = stretched(centre);
    const horizon = Math.atan(1 / Math.sqrt(power));
    const airSine = (1 + AIR_ENDS_KM / EARTH_KM) / Math.sqrt(1 + power);
    const airEnds = heightKm > AIR_ENDS_KM && airSine < 1 ? Math.asin(airSine) : Math.PI;
    const ground = [], sky = [];
    for (const corners of TILES) {
      const rays = corners.map(ray);
      const middle = unit(axes((k) => rays.reduce((sum, r) => sum + r[k], 0)));
      const radius = Math.max(...rays.map((r) => angleBetween(r, middle)));
      const middleS = stretched(middle);
      const radiusS = Math.max(...rays.map((r) => angleBetween(stretched(r), middleS))) + 1e-4;
      const off = angleBetween(middleS, middleOf);
      if (off - radiusS <= horizon) ground.push(corners);
      if (off + radiusS < horizon) continue;
      const glare = sunLight > 0 && angleBetween(middle, sun) - radius < GLARE_ENDS;
      const hasMoon = angleBetween(middle, moon) - radius < MOON_RADIUS;
      if (off - radiusS < airEnds || glare || hasMoon) sky.push(corners);
    }
    return { ground, sky };
  }

  const everyTile = () => ({ ground: TILES, sky: TILES });

  // ---- the passes ----------------------------------------------------------------------------------------

  class Passes {
    /** @type {Record<string, Program>} */
    made = {};

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
      this.grid = tileGrid(gl);
      this.quad = gl.createVertexArray();
      gl.bindVertexArray(this.quad);
      gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
      gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
      gl.bindVertexArray(null);
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
      this.parts.begin();
      this.shadows.draw(this.parts);
      this.developing.begin();
    }

    /** @param {Program["uniforms"]} uniforms */
    giveShadows(uniforms) {
      this.shadows.give(uniforms);
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

    /** @param {ObjectData} data */
    drawWindow(data) {
      const { gl, view } = this, { uniforms } = view;
      const [x, north] = [vector(data, 4), vector(data, 8)], y = cross(north, x);
      /** @type {(v: Vec3) => Vec3} */
      const fixed = (v) => [dot(v, x), dot(v, y), dot(v, north)]; // world to Earth-fixed axes
      const forward = unit(view.forward), right = unit(cross(forward, view.up)), up = cross(right, forward);
      const columns = [scaled(right, 1 / view.projection[0]), scaled(up, 1 / view.projection[5]), forward].map(fixed);
      /** @type {Sight} */
      const sight = {
        rayOfClip: ([h, v]) => unit(axes((k) => columns[0][k] * h + columns[1][k] * v + columns[2][k])),
        centre: fixed(vector(data, 0)), power: data[12], heightKm: data[13],
        sun: unit(fixed(uniforms.sun_direction)), sunLight: uniforms.sun_light[1],
        moon: unit(fixed(vector(data, 16))),
      };
      const tiles = view.mask === PORTS || view.everyTile ? everyTile() : tilesOf(this.grid, sight, this.sources.stretch);
      /** @type {Record<string, Uniform>} */
      const values = {
        ray_of_clip: columns.flat(), earth_centre: sight.centre, eye_power: sight.power,
        eye_height_km: sight.heightKm, sun_direction: sight.sun, sun_light: sight.sunLight, moon_direction: sight.moon,
        doubt_centre: fixed(uniforms.doubt_centre), doubt_along: fixed(uniforms.doubt_along),
        doubt_size: uniforms.doubt_size, cloud_hides: uniforms.cloud_hides, sight_axes: [right, up, forward].map(fixed).flat(),
        ...this.pictureUniforms,
      };
      gl.bindVertexArray(this.grid.array);
      this.drawTiles("ground", tiles.ground, values);
      this.drawTiles("sky", tiles.sky, values);
      gl.bindVertexArray(null);
    }

    /**
     * @param {"ground" | "sky"} name
     * @param {number[][]} tiles
     * @param {Record<string, Uniform>} values
     */
    drawTiles(name, tiles, values) {
      const { gl, grid, view } = this;
      const ports = view.mask === PORTS; // they look elsewhere than the rays of their tiles
      const doubt = name === "ground" && view.uniforms.doubt_size[2] > 0;
      const defines = [ports && "#define PORTS", doubt && "#define DOUBT"].filter(Boolean);
      const { program, uniforms } = this.program(name, defines.join("\n"), { place: 0 });
      this.raw.useProgram(program);
      this.give(uniforms, values);
      if (uniforms.day_map !== undefined) gl.uniform1i(uniforms.day_map, 0);
      if (uniforms.strip_map !== undefined) gl.uniform1i(uniforms.strip_map, 1);
      let n = 0;
      for (const [a, b, c, d] of tiles) {
        for (const corner of [a, b, c, a, c, d]) grid.index[n++] = corner;
      }
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, grid.index.subarray(0, n), gl.STREAM_DRAW);
      if (name === "sky") this.blend(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      this.raw.drawElements(gl.TRIANGLES, n, gl.UNSIGNED_SHORT, 0);
      gl.disable(gl.BLEND);
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
      this.blend(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
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
     * @param {() => void} drawElements
     */
    draw(data, attributes, drawElements) {
      const { gl } = this, kind = Math.round(data[3]);
      if (kind >= 0) return this.parts.draw(data, attributes, drawElements);
      gl.colorMask(true, true, true, false); // alpha says where parts are
      if (kind === -1) this.drawWindow(data);
      else if (kind === -2) this.drawMesh("sprite", data, attributes, drawElements);
      else if (kind === -4) this.drawMesh("floor", data, attributes, drawElements);
      else this.drawGas(GASES[kind], data, attributes, drawElements);
      gl.colorMask(true, true, true, true);
    }

    /**
     * @param {ObjectData} data
     * @param {Attributes} attributes
     * @param {() => void} drawElements
     */
    drawRope(data, attributes, drawElements) {
      this.parts.drawRope(data, attributes, drawElements);
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
