// The open basket: pure functions from basket to basket, so that undo is only keeping the one before. Its sale
// id is made when the basket opens and survives a reload: whatever happens, one basket becomes one sale.

import { DONG_MAX, halfUp } from "./money.js";
import { rateOn } from "./tax.js";
import { DiscountTooLarge, addUp, lineGross, lineTotal } from "./totals.js";

export const LINES_MAX = 200;
const TENDERS_MAX = 20;
// A document may weigh 64 KiB; what is not lines is far below the rest.
const LINES_BYTES_MAX = 60_000;
export const PIECES_MAX = 9_999_000;
export const GRAMS_MAX = 999_999;
/** The dearest a person may price a thing: below ten billion. More is a slip of the finger. */
export const PRICE_MAX = 9_999_999_999;

export class BasketFull extends Error {}
export class PriceOutOfRange extends Error {}

export class TendersFull extends Error {}

/**
 * `discount` is đồng off the whole; `percent` is what it was stated as, if so, and it follows the lines. `tenders`
 * is what has been handed over in part. `approved_by` is the manager who allowed a price or a discount in it.
 */
export const EMPTY = Object.freeze({
  id: null,
  lines: Object.freeze([]),
  discount: 0,
  percent: null,
  tenders: Object.freeze([]),
  approved_by: "",
});

const bytes = new TextEncoder();

function line(article, quantity, price) {
  const { id, name, exhibitor, unit, weighed, tax_class } = article;
  const made = { article: id, name, exhibitor, unit, price, weighed, tax_class, quantity, discount: 0 };
  return article.open_price ? { ...made, open_price: true } : made;
}

/** Nothing was said about this line but how many: one more of the same may join it. */
function plain(l) {
  return !l.weighed && !l.discount && !l.note && l.book_price === undefined;
}

/** Half up, so that a percentage is the same wherever it is worked out. */
function percentOf(amount, percent) {
  return halfUp(BigInt(amount) * BigInt(percent), 100);
}

function tooHeavy(lines) {
  const text = JSON.stringify(lines);
  // A character is three bytes at most: what is surely light is not weighed.
  return text.length * 3 > LINES_BYTES_MAX && bytes.encode(text).length > LINES_BYTES_MAX;
}

/** Works out anew what hangs on other figures, and refuses what could not become a sale. */
function checked(basket) {
  const { lines } = basket;
  const tooMuch = lines.some((l) => l.quantity > (l.weighed ? GRAMS_MAX : PIECES_MAX));
  if (lines.length > LINES_MAX || tooMuch || tooHeavy(lines)) {
    throw new BasketFull();
  }
  const sum = subtotal(basket);
  if (sum > DONG_MAX) {
    throw new BasketFull();
  }
  const discount = basket.percent === null ? basket.discount : percentOf(sum, basket.percent);
  if (discount > sum || lines.some((l) => lineTotal(l) < 0)) {
    throw new DiscountTooLarge();
  }
  return { ...basket, discount };
}

/** Puts an article in. Pieces of one article at one price share a line; every weighing is its own. */
export function add(basket, article, quantity, newId, price = article.price) {
  const at = article.weighed
    ? -1
    : basket.lines.findIndex((l) => l.article === article.id && l.price === price && plain(l));
  if (at >= 0) {
    return setLine(basket, at, { quantity: basket.lines[at].quantity + quantity });
  }
  if (!(price >= 0 && price <= DONG_MAX)) {
    throw new PriceOutOfRange();
  }
  return checked({ ...basket, id: basket.id ?? newId(), lines: [...basket.lines, line(article, quantity, price)] });
}

function withPrice(l, price) {
  if (price === l.price) {
    return l;
  }
  if (!(price >= 1 && price <= PRICE_MAX)) {
    throw new PriceOutOfRange();
  }
  const { book_price: before, ...rest } = l;
  const book = before ?? l.price;
  // Goods without a price of their own have no other one to remember, and back at the book's nothing is special.
  return l.open_price || price === book ? { ...rest, price } : { ...rest, price, book_price: book };
}

/**
 * Changes a line: `quantity`, `price`, `note`, and `off`, which is `{discount}` in đồng or `{percent}`. A percentage
 * follows the quantity and the price.
 */
export function setLine(basket, index, { quantity, price, note, off }) {
  const before = basket.lines[index];
  let { percent, note: said, ...next } = withPrice(before, price ?? before.price);
  next.quantity = quantity ?? next.quantity;
  said = note ?? said;
  percent = off === undefined ? percent : off.percent;
  next.discount = off?.discount ?? (off === undefined ? next.discount : 0);
  if (percent) {
    next = { ...next, percent, discount: percentOf(lineGross(next), percent) };
  }
  if (said) {
    next.note = said;
  }
  return checked({ ...basket, lines: basket.lines.map((l, i) => (i === index ? next : l)) });
}

/** What must be allowed for a change of a line: "price", "discount", both or nothing. */
export function deeds(line, { price, off }) {
  const asked = [];
  if (price !== undefined && price !== line.price && !line.open_price && price !== (line.book_price ?? line.price)) {
    asked.push("price");
  }
  if (off && (off.percent || off.discount)) {
    asked.push("discount");
  }
  return asked;
}

export function remove(basket, index) {
  const lines = basket.lines.filter((_, i) => i !== index);
  return lines.length || basket.tenders.length ? checked({ ...basket, lines }) : EMPTY;
}

/** Takes something off the whole: `{discount}` in đồng, or `{percent}`. */
export function setDiscount(basket, { discount = 0, percent = null }) {
  return checked({ ...basket, discount, percent });
}

/** Remembers who allowed what is special about a basket, if it needed anybody. */
export function approved(basket, approved_by) {
  return approved_by ? { ...basket, approved_by } : basket;
}

/** Takes a part of what is to be paid. The last place of a sale is kept for what pays the rest. */
export function addTender(basket, tender) {
  if (basket.tenders.length >= TENDERS_MAX - 1) {
    throw new TendersFull();
  }
  return { ...basket, tenders: [...basket.tenders, tender] };
}

export function removeTender(basket, index) {
  const tenders = basket.tenders.filter((_, i) => i !== index);
  return basket.lines.length || tenders.length ? { ...basket, tenders } : EMPTY;
}

/** The lines' sum, before what is taken off the whole. */
export function subtotal(basket) {
  return basket.lines.reduce((sum, l) => sum + lineTotal(l), 0);
}

export function total(basket) {
  return subtotal(basket) - basket.discount;
}

/** What is still to be paid. Below nought, more was taken than the goods now come to. */
export function left(basket) {
  return basket.tenders.reduce((rest, tender) => rest - tender.amount, total(basket));
}

/** Pieces in the basket; a weighing counts as one. */
export function pieces(basket) {
  return basket.lines.reduce((sum, l) => sum + (l.weighed ? 1 : l.quantity / 1000), 0);
}

/** The basket as a sale carries it: lines with their VAT rate on that day, and the totals. */
export function close(basket, rates, day) {
  const lines = basket.lines.map(({ weighed, tax_class, percent, open_price, ...kept }) => ({
    ...kept,
    // A class without a rate must not stop a sale: the line states no VAT, and the centre finds it.
    vat: rateOn(rates, tax_class, day) ?? null,
  }));
  const { discount } = basket;
  const { total: due, vat } = addUp(lines, discount);
  const special = discount > 0 || lines.some((l) => l.discount > 0 || l.book_price !== undefined);
  const allowed = special && basket.approved_by ? { approved_by: basket.approved_by } : {};
  return { lines, discount, total: due, vat, ...allowed };
}
