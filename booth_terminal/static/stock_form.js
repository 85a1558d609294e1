// What happened to an article besides sales: some came, some went otherwise, or somebody counted.

import { at } from "./element.js";
import { Figure, drawKeypad, keyOf } from "./figures.js";
import { Reasons } from "./reasons.js";
import { number, t, thousandths } from "./words.js";

const QUANTITY_MAX = 1e9;

/** A quantity as it is read: pieces, or kilograms for what is weighed. */
export function quantityText(article, quantity) {
  const figure = quantity < 0 ? `\u2212${thousandths(-quantity)}` : thousandths(quantity);
  return `${figure} ${article.unit}`;
}

export class StockForm {
  constructor(room) {
    this.room = room;
    this.figure = new Figure();
    this.act = "in";
    this.article = null;
    this.reasons = new Reasons(
      at("stock-reasons"),
      () => [t("Broken or spoilt"), t("Tasted or shown"), t("Given away"), t("Own use"), t("Lost or stolen")],
      () => this.draw(),
    );
    for (const key of document.querySelectorAll("[data-stock-act]")) {
      key.addEventListener("click", () => this.turn(key.dataset.stockAct));
    }
    at("stock-done").addEventListener("click", () => this.done());
    at("stock").addEventListener("keydown", (event) => this.typed(event));
  }

  open(article) {
    this.article = article;
    this.reasons.reset();
    this.turn("in");
  }

  turn(act) {
    this.act = act;
    this.figure = new Figure();
    this.said(null);
    this.draw();
  }

  said(text) {
    at("stock-said").textContent = text ?? "";
  }

  /** Pieces are counted, weighed goods typed in grams. */
  get quantity() {
    return Number(this.figure.digits) * (this.article.weighed ? 1 : 1000);
  }

  press(key) {
    const { digits } = this.figure;
    this.figure.press(key);
    if (this.quantity > QUANTITY_MAX) {
      this.figure.digits = digits;
    }
    this.said(null);
    this.draw();
  }

  typed(event) {
    const key = keyOf(event);
    if (key && this.article && at("stock-keys").checkVisibility() && !event.target.matches("input")) {
      this.press(key);
    }
  }

  get ready() {
    const typed = this.figure.digits !== "";
    return this.act === "count" ? typed : this.quantity > 0 && (this.act === "in" || this.reasons.text !== "");
  }

  /** What is written: a count becomes a movement by the difference. */
  get movement() {
    const { goods } = this.room;
    switch (this.act) {
      case "in":
        return [goods.left(this.article.id) === null ? "opening" : "received", this.quantity, ""];
      case "out":
        return ["adjusted", -this.quantity, this.reasons.text];
      default:
        return ["adjusted", this.quantity - goods.sum(this.article.id), t("Count")];
    }
  }

  async done() {
    if (!this.ready || this.busy) {
      return;
    }
    this.busy = true;
    const safe = await this.room.move(...this.movement).finally(() => (this.busy = false));
    if (safe) {
      this.reasons.reset();
      this.turn(this.act);
      this.said(t("Noted."));
    } else {
      this.said(t("NOT saved: this device could not write it down. Nothing was changed. Try again."));
    }
  }

  words() {
    this.drawn = null;
    if (this.article) {
      this.draw();
    }
  }

  draw() {
    const { article, act } = this;
    const first = this.room.goods.left(article.id) === null;
    for (const key of document.querySelectorAll("[data-stock-act]")) {
      key.setAttribute("aria-pressed", String(key.dataset.stockAct === act));
    }
    at("stock-in").textContent = first ? t("Opening stock") : t("Received");
    const typed = article.weighed ? `${number(this.quantity)} g` : quantityText(article, this.quantity);
    at("stock-echo").textContent = typed;
    at("stock-why").hidden = act !== "out";
    at("stock-done").disabled = !this.ready;
    at("stock-done").textContent =
      act === "in" ? t("Add {n}", { n: typed }) : act === "out" ? t("Take off {n}", { n: typed }) : t("There are {n}", { n: typed });
    if (this.drawn !== document.documentElement.lang) {
      this.drawn = document.documentElement.lang;
      drawKeypad(at("stock-keys"), (key) => this.press(key), []);
    }
    this.reasons.draw();
  }
}
