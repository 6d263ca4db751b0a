// GlowScript, as far as we take hold of it. Nothing here is served or run.

import type { Attributes, Vec3, View } from "./stage";

export interface GlowProgram extends WebGLProgram {
  uniforms: Record<string, WebGLUniformLocation>;
  attributes: Attributes;
}

export interface GlowMesh {
  __mesh_id: string;
  /** Ours: lowest and highest corner of its places. */
  box?: [Vec3, Vec3];
  /** Ours: how many corners, from the first, are of skins that are seen from without only. */
  outer?: number;
}

export interface GlowModel {
  id_object?: Record<string, GlowObject>;
  index: ArrayLike<number>;
  posBuffer: WebGLBuffer;
  normalBuffer: WebGLBuffer;
  indexBuffer: WebGLBuffer;
  /** Its mesh's. */
  box?: [Vec3, Vec3];
  outer?: number;
}

export interface GlowRenderer {
  models: Record<string, GlowModel>;
  add_model(mesh: GlowMesh, dontReplace: boolean): void;
  remove_model(mesh: GlowMesh): void;
  render(mode: number): void;
}

export interface GlowObject {
  __id: string;
  __model?: GlowModel;
  __get_model(): GlowModel;
  __change(): void;
  visible: boolean;
  [attribute: string]: any;
}

export interface GlowPoint {
  __pos: { __x: number; __y: number; __z: number };
  __change(): void;
}

export interface GlowCanvas {
  __renderer: GlowRenderer;
  __canvas_element: HTMLCanvasElement;
  __overlay_element: HTMLElement;
  textures: Record<string, WebGLTexture>;
  textures_requested: Record<string, unknown>;
  [attribute: string]: any;
}
