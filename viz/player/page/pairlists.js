// Beside two flights: the table that tells both, and what is said of each, one transcript after the other.

import { all, byId, make } from "./elements.js";
import { clockTold } from "./pairbar.js";

/**
 * @import { Pane } from "./pane.js"
 * @import { CellTable, PairTimeline, Seek } from "./types"
 * @import { Words } from "./words.js"
 */

export class PairLists {
  /** @type {"table" | "transcripts" | null} */
  shown = null;

  /** @param {{ timeline: PairTimeline, words: Words, panes: Pane[], seek: Seek }} page */
  constructor({ timeline, words, panes, seek }) {
    this.timeline = timeline;
    this.words = words;
    this.panes = panes;
    this.seek = seek;
    for (const kind of /** @type {const} */ (["table", "transcripts"])) byId(kind).addEventListener("click", () => this.toggle(kind));
    byId("table").hidden = timeline.table.length === 0;
    byId("drawer-close").addEventListener("click", () => this.close());
    byId("drawer").addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  /** @param {"table" | "transcripts"} kind */
  toggle(kind) {
    if (this.shown === kind) return this.close();
    this.shown = kind;
    byId("drawer").hidden = false;
    this.draw();
    byId("drawer-body").focus({ preventScroll: true });
  }

  close() {
    const { shown } = this;
    this.shown = null;
    byId("drawer").hidden = true;
    this.mark();
    if (shown) byId(shown).focus({ preventScroll: true });
  }

  mark() {
    for (const kind of ["table", "transcripts"]) byId(kind).setAttribute("aria-expanded", String(this.shown === kind));
  }

  // Anew: when it is opened, or in another language.
  draw() {
    this.mark();
    if (!this.shown) return;
    byId("drawer-title").textContent = this.words.say(this.shown === "table" ? "page.pair.table" : "page.transcript");
    byId("drawer-body").replaceChildren(...(this.shown === "table" ? [this.table()] : this.panes.flatMap((pane) => this.transcript(pane))));
  }

  table() {
    const table = make("table"), head = make("tr"), body = make("tbody"), columns = make("colgroup"), top = make("thead");
    columns.append(make("col"), make("col"), make("col"));
    head.append(make("td"), ...this.panes.map((pane) => this.header(pane.name, "col")));
    top.append(head);
    body.append(...this.timeline.table.map(({ id, cells }) => {
      const row = make("tr");
      row.append(this.header(this.words.say(`comparison.row.${id}`), "row"), ...cells.map((cell, number) => this.cell(cell, this.panes[number])));
      return row;
    }));
    table.append(columns, top, body);
    return table;
  }

  /**
   * @param {string} text
   * @param {string} scope
   */
  header(text, scope) {
    const header = make("th", "", text);
    header.scope = scope;
    return header;
  }

  /**
   * @param {CellTable} cell
   * @param {Pane} pane
   */
  cell(cell, pane) {
    const box = make("td", "", this.words.of(cell.text)), sources = cell.sources.map((id) => pane.table.sources[id]?.title ?? id);
    box.append(make("small", "", [this.words.say(`format.standing.${cell.standing}`), ...sources].join(" · ")));
    for (const id of cell.events) {
      const event = pane.table.events.find((one) => one.id === id);
      if (!event || !this.timeline.controls) continue;
      const button = make("button", "go", this.words.of(event.title));
      button.type = "button";
      button.addEventListener("click", () => this.seek(event.met_s - pane.table.zero_met_s));
      box.append(button);
    }
    return box;
  }

  /** @param {Pane} pane */
  transcript(pane) {
    const list = make("ol");
    list.append(...pane.table.events.map((event) => {
      const item = make("li"), since = event.met_s - pane.table.zero_met_s, button = make("button", "told");
      button.type = "button";
      button.disabled = !this.timeline.controls;
      button.dataset.since = String(since);
      button.append(make("time", "", clockTold(since)), make("strong", "", this.words.of(event.title)), make("span", "", this.words.of(event.text)));
      button.addEventListener("click", () => this.seek(since));
      item.append(button);
      return item;
    }));
    return [make("h3", "", pane.name), list];
  }

  /** @param {number} since where the show stands */
  follow(since) {
    if (this.shown !== "transcripts") return;
    for (const list of all(byId("drawer-body"), "ol")) {
      const told = [...all(list, ".told")], now = told.findLast((one) => Number(one.dataset.since) <= since + 0.05);
      for (const one of told) one.toggleAttribute("aria-current", one === now);
    }
  }
}
