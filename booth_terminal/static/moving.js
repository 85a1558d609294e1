// Cash put into the drawer or taken out of it besides sales, and why. Taking out needs a manager.

import { at } from "./element.js";
import { Figure, amountOf, drawKeypad, keyOf } from "./figures.js";
import { Reasons } from "./reasons.js";
import { given, moveCash } from "./shift.js";
import { dong, t } from "./words.js";

const AMOUNT_MAX = 1e12;

export class Moving {
  constructor(room) {
    this.room = room;
    this.figure = new Figure();
    this.out = false;
    this.reasons = new Reasons(at("move-reasons"), () => this.common(), () => this.draw());
    at("move-done").addEventListener("click", () => this.done());
    at("move-back").addEventListener("click", () => room.home());
    at("drawer").addEventListener("keydown", (event) => this.typed(event));
  }

  common() {
    return this.out ? [t("Handed in to the bank"), t("To change money"), t("Bought something")] : [t("Small notes brought"), t("Opening float"), t("Change brought back")];
  }

  open(out) {
    this.out = out;
    this.figure = new Figure();
    this.reasons.reset();
    this.draw();
    this.room.show("move");
  }

  get amount() {
    return this.figure.digits ? amountOf(this.figure.digits) : 0;
  }

  press(key) {
    const { digits } = this.figure;
    this.figure.press(key);
    if (this.amount > AMOUNT_MAX) {
      this.figure.digits = digits;
    }
    this.draw();
  }

  typed(event) {
    const key = keyOf(event);
    if (key && at("move-keys").checkVisibility() && !event.target.matches("input")) {
      this.press(key);
    }
  }

  async done() {
    const { till } = this.room;
    const leave = this.out ? await till.people.approve("cash-out") : { by: till.people.by, approved_by: "" };
    if (leave === null) {
      this.room.say(t("Nothing was taken out: a manager did not agree."));
      return;
    }
    const moved = { amount: this.out ? -this.amount : this.amount, reason: this.reasons.text, approved_by: leave.approved_by };
    await this.room.write(() => moveCash(till.store, given(till), moved), "move");
  }

  draw() {
    at("move-title").textContent = this.out ? t("Cash out") : t("Cash in");
    at("move-echo").textContent = dong(this.amount);
    at("move-done").textContent = this.out
      ? t("Take out {amount}", { amount: dong(this.amount) })
      : t("Put in {amount}", { amount: dong(this.amount) });
    at("move-done").disabled = this.amount === 0 || !this.reasons.text;
    if (this.drawn !== document.documentElement.lang) {
      this.drawn = document.documentElement.lang;
      drawKeypad(at("move-keys"), (key) => this.press(key), [{ text: "000", tap: () => this.press("000"), "data-add": "000" }]);
    }
    this.reasons.draw();
  }
}
