// Writing what is given back. Each function makes one document with the next receipt number, and looks in that very
// transaction at what this device gave back of the sale before: a second tap, or a second tab, finds nothing left.

import { EMPTY, close } from "./basket.js";
import { boothOf, head } from "./documents.js";
import { refundOf, voidOf } from "./giving_back.js";
import { newId } from "./ids.js";
import { shiftFor } from "./practice.js";

/** The shift that made the sale is closed, or there is another one open. */
export class ShiftOver extends Error {}

const backsName = (sale) => `back ${sale}`;

/** Voids and refunds of a sale that this device wrote, as any of the tills it has been. */
export async function backsOf(tx, stores, sale) {
  const found = [];
  for (const store of stores) {
    found.push(...(await store.get(tx, backsName(sale), [])));
  }
  return found;
}

/** The same documents may come from here and from the terminal. */
export function merged(backs, more) {
  const known = new Set(backs.map((one) => one.id));
  return [...backs, ...more.filter((one) => !known.has(one.id))];
}

async function write(stores, about, type, { sale, ref, by, make }) {
  const [store] = stores;
  return store.write(async (tx) => {
    const counters = await store.counters(tx);
    const training = about.practice !== null;
    const standing = { n: counters.n, ...about, by };
    const backs = sale ? await backsOf(tx, stores, ref) : [];
    const { shift, n } = await shiftFor(store, tx, standing);
    const { closed, ...more } = make(backs, shift);
    const count = training ? "training" : "number";
    const number = (counters[count] ?? 0) + 1;
    const made = {
      ...head(type, { id: newId(about.moment.at), n: n + 1, book: about.book, moment: about.moment, by }),
      number,
      booth: boothOf(about.book),
      shift: shift.id,
      ...closed,
      training,
      ref,
      ...more,
    };
    store.put(tx, "counters", { ...counters, n: n + 1, [count]: number });
    const own = await store.get(tx, backsName(ref), []);
    const { id, till, lines, total } = made;
    const short = lines.map(({ quantity, of }) => ({ quantity, of }));
    store.put(tx, backsName(ref), [...own, { type, id, till, number, training, total, at: made.at, lines: short }]);
    if (!sale) {
      store.put(tx, "basket", EMPTY);
    }
    await store.add(tx, made);
    return made;
  });
}

function allowed({ by, approved_by }) {
  return { by, ...(approved_by && { approved_by }) };
}

/**
 * Takes a whole sale back in the shift that made it. `tenders(total)` says how the money goes back; `beyond` are
 * voids and refunds that others told of. Throws ShiftOver, GivenBackOver.
 */
export function voidSale(stores, about, { sale, beyond = [], reason, leave, tenders }) {
  const { by, ...approved } = allowed(leave);
  const make = (backs, shift) => {
    if (!sale.training && shift.id !== sale.shift) {
      throw new ShiftOver();
    }
    const closed = voidOf(sale, merged(backs, beyond));
    return { closed: { ...closed, tenders: tenders(closed.total) }, reason, ...approved };
  };
  return write(stores, about, "void", { sale, ref: sale.id, by, make });
}

/** Gives money back for some of a sale, on any day. `chosen`: how much of each line. Throws GivenBackOver. */
export function refundSale(stores, about, { sale, beyond = [], chosen, reason, leave, tenders }) {
  const { by, ...approved } = allowed(leave);
  const make = (backs) => {
    const closed = refundOf(sale, merged(backs, beyond), chosen);
    return { closed: { ...closed, tenders: tenders(closed.total) }, reason, ...approved };
  };
  return write(stores, about, "refund", { sale, ref: sale.id, by, make });
}

/**
 * Gives money back for the goods in the basket, of a sale that nobody here can look up: `ref` is its id if a slip
 * told it. No line says which one it takes back; the centre looks at every such refund.
 */
export function refundUnseen(stores, about, { basket, ref, reason, leave, tenders }) {
  const { by, ...approved } = allowed(leave);
  const make = () => {
    const day = head("refund", { ...about, id: "", n: 0 }).day;
    const { lines, discount, total, vat } = close(basket, about.book.rates, day);
    return { closed: { lines, discount, total, vat, tenders: tenders(total) }, reason, ...approved };
  };
  return write(stores, about, "refund", { sale: null, ref: ref ?? newId(about.moment.at), by, make });
}
