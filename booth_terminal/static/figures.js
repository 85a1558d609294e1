// Keys for a figure, and the figure they type. The digits stand where a telephone has them; beside them a column
// of larger steps.

import { element, icon } from "./element.js";
import { t } from "./words.js";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const LONGEST = 12;

/** What the digits typed mean as money: 87 is 87.000, as it is said aloud; 1500 is 1.500, and 0500 is 500. */
export function amountOf(digits) {
  const value = Number(digits);
  return digits.startsWith("0") || value >= 1000 ? value : value * 1000;
}

/** Digits as they are typed. The first one replaces what stood there, the next are put behind it. */
export class Figure {
  constructor(digits = "") {
    this.digits = digits;
    this.fresh = true;
  }

  press(key) {
    const before = this.fresh && key !== "back" ? "" : this.digits;
    this.fresh = false;
    if (key === "clear") {
      this.digits = "";
    } else if (key === "back") {
      this.digits = before.slice(0, -1);
    } else if (before.length + key.length <= LONGEST && (before || key !== "000")) {
      this.digits = before + key;
    }
  }
}

/** The keys of a keyboard that type into a figure, by their names there. */
export function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return null;
  }
  return /^\d$/.test(event.key) ? event.key : event.key === "Backspace" ? "back" : null;
}

function key(content, tap, attributes = {}) {
  return element("button", { type: "button", onclick: tap, ...attributes }, content);
}

/** Draws the keys into a place. `side`: keys of the column beside, `{text, label, tap, pressed, ...data}`. */
export function drawKeypad(place, press, side) {
  place.replaceChildren(
    element(
      "div",
      { class: "keys" },
      ...DIGITS.map((digit) => key(digit, () => press(digit), { "data-digit": digit })),
      key("C", () => press("clear"), { "aria-label": t("Clear the figure") }),
      key("0", () => press("0"), { "data-digit": "0" }),
      key(icon("back"), () => press("back"), { "aria-label": t("Take back a digit") }),
    ),
    element(
      "div",
      { class: "side" },
      ...side.map(({ text, label = null, tap, pressed = null, ...data }) =>
        key(text, tap, { "aria-label": label, "aria-pressed": pressed === null ? null : String(pressed), ...data }),
      ),
    ),
  );
}
