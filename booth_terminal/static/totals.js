// The totals rule, edition 1: fairpos/core/sale.py once more, because a till must add up alone. Generated
// baskets prove the two equal to the đồng (tests/booth_terminal/till/test_rules.py).

import { halfUp, shares } from "./money.js";
import { vatInside } from "./tax.js";

export class DiscountTooLarge extends Error {}

/** A line before its discount. */
export function lineGross({ price, quantity }) {
  const product = price * quantity;
  // A quotient below 10^9 is exact enough for floor(); above it BigInt must do it, which is slow.
  return product < 1e12
    ? Math.floor((product + 500) / 1000)
    : halfUp(BigInt(price) * BigInt(quantity), 1000);
}

export function lineTotal(line) {
  return lineGross(line) - line.discount;
}

/** Adds up lines and a basket discount: what to pay, what each line carries of it, and the VAT by rate. */
export function addUp(lines, discount = 0) {
  const totals = lines.map(lineTotal);
  const total = totals.reduce((sum, part) => sum + part, 0) - discount;
  if (discount < 0 || total < 0 || totals.some((part) => part < 0)) {
    throw new DiscountTooLarge();
  }
  const off = discount ? shares(discount, totals) : totals.map(() => 0);
  const nets = totals.map((gross, i) => gross - off[i]);
  const grossByRate = new Map();
  lines.forEach((line, i) => {
    if (line.vat !== null) {
      grossByRate.set(line.vat, (grossByRate.get(line.vat) ?? 0) + nets[i]);
    }
  });
  const vat = [...grossByRate]
    .sort(([a], [b]) => a - b)
    .map(([rate, gross]) => ({ rate, gross, vat: vatInside(gross, rate) }));
  return { total, nets, vat };
}
