// Completing a sale: the one step that turns a basket into money taken.

import { EMPTY } from "./basket.js";
import { sale } from "./documents.js";
import { shiftFor } from "./practice.js";

/**
 * Writes the sale, the shift it opens if none is open today, the next numbers and the emptied basket in one
 * flushed transaction. What it gives back is safe on this device.
 */
export function complete(store, { book, moment, by, basket, tenders, practice = null }) {
  return store.write(async (tx) => {
    const counters = await store.counters(tx);
    const { shift, n } = await shiftFor(store, tx, { n: counters.n, book, moment, by, practice });
    const training = practice !== null;
    const count = training ? "training" : "number";
    const number = (counters[count] ?? 0) + 1;
    const made = sale({ id: basket.id, n: n + 1, book, moment, by }, { number, shift: shift.id, basket, tenders, training });
    store.put(tx, "counters", { ...counters, n: n + 1, [count]: number });
    store.put(tx, "basket", EMPTY);
    // The id is unique in the store: a basket that was completed already aborts the whole transaction.
    await store.add(tx, made);
    return made;
  });
}
