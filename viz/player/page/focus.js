// What is written anew must not lose the focus of whoever works by keyboard.

import { all, elementOf } from "./elements.js";
import { isCommand } from "./keys.js";

const NAMES = ["version", "line", "event", "phase", "fact", "hit"]; // by which a button is known again when it is written anew

/**
 * Change the page. If that hides or takes away what has the focus inside `root`, the first of the others that is there gets
 * it: lost to the page itself, the next Tab would begin again at the top.
 * @param {Element} root
 * @param {() => void} change
 * @param {() => (HTMLElement | null | undefined)[]} others
 */
export function keepFocus(root, change, others) {
  const held = document.activeElement;
  const isInside = root.contains(held);
  change();
  const isThere = (/** @type {Element | null | undefined} */ one) => Boolean(one?.checkVisibility({ visibilityProperty: true }));
  if (isInside && !isThere(held)) others().find(isThere)?.focus({ preventScroll: true });
}

/**
 * Write what a root holds anew: a button that had the focus gives it to its successor, and one that has none to `rest`.
 * @param {HTMLElement} root
 * @param {Node[]} nodes
 * @param {HTMLElement | null} [rest]
 */
export function rewrite(root, nodes, rest = root.closest("[tabindex]")) {
  const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset : {};
  const name = NAMES.find((one) => one in held);
  /** @returns {HTMLElement | null} */
  const successor = () => (name ? root.querySelector(`[data-${name}="${CSS.escape(held[name] ?? "")}"]`) : null);
  keepFocus(root, () => root.replaceChildren(...nodes), () => [successor(), rest]);
}

/** Called once: a mouse gives the focus back, and a radio group is one stop for Tab. */
export function beginFocus() {
  // So that Space stays "play" for the hand on the keyboard.
  document.addEventListener("click", (event) => {
    const button = elementOf(event)?.closest("#panel button, #event-list .event");
    if (event.detail > 0 && button instanceof HTMLElement) button.blur();
  });
  document.addEventListener("keydown", turnRadio, { capture: true });
  document.addEventListener("focusout", (event) => {
    const group = elementOf(event)?.closest("[role=radiogroup]");
    const next = event.relatedTarget instanceof Node ? event.relatedTarget : null;
    if (group && !group.contains(next)) stopAt(all(group, "[role=radio]"), group.querySelector("[aria-checked=true]"));
  });
}

/**
 * @param {Iterable<HTMLElement>} radios
 * @param {Element | null} stop at what is chosen
 */
function stopAt(radios, stop) {
  for (const radio of radios) radio.tabIndex = radio === stop ? 0 : -1;
}

/**
 * Arrows, Home and End move inside a radio group.
 * @param {KeyboardEvent} event
 */
function turnRadio(event) {
  const group = elementOf(event)?.closest("[role=radiogroup]");
  if (!group || isCommand(event)) return;
  const radios = [...all(group, "[role=radio]")];
  const at = radios.findIndex((radio) => radio === event.target);
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: -1 };
  const next = radios.at(steps[event.key] % radios.length);
  if (!(event.key in steps) || !next) return;
  stopAt(radios, next);
  next.focus();
  event.preventDefault();
}

/**
 * Arrows, Home and End move the focus among these, where a list is long and one stop for Tab is enough.
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} stops
 * @returns {boolean} whether they did
 */
export function rove(event, stops) {
  const at = stops.findIndex((one) => one === event.target);
  /** @type {Record<string, number>} */
  const steps = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: stops.length - 1 };
  const next = stops[steps[event.key] ?? -1];
  if (at < 0 || !next) return false;
  next.focus();
  event.preventDefault();
  event.stopPropagation();
  return true;
}
