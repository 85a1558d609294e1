// What may be given back of a sale, and what it comes to: fairpos/core/sale.py once more, because a till must give
// back alone. Pure functions over documents.

import { halfUp } from "./money.js";
import { addUp, lineGross } from "./totals.js";

export class GivenBackOver extends Error {}

/** What the units from `start` to `end` of a line come to, whose whole `quantity` carried `net`. */
export function partOf(net, quantity, start, end) {
  const upTo = (units) => halfUp(BigInt(net) * BigInt(units), quantity);
  return upTo(end) - upTo(start);
}

/** A line that gives `amount` back for so much of a line that was sold as the place `of` of its sale. */
export function givenBack(line, amount, quantity, of) {
  const { note, book_price, discount, ...kept } = line;
  const raised = () => Number((BigInt(amount) * 1000n + BigInt(quantity) - 1n) / BigInt(quantity));
  const price = lineGross({ price: kept.price, quantity }) < amount ? raised() : kept.price;
  return { ...kept, price, quantity, discount: lineGross({ price, quantity }) - amount, of };
}

/** How much of each line voids and refunds have taken back. Those that name no line take from none. */
export function takenBack(sale, backs) {
  const taken = sale.lines.map(() => 0);
  for (const back of backs) {
    back.lines.forEach((line, place) => {
      const of = line.of ?? (back.type === "void" ? place : null);
      if (of !== null && of < taken.length) {
        taken[of] += line.quantity;
      }
    });
  }
  return taken;
}

/** What is left of each line to give back. */
export function leftOf(sale, backs) {
  return takenBack(sale, backs).map((taken, i) => Math.max(0, sale.lines[i].quantity - taken));
}

/** "voided", "refunded" (all of it), "partly" or "whole". */
export function stateOf(sale, backs) {
  if (backs.some((back) => back.type === "void")) {
    return "voided";
  }
  const left = leftOf(sale, backs);
  return left.every((quantity) => quantity === 0) ? "refunded" : takenBack(sale, backs).some(Boolean) ? "partly" : "whole";
}

/**
 * The lines and sums of a refund. `chosen` says how much of each line goes back (0: nothing of it). Throws
 * GivenBackOver when more is asked for than is left.
 */
export function refundOf(sale, backs, chosen) {
  const { nets } = addUp(sale.lines, sale.discount);
  const taken = takenBack(sale, backs);
  const lines = [];
  sale.lines.forEach((line, of) => {
    const quantity = chosen[of] ?? 0;
    if (quantity > 0) {
      if (taken[of] + quantity > line.quantity) {
        throw new GivenBackOver();
      }
      lines.push(givenBack(line, partOf(nets[of], line.quantity, taken[of], taken[of] + quantity), quantity, of));
    }
  });
  const { total, vat } = addUp(lines, 0);
  return { lines, discount: 0, total, vat };
}

/** The whole sale as its void takes it back. Throws GivenBackOver when something was given back before. */
export function voidOf(sale, backs) {
  if (stateOf(sale, backs) !== "whole" || backs.length) {
    throw new GivenBackOver();
  }
  const { discount, total, vat } = sale;
  return { lines: sale.lines.map((line, of) => ({ ...line, of })), discount, total, vat };
}
