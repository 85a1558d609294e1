// Baskets on hold: a buyer who has gone to fetch money is no reason to let the next one wait. They are known by
// the time they were put aside, their total and what is in them.

import { EMPTY, pieces, total } from "./basket.js";
import { timeOf } from "./day.js";
import { at, element, write } from "./element.js";
import { dong, number, t } from "./words.js";

export const HELD_MAX = 20;

export class HeldFull extends Error {}

/** Puts a basket aside: what is open then, and what is held. */
export function hold({ basket, held }, now) {
  if (held.length >= HELD_MAX) {
    throw new HeldFull();
  }
  return { basket: EMPTY, held: [...held, { basket, at: now }] };
}

/** Takes one up again. A basket that was open changes places with it, so that none can be lost. */
export function recall({ basket, held }, index, now) {
  const rest = held.filter((_, i) => i !== index);
  const open = { basket: held[index].basket, held: rest };
  return basket.id === null ? open : { ...open, held: [...rest, { basket, at: now }] };
}

export class Held {
  constructor(selling) {
    this.selling = selling;
    at("hold").addEventListener("click", () => selling.hold());
    at("held-open").addEventListener("click", () => this.open());
    at("held-close").addEventListener("click", () => selling.back());
    at("held-list").addEventListener("click", (event) => {
      const button = event.target.closest("[data-held]");
      if (button) {
        selling.recall(Number(button.dataset.held));
      }
    });
  }

  open() {
    this.draw();
    this.selling.show("held");
    at("held-list").querySelector("button").focus({ preventScroll: true });
  }

  /** The button that counts them, and their list if it is on show. */
  draw() {
    const { held } = this.selling;
    at("held-open").hidden = held.length === 0;
    write(at("held-count"), number(held.length));
    if (!at("view-held").hidden || this.drawn !== held) {
      this.drawn = held;
      at("held-list").replaceChildren(...held.map((one, i) => this.row(one, i)));
    }
  }

  row({ basket, at: since }, i) {
    const names = basket.lines.map((line) => line.name).join(", ");
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "line", "data-held": i },
        element("strong", {}, timeOf(since)),
        element("span", { class: "line-total" }, dong(total(basket))),
        element("bdi", { class: "line-what", lang: "vi" }, `${t("Items: {n}", { n: number(pieces(basket)) })} · ${names}`),
      ),
    );
  }
}
