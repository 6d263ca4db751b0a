// The menus, which are the browser's own popovers. A browser that has none (before Chromium 114, Firefox 125, Safari 17)
// would lay them open over the page, and knows no selector for an open one: there they and their buttons are hidden, and
// the keys do what they offer.

const exist = "popover" in HTMLElement.prototype;

/** Called once: says to the style sheet whether there are menus. */
export function beginMenus() {
  document.body.classList.toggle("no-menus", !exist);
}

/** @returns {HTMLElement | null} the menu that is open */
export function openMenu() {
  return exist ? /** @type {HTMLElement | null} */ (document.querySelector(":popover-open")) : null;
}

/** Close whatever menu is open. */
export function closeMenus() {
  if (!exist) return;
  for (const menu of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(":popover-open"))) menu.hidePopover();
}
