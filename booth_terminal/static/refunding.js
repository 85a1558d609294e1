// Giving money back: which goods, why, and how the money goes. The sum stands on the key that does it.

import { total as basketTotal } from "./basket.js";
import { ShiftOver, refundSale, refundUnseen, voidSale } from "./correcting.js";
import { tender } from "./documents.js";
import { at, element, icon, write } from "./element.js";
import { GivenBackOver, leftOf, refundOf } from "./giving_back.js";
import { label } from "./history.js";
import { kindText } from "./panel.js";
import { Reasons } from "./reasons.js";
import { given } from "./shift.js";
import { Fenced } from "./store.js";
import { dong, t, thousandths } from "./words.js";

const WAYS = ["cash", "vietqr", "card"];
const PIECE = 1_000;
const GRAMS = 100;

export class Refunding {
  constructor(room) {
    this.room = room;
    this.kind = null; // "void", "refund" or "unseen"
    this.reasons = new Reasons(at("back-reasons"), () => this.common(), () => this.drawDone());
    at("back-leave").addEventListener("click", () => (this.sale ? room.openOne(this.one) : room.list()));
    at("back-done").addEventListener("click", () => this.done());
  }

  common() {
    return this.kind === "void"
      ? [t("Entered by mistake"), t("The buyer left"), t("Paid in another way")]
      : [t("Spoilt or damaged"), t("Wrong goods"), t("The buyer changed their mind")];
  }

  open(kind, one) {
    this.kind = kind;
    this.one = one;
    this.sale = one.document;
    const left = this.left;
    const places = left.flatMap((quantity, i) => (quantity ? [i] : []));
    // One line is no choice.
    this.chosen = left.map((quantity, i) => (kind === "void" || (places.length === 1 && places[0] === i) ? quantity : 0));
    const [first, ...more] = this.sale.tenders;
    this.way = kind === "void" ? "paid" : more.length === 0 && WAYS.includes(first?.kind) ? first.kind : "cash";
    this.begin();
  }

  /** Nobody here can look the sale up: what goes back is what lies in the basket. */
  openUnseen(key, outcome) {
    Object.assign(this, { kind: "unseen", one: null, sale: null, key, outcome, way: "cash", chosen: [] });
    this.begin();
  }

  begin() {
    this.reasons.reset();
    this.draw();
    this.room.show("back");
  }

  get backs() {
    return this.room.backsOf(this.sale, this.one.beyond);
  }

  get left() {
    return leftOf(this.sale, this.backs);
  }

  get basket() {
    return this.room.selling.basket;
  }

  get total() {
    switch (this.kind) {
      case "void":
        return this.sale.total;
      case "refund":
        return this.chosen.some(Boolean) ? refundOf(this.sale, this.backs, this.chosen).total : null;
      default:
        return this.basket.lines.length && !this.basket.tenders.length ? basketTotal(this.basket) : null;
    }
  }

  choose(i, quantity) {
    this.chosen = this.chosen.map((before, place) => (place === i ? Math.max(0, Math.min(this.left[i], quantity)) : before));
    this.draw();
    at("back-lines").querySelector(`[data-back="${i}"]`)?.focus({ preventScroll: true });
  }

  /** How the money goes back, for the sum the document comes to. */
  tenders(total) {
    if (this.way !== "paid") {
      return [tender(this.way, total)];
    }
    return this.sale.tenders.map(({ kind, amount, ref, account }) => tender(kind, amount, null, { ...(ref && { ref }), ...(account && { account }) }));
  }

  async done() {
    if (this.busy) {
      return;
    }
    this.busy = true;
    try {
      await this.give();
    } finally {
      this.busy = false;
    }
  }

  async give() {
    const { till } = this.room;
    const leave = await till.people.approve(this.kind === "void" ? "void" : "refund");
    if (leave === null) {
      this.room.say(t("Nothing was given back: a manager did not agree."));
      return;
    }
    const stores = await this.room.history.stores();
    const about = { ...given(till), practice: till.practice.id };
    const more = { reason: this.reasons.text, leave, tenders: (total) => this.tenders(total) };
    try {
      const made = await till.write(() => this.write(stores, about, more));
      const told = { amount: dong(made.total), how: made.tenders.map((one) => kindText(one.kind)).join(", "), number: label(made) };
      if (this.kind === "unseen") {
        await this.room.selling.begin();
      }
      await this.room.done(made, t("Give the buyer {amount} ({how}). Saved as {number}.", told));
    } catch (error) {
      this.room.say(this.refusal(error));
    }
  }

  write(stores, about, more) {
    const { sale, kind, chosen } = this;
    const beyond = this.one?.beyond ?? [];
    switch (kind) {
      case "void":
        return voidSale(stores, about, { sale, beyond, ...more });
      case "refund":
        return refundSale(stores, about, { sale, beyond, chosen, ...more });
      default:
        return refundUnseen(stores, about, { basket: this.basket, ref: this.ref, ...more });
    }
  }

  /** The id a slip told; a receipt number alone says it in the reason. */
  get ref() {
    return /^[0-9a-f]{32}$/.test(this.key) ? this.key : null;
  }

  refusal(error) {
    if (error instanceof GivenBackOver) {
      return t("Nothing was given back: this was given back before. Look at the receipt again.");
    }
    if (error instanceof ShiftOver) {
      return t("Nothing was voided: the shift that sold this is over. Give the money back instead.");
    }
    if (!(error instanceof Fenced)) {
      console.error(error);
    }
    return t("NOT saved: this device could not write it down. Give no money back yet, and try again.");
  }

  draw() {
    if (this.kind === null) {
      return;
    }
    write(at("back-title"), this.title());
    write(at("back-hint"), this.hint());
    const lines = this.kind === "unseen" ? this.basket.lines.map((line) => this.plain(line)) : this.sale.lines.map((line, i) => this.line(line, i));
    at("back-lines").replaceChildren(...lines);
    const ways = this.kind === "void" ? ["paid", ...WAYS] : WAYS;
    at("back-ways").replaceChildren(...ways.map((way) => this.wayKey(way)));
    this.reasons.draw();
    this.drawDone();
  }

  title() {
    const number = this.sale ? label(this.sale) : this.key;
    switch (this.kind) {
      case "void":
        return t("Void receipt {number}", { number });
      case "refund":
        return t("What comes back of receipt {number}?", { number });
      default:
        return t("This sale cannot be looked up");
    }
  }

  hint() {
    if (this.kind === "void") {
      return t("The whole sale is taken back. It was made in this shift.");
    }
    if (this.kind === "refund") {
      return t("Tap what comes back.");
    }
    const why = this.outcome === "unknown" ? t("Neither this device nor the terminal knows it.") : t("It is not on this device, and the terminal cannot be reached.");
    const how = this.basket.lines.length
      ? t("A manager may give back the goods in the basket. Nothing shows that they were sold: the organiser will look at it.")
      : t("A manager may give money back all the same: put the goods into the basket at the price that was paid, then come back here.");
    return `${why} ${how}`;
  }

  plain(line) {
    return element("li", {}, element("span", { class: "back-plain" }, element("bdi", { lang: "vi" }, line.name), ` ${thousandths(line.quantity)} ${line.unit} × ${dong(line.price)}`));
  }

  line(line, i) {
    const left = this.left[i];
    const chosen = this.chosen[i];
    const fixed = this.kind === "void" || left === 0;
    const what = left ? t("{n} of {all} {unit}", { n: thousandths(chosen), all: thousandths(left), unit: line.unit }) : t("Given back already");
    const key = element(
      "button",
      { type: "button", class: "back-line", "data-back": i, disabled: fixed, "aria-pressed": String(chosen > 0), onclick: () => this.choose(i, chosen ? 0 : left) },
      icon("check"),
      element("bdi", { lang: "vi" }, line.name),
      element("strong", {}, dong(this.worth(i))),
      element("span", {}, what),
    );
    const step = left % PIECE || left < PIECE ? GRAMS : PIECE;
    const counts = !fixed && chosen > 0 && left > step;
    return element("li", {}, key, counts ? this.counter(line, i, step) : null);
  }

  /** What a line would bring: the part chosen of it, else all that is left. */
  worth(i) {
    const quantity = this.chosen[i] || this.left[i];
    const only = this.chosen.map((_, place) => (place === i ? quantity : 0));
    return quantity ? refundOf(this.sale, this.backs, only).total : 0;
  }

  counter(line, i, step) {
    const key = (sign, name, by) =>
      element("button", { type: "button", "aria-label": `${name}: ${line.name}`, onclick: () => this.choose(i, this.chosen[i] + by) }, icon(sign));
    return element("div", { class: "back-count" }, key("minus", t("Less"), -step), element("output", {}, thousandths(this.chosen[i])), key("plus", t("More"), step));
  }

  wayKey(way) {
    const text = way === "paid" ? t("As it was paid") : kindText(way);
    const choose = () => {
      this.way = way;
      this.draw();
      at("back-ways").querySelector(`[data-how="${way}"]`).focus({ preventScroll: true });
    };
    return element("button", { type: "button", "data-how": way, "aria-pressed": String(way === this.way), onclick: choose }, text);
  }

  drawDone() {
    if (this.kind === null) {
      return;
    }
    const { total } = this;
    at("back-done").disabled = total === null || !this.reasons.text;
    write(at("back-done"), total === null ? t("Give back") : t("Give back {amount}", { amount: dong(total) }));
  }
}
