// Documents as fairpos/core knows them, edition 1.

import { dayOf } from "./day.js";
import { close } from "./basket.js";

const EDITION = 1;

/** The head every document begins with: the till's own gapless count `n`, and its time as it knew it. */
export function head(type, { id, n, book, moment, by = "" }) {
  return {
    v: EDITION,
    type,
    id,
    till: book.till.id,
    n,
    at: moment.at,
    offset: moment.offset,
    day: dayOf(moment.at + (moment.offset ?? 0), book.fair.cut_off_minute),
    by,
    edition: book.edition,
  };
}

export function boothOf(book) {
  return book.booth?.id ?? book.till.place;
}

export function shiftOpening(given, { float = 0, notes = [], drawer = "" } = {}) {
  const start = { ...head("shift_opening", given), booth: boothOf(given.book), float };
  return { ...start, ...(drawer && { drawer }), ...(notes.length && { notes }) };
}

export function shiftClosing(given, { notes = [], reason = "", ...figures }) {
  return { ...head("shift_closing", given), ...figures, ...(notes.length && { notes }), ...(reason && { reason }) };
}

export function cashMovement(given, { shift, amount, reason, approved_by = "" }) {
  return { ...head("cash_movement", given), shift, amount, reason, ...(approved_by && { approved_by }) };
}

export function stockMovement(given, { article, kind, quantity, reason = "" }) {
  const what = { booth: boothOf(given.book), article, kind, quantity };
  return { ...head("stock_movement", given), ...what, ...(reason && { reason }) };
}

/** A basket closed: its lines as they were, with the totals and what was handed over. */
export function sale(given, { number, shift, basket, tenders, training = false }) {
  const start = head("sale", given);
  const closed = close(basket, given.book.rates, start.day);
  return {
    ...start,
    number,
    booth: boothOf(given.book),
    shift,
    ...closed,
    tenders,
    training,
  };
}

/** `category` is who passed: whoever is no visitor (staff, exhibitor, press) is in no figure of visits. */
export function gateCount(given, { direction, count, ref = null, category = "visitor" }) {
  const gate = given.book.gate?.id ?? given.book.till.place;
  return { ...head("gate_count", given), gate, direction, count, method: "clicker", ref, category };
}

/**
 * What the buyer handed over. `given` is the notes for cash, null for what the bank or the card moved; `more` may
 * name its `ref` (payment code, card slip, voucher) and `account`.
 */
export function tender(kind, amount, given = null, more = {}) {
  return { kind, amount, given, change: given === null ? 0 : given - amount, ...more };
}
