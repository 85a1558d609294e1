// The quantity pad. It opens on one line and shows which; pieces are counted, weighed goods are typed in grams.
// Nothing changes before "done", and closing it changes nothing.

import { GRAMS_MAX, PIECES_MAX } from "./basket.js";
import { at, element, icon, write } from "./element.js";
import { halfUp } from "./money.js";
import { dong, number, t } from "./words.js";

const GRAMS = [100, 250, 500, 1000];
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

function key(text, tap, attributes = {}) {
  return element("button", { type: "button", onclick: tap, ...attributes }, text);
}

export class Pad {
  constructor() {
    this.line = null;
    at("pad-close").addEventListener("click", () => this.leave());
    at("pad-done").addEventListener("click", () => this.done());
    at("pad-remove").addEventListener("click", () => this.then.remove());
    addEventListener("keydown", (event) => this.typed(event));
  }

  /**
   * Opens on a line or on an article about to become one. `then`: `done(thousandths)`, `remove()` or null for
   * what is not in the basket yet, `leave()`.
   */
  open(line, quantity, then) {
    this.line = line;
    this.then = then;
    this.amount = line.weighed ? quantity : quantity / 1000;
    // The first digit replaces what stands there; the next ones are put behind it.
    this.fresh = true;
    at("pad-name").firstElementChild.textContent = line.name;
    at("pad-remove").hidden = then.remove === null;
    this.words();
    at("pad-done").focus({ preventScroll: true });
  }

  /** Draws everything that has words or figures in it. */
  words() {
    const { line } = this;
    if (!line) {
      return;
    }
    write(at("pad-price"), `${dong(line.price)} / ${line.unit}`);
    write(at("pad-done"), this.then.remove === null ? t("Put in the basket") : t("Change"));
    at("pad-quick").replaceChildren(
      ...(line.weighed
        ? GRAMS.map((grams) => key(grams < 1000 ? `+${grams} g` : "+1 kg", () => this.add(grams), { "data-add": grams }))
        : [
            key(icon("minus"), () => this.add(-1), { "aria-label": t("One less"), "data-add": -1 }),
            key(icon("plus"), () => this.add(1), { "aria-label": t("One more"), "data-add": 1 }),
          ]),
    );
    at("pad-keys").replaceChildren(
      ...DIGITS.map((digit) => key(digit, () => this.digit(digit), { "data-digit": digit })),
      key("C", () => this.set(0), { "aria-label": t("Clear the figure") }),
      key("0", () => this.digit("0"), { "data-digit": "0" }),
      key(icon("back"), () => this.set(Math.floor(this.amount / 10)), { "aria-label": t("Take back a digit") }),
    );
    this.draw();
  }

  get thousandths() {
    return this.line.weighed ? this.amount : this.amount * 1000;
  }

  draw() {
    const price = halfUp(BigInt(this.line.price) * BigInt(this.thousandths), 1000);
    write(at("pad-amount"), this.line.weighed ? `${number(this.amount)} g` : `${number(this.amount)} ${this.line.unit}`);
    write(at("pad-total"), dong(price));
    at("pad-done").disabled = this.amount === 0;
  }

  set(amount) {
    const most = this.line.weighed ? GRAMS_MAX : PIECES_MAX / 1000;
    this.fresh = false;
    this.amount = Math.max(0, amount > most ? this.amount : amount);
    this.draw();
  }

  digit(digit) {
    this.set(Number(`${this.fresh ? 0 : this.amount}${digit}`));
  }

  add(amount) {
    this.set(this.amount + amount);
  }

  typed(event) {
    if (!this.line || at("view-pad").hidden || event.target.matches("input")) {
      return;
    }
    if (/^\d$/.test(event.key)) {
      this.digit(event.key);
    } else if (event.key === "Backspace") {
      this.set(Math.floor(this.amount / 10));
    } else if (event.key === "Escape") {
      this.leave();
    }
  }

  done() {
    if (this.amount > 0) {
      this.then.done(this.thousandths);
    }
  }

  leave() {
    this.then.leave();
  }
}
