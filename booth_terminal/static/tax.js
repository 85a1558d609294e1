// VAT inside prices that already include it. The same rules as fairpos/core/tax.py.

import { halfUp } from "./money.js";

/** The rate in basis points on an ISO day; null for goods without VAT, undefined when nobody states one. */
export function rateOn(rates, taxClass, day) {
  if (taxClass === "none") {
    return null;
  }
  const row = rates.find(
    (rate) =>
      rate.tax_class === taxClass && rate.valid_from <= day && (rate.valid_to === null || day <= rate.valid_to),
  );
  return row?.rate;
}

/** The VAT contained in a gross amount: one rounding, half up, of the net. */
export function vatInside(gross, rate) {
  return gross - halfUp(BigInt(gross) * 10_000n, 10_000 + rate);
}
