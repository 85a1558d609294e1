// Cash counted note by note, or as one sum by who has counted it elsewhere. The keys type into the note that is
// marked; nothing else on the page is touched by them.

import { element, write } from "./element.js";
import { Figure, amountOf, drawKeypad, keyOf } from "./figures.js";
import { NOTES } from "./notes.js";
import { dong, number, t } from "./words.js";

const PIECES_MAX = 9_999;
const DOWN = [...NOTES].reverse();

export class NoteCount {
  /** Fills `place`, inside a dialog. `changed()` hears every key. */
  constructor(place, changed) {
    this.changed = changed;
    const tab = (single) => element("button", { type: "button", "data-count": single ? "total" : "notes", onclick: () => this.turn(single) });
    this.tabs = [tab(false), tab(true)];
    this.rows = DOWN.map((note, i) =>
      element("button", { type: "button", "data-note": note, onclick: () => this.mark(i) }, element("strong"), element("span"), element("span")),
    );
    this.sum = element("output");
    this.list = element("div", { class: "count-notes", role: "group" }, ...this.rows);
    this.single = element("p", { class: "count-single" });
    this.keys = element("div", { class: "keypad" });
    const sum = element("p", { class: "count-sum", role: "status" }, element("span"), this.sum);
    place.classList.add("note-count");
    place.replaceChildren(
      element("div", { class: "count-tabs", role: "group" }, ...this.tabs),
      element("div", { class: "count-body" }, this.list, this.single, element("div", { class: "count-side" }, sum, this.keys)),
    );
    this.place = place;
    place.closest("dialog").addEventListener("keydown", (event) => this.typed(event));
    this.reset();
  }

  reset() {
    this.pieces = DOWN.map(() => new Figure());
    this.figure = new Figure();
    this.isSingle = false;
    this.marked = 0;
    this.draw();
  }

  get total() {
    return this.isSingle
      ? this.figure.digits ? amountOf(this.figure.digits) : 0
      : this.pieces.reduce((sum, figure, i) => sum + DOWN[i] * Number(figure.digits), 0);
  }

  /** Notes and how many of each, for a document; nothing where only the sum was typed. */
  get notes() {
    return this.isSingle ? [] : DOWN.map((note, i) => [note, Number(this.pieces[i].digits)]).filter(([, pieces]) => pieces > 0);
  }

  turn(single) {
    this.isSingle = single;
    this.draw();
    this.changed();
  }

  mark(i) {
    this.marked = (i + DOWN.length) % DOWN.length;
    this.pieces[this.marked].fresh = true;
    this.draw();
  }

  press(key) {
    const figure = this.isSingle ? this.figure : this.pieces[this.marked];
    const { digits } = figure;
    figure.press(key);
    if (!this.isSingle && Number(figure.digits) > PIECES_MAX) {
      figure.digits = digits;
    }
    this.draw();
    this.changed();
  }

  typed(event) {
    if (!this.keys.checkVisibility() || event.target.matches("input, textarea")) {
      return;
    }
    const key = keyOf(event);
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.target.matches(".count-notes button, dialog") ? 1 : 0 }[event.key];
    if (key) {
      this.press(key);
    } else if (step && !this.isSingle) {
      this.mark(this.marked + step);
      event.preventDefault();
    }
  }

  /** Draws the words and the keys; the figures follow in `draw`. */
  words() {
    this.drawn = null;
    this.draw();
  }

  draw() {
    const kind = `${this.isSingle} ${document.documentElement.lang}`;
    if (this.drawn !== kind) {
      this.drawn = kind;
      const side = this.isSingle
        ? [{ text: "000", tap: () => this.press("000"), "data-add": "000" }]
        : [{ text: t("Next note"), tap: () => this.mark(this.marked + 1), "data-next": true }];
      drawKeypad(this.keys, (key) => this.press(key), side);
      write(this.tabs[0], t("Note by note"));
      write(this.tabs[1], t("Only the sum"));
      this.list.setAttribute("aria-label", t("Notes"));
      write(this.place.querySelector(".count-sum span"), t("Together"));
    }
    this.tabs.forEach((tab, i) => tab.setAttribute("aria-pressed", String(this.isSingle === (i === 1))));
    this.list.hidden = this.isSingle;
    this.single.hidden = !this.isSingle;
    write(this.single, this.figure.digits ? t("Typed {digits}, meant {amount}", { digits: this.figure.digits, amount: dong(this.total) }) : t("Type 87 for 87.000."));
    this.rows.forEach((row, i) => {
      const pieces = Number(this.pieces[i].digits);
      row.setAttribute("aria-pressed", String(i === this.marked));
      row.setAttribute("aria-label", t("{note}: {n} notes", { note: dong(DOWN[i]), n: number(pieces) }));
      write(row.children[0], number(DOWN[i]));
      write(row.children[1], `× ${number(pieces)}`);
      write(row.children[2], pieces ? number(pieces * DOWN[i]) : "");
    });
    write(this.sum, dong(this.total));
  }
}
