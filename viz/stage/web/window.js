// The window: Earth, air, clouds, Sun, Moon and Milky Way, one ray per pixel, in tiles that meet the ground, the sky, or
// both. Software pays for every pixel, and most of the ground's light and air hardly bends within a tile: it is worked
// out at the corners of those that lie wholly on the ground and not towards the horizon ("near"), and in every pixel of
// the rest.
"use strict";

/**
 * @typedef {{ array: WebGLVertexArrayObject, places: Float32Array, index: Uint16Array }} Grid
 * @typedef {{ rayOfClip: (clip: [number, number]) => Vec3, centre: Vec3, power: number, heightKm: number, sun: Vec3,
 *   sunLight: number, moon: Vec3, allSky: boolean }} Sight
 * @typedef {{ ray: Vec3, stretched: Vec3, mu: number, longitude: number, strip: number, normal: Vec3 }} Corner
 * @typedef {Record<"strip" | "day" | "both" | "ground" | "sky", number[][]>} Tiles
 */

{
  const COLUMNS = 48, ROWS = 27;
  const EARTH_KM = 6371, AIR_ENDS_KM = 130;  // beyond the airglow nothing of the air is seen
  const GLARE_ENDS = 0.62;                   // radians from the Sun: fainter than what sky.frag.glsl leaves out
  const MOON_RADIUS = 0.006;
  const PORTS = 2;                           // the mask's number: a field and eight ports, see opening.frag.glsl
  const NEAR_MU = 0.13;                      // sine of the height that a near tile's rays come in under, at least
  const NEAR_SUN = 0.98;                     // cosine of the angle between a near tile and the Sun, whose glare bends
  const NEAR_POLE = 0.985, NEAR_WIDE = 0.12; // sine of latitude; radians of longitude: maps turn quickly at the poles
  const FIRST_UNIT = 9;                      // texture units that nobody else uses
  const LUMPS = 64;
  const FINE_BELOW_KM = 90;                  // of the eye: from there a map's pixels are too coarse
  const STARS_FROM = 1.3, STARS_TO = 2.6;    // exposure at which the Milky Way begins to show, and is there
  const MILKY_WAY = 0.022;
  const ECLIPTIC_NORTH = /** @type {Vec3} */ ([0, -0.39777, 0.91749]);

  // ---- vectors -------------------------------------------------------------------------------------------

  const { dot, cross, scaled, unit, angleBetween, axes } = window.VizVectors;
  /** @type {(numbers: ObjectData, at: number) => Vec3} */
  const vector = (numbers, at) => axes((k) => numbers[at + k]);
  /** @type {(low: number, high: number, value: number) => number} */
  const smoothstep = (low, high, value) => {
    const part = Math.min(Math.max((value - low) / (high - low), 0), 1);
    return part * part * (3 - 2 * part);
  };

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
   * What a corner's ray meets; `mu` is the sine of the height it comes in under, -1 where it misses the ground.
   * @param {Vec3} ray
   * @param {Sight} sight
   * @param {Sources} sources
   * @returns {Corner}
   */
  function cornerOf(ray, { centre, power }, { stretch, strip }) {
    /** @type {Vec3} */
    const stretched = [ray[0], ray[1], ray[2] * stretch], middle = /** @type {Vec3} */ ([centre[0], centre[1], centre[2] * stretch]);
    const a = dot(stretched, stretched), b = dot(stretched, middle), disc = b * b - a * power;
    if (disc <= 0 || b <= 0) return { ray, stretched, mu: -1, longitude: 0, strip: 0, normal: ray };
    const t = power / (b + Math.sqrt(disc));
    const normal = unit(axes((k) => (t * stretched[k] - middle[k]) * (k === 2 ? stretch : 1)));
    return { ray, stretched, mu: -dot(normal, ray), longitude: Math.atan2(normal[1], normal[0]), strip: seenOf(strip, normal), normal };
  }

  /**
   * How much of the strip is seen at a place, as ground.glsl has it.
   * @param {Sources["strip"]} strip
   * @param {Vec3} normal
   */
  function seenOf(strip, normal) {
    if (!strip) return 0;
    const { pole, axis, size } = strip;
    const along = Math.atan2(dot(normal, cross(pole, axis)), dot(normal, axis)) / size[0];
    const across = Math.asin(Math.min(Math.max(dot(normal, pole), -1), 1));
    return smoothstep(0, 0.05, 0.5 - Math.abs(along)) * smoothstep(0, 0.15, 1 - Math.abs(across) / size[1]);
  }

  /**
   * Which program draws a tile that lies wholly on the ground; none where light bends too much within it.
   * @param {Corner[]} corners
   * @param {Sight} sight
   */
  function nearKind(corners, { sun, sunLight }) {
    let west = 4, east = -4, least = 1, most = 0;
    for (const { ray, mu, normal, longitude, strip } of corners) {
      if (mu < NEAR_MU || Math.abs(normal[2]) > NEAR_POLE || (sunLight > 0 && dot(ray, sun) > NEAR_SUN)) return null;
      west = Math.min(west, longitude);
      east = Math.max(east, longitude);
      least = Math.min(least, strip);
      most = Math.max(most, strip);
    }
    if (east - west > NEAR_WIDE) return null;
    if (least >= 1) return "strip";
    return most <= 0 ? "day" : "both";
  }

  /**
   * Whether a tile may meet the ground, and whether it may show anything of the sky. A tile lies within a cone about its
   * middle ray, Earth within a cone about its centre (in stretched space): both tests err to the safe side only.
   * @param {Corner[]} corners
   * @param {Sight} sight
   * @param {{ middle: Vec3, horizon: number, airEnds: number, stretch: number }} earth
   */
  function meets(corners, { sun, sunLight, moon, allSky }, { middle: centre, horizon, airEnds, stretch }) {
    const middle = unit(axes((k) => corners.reduce((sum, { ray }) => sum + ray[k], 0)));
    const radius = Math.max(...corners.map(({ ray }) => angleBetween(ray, middle)));
    /** @type {Vec3} */
    const middleS = [middle[0], middle[1], middle[2] * stretch];
    const radiusS = Math.max(...corners.map(({ stretched }) => angleBetween(stretched, middleS))) + 1e-4;
    const off = angleBetween(middleS, centre);
    const glare = sunLight > 0 && angleBetween(middle, sun) - radius < GLARE_ENDS;
    const hasMoon = angleBetween(middle, moon) - radius < MOON_RADIUS;
    return {
      ground: off - radiusS <= horizon,
      sky: off + radiusS >= horizon && (allSky || off - radiusS < airEnds || glare || hasMoon),
    };
  }

  /**
   * The tiles by the programs that draw them. With `every`, each that is not near goes to the ground's and to the sky's.
   * @param {Grid} grid
   * @param {Sight} sight
   * @param {Sources} sources
   * @param {boolean} every
   * @returns {Tiles}
   */
  function tilesOf(grid, sight, sources, every) {
    const { rayOfClip, centre, power, heightKm } = sight, { stretch } = sources;
    const points = Array.from({ length: grid.places.length / 2 }, (_, i) => (
      cornerOf(rayOfClip([grid.places[2 * i], grid.places[2 * i + 1]]), sight, sources)));
    const airSine = (1 + AIR_ENDS_KM / EARTH_KM) / Math.sqrt(1 + power);
    const earth = {
      middle: /** @type {Vec3} */ ([centre[0], centre[1], centre[2] * stretch]), horizon: Math.atan(1 / Math.sqrt(power)),
      airEnds: heightKm > AIR_ENDS_KM && airSine < 1 ? Math.asin(airSine) : Math.PI, stretch,
    };
    /** @type {Tiles} */
    const tiles = { strip: [], day: [], both: [], ground: [], sky: [] };
    for (const numbers of TILES) {
      const corners = numbers.map((i) => points[i]), near = nearKind(corners, sight);
      if (near) {
        tiles[near].push(numbers);
        continue;
      }
      const { ground, sky } = meets(corners, sight, earth);
      if (every || ground) tiles.ground.push(numbers);
      if (every || sky) tiles.sky.push(numbers);
    }
    return tiles;
  }

  /** @type {() => Tiles} */
  const everyTile = () => ({ strip: [], day: [], both: [], ground: TILES, sky: TILES });

  // ---- textures ------------------------------------------------------------------------------------------

  /**
   * A seeded number for a point of a lattice, 0 to 1.
   * @type {(n: number) => number}
   */
  function chance(n) {
    let h = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
  }

  /**
   * One octave of smooth noise that repeats: `cells` lattice cells along an edge of `LUMPS` points.
   * @param {number} cells
   * @param {number} seed
   */
  function octave(cells, seed) {
    const lattice = Float32Array.from({ length: cells ** 3 }, (_, n) => chance(n + seed) - 0.5);
    const sum = new Float32Array(LUMPS ** 3), step = cells / LUMPS;
    const along = Array.from({ length: LUMPS }, (_, i) => {
      const low = Math.floor(i * step), part = i * step - low;
      return { low, high: (low + 1) % cells, part: part * part * (3 - 2 * part) };
    });
    let at = 0;
    for (const z of along) {
      for (const y of along) {
        const rows = [z.low, z.high].flatMap((k) => [y.low, y.high].map((j) => (k * cells + j) * cells));
        const weights = [(1 - z.part) * (1 - y.part), (1 - z.part) * y.part, z.part * (1 - y.part), z.part * y.part];
        for (const x of along) {
          let value = 0;
          for (let k = 0; k < 4; k++) {
            value += weights[k] * (lattice[rows[k] + x.low] * (1 - x.part) + lattice[rows[k] + x.high] * x.part);
          }
          sum[at++] = value;
        }
      }
    }
    return sum;
  }

  /** Noise of three octaves in a cube that repeats, as bytes: no seam and no pole anywhere on the Earth. */
  function lumps() {
    const octaves = [octave(16, 1), octave(32, 40000), octave(64, 90000)], shares = [1, 0.62, 0.40];
    return Uint8Array.from(octaves[0], (_, i) => {
      const value = octaves.reduce((sum, one, k) => sum + shares[k] * one[i], 0);
      return Math.round(255 * Math.min(Math.max(0.5 + 0.85 * value, 0), 1));
    });
  }

  // ---- drawing -------------------------------------------------------------------------------------------

  class Window_ {
    /** @type {Record<string, number>} texture units by the samplers' names */
    units = { day_map: 0, strip_map: 1 };

    /** @param {PassTools} tools */
    constructor(tools) {
      this.tools = tools;
      this.grid = tileGrid(tools.gl);
    }

    /**
     * Fetches what is neither the day map nor the strip, which GlowScript has.
     * @param {Record<string, string>} sheets addresses by the samplers' names
     * @param {string} base
     */
    async load(sheets, base) {
      const { gl } = this.tools;
      await Promise.all(Object.entries(sheets).map(async ([name, address], k) => {
        const answer = await fetch(base + address);
        if (!answer.ok) throw new Error(`texture ${address} cannot be loaded`);
        const image = await createImageBitmap(await answer.blob(), {
          imageOrientation: "flipY", premultiplyAlpha: "none", colorSpaceConversion: "none",
        });
        this.keep(name, FIRST_UNIT + 1 + k, gl.TEXTURE_2D, () => {
          gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, gl.RGB, gl.UNSIGNED_BYTE, image);
          gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
        });
      }));
      this.keep("lumps", FIRST_UNIT, gl.TEXTURE_3D, () => {
        gl.texImage3D(gl.TEXTURE_3D, 0, gl.R8, LUMPS, LUMPS, LUMPS, 0, gl.RED, gl.UNSIGNED_BYTE, lumps());
      });
    }

    /**
     * @param {string} name
     * @param {number} unit
     * @param {number} target
     * @param {() => void} fill
     */
    keep(name, unit, target, fill) {
      const { gl } = this.tools;
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(target, gl.createTexture());
      gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
      fill();
      gl.generateMipmap(target);
      gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
      gl.activeTexture(gl.TEXTURE0);
      this.units[name] = unit;
    }

    /**
     * @param {ObjectData} data
     * @returns {{ sight: Sight, values: Record<string, Uniform> }}
     */
    seen(data) {
      const { view } = this.tools, { uniforms } = view, exposure = uniforms.exposure ?? 1;
      const [x, north] = [vector(data, 4), vector(data, 8)], y = cross(north, x);
      /** @type {(v: Vec3) => Vec3} */
      const fixed = (v) => [dot(v, x), dot(v, y), dot(v, north)]; // world to Earth-fixed axes
      const forward = unit(view.forward), right = unit(cross(forward, view.up)), up = cross(right, forward);
      const columns = [scaled(right, 1 / view.projection[0]), scaled(up, 1 / view.projection[5]), forward].map(fixed);
      const moon = unit(fixed(vector(data, 16))), sun = unit(fixed(uniforms.sun_direction));
      const starry = smoothstep(STARS_FROM, STARS_TO, exposure) * (1 - uniforms.cloud_hides);
      /** @type {Sight} */
      const sight = {
        rayOfClip: ([h, v]) => unit(axes((k) => columns[0][k] * h + columns[1][k] * v + columns[2][k])),
        centre: fixed(vector(data, 0)), power: data[12], heightKm: data[13], sun, sunLight: uniforms.sun_light[1], moon,
        allSky: starry > 0,
      };
      const values = {
        ray_of_clip: columns.flat(), earth_centre: sight.centre, eye_power: sight.power, exposure,
        eye_height_km: sight.heightKm, sun_direction: sun, sun_light: sight.sunLight, moon_direction: moon,
        moon_light: (0.5 - 0.5 * dot(sun, moon)) ** 2, moon_north: fixed(ECLIPTIC_NORTH), sky_axes: [...x, ...y, ...north],
        stars_light: MILKY_WAY * starry,
        doubt_centre: fixed(uniforms.doubt_centre), doubt_along: fixed(uniforms.doubt_along),
        doubt_size: uniforms.doubt_size, cloud_hides: uniforms.cloud_hides, sight_axes: [right, up, forward].map(fixed).flat(),
      };
      return { sight, values };
    }

    /** @param {ObjectData} data */
    draw(data) {
      const { tools: { gl, view, sources, isFull, pictureUniforms }, grid } = this, { sight, values } = this.seen(data);
      const fine = sight.heightKm < FINE_BELOW_KM || isFull ? "#define FINE\n" : "";
      const tiles = view.mask === PORTS ? everyTile() : tilesOf(grid, sight, sources, view.everyTile);
      const all = { ...pictureUniforms, ...values };
      gl.bindVertexArray(grid.array);
      this.drawTiles("ground", tiles.strip, all, `${fine}#define NEAR\n#define STRIP_ONLY`);
      this.drawTiles("ground", tiles.day, all, `${fine}#define NEAR\n#define DAY_ONLY`);
      this.drawTiles("ground", tiles.both, all, `${fine}#define NEAR`);
      this.drawTiles("ground", tiles.ground, all, fine);
      this.drawTiles("sky", tiles.sky, all, sight.allSky ? "#define STARS" : "");
      gl.bindVertexArray(null);
    }

    /**
     * @param {"ground" | "sky"} name
     * @param {number[][]} tiles
     * @param {Record<string, Uniform>} values
     * @param {string} kind
     */
    drawTiles(name, tiles, values, kind) {
      if (!tiles.length) return;
      const { tools, grid } = this, { gl, view, raw } = tools;
      const ports = view.mask === PORTS; // they look elsewhere than the rays of their tiles
      const doubt = name === "ground" && view.uniforms.doubt_size[2] > 0;
      const defines = [kind, ports && "#define PORTS", doubt && "#define DOUBT"].filter(Boolean);
      const { program, uniforms } = tools.program(name, defines.join("\n"), { place: 0 });
      raw.useProgram(program);
      tools.give(uniforms, values);
      for (const [sampler, unit_] of Object.entries(this.units)) {
        if (uniforms[sampler] !== undefined) gl.uniform1i(uniforms[sampler], unit_);
      }
      let n = 0;
      for (const [a, b, c, d] of tiles) {
        for (const corner of [a, b, c, a, c, d]) grid.index[n++] = corner;
      }
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, grid.index.subarray(0, n), gl.STREAM_DRAW);
      if (name === "sky") tools.blend(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
      raw.drawElements(gl.TRIANGLES, n, gl.UNSIGNED_SHORT, 0);
      gl.disable(gl.BLEND);
    }
  }

  window.VizWindow = { create: (tools) => new Window_(tools) };
}
