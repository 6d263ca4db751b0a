// The world map: land, track of the present revolution, night, a station's horizon, landings planned and flown.

import { svg } from "./instruments.js";

/**
 * @import { MapNow, MapTable, Place } from "./types"
 * @import { Words } from "./words.js"
 */

const RADIANS = Math.PI / 180;
const TOP = 84; // degrees; the poles are left out, nothing of the flight is there
const BOTTOM = -70;
const FONT_PX = 12;
const NIGHT_STEP_PX = 0.25; // the edge of night is drawn anew when it has moved this far
const NAMED_PX = 560; // names on a narrower map would lie over each other
/** @type {[string, number, number][]} */
const NAMES = [
  ["page.map.africa", 20, 8], ["page.map.asia", 96, 46], ["page.map.europe", 17, 52], ["page.map.north_america", -100, 46],
  ["page.map.south_america", -58, -12], ["page.map.australia", 134, -25], ["page.map.pacific", -145, 5],
  ["page.map.atlantic", -34, 28], ["page.map.indian", 78, -22],
];

export class WorldMap {
  /** @type {MapNow | null} */
  now = null;
  met = 0;
  width = 0;
  unit = 1;
  dusk = "";
  landed = "";
  /** @type {Record<string, SVGGElement>} */
  parts = {};
  night = svg("path");

  /** @param {{ root: HTMLElement, words: Words, table: MapTable }} page */
  constructor({ root, words, table }) {
    this.words = words;
    this.table = table;
    // Two sheets: the Earth, which changes rarely and costs much to paint, and over it what moves.
    const viewBox = `-180 ${-TOP} 360 ${TOP - BOTTOM}`;
    this.earth = svg("svg", { viewBox, class: "earth", "aria-hidden": "true" });
    this.svg = svg("svg", { viewBox, class: "moving", role: "img" });
    root.prepend(this.earth, this.svg);
    /** @type {[SVGSVGElement, string[]][]} */
    const sheets = [[this.earth, ["land", "night"]], [this.svg, ["names", "beside", "planned", "ahead", "past", "horizon", "points", "sun", "craft"]]];
    for (const [sheet, names] of sheets) {
      for (const name of names) {
        this.parts[name] = svg("g", { class: name });
        sheet.append(this.parts[name]);
      }
    }
    this.parts.land.append(svg("path", { d: table.land.map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join("") }));
    this.parts.night.append(this.night);
    for (const name of ["beside", "planned", "ahead", "past", "horizon"]) this.parts[name].append(svg("path"));
    new ResizeObserver(() => this.write()).observe(this.svg);
  }

  get large() {
    return document.body.classList.contains("map-large");
  }

  get named() {
    return this.large && this.width >= NAMED_PX;
  }

  // Names and signs: after a change of language or size.
  write() {
    this.width = this.svg.clientWidth;
    if (!this.width) return;
    this.unit = 360 / this.width;
    this.dusk = "";
    this.svg.style.fontSize = `${FONT_PX * this.unit}px`;
    const names = this.named ? NAMES.map(([key, x, y]) => svg("text", { x, y: -y, class: "region" }, this.words.say(key))) : [];
    this.parts.names.replaceChildren(...names);
    this.signs();
    if (this.now) this.move(this.now, this.met);
  }

  signs() {
    const { table, words } = this;
    const landing = this.now?.landing ?? table.landing;
    const moved = landing && table.landing && Math.hypot(landing[0] - table.landing[0], landing[1] - table.landing[1]) > 0.05;
    /** @type {[kind: string, at: Place | null, name: string, side: number, down: number][]} */
    const signs = [
      ["pad", table.pad, words.of(table.pad_name), 1, 1],
      ["planned-mark", table.planned_landing, words.say("page.map.planned"), 1, 0],
      ["landing", table.landing, words.say("page.map.landing"), -1, -0.6],
    ];
    for (const { kind, at, name } of table.places) signs.push([kind, at, words.of(name), -1, kind === "town" ? 0.9 : 0.3]);
    if (moved) signs.push(["supposed-mark", landing, words.say("page.map.supposed"), 1, -0.9]);
    this.parts.points.replaceChildren(...signs.flatMap(([kind, at, name, side, down]) => (at ? [this.sign(kind, at, name, side, down)] : [])));
    this.landed = String(landing);
  }

  /**
   * A sign of a few pixels whatever the map's size; its name beside it where there is room, else on pointing.
   * @param {string} kind
   * @param {Place} at
   * @param {string} name
   * @param {number} side
   * @param {number} down
   */
  sign(kind, [x, y], name, side, down) {
    const size = (this.large ? 4.5 : 3) * this.unit;
    const group = svg("g", { class: kind, transform: `translate(${x} ${-y})` });
    /** @type {Record<string, string>} */
    const shapes = {
      pad: `M0 ${-size}L${size} ${size * 0.8}H${-size}Z`, station: `M${-size} ${size}L0 ${-size}L${size} ${size}M0 ${-size}V${size}`,
      town: `M${-size / 2} ${-size / 2}h${size}v${size}h${-size}Z`,
    };
    const cross = `M${-size} ${-size}L${size} ${size}M${-size} ${size}L${size} ${-size}`;
    group.append(svg("path", { d: shapes[kind] ?? cross }), svg("title", {}, name));
    if (this.named) {
      const gap = size + 3 * this.unit;
      group.append(svg("text", { x: side * gap, y: (down * FONT_PX + 4) * this.unit, "text-anchor": side > 0 ? "start" : "end" }, name));
    }
    return group;
  }

  /**
   * @param {MapNow} now
   * @param {number} met
   */
  show(now, met) {
    this.now = now;
    this.met = met;
    if (!this.width) return;
    if (String(now.landing) !== this.landed) this.signs();
    this.move(now, met);
  }

  /**
   * @param {MapNow} now
   * @param {number} met
   */
  move(now, met) {
    const { table } = this;
    const dusk = now.sun.map((degrees) => Math.round(degrees / (NIGHT_STEP_PX * this.unit))).join(" ");
    if (dusk !== this.dusk) this.night.setAttribute("d", nightPath(now.sun));
    this.dusk = dusk;
    // Of a flight that is only supposed the program tells the part that is drawn.
    const { step_s: step, points: recorded } = table.track;
    const { first, points, end_s: last } = now.track ?? { first: 0, points: recorded, end_s: (recorded.length - 1) * step };
    const half = table.revolution_s / 2;
    const flying = met >= 0 && met <= last;
    /** @param {number} seconds */
    const index = (seconds) => Math.min(points.length - 1, Math.max(0, Math.round(seconds / step) - first));
    this.path("past", flying ? [...points.slice(index(met - half), index(met)), now.craft] : []);
    this.path("ahead", flying ? [now.craft, ...points.slice(index(met) + 1, index(met + half) + 1)] : []);
    /** @param {number} seconds */
    const place = (seconds) => Math.min(recorded.length - 1, Math.max(0, Math.round(seconds / step)));
    this.path("beside", now.track ? recorded.slice(place(met - half), place(met + half) + 1) : []); // what was flown
    const near = met > last - 2 * 3600 && met < last + 3600;
    this.path("planned", near ? table.planned_track : []);
    const station = table.places.find((place) => place.kind === "station");
    this.path("horizon", station && flying && now.horizon_deg > 1 ? circle(station.at, now.horizon_deg) : []);
    this.parts.horizon.classList.toggle("in-sight", (now.stations[station?.id ?? ""] ?? -1) > 0);
    this.parts.craft.replaceChildren(this.dot(now.craft, 4.5));
    this.parts.sun.replaceChildren(this.dot(now.sun, 5));
    this.svg.setAttribute("aria-label", this.words.say("page.map.told", { place: this.words.place(now.craft), sun: this.words.place(now.sun) }));
  }

  /**
   * @param {Place} at
   * @param {number} pixels
   */
  dot([x, y], pixels) {
    return svg("circle", { cx: x, cy: -y, r: pixels * this.unit });
  }

  /**
   * @param {string} name
   * @param {Place[]} points
   */
  path(name, points) {
    this.parts[name].firstElementChild?.setAttribute("d", linePath(points));
  }
}

/**
 * A line on the map, lifted where it crosses the date line.
 * @param {Place[]} points
 */
export function linePath(points) {
  /** @type {number | null} */
  let before = null;
  return points.map(([x, y]) => {
    const jump = before === null || Math.abs(x - before) > 180;
    before = x;
    return `${jump ? "M" : "L"}${x.toFixed(2)} ${(-y).toFixed(2)}`;
  }).join("");
}

/**
 * The half of the Earth the Sun does not see, from the edge of night to the pole that is dark.
 * @param {Place} sun where it stands overhead
 */
export function nightPath([sunX, sunY]) {
  const lean = Math.abs(sunY) < 0.1 ? Math.sign(sunY || 1) * 0.1 : sunY;
  const edge = [];
  for (let x = -180; x <= 180; x += 3) {
    const y = Math.atan(-Math.cos((x - sunX) * RADIANS) / Math.tan(lean * RADIANS)) / RADIANS;
    edge.push(`${x} ${(-y).toFixed(2)}`);
  }
  const pole = lean > 0 ? 90 : -90;
  return `M${edge.join("L")}L180 ${pole}L-180 ${pole}Z`;
}

/**
 * Everything at that distance, in degrees of arc, round a place.
 * @param {Place} middle
 * @param {number} distance
 * @returns {Place[]}
 */
export function circle([x, y], distance) {
  const [lat, away] = [y * RADIANS, distance * RADIANS];
  return Array.from({ length: 73 }, (_, index) => {
    const bearing = index * 5 * RADIANS;
    const high = Math.asin(Math.sin(lat) * Math.cos(away) + Math.cos(lat) * Math.sin(away) * Math.cos(bearing));
    const aside = Math.atan2(Math.sin(bearing) * Math.sin(away) * Math.cos(lat), Math.cos(away) - Math.sin(lat) * Math.sin(high));
    return [((x + aside / RADIANS + 540) % 360) - 180, high / RADIANS];
  });
}
