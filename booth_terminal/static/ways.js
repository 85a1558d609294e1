// The ways to pay besides cash in one go: a card, a voucher, or several ways one after the other. What was taken
// stands in the basket until nothing is left to pay; then the sale is complete.

import { left, total } from "./basket.js";
import { tender } from "./documents.js";
import { at, element, icon, write } from "./element.js";
import { kindText } from "./panel.js";
import { dong, t } from "./words.js";

export class Ways {
  constructor(selling) {
    this.selling = selling;
    at("ways-close").addEventListener("click", () => selling.back());
    at("ways-open").addEventListener("click", () => this.open());
    for (const button of document.querySelectorAll("[data-way]")) {
      button.addEventListener("click", () => this.ask(button.dataset.way));
    }
    at("ways-taken").addEventListener("click", (event) => {
      const button = event.target.closest("[data-tender]");
      if (button) {
        selling.takeBack(Number(button.dataset.tender));
      }
    });
  }

  /** `problem`: why the last part was not taken, in words. */
  open(problem = null) {
    at("ways-problem").hidden = !problem;
    write(at("ways-problem"), problem ?? "");
    this.draw();
    this.selling.show("ways");
    document.querySelector("[data-way]").focus({ preventScroll: true });
  }

  draw() {
    const { basket } = this.selling;
    const rest = left(basket);
    write(at("ways-left"), dong(Math.max(0, rest)));
    write(at("ways-due"), t("To pay: {amount}", { amount: dong(total(basket)) }));
    at("ways-taken").replaceChildren(...basket.tenders.map((one, i) => this.row(one, i)));
    at("ways-taken").hidden = basket.tenders.length === 0;
    for (const button of document.querySelectorAll("[data-way]")) {
      button.disabled = rest <= 0;
    }
  }

  row(one, i) {
    const what = `${kindText(one.kind)} ${dong(one.amount)}`;
    return element(
      "li",
      {},
      element("span", {}, what, one.ref ? element("bdi", { class: "taken-ref" }, one.ref) : null),
      element(
        "button",
        { type: "button", "data-tender": i, "aria-label": t("Take back: {what}", { what }) },
        icon("close"),
      ),
    );
  }

  /** Asks how much of what is left is paid this way; all of it stands there already. */
  ask(kind) {
    const { selling } = this;
    const rest = left(selling.basket);
    const counts = (amount) => Math.min(amount, rest);
    selling.show("amount");
    selling.amounts.open({
      title: () => kindText(kind),
      hint: () => t("Left to pay: {amount}", { amount: dong(rest) }),
      amount: rest,
      whole: rest,
      ref: { card: () => t("Slip number (if there is one)"), voucher: () => t("Voucher number") }[kind],
      aside: ({ amount }) => this.aside(kind, amount, rest),
      doneText: ({ amount }) =>
        amount < rest ? t("Take it, {amount} left", { amount: dong(rest - amount) }) : kind === "vietqr" ? t("Show the code") : t("Done"),
      done: ({ amount, ref }) => {
        if (kind === "card" && amount > rest) {
          return t("Nothing was taken. A card cannot pay more than {amount}.", { amount: dong(rest) });
        }
        if (kind === "vietqr") {
          selling.openTransfer(counts(amount));
        } else {
          const given = kind === "cash" ? amount : null;
          selling.take(tender(kind, counts(amount), given, ref ? { ref } : {}));
        }
        return null;
      },
      leave: () => this.open(),
    });
  }

  aside(kind, amount, rest) {
    if (amount <= rest) {
      return "";
    }
    return kind === "cash" ? t("Change {amount}", { amount: dong(amount - rest) }) : kind === "voucher" ? t("No change on a voucher") : "";
  }
}
