// What the stage and the pages around it know of one another.
// Nothing here is served or run; tests/test_page_types.py holds a real frame against it.

import type { GlowCanvas, GlowMesh, GlowModel, GlowObject, GlowPoint, GlowProgram, GlowRenderer } from "./glowscript";

export type * from "./glowscript";

/** A frame message: the whole dynamic state of the stage. viz/stage/host.py and viz/stage/stage.py write it. */
export interface StageFrame {
  /** Attributes by the object's number. */
  objects: Record<string, Record<string, unknown>>;
  /** Points of curves, x, y, z one after another. */
  points: Record<string, number[]>;
  view: StageView;
  inset?: Inset;
}

/** A second picture in a corner of the first, with an eye and objects of its own. */
export interface Inset {
  objects: Record<string, Record<string, unknown>>;
  points: Record<string, number[]>;
  view: StageView;
  /** Left, bottom, width and height, each a share of the picture. */
  place: [number, number, number, number];
}

export interface StageView {
  /** Radians, of the shot: upwards, in a wide picture. */
  fov: number;
  /** Metres. */
  near: number;
  forward: Vec3;
  up: Vec3;
  filter: number;
  mask: number;
  uniforms: Uniforms;
  every_tile?: boolean;
  /** The part of a picture of `of` pixels that the canvas holds. */
  tile?: Tile | null;
}

export interface Tile {
  x: number;
  y: number;
  of: [number, number];
}

export type Vec3 = [number, number, number];

/** What our own programs read beside the matrices, by its name in the shaders. */
export interface Uniforms {
  sun_direction: Vec3;
  sun_light: Vec3;
  cloud_hides: number;
  doubt_centre: Vec3;
  doubt_along: Vec3;
  doubt_size: Vec3;
  floor_light: Vec3;
  floor_sun: Vec3;
  gas_s: number;
  /** Where light comes from, unit vectors, and the light itself: viz/stage/light.py. */
  sun_way: Vec3;
  sun_colour: Vec3;
  earth_way: Vec3;
  earth_colour: Vec3;
  sky_way: Vec3;
  sky_colour: Vec3;
  moon_way: Vec3;
  moon_colour: Vec3;
  around_colour: Vec3;
  exposure: number;
  /** Middle, from the eye, and radius of where shadows are drawn. */
  shadow_ball: [number, number, number, number];
}

export type Quality = "light" | "full";

/** The words beside a frame, in the show's language: viz/story/picture.py. */
export interface FrameWords {
  language: string;
  phase_title: string;
  event_title: string;
  caption: string;
  mark: string;
  clock_utc: string;
  clock_zone: string;
  clock_elapsed: string;
  place: string;
  camera: string;
  credit: string;
  caption_tag: string;
  /** Id of the innermost phase. */
  phase: string;
  /** Id of the latest event that has happened, "" before the first. */
  event: string;
  /** Whose sentence the caption is: "event eva.exit", "phase orbit.day", or "" for nobody's. */
  told: string;
}

/** What the page gets of the stage. */
export interface Stage {
  /** Resolves once everything that a frame shows is here. */
  ready(frame: StageFrame): Promise<void>;
  /** Fetches a pack of meshes that no frame has needed yet; resolves to whether there was one. */
  readyMore(): Promise<boolean>;
  /** Error where the frame is not ready. */
  draw(frame: StageFrame): void;
  resize(width: number, height: number): void;
  readonly gl: WebGL2RenderingContext;
  readonly canvas: HTMLCanvasElement;
  /** The graphics card's name, or whatever draws in its place. */
  readonly renderer: string;
  readonly width: number;
  readonly height: number;
  /** What is drawn now. */
  readonly quality: Quality;
  /** From the next draw on. */
  setQuality(quality: Quality): void;
  triangles(): number;
  drawCalls(): number;
}

export interface StageOptions {
  container: Element;
  base?: string;
  width: number;
  height: number;
  /** "auto": light where the picture is drawn in software, full on a graphics card. */
  quality?: Quality | "auto";
  /** The first frame, where it is known by the time the stage knows what there is to fetch for it. */
  first?: () => StageFrame | null;
}

// --- passes.js, and what bridge.js hands to it ----------------------------------------------------------------------

/** What is being drawn: the shot, the matrices GlowScript was given for it, and its place in the window. */
export interface View {
  fov: number;
  near: number;
  forward: Vec3;
  up: Vec3;
  filter: number;
  mask: number;
  /** Pixels of the picture being drawn. */
  width: number;
  height: number;
  uniforms: Uniforms;
  /** Asked for by tests alone: see tilesOf in passes.js. */
  everyTile: boolean;
  /** x, y, width and height in the window, pixels; null for the whole of it. */
  place: Place | null;
  quality: Quality;
  /** Pixels drawn beyond each edge of the window, for what reaches in from there. */
  margin: number;
  /** GlowScript's, with the objects drawn with each. */
  models: Record<string, GlowModel>;
  projection: Matrix;
  camera: Matrix;
  isDrawing: boolean;
}

export type Place = [x: number, y: number, width: number, height: number];

/** Column by column. */
export type Matrix = ArrayLike<number> & Iterable<number>;

/** Vertex and fragment shader by the program's name, and how much the Earth is stretched along its axis. */
export type Sources = Record<ProgramName, [string, string]> & { stretch: number; strip: StripFrame | null };
/** The finer picture of the ground: its frame, and its length, half width and fine middle in radians. */
export interface StripFrame {
  pole: Vec3;
  axis: Vec3;
  size: Vec3;
}
export type ProgramName = "ground" | "sky" | "sprite" | "glow" | "floor" | "sea" | "flame" | "plume" | "entry" | "smoke" | "solid" | "rope" | "shadow" | "ropeshade"
  | "opening" | "edges" | "develop" | "strew" | "television";

export interface Program {
  program: WebGLProgram;
  uniforms: Record<string, WebGLUniformLocation | null>;
}

export type Uniform = number | Iterable<number> & ArrayLike<number> | undefined;

/** What parts.js, ropes.js, shadows.js, develop.js and window.js draw with: passes.js. */
export interface PassTools {
  readonly gl: WebGL2RenderingContext;
  readonly raw: Raw;
  readonly view: View;
  readonly sources: Sources;
  readonly pictureUniforms: Record<string, Uniform>;
  /** Whether the full picture is drawn. */
  readonly isFull: boolean;
  /** Lines for a program that looks up shadows; none where there are none. */
  readonly shadowed: string;
  program(name: ProgramName, defines?: string, places?: Attributes): Program;
  give(uniforms: Program["uniforms"], values: Record<string, Uniform>): void;
  blend(ours: number, theirs: number): void;
  /** Uses a program that draws parts or ropes; it is told of the frame's light once. */
  light(program: Program): void;
  readonly ropes: Ropes;
  overPicture(name: ProgramName, unit: number, values: Record<string, Uniform>): void;
}

/** One rigid part of a frame, from the eye, TEME axes. */
export interface Part {
  model: GlowModel;
  data: ObjectData;
  axes: [Vec3, Vec3, Vec3];
  place: Vec3;
  size: Vec3;
  tint: Vec3;
  /** Half the box's edges, and the ball round it. */
  half: Vec3;
  ball: Vec3;
  radius: number;
  isSeen: boolean;
  /** Whether the eye is outside its box. */
  isWithout: boolean;
}

export interface Parts {
  readonly solids: Map<ObjectData, Part>;
  readonly clipOfWorld: Float32Array;
  readonly bounds: Place | null;
  begin(): void;
  draw(data: ObjectData, attributes: Attributes, draw: (from?: number, count?: number) => void): void;
}

export interface Ropes {
  readonly curves: GlowObject[];
  begin(): void;
  /** Draws one into the picture, once a frame; tells whether it did. */
  lay(data: ObjectData): boolean;
  /** Draws what throws shadows into the Sun's map. */
  shade(mapOfWorld: Float32Array): void;
}

export interface Shadows {
  readonly isOn: boolean;
  draw(parts: Parts): void;
  give(uniforms: Program["uniforms"]): void;
}

/** A picture that is not in the window. */
export interface Layer {
  texture: WebGLTexture;
  buffer: WebGLFramebuffer;
  wide: number;
  high: number;
}

export interface Develop {
  readonly takesLight: boolean;
  begin(): void;
  show(bounds: Place | null, filter: "television" | null): void;
}

/** Numbers of one GlowScript object, as its shaders take them. */
export type ObjectData = Float32Array | number[];

/** The context's own functions, where the bridge has put others in their place. */
export type Raw = Pick<WebGL2RenderingContext, "useProgram" | "viewport" | "uniform4fv" | "drawElements" | "bindFramebuffer" | "clear">;

export type Attributes = Record<string, number>;

/** window.js: Earth, sky and what is seen there. */
export interface EarthWindow {
  /** Fetches pictures beside the map and the strip, by the samplers' names. */
  load(sheets: Record<string, string>, base: string): Promise<void>;
  draw(data: ObjectData): void;
}

export interface Passes {
  readonly window: EarthWindow;
  readonly ropes: Ropes;
  /** Whether the full picture is drawn. */
  readonly isFull: boolean;
  begin(): void;
  /** Draw an object that is not a surface; `attributes` are the places GlowScript's program reads a mesh from. */
  draw(data: ObjectData, attributes: Attributes, drawElements: (from?: number, count?: number) => void): void;
  /** What is laid over the whole picture once everything stands in it. */
  finish(): void;
}

/** viz/stage/bundle.py writes it. */
export interface StageSetup {
  objects: Command[];
  meshes: MeshEntry[];
  /** Names of the packs, as the flight shows them. */
  packs: string[];
  programs: Sources;
  /** Addresses of pictures by the samplers' names in the shaders. */
  sheets: Record<string, string>;
}

/** A constructor of GlowScript's with its arguments. */
export interface Command {
  cmd: string;
  idx: number;
  mesh?: string;
  [attribute: string]: unknown;
}

export interface MeshEntry {
  name: string;
  /** The file it lies in. */
  pack: string;
  /** Bytes. */
  offset: number;
  vertices: number;
  indices: number;
  /** Of each attribute, how many different rows lie there; as many as vertices where each has its own. */
  rows: number[];
  /** Least and greatest corner, in the mesh's own frame. */
  box: [Vec3, Vec3];
  /** How many corners are of skins that are seen from without only. */
  outer: number;
}

/** packs.js: the meshes, fetched pack by pack. */
export interface Packs {
  lacking(frame: StageFrame | Inset, quality: Quality): string[];
  missing(frame: StageFrame | Inset): string[];
  bring(packs: string[]): Promise<void>;
  /** Have everything that is here drawn as finely as this quality wants it. */
  dress(quality: Quality): void;
  next(quality: Quality): string | undefined;
}

/** What glow.js hands to bridge.js. */
export interface Glow {
  /** What must be there; an error names it where it is not. */
  need<Kind>(name: string, value: Kind): NonNullable<Kind>;
  canvasOf<Result>(view: View, programs: Sources, work: () => Result): Result;
  drawing(view: View, work: () => void): void;
  withoutTimer<Result>(work: () => Promise<Result>): Promise<Result>;
  meshOf(name: string, arrays?: Record<string, Float32Array | Uint32Array>): GlowMesh;
  value(name: string, v: unknown): unknown;
  construct(command: Command, canvas: GlowCanvas, base: string): GlowObject;
  giveMesh(objects: GlowObject[], mesh: GlowMesh, renderer: GlowRenderer): void;
  smooth(gl: WebGL2RenderingContext, texture: WebGLTexture): void;
  texturesReady(canvas: GlowCanvas): Promise<void>;
}

type Perspective = (fovy: number, aspect: number, near: number, far: number, out?: Float32Array) => Float32Array;
type LookAt = (eye: ArrayLike<number>, target: ArrayLike<number>, up: ArrayLike<number>, out?: Float32Array) => Float32Array;

declare global {
  interface Window {
    VizStage: { create(options: StageOptions): Promise<Stage> };
    VizGlow: Glow;
    VizPacks: { of(setup: StageSetup, base: string, give: (mesh: GlowMesh, name: string) => void): Packs };
    VizVectors: {
      dot(a: Vec3, b: Vec3): number;
      cross(a: Vec3, b: Vec3): Vec3;
      scaled(a: Vec3, k: number): Vec3;
      unit(a: Vec3): Vec3;
      angleBetween(a: Vec3, b: Vec3): number;
      axes(of: (axis: 0 | 1 | 2) => number): Vec3;
    };
    VizParts: {
      create(tools: PassTools): Parts;
      drawSkins(gl: WebGL2RenderingContext, model: GlowModel, isWithout: boolean, draw: (from?: number, count?: number) => void): void;
      giveSolid(gl: WebGL2RenderingContext, uniforms: Program["uniforms"], part: Part): void;
    };
    VizRopes: { create(tools: PassTools): Ropes };
    VizShadows: { create(tools: PassTools): Shadows };
    VizDevelop: { create(tools: PassTools): Develop };
    VizWindow: { create(tools: PassTools): EarthWindow };
    VizPasses: { create(gl: WebGL2RenderingContext, sources: Sources, view: View, raw: Raw): Passes };
    $: any;
    mat4: { perspective: Perspective; lookAt: LookAt };
    shaders: Record<string, string>;
    Mesh: new () => GlowMesh;
    vec(x: number, y: number, z: number): unknown;
    canvas(options: object): GlowCanvas;
    __context: unknown;
    __adjustupaxis: boolean;
  }
  interface WebGL2RenderingContext {
    vizPasses?: Passes;
  }
}
