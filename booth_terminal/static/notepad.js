// The note pad: each note is a key, taps add up, and the change is seen before it is done.

import { at, element, write } from "./element.js";
import { NOTES } from "./notes.js";
import { dong, number, t } from "./words.js";

export class NotePad {
  /** `done(given)` hears the sum of the notes, `leave()` that none were handed over after all. */
  constructor(done, leave) {
    this.due = 0;
    this.notes = [];
    const key = (note) => element("button", { type: "button", "data-note": note, onclick: () => this.add(note) });
    at("notes-keys").replaceChildren(...NOTES.map(key));
    at("notes-clear").addEventListener("click", () => this.takeBack());
    at("notes-close").addEventListener("click", leave);
    at("notes-done").addEventListener("click", () => this.given >= this.due && done(this.given));
  }

  open(due) {
    this.due = due;
    this.notes = [];
    this.draw();
    at("notes-keys").firstElementChild.focus({ preventScroll: true });
  }

  get given() {
    return this.notes.reduce((sum, note) => sum + note, 0);
  }

  add(note) {
    this.notes.push(note);
    this.draw();
  }

  takeBack() {
    this.notes.pop();
    this.draw();
  }

  draw() {
    const left = this.given - this.due;
    [...at("notes-keys").children].forEach((key, i) => write(key, number(NOTES[i])));
    write(at("notes-due"), t("To pay: {amount}", { amount: dong(this.due) }));
    write(at("notes-given"), dong(this.given));
    write(at("notes-change"), left < 0 ? t("Missing {amount}", { amount: dong(-left) }) : t("Change {amount}", { amount: dong(left) }));
    at("notes-done").disabled = left < 0;
    at("notes-clear").disabled = this.notes.length === 0;
  }
}
