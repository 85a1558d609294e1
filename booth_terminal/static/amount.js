// The amount pad: one sum of money, or a percentage, typed for whoever asks for it.

import { at, write } from "./element.js";
import { Figure, amountOf, drawKeypad, keyOf } from "./figures.js";
import { dong, number, t } from "./words.js";

const PERCENT_MAX = 100;

export class AmountPad {
  constructor() {
    this.asked = null;
    at("amount-close").addEventListener("click", () => this.leave());
    at("amount-done").addEventListener("click", () => this.done());
  }

  /**
   * Asks for an amount. `asked` draws itself anew whenever the language turns, so what it says are functions:
   * `title()`, `hint()`, `aside({amount, percent})` and `doneText({amount, percent})`; `ref()`, where there is one,
   * names a field beside it. `amount` or `percent` is what stands there first; `whole` is the sum a key sets at
   * once; `percents` says whether it may be a percentage; `nothing` whether it may be none. `done({amount, percent,
   * ref})` gives null when it was taken, or words why not; `leave()`.
   */
  open(asked) {
    this.asked = asked;
    this.percent = asked.percents && asked.percent !== null && asked.percent !== undefined;
    const standing = this.percent ? asked.percent : asked.amount;
    this.figure = new Figure(standing ? String(standing) : "");
    at("amount-ref").value = "";
    this.problem(null);
    this.words();
    at("amount-done").focus({ preventScroll: true });
  }

  words() {
    const { asked } = this;
    if (!asked) {
      return;
    }
    write(at("amount-title"), asked.title());
    write(at("amount-hint"), asked.hint());
    at("amount-ref-row").hidden = !asked.ref;
    write(at("amount-ref-label"), asked.ref?.() ?? "");
    drawKeypad(at("amount-keys"), (key) => this.press(key), this.side());
    this.draw();
  }

  side() {
    const { asked } = this;
    const keys = [{ text: "000", label: t("Three noughts"), tap: () => this.press("000"), "data-digit": "000" }];
    if (asked.percents) {
      keys.unshift(
        { text: "đ", label: t("Discount in đồng"), tap: () => this.unit(false), pressed: !this.percent, "data-unit": "dong" },
        { text: "%", label: t("Discount in percent"), tap: () => this.unit(true), pressed: this.percent, "data-unit": "percent" },
      );
    }
    if (asked.nothing) {
      keys.push({ text: t("None"), tap: () => this.put(""), "data-unit": "none" });
    } else if (asked.whole) {
      keys.push({ text: t("All"), tap: () => this.put(String(asked.whole)), "data-unit": "all" });
    }
    return keys;
  }

  unit(percent) {
    this.percent = percent;
    this.figure = new Figure();
    this.words();
    at("amount-keys").querySelector(`[data-unit="${percent ? "percent" : "dong"}"]`).focus({ preventScroll: true });
  }

  put(digits) {
    this.figure.digits = digits;
    this.figure.fresh = false;
    this.draw();
  }

  press(key) {
    const before = this.figure.digits;
    this.figure.press(key);
    if (this.percent && Number(this.figure.digits) > PERCENT_MAX) {
      this.figure.digits = before;
    }
    this.draw();
  }

  get value() {
    const { digits } = this.figure;
    return this.percent ? { amount: 0, percent: Number(digits) } : { amount: amountOf(digits), percent: null };
  }

  draw() {
    const { value, asked } = this;
    this.problem(null);
    write(at("amount-figure"), this.percent ? `${number(value.percent)} %` : dong(value.amount));
    write(at("amount-aside"), asked.aside(value));
    write(at("amount-done"), asked.doneText(value));
    at("amount-done").disabled = !asked.nothing && value.amount === 0;
  }

  /** A key of a real keyboard. */
  typed(event) {
    const key = keyOf(event);
    if (key) {
      this.press(key);
    }
  }

  get typing() {
    return { ...this.figure };
  }

  untype(figure) {
    Object.assign(this.figure, figure);
    this.draw();
  }

  problem(text) {
    at("amount-problem").hidden = !text;
    write(at("amount-problem"), text ?? "");
  }

  async done() {
    const why = await this.asked.done({ ...this.value, ref: at("amount-ref").value.trim() });
    if (why) {
      this.problem(why);
    }
  }

  leave() {
    this.asked.leave();
  }

  close() {
    this.asked = null;
    at("amount-keys").replaceChildren();
  }
}
