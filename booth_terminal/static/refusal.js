// What to say when a basket cannot be changed. The basket comes first: it is as it was.

import { BasketFull, PriceOutOfRange, TendersFull } from "./basket.js";
import { HeldFull } from "./held.js";
import { DiscountTooLarge } from "./totals.js";
import { t } from "./words.js";

/** Why a change cannot be made, in words; null if it can. */
export function refusal(make) {
  try {
    make();
    return null;
  } catch (error) {
    if (error instanceof BasketFull) {
      return t("The basket is full. Take payment for it first.");
    }
    if (error instanceof PriceOutOfRange) {
      return t("The basket is unchanged. A price is at least 1 đ and less than 10 billion; a gift is a discount of 100 %.");
    }
    if (error instanceof DiscountTooLarge) {
      return t("The basket is unchanged. The discount would be more than the price.");
    }
    if (error instanceof HeldFull) {
      return t("The basket stays open. Too many are on hold: take one up first.");
    }
    if (error instanceof TendersFull) {
      return t("This part was not taken: there are too many. Let the rest be paid at once.");
    }
    throw error;
  }
}
