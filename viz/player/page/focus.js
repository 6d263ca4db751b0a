// What is written anew must not lose the focus of whoever works by keyboard.

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
