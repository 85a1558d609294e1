// The line pad. It opens on one line and shows which: how many, at what price, with what discount and note.
// Nothing changes before "done", and closing it changes nothing.

import { GRAMS_MAX, PIECES_MAX } from "./basket.js";
import { at, icon, write } from "./element.js";
import { Figure, amountOf, drawKeypad, keyOf } from "./figures.js";
import { halfUp } from "./money.js";
import { lineGross } from "./totals.js";
import { dong, number, t } from "./words.js";

const GRAMS = [100, 250, 500, 1000];
const PIECES = [1, -1, 5, 10];
const PERCENT_MAX = 100;

export class Pad {
  constructor() {
    this.line = null;
    for (const tab of at("pad-tabs").children) {
      tab.addEventListener("click", () => this.turn(tab.dataset.tab));
    }
    at("pad-note").addEventListener("input", () => (this.draft.note = at("pad-note").value));
    at("pad-close").addEventListener("click", () => this.leave());
    at("pad-done").addEventListener("click", () => this.done());
    at("pad-remove").addEventListener("click", () => this.then.remove());
  }

  /**
   * Opens on a line, or on one about to be put in. `then`: `done(change)` gives null when the change was made, or
   * words why not; `remove()` or null for what is not in the basket yet; `leave()`.
   */
  open(line, then) {
    this.line = line;
    this.then = then;
    this.draft = {
      quantity: line.quantity,
      price: line.price,
      percent: line.percent ?? null,
      discount: line.percent ? 0 : line.discount,
      note: line.note ?? "",
    };
    at("pad-name").firstElementChild.textContent = line.name;
    at("pad-remove").hidden = then.remove === null;
    at("pad-tabs").hidden = then.remove === null;
    at("pad-note").value = this.draft.note;
    this.turn("quantity");
    at("pad-done").focus({ preventScroll: true });
  }

  /** Turns to what is being typed: "quantity", "price", "discount" or "note". */
  turn(tab) {
    const { draft, line } = this;
    const standing = {
      quantity: line.weighed ? draft.quantity : draft.quantity / 1000,
      price: draft.price,
      discount: draft.percent ?? draft.discount,
      note: 0,
    }[tab];
    this.tab = tab;
    this.figure = new Figure(standing ? String(standing) : "");
    this.inPercent = tab === "discount" && draft.percent !== null;
    this.problem(null);
    this.words();
    if (tab === "note") {
      at("pad-note").focus({ preventScroll: true });
    }
  }

  /** Draws everything that has words or figures in it. */
  words() {
    if (!this.line) {
      return;
    }
    for (const tab of at("pad-tabs").children) {
      tab.setAttribute("aria-pressed", String(tab.dataset.tab === this.tab));
    }
    write(at("pad-price"), `${dong(this.line.price)} / ${this.line.unit}`);
    write(at("pad-done"), this.then.remove === null ? t("Put in the basket") : t("Change"));
    at("pad-keys").hidden = this.tab === "note";
    at("pad-saying").hidden = this.tab !== "note";
    drawKeypad(at("pad-keys"), (key) => this.press(key), this.side());
    this.draw();
  }

  side() {
    const put = (text, digits, data = {}) => ({ text, tap: () => this.put(digits), ...data });
    const thousand = { text: "000", label: t("Three noughts"), tap: () => this.press("000"), "data-digit": "000" };
    switch (this.tab) {
      case "quantity":
        return (this.line.weighed ? GRAMS : PIECES).map((by) => this.step(by));
      case "price":
        return [thousand, put(t("List price"), String(this.line.book_price ?? this.line.price))];
      case "discount":
        return [
          { text: "đ", label: t("Discount in đồng"), tap: () => this.unit(false), pressed: !this.inPercent, "data-unit": "dong" },
          { text: "%", label: t("Discount in percent"), tap: () => this.unit(true), pressed: this.inPercent, "data-unit": "percent" },
          thousand,
          put(t("None"), "", { "data-unit": "none" }),
        ];
      default:
        return [];
    }
  }

  /** A key that adds to the quantity. */
  step(by) {
    const tap = () => this.put(String(Math.max(0, Number(this.figure.digits) + by)));
    if (this.line.weighed) {
      return { text: by < 1000 ? `+${by} g` : "+1 kg", tap, "data-add": by };
    }
    if (by > 1) {
      return { text: `+${by}`, tap, "data-add": by };
    }
    return { text: icon(by > 0 ? "plus" : "minus"), label: by > 0 ? t("One more") : t("One less"), tap, "data-add": by };
  }

  unit(percent) {
    this.inPercent = percent;
    this.put("");
    this.figure.fresh = true;
    this.words();
    at("pad-keys").querySelector(`[data-unit="${percent ? "percent" : "dong"}"]`).focus({ preventScroll: true });
  }

  put(digits) {
    const before = this.figure.digits;
    this.figure.digits = digits;
    this.figure.fresh = false;
    this.take(before);
  }

  press(key) {
    const before = this.figure.digits;
    this.figure.press(key);
    this.take(before);
  }

  /** Takes over what was typed, unless it passes a bound: then the key did nothing. */
  take(before) {
    const { draft, figure, line } = this;
    const plain = Number(figure.digits);
    const most = line.weighed ? GRAMS_MAX : PIECES_MAX / 1000;
    if ((this.tab === "quantity" && plain > most) || (this.inPercent && plain > PERCENT_MAX)) {
      figure.digits = before;
      return;
    }
    if (this.tab === "quantity") {
      draft.quantity = line.weighed ? plain : plain * 1000;
    } else if (this.tab === "price") {
      draft.price = amountOf(figure.digits);
    } else if (this.tab === "discount") {
      draft.percent = this.inPercent ? plain : null;
      draft.discount = this.inPercent ? 0 : amountOf(figure.digits);
    }
    this.problem(null);
    this.draw();
  }

  draw() {
    const { draft, line } = this;
    const gross = lineGross(draft);
    const off = draft.percent === null ? draft.discount : halfUp(BigInt(gross) * BigInt(draft.percent), 100);
    const shown = {
      quantity: line.weighed ? `${number(draft.quantity)} g` : `${number(draft.quantity / 1000)} ${line.unit}`,
      price: dong(draft.price),
      discount: this.inPercent ? `${number(draft.percent ?? 0)} %` : dong(-draft.discount || 0),
      note: "",
    };
    write(at("pad-amount"), shown[this.tab]);
    write(at("pad-total"), dong(gross - off));
    at("pad-done").disabled = draft.quantity === 0;
  }

  /** A key of a real keyboard. */
  typed(event) {
    const key = keyOf(event);
    if (key && this.tab !== "note") {
      this.press(key);
    }
  }

  /** What was typed so far, to go back to it: a scanner's burst of digits is taken back. */
  get typing() {
    return { ...this.figure };
  }

  untype(figure) {
    Object.assign(this.figure, figure);
    this.take(figure.digits);
    this.figure.fresh = figure.fresh;
  }

  problem(text) {
    at("pad-problem").hidden = !text;
    write(at("pad-problem"), text ?? "");
  }

  /** What of the line is to be another. */
  change() {
    const { draft, line } = this;
    const [percent, discount] = [draft.percent || null, draft.discount];
    const before = { percent: line.percent ?? null, discount: line.percent ? 0 : line.discount };
    const note = draft.note.trim().normalize("NFC");
    return {
      quantity: draft.quantity,
      price: draft.price,
      note,
      ...(percent !== before.percent || discount !== before.discount ? { off: percent ? { percent } : { discount } } : {}),
    };
  }

  async done() {
    if (this.draft.quantity > 0) {
      const why = await this.then.done(this.change());
      if (why) {
        this.problem(why);
      }
    }
  }

  leave() {
    this.then.leave();
  }

  close() {
    this.line = null;
    at("pad-keys").replaceChildren();
  }
}
