// Names over the enlarged bar, as many as fit without touching.

/** @import { FlightEvent } from "./types" */

const GAP_PX = 16;
const OVER_PX = 12; // so far a name may reach over the bar's end

/**
 * The present one first, then what the record tells, last what was only computed.
 * @param {{ labels: HTMLElement, events: FlightEvent[], now: FlightEvent | null, width: number,
 *   place: (event: FlightEvent) => number, called: (event: FlightEvent) => string }} bar
 * @returns {{ event: FlightEvent, left: number }[]} pixels
 */
export function fitting({ labels, events, now, width, place, called }) {
  const wide = ruler(labels);
  const rank = (/** @type {FlightEvent} */ event) => (event === now ? 0 : event.standing === "derived" ? 2 : 1);
  /** @type {{ event: FlightEvent, left: number, right: number }[]} */
  const taken = [];
  for (const event of [...events].sort((a, b) => rank(a) - rank(b) || a.met_s - b.met_s)) {
    const left = place(event);
    const right = left + wide(called(event)) + GAP_PX;
    if (right > width + OVER_PX || taken.some((other) => left < other.right && other.left < right)) continue;
    taken.push({ event, left, right });
  }
  return taken;
}

/**
 * @param {HTMLElement} element
 * @returns {(text: string) => number} how wide a text is in its letters, pixels
 */
function ruler(element) {
  const pen = document.createElement("canvas").getContext("2d");
  if (!pen) return (text) => 8 * text.length;
  const { fontSize, fontFamily, letterSpacing, wordSpacing } = getComputedStyle(element);
  pen.font = `${fontSize} ${fontFamily}`;
  // Readers may space letters and words out; the pen knows nothing of it in every browser.
  const [letter, word] = [letterSpacing, wordSpacing].map((width) => parseFloat(width) || 0);
  return (text) => pen.measureText(text).width + letter * text.length + word * (text.split(" ").length - 1);
}
