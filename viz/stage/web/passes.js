// @ts-nocheck
// Programs of our own beside GlowScript's one for surfaces. GlowScript walks its objects and draws; an object of a
// negative shininess is drawn here instead, each kind by a short program, because software renderers run both sides
// of every branch and would pay Earth's price for every pixel of the ship:
//   -1  the window: Earth, air, Sun and Moon, one ray per pixel, in tiles that meet the ground, the sky, or both
//   -2  sprites of a fixed size in pixels at infinity (stars, markers)
//   -3  glowing gas, added to the picture
//   -4  the taiga's floor, with its crowns drawn in each pixel
// After the last object come the passes over the whole picture: a porthole's ring, the television's lines.
"use strict";

window.VoskhodPasses = (() => {
  const COLUMNS = 32, ROWS = 18;
  const EARTH_KM = 6371, AIR_ENDS_KM = 130;  // beyond the airglow nothing of the air is seen
  const GLARE_ENDS = 1.15;                   // radians from the Sun: fainter than what sky.frag.glsl leaves out
  const MOON_RADIUS = 0.006;
  const VZOR = 2;                            // the mask's number
  const SPARE_UNIT = 7;                      // a texture unit that GlowScript leaves alone in pictures without peeling

  // ---- vectors -------------------------------------------------------------------------------------------

  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const scaled = (a, k) => [a[0] * k, a[1] * k, a[2] * k];
  const unit = (a) => scaled(a, 1 / Math.hypot(...a));
  const angleBetween = (a, b) => Math.atan2(Math.hypot(...cross(a, b)), dot(a, b));

  function compile(gl, [vertex, fragment], defines = "", places = {}) {
    const head = `#version 300 es\nprecision highp float;\nprecision highp int;\n${defines}\n`;
    const program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, head + text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    for (const [name, place] of Object.entries(places)) gl.bindAttribLocation(program, place, name);
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      const logs = gl.getAttachedShaders(program).map((shader) => gl.getShaderInfoLog(shader));
      throw new Error(`a shader of the stage does not compile: ${[gl.getProgramInfoLog(program), ...logs].join("\n")}`);
    }
    const uniforms = {};
    for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i++) {
      const { name } = gl.getActiveUniform(program, i);
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

  // Which tiles may meet the ground, and which may show anything of the sky. A tile lies within a cone about its
  // middle ray, Earth within a cone about its centre (in stretched space): both tests err to the safe side only.
  function tilesOf(grid, sight, stretch) {
    const { rayOfClip, centre, power, heightKm, sun, sunLight, moon } = sight;
    const ray = (i) => rayOfClip([grid.places[2 * i], grid.places[2 * i + 1]]);
    const stretched = (v) => [v[0], v[1], v[2] * stretch];
    const middleOf = stretched(centre);
    const horizon = Math.atan(1 / Math.sqrt(power));
    const airSine = (1 + AIR_ENDS_KM / EARTH_KM) / Math.sqrt(1 + power);
    const airEnds = heightKm > AIR_ENDS_KM && airSine < 1 ? Math.asin(airSine) : Math.PI;
    const ground = [], sky = [];
    for (const corners of TILES) {
      const rays = corners.map(ray);
      const middle = unit([0, 1, 2].map((k) => rays.reduce((sum, r) => sum + r[k], 0)));
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

  // `view` is the bridge's: fov, forward, up, matrices, place in the window and size of the picture being drawn.
  // `raw` holds the context's own functions where the bridge has put others in their place.
  function create(gl, sources, view, raw) {
    const grid = tileGrid(gl);
    const made = {};
    const program = (name, defines = "", places = {}) =>
      (made[name + defines] ||= compile(gl, sources[name], defines, places));

    const quad = gl.createVertexArray();
    gl.bindVertexArray(quad);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 3, -1, -1, 3]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindVertexArray(null);
    const copy = gl.createTexture();

    function give(uniforms, values) {
      for (const [name, v] of Object.entries(values)) {
        const place = uniforms[name];
        if (place === undefined || v === undefined) continue;
        if (typeof v === "number") gl.uniform1f(place, v);
        else if (v.length === 2) gl.uniform2f(place, ...v);
        else if (v.length === 3) gl.uniform3f(place, ...v);
        else if (v.length === 9) gl.uniformMatrix3fv(place, false, v);
        else if (v.length === 16) gl.uniformMatrix4fv(place, false, v);
        else gl.uniform4fv(place, v);
      }
    }

    const pictureUniforms = () => ({
      view_size: [view.width, view.height], view_corner: (view.place || [0, 0]).slice(0, 2), view_mask: view.mask });

    function drawWindow(data) {
      const x = [data[4], data[5], data[6]], north = [data[8], data[9], data[10]], y = cross(north, x);
      const fixed = (v) => [dot(v, x), dot(v, y), dot(v, north)];     // world to Earth-fixed axes
      const forward = unit(view.forward), right = unit(cross(forward, view.up)), up = cross(right, forward);
      const columns = [scaled(right, 1 / view.projection[0]), scaled(up, 1 / view.projection[5]), forward].map(fixed);
      const uniforms = view.uniforms;
      const sight = {
        rayOfClip: ([h, v]) => unit([0, 1, 2].map((k) => columns[0][k] * h + columns[1][k] * v + columns[2][k])),
        centre: fixed([data[0], data[1], data[2]]), power: data[12], heightKm: data[13],
        sun: unit(fixed(uniforms.sun_direction)), sunLight: uniforms.sun_light[1],
        moon: unit(fixed([data[16], data[17], data[18]])),
      };
      const vzor = view.mask === VZOR;               // its ports look elsewhere than the rays of their tiles
      const { ground, sky } = vzor || view.everyTile ? everyTile() : tilesOf(grid, sight, sources.stretch);
      const values = {
        ray_of_clip: columns.flat(), earth_centre: sight.centre, eye_power: sight.power,
        eye_height_km: sight.heightKm, sun_direction: sight.sun, sun_light: sight.sunLight, moon_direction: sight.moon,
        doubt_centre: fixed(uniforms.doubt_centre), doubt_along: fixed(uniforms.doubt_along),
        doubt_size: uniforms.doubt_size, cloud_hides: uniforms.cloud_hides, sight_axes: [right, up, forward].map(fixed).flat(), ...pictureUniforms(),
      };
      gl.bindVertexArray(grid.array);
      for (const [name, tiles] of [["ground", ground], ["sky", sky]]) {
        const defines = [vzor && "#define VZOR", name === "ground" && uniforms.doubt_size[2] > 0 && "#define DOUBT"].filter(Boolean);
        const { program: own, uniforms: places } = program(name, defines.join("\n"), { place: 0 });
        raw.useProgram(own);
        give(places, values);
        if (places.day_map !== undefined) gl.uniform1i(places.day_map, 0);
        if (places.strip_map !== undefined) gl.uniform1i(places.strip_map, 1);
        let n = 0;
        for (const [a, b, c, d] of tiles) {
          for (const corner of [a, b, c, a, c, d]) grid.index[n++] = corner;
        }
        gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, grid.index.subarray(0, n), gl.STREAM_DRAW);
        if (name === "sky") blend(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        raw.drawElements(gl.TRIANGLES, n, gl.UNSIGNED_SHORT, 0);
        gl.disable(gl.BLEND);
      }
      gl.bindVertexArray(null);
    }

    function drawMesh(name, data, attributes, draw) {
      const { program: own, uniforms } = program(name, "", attributes);
      raw.useProgram(own);
      const { floor_light, floor_sun } = view.uniforms;
      give(uniforms, { viewMatrix: view.camera, projMatrix: view.projection, floor_light, floor_sun, ...pictureUniforms() });
      raw.uniform4fv(uniforms.objectData, data);
      draw();
    }

    function blend(ours, theirs) {
      gl.enable(gl.BLEND);
      gl.blendFunc(ours, theirs);
    }

    function drawGlow(data, attributes, draw) {
      blend(gl.ONE, gl.ONE);
      gl.depthMask(false);
      drawMesh("glow", data, attributes, draw);
      gl.depthMask(true);
      gl.disable(gl.BLEND);
    }

    // Draws an object that is not a surface; `attributes` are the places GlowScript's program reads a mesh from.
    function draw(data, attributes, drawElements) {
      const kind = Math.round(data[3]);
      if (kind === -1) drawWindow(data);
      else if (kind === -2) drawMesh("sprite", data, attributes, drawElements);
      else if (kind === -4) drawMesh("floor", data, attributes, drawElements);
      else drawGlow(data, attributes, drawElements);
    }

    function overPicture(name, values) {
      const { program: own, uniforms } = program(name, "", { place: 0 });
      raw.useProgram(own);
      give(uniforms, { ...pictureUniforms(), ...values });
      if (uniforms.picture !== undefined) gl.uniform1i(uniforms.picture, SPARE_UNIT);
      gl.disable(gl.DEPTH_TEST);
      gl.bindVertexArray(quad);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      gl.bindVertexArray(null);
      gl.enable(gl.DEPTH_TEST);
    }

    // What is laid over the whole picture once everything stands in it.
    function finish() {
      if (view.mask > 0) {
        blend(gl.ZERO, gl.SRC_COLOR);
        overPicture("opening", {});
        gl.disable(gl.BLEND);
      }
      if (view.filter > 0) {
        const [x, y, w, h] = view.place || [0, 0, view.width, view.height];
        const left = Math.max(x, 0), bottom = Math.max(y, 0);
        const wide = Math.min(x + w, gl.drawingBufferWidth) - left, high = Math.min(y + h, gl.drawingBufferHeight) - bottom;
        gl.activeTexture(gl.TEXTURE0 + SPARE_UNIT);
        gl.bindTexture(gl.TEXTURE_2D, copy);
        gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGB, left, bottom, wide, high, 0);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
        gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
        overPicture("television", { picture_corner: [left, bottom] });
        gl.bindTexture(gl.TEXTURE_2D, null);
        gl.activeTexture(gl.TEXTURE0);
      }
    }

    return { draw, finish };
  }

  return { create };
})();
