// What the stage and the pages around it know of one another, and what the stage takes from the libraries before it.
// Nothing here is served or run; tests/player/test_types.py holds a real frame against it.

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
  ambient: number;
  filter: number;
  mask?: number;
  uniforms?: Uniforms;
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
export type Uniforms = Record<string, number[]>;

/** What the page gets of the stage. */
export interface Stage {
  draw(frame: StageFrame): void;
  resize(width: number, height: number): void;
  readonly gl: WebGL2RenderingContext;
  readonly canvas: HTMLCanvasElement;
  /** The graphics card's name, or whatever draws in its place. */
  readonly renderer: string;
  readonly width: number;
  readonly height: number;
  triangles(): number;
  drawCalls(): number;
}

export interface StageOptions {
  container: Element;
  base?: string;
  width: number;
  height: number;
  antialias?: boolean | "auto";
}

declare global {
  interface Window {
    VoskhodStage: { create(options: StageOptions): Promise<Stage> };
  }
}
