// The meshes, fetched pack by pack: first those of the frame at hand. viz/stage/packs.py says how a mesh lies in its pack.
"use strict";

{
  /** @type {["pos" | "normal" | "color" | "shininess" | "emissive" | "texpos", number][]} attributes with their numbers a vertex */
  const ATTRIBUTES = [["pos", 3], ["normal", 3], ["color", 3], ["shininess", 1], ["emissive", 1], ["texpos", 2]];
  const FINE = "fine:"; // before a name: the stand-in that the full picture shows
  const PATIENCE_MS = 60000; // a pack that takes longer is told as one that cannot be had, and asked for again

  /** Reads numbers from a block, one after another, each kind from a place that four divides. */
  class Reader {
    /**
     * @param {ArrayBuffer} buffer
     * @param {number} at
     */
    constructor(buffer, at) {
      this.buffer = buffer;
      this.at = at;
    }

    /**
     * @template {Float32Array | Uint32Array | Uint16Array | Uint8Array} Numbers
     * @param {{ new (buffer: ArrayBuffer, at: number, count: number): Numbers, BYTES_PER_ELEMENT: number }} Kind
     * @param {number} count
     */
    take(Kind, count) {
      const numbers = new Kind(this.buffer, this.at, count);
      this.at += Math.ceil(Kind.BYTES_PER_ELEMENT * count / 4) * 4;
      return numbers;
    }

    /**
     * One attribute of all vertices, from its different rows.
     * @param {number} rows
     * @param {number} width
     * @param {number} vertices
     */
    attribute(rows, width, vertices) {
      const different = this.take(Float32Array, rows * width);
      if (rows === vertices) return different;
      const which = rows === 1 ? null : rows <= 256 ? this.take(Uint8Array, vertices) : this.take(Uint16Array, vertices);
      const whole = new Float32Array(vertices * width);
      for (let to = 0; to < whole.length; to++) {
        whole[to] = different[(which ? which[Math.floor(to / width)] * width : 0) + to % width];
      }
      return whole;
    }
  }

  /**
   * @param {MeshEntry} entry
   * @param {ArrayBuffer} buffer
   * @returns {GlowMesh}
   */
  function readMesh({ name, offset, vertices, indices, rows, box, outer }, buffer) {
    const reader = new Reader(buffer, offset), few = vertices <= 65536;
    const read = ATTRIBUTES.map(([attribute, width], k) => [attribute, reader.attribute(rows[k], width, vertices)]);
    const mesh = window.VizGlow.meshOf(name, {
      ...Object.fromEntries(read), opacity: new Float32Array(vertices).fill(1), bumpaxis: new Float32Array(3 * vertices),
      index: few ? Uint32Array.from(reader.take(Uint16Array, indices)) : reader.take(Uint32Array, indices),
    });
    return Object.assign(mesh, { box, outer });
  }

  class Packs {
    /** @type {Map<string, Promise<void>>} packs that are on their way */
    begun = new Map();
    /** @type {Set<string>} packs that are here */
    here = new Set();
    /** @type {Map<string, { light?: GlowMesh, full?: GlowMesh }>} meshes that are here, by the name of what they show */
    kept = new Map();
    /** @type {Map<string, GlowMesh>} what is drawn of them */
    worn = new Map();

    /**
     * @param {StageSetup} setup
     * @param {string} base
     * @param {(mesh: GlowMesh, name: string) => void} give hands a mesh that has come to the objects drawn with it
     */
    constructor(setup, base, give) {
      this.table = setup.meshes;
      this.names = setup.packs;
      this.base = base;
      this.give = give;
      const packs = new Map(setup.meshes.map((entry) => [entry.name, entry.pack]));
      this.objects = setup.objects.filter(({ mesh }) => mesh).map(({ idx, mesh, visible }) => {
        const light = window.VizGlow.need(`mesh ${mesh}`, packs.get(String(mesh)));
        return { idx, light, full: packs.get(FINE + mesh) ?? light, begins: visible };
      });
    }

    /**
     * @param {StageFrame | Inset} frame
     * @param {Quality} quality
     * @returns {string[]} the packs that hold what a frame shows and are not here
     */
    lacking(frame, quality) {
      return [...new Set(this.seen(frame).map((object) => object[quality]).filter((pack) => !this.here.has(pack)))];
    }

    /**
     * @param {StageFrame | Inset} frame
     * @returns {string[]} the packs without which a frame has a hole: of what is here in neither quality
     */
    missing(frame) {
      const { here } = this, holes = this.seen(frame).filter(({ light, full }) => !here.has(light) && !here.has(full));
      return [...new Set(holes.map(({ light }) => light))];
    }

    /**
     * @param {StageFrame | Inset} frame
     * @returns {Packs["objects"]} what a frame and its inset show
     */
    seen(frame) {
      const own = this.objects.filter(({ idx, begins }) => (frame.objects[idx]?.visible ?? begins) !== false);
      return "inset" in frame && frame.inset ? [...own, ...this.seen(frame.inset)] : own;
    }

    /**
     * Have each part drawn as the quality wants it. Whoever has waited until a frame was ready sees what depends on the
     * quality alone, and not on what has come before; whoever has not sees what is here.
     * @param {Quality} quality
     */
    dress(quality) {
      for (const [name, { light, full }] of this.kept) {
        const mesh = quality === "full" ? full ?? light : light ?? full;
        if (!mesh || this.worn.get(name) === mesh) continue;
        this.give(mesh, name);
        this.worn.set(name, mesh);
      }
    }

    /**
     * Resolves once these are here; one that cannot be had is asked for again by whoever needs it next.
     * @param {string[]} packs
     */
    async bring(packs) {
      await Promise.all(packs.filter((pack) => !this.here.has(pack)).map((pack) => {
        const coming = this.begun.get(pack) ?? this.fetch(pack).finally(() => this.begun.delete(pack));
        this.begun.set(pack, coming);
        return coming;
      }));
    }

    /** @param {string} pack */
    async fetch(pack) {
      const address = `${this.base}meshes/${pack}.bin`;
      let buffer;
      try {
        const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
        if (!answer.ok) throw new Error(`${answer.status}`);
        buffer = await answer.arrayBuffer();
      } catch (problem) {
        throw new Error(`${address} could not be loaded (${problem instanceof Error ? problem.message : problem})`);
      }
      for (const entry of this.table.filter((row) => row.pack === pack)) {
        const isFine = entry.name.startsWith(FINE), name = isFine ? entry.name.slice(FINE.length) : entry.name;
        this.kept.set(name, { ...this.kept.get(name), [isFine ? "full" : "light"]: readMesh({ ...entry, name }, buffer) });
      }
      this.here.add(pack);
    }

    /**
     * @param {Quality} quality
     * @returns {string | undefined} a pack that no frame has needed yet: the next in the order in which the flight shows them
     */
    next(quality) {
      const wanted = new Set(this.objects.map((object) => object[quality]));
      const { here } = this, names = this.names.filter((pack) => wanted.has(pack));
      const after = names.findLastIndex((pack) => here.has(pack)) + 1;
      return [...names.slice(after), ...names.slice(0, after)].find((pack) => !here.has(pack));
    }
  }

  window.VizPacks = { of: (setup, base, give) => new Packs(setup, base, give) };
}
