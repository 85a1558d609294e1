// The shift: what opens one, what is put into or taken out of its drawer, and what closes it. Every function here
// writes documents; none of them waits for anybody.

import { dayOf } from "./day.js";
import { cashMovement, shiftClosing, shiftOpening } from "./documents.js";
import { newId } from "./ids.js";
import { sumsOf } from "./shift_figures.js";

/** Who writes, when and with which book: what every document's head is made of. */
export function given(till) {
  return { book: till.book, moment: till.clock.moment(), by: till.people.by };
}

function today({ book, moment }) {
  return dayOf(moment.at + (moment.offset ?? 0), book.fair.cut_off_minute);
}

/**
 * The shift that a document of this moment belongs to, and the till's count `n` so far. When none is open today one
 * begins without a float: nothing stands between a seller and a sale.
 */
export async function shiftOf(store, tx, { n, book, moment, by }) {
  const shift = await store.get(tx, "shift", null);
  if (shift?.day === today({ book, moment })) {
    return { shift, n };
  }
  return begin(store, tx, { n, book, moment, by }, {});
}

async function begin(store, tx, { n, book, moment, by }, { float = 0, notes = [], drawer = null }) {
  const before = await store.get(tx, "shift", null);
  if (before) {
    // The day turned over and nobody closed it. It waits for its closing and nothing else waits for it.
    await store.put(tx, "left", [...(await store.get(tx, "left", [])), before]);
  }
  // Money keeps going into the box it went into yesterday, until somebody says otherwise.
  const box = drawer ?? (await store.get(tx, "drawer", ""));
  const opening = shiftOpening({ id: newId(moment.at), n: n + 1, book, moment, by }, { float, notes, drawer: box });
  const shift = { id: opening.id, day: opening.day, n: opening.n, at: opening.at, by, drawer: box };
  await store.put(tx, "shift", shift);
  await store.put(tx, "drawer", box);
  await store.add(tx, opening);
  return { shift, n: n + 1 };
}

/** Opens a shift by hand, with what was put into the drawer. */
export function open(store, about, { float, notes, drawer }) {
  return store.write(async (tx) => {
    const { n, ...counters } = await store.counters(tx);
    const begun = await begin(store, tx, { ...about, n }, { float, notes, drawer });
    await store.put(tx, "counters", { ...counters, n: begun.n });
    return begun.shift;
  });
}

/** Cash put in (positive) or taken out (negative). */
export function moveCash(store, about, { amount, reason, approved_by = "" }) {
  return store.write(async (tx) => {
    const { n: before, ...counters } = await store.counters(tx);
    const { shift, n } = await shiftOf(store, tx, { ...about, n: before });
    const made = cashMovement({ id: newId(about.moment.at), n: n + 1, ...about }, { shift: shift.id, amount, reason, approved_by });
    await store.put(tx, "counters", { ...counters, n: n + 1 });
    await store.add(tx, made);
    return made;
  });
}

/** The documents of a shift that this till holds, in their order. */
export async function documentsOf(store, tx, shift) {
  const { n } = await store.counters(tx);
  const records = await tx.records(store.till, shift.n, n);
  return records.map((record) => JSON.parse(record.body)).filter((one) => one.id === shift.id || one.shift === shift.id);
}

/**
 * Closes a shift with what was counted: `{counted, notes, reason}`, and `expected` where the drawer holds more than
 * this till knows of. The sums are taken in the very transaction, so that no sale slips between them and the closing.
 */
export function close(store, about, shift, { counted, notes = [], reason = "", expected }) {
  return store.write(async (tx) => {
    const { n, ...counters } = await store.counters(tx);
    const sums = sumsOf(await documentsOf(store, tx, shift));
    const made = shiftClosing(
      { id: newId(about.moment.at), n: n + 1, ...about },
      {
        shift: shift.id,
        sales: sums.sales,
        takings: sums.takings,
        cash: sums.cash,
        counted,
        expected: expected === undefined ? sums.expected : expected,
        notes,
        reason,
      },
    );
    const open = await store.get(tx, "shift", null);
    if (open?.id === shift.id) {
      await store.put(tx, "shift", null);
    }
    const left = await store.get(tx, "left", []);
    await store.put(tx, "left", left.filter((one) => one.id !== shift.id));
    await store.put(tx, "count", null);
    await store.put(tx, "counters", { ...counters, n: n + 1 });
    await store.add(tx, made);
    return made;
  });
}

/** What stands open: the shift of today if there is one, and those that were left open on earlier days. */
export async function standing(store, day) {
  return store.read(async (tx) => {
    const shift = await store.get(tx, "shift", null);
    const left = await store.get(tx, "left", []);
    const stale = shift !== null && shift.day !== day;
    return {
      shift: stale ? null : shift,
      left: stale ? [...left, shift] : left,
      drawer: await store.get(tx, "drawer", ""),
      count: await store.get(tx, "count", null),
    };
  });
}

/** The shifts this till has opened, the newest first, with their closings. */
export async function pastShifts(store) {
  const records = await store.read(async (tx) => tx.records(store.till, 1, (await store.counters(tx)).n));
  // Most of a fair's documents are sales: those are not read for this.
  const documents = records.filter(({ body }) => /"type":"shift_/.test(body.slice(0, 60))).map(({ body }) => JSON.parse(body));
  const closings = new Map(documents.filter((one) => one.type === "shift_closing").map((one) => [one.shift, one]));
  return documents
    .filter((one) => one.type === "shift_opening")
    .map((opening) => {
      const { id, day, n, at, by, drawer = "" } = opening;
      return { shift: { id, day, n, at, by, drawer }, opening, closing: closings.get(id) ?? null };
    })
    .reverse();
}
