// The small map stands under the numbers; where they need the whole column, as with text that a reader has spaced out, it
// lies in the other corner rather than be cut off.

import { byId } from "./elements.js";

const SHAPE = 360 / 154; // width over height of the map
const GAPS_PX = 28;

/** Called once: watch the column of instruments. */
export function keepMapWhole() {
  const [column, meters, curve] = ["instruments", "meters", "curve"].map((id) => byId(id));
  const judge = () => {
    const room = parseFloat(getComputedStyle(column).maxHeight);
    const needed = meters.offsetHeight + curve.offsetHeight + column.clientWidth / SHAPE + GAPS_PX;
    document.body.classList.toggle("map-aside", needed > room); // the same whether the map is in the column or not
  };
  const observer = new ResizeObserver(judge);
  for (const part of [column, meters, curve, byId("panel"), byId("head")]) observer.observe(part);
}
