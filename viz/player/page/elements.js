// The page's elements, found and made.

/**
 * An element that index.html has; of that kind, where one is named.
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {string} id
 * @param {new () => Kind} [kind]
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page has no such element: ${id}`);
  return /** @type {Kind} */ (found);
}

/**
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector of an element that is there
 * @param {new () => Kind} [kind]
 * @returns {Kind}
 */
export function inside(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof (kind ?? HTMLElement))) throw new Error(`the page has no such element: ${selector}`);
  return /** @type {Kind} */ (found);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
export function all(root, selector) {
  return root.querySelectorAll(selector);
}

/**
 * @param {Event} event
 * @returns {HTMLElement | SVGElement | null} where it happened, null for the document or the window
 */
export function elementOf(event) {
  const { target } = event;
  return target instanceof HTMLElement || target instanceof SVGElement ? target : null;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string | null} text
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className = "", text = null) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== null) element.textContent = text;
  return element;
}

/**
 * Written only where it says something else than before.
 * @param {string} id
 * @param {string | undefined} text
 */
export function setText(id, text = "") {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

export function closeBoxes() {
  for (const box of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog[open]"))) box.close();
}
