// Why something was done: common reasons on keys, and a field for every other one.

import { element } from "./element.js";
import { t } from "./words.js";

export const REASON_MAX = 120;

export class Reasons {
  /** Fills `place`. `texts()` gives the common reasons in the language of now; `changed()` hears every change. */
  constructor(place, texts, changed = () => {}) {
    this.place = place;
    this.texts = texts;
    this.changed = changed;
    this.keys = element("div", { class: "reasons", role: "group" });
    this.field = element("input", { type: "text", maxlength: REASON_MAX, autocomplete: "off", enterkeyhint: "done" });
    this.field.addEventListener("input", () => this.choose(null));
    place.replaceChildren(this.keys, element("label", { class: "field" }, element("span"), this.field));
    this.reset();
  }

  get text() {
    return this.chosen ?? this.field.value.trim();
  }

  reset() {
    this.chosen = null;
    this.field.value = "";
    this.draw();
  }

  choose(text) {
    this.chosen = text;
    if (text !== null) {
      this.field.value = "";
    }
    this.draw();
    this.changed();
  }

  draw() {
    const key = (text) =>
      element("button", { type: "button", "aria-pressed": String(text === this.chosen), onclick: () => this.choose(text) }, text);
    this.keys.setAttribute("aria-label", t("Reason"));
    this.keys.replaceChildren(...this.texts().map(key));
    this.place.querySelector("label span").textContent = t("Another reason");
  }
}
