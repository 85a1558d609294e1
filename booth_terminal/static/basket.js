// The open basket: pure functions from basket to basket, so that undo is only keeping the one before. Its sale
// id is made when the basket opens and survives a reload: whatever happens, one basket becomes one sale.

import { DONG_MAX } from "./money.js";
import { rateOn } from "./tax.js";
import { addUp, lineTotal } from "./totals.js";

export const LINES_MAX = 200;
// A document may weigh 64 KiB; what is not lines is far below the rest.
const LINES_BYTES_MAX = 60_000;
export const PIECES_MAX = 9_999_000;
export const GRAMS_MAX = 999_999;

export class BasketFull extends Error {}

export const EMPTY = Object.freeze({ id: null, lines: Object.freeze([]) });

function line(article, quantity) {
  const { id, name, exhibitor, unit, price, weighed, tax_class } = article;
  return { article: id, name, exhibitor, unit, price, weighed, tax_class, quantity, discount: 0 };
}

function checked(basket) {
  const tooLong = basket.lines.length > LINES_MAX;
  const tooMuch = basket.lines.some((l) => l.quantity > (l.weighed ? GRAMS_MAX : PIECES_MAX));
  if (tooLong || tooMuch || total(basket) > DONG_MAX) {
    throw new BasketFull();
  }
  return basket;
}

/** Puts an article in. Pieces of one article at one price share a line; every weighing is its own. */
export function add(basket, article, quantity, newId) {
  const at = article.weighed
    ? -1
    : basket.lines.findIndex((l) => l.article === article.id && l.price === article.price && !l.weighed);
  if (at >= 0) {
    return setQuantity(basket, at, basket.lines[at].quantity + quantity);
  }
  const lines = [...basket.lines, line(article, quantity)];
  if (new TextEncoder().encode(JSON.stringify(lines)).length > LINES_BYTES_MAX) {
    throw new BasketFull();
  }
  return checked({ id: basket.id ?? newId(), lines });
}

export function setQuantity(basket, index, quantity) {
  return checked({ ...basket, lines: basket.lines.map((l, i) => (i === index ? { ...l, quantity } : l)) });
}

export function remove(basket, index) {
  const lines = basket.lines.filter((_, i) => i !== index);
  return lines.length ? { ...basket, lines } : EMPTY;
}

export function total(basket) {
  return basket.lines.reduce((sum, l) => sum + lineTotal(l), 0);
}

/** Pieces in the basket; a weighing counts as one. */
export function pieces(basket) {
  return basket.lines.reduce((sum, l) => sum + (l.weighed ? 1 : l.quantity / 1000), 0);
}

/** The basket as a sale carries it: lines with their VAT rate on that day, and the totals. */
export function close(basket, rates, day) {
  const lines = basket.lines.map(({ weighed, tax_class, ...kept }) => ({
    ...kept,
    // A class without a rate must not stop a sale: the line states no VAT, and the centre finds it.
    vat: rateOn(rates, tax_class, day) ?? null,
  }));
  const { total: due, vat } = addUp(lines);
  return { lines, discount: 0, total: due, vat };
}
