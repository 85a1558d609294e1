// Completing a sale: the one step that turns a basket into money taken.

import { EMPTY } from "./basket.js";
import { dayOf } from "./day.js";
import { sale, shiftOpening } from "./documents.js";
import { newId } from "./ids.js";

/**
 * Writes the sale, the shift it opens if none is open today, the next numbers and the emptied basket in one
 * flushed transaction. What it gives back is safe on this device.
 */
export function complete(store, { book, moment, by, basket, tenders }) {
  return store.write(async (tx) => {
    let { n, number } = await store.counters(tx);
    let shift = await store.get(tx, "shift", null);
    const day = dayOf(moment.at + (moment.offset ?? 0), book.fair.cut_off_minute);
    if (shift?.day !== day) {
      const opening = shiftOpening({ id: newId(moment.at), n: ++n, book, moment, by });
      shift = { id: opening.id, day };
      store.add(tx, opening);
      store.put(tx, "shift", shift);
    }
    number += 1;
    const made = sale({ id: basket.id, n: ++n, book, moment, by }, { number, shift: shift.id, basket, tenders });
    store.put(tx, "counters", { n, number });
    store.put(tx, "basket", EMPTY);
    // The id is unique in the store: a basket that was completed already aborts the whole transaction.
    await store.add(tx, made);
    return made;
  });
}
