// Vectors of three numbers, for the scripts of the stage that work out where things are.
"use strict";

{
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

  window.VizVectors = { dot, cross, scaled, unit, angleBetween, axes };
}
