// What others make of our files: `node judge.mjs MODULES glb FILE` or `node judge.mjs MODULES czml FILE WANTED`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, kind, file, wanted] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(`${modules}/${name}`));

async function glb() {
  const { default: validator } = await load("gltf-validator/index.js");
  const { issues } = await validator.validateBytes(new Uint8Array(readFileSync(file)));
  return issues;
}

async function czml() {
  // Cesium asks whether a value is one of these; there is no page here.
  for (const name of ["Image", "HTMLImageElement", "HTMLCanvasElement", "ImageBitmap"]) globalThis[name] ??= class {};
  const { CzmlDataSource, JulianDate } = await load("@cesium/engine/index.js");
  const { entities } = await CzmlDataSource.load(JSON.parse(readFileSync(file, "utf-8")));
  const craft = entities.getById("craft");
  const liftoff = JulianDate.fromIso8601("1965-03-18T07:00:00Z");
  return JSON.parse(readFileSync(wanted, "utf-8")).map((met_s) => {
    const at = JulianDate.addSeconds(liftoff, met_s, new JulianDate());
    const place = craft.position.getValue(at), turn = craft.orientation.getValue(at);
    return { place: [place.x, place.y, place.z], turn: [turn.w, turn.x, turn.y, turn.z] };
  });
}

console.log(JSON.stringify(await { glb, czml }[kind]()));
