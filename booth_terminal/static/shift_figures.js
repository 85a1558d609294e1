// What a shift comes to, added up from its documents: fairpos/core/shift.py once more, because a drawer must be
// closed with everything else dead. Training is in none of it.

const SIGN = { sale: 1, void: -1, refund: -1 };

function discountOf(sale) {
  return sale.lines.reduce((sum, line) => sum + (line.discount ?? 0), sale.discount ?? 0);
}

/** The sums of a shift's documents. `expected` is the cash that should lie in the drawer as this till knows it. */
export function sumsOf(documents) {
  const sums = {
    float: 0,
    sales: 0,
    takings: 0,
    cash: 0,
    vietqr: 0,
    card: 0,
    voucher: 0,
    voids: 0,
    voided: 0,
    refunds: 0,
    refunded: 0,
    discounts: 0,
    moved: 0,
    movements: [],
    first: null,
    last: null,
    opening: null,
    closing: null,
  };
  for (const one of documents) {
    if (one.type === "shift_opening") {
      sums.opening = one;
      sums.float += one.float;
    } else if (one.type === "shift_closing") {
      sums.closing = one;
    } else if (one.type === "cash_movement") {
      sums.movements.push(one);
      sums.moved += one.amount;
    } else if (one.type in SIGN && !one.training) {
      addSale(sums, one);
    }
  }
  return { ...sums, expected: sums.float + sums.moved + sums.cash };
}

function addSale(sums, sale) {
  const sign = SIGN[sale.type];
  sums.takings += sign * sale.total;
  for (const tender of sale.tenders) {
    sums[tender.kind] += sign * tender.amount;
  }
  sums.first = Math.min(sums.first ?? sale.number, sale.number);
  sums.last = Math.max(sums.last ?? sale.number, sale.number);
  switch (sale.type) {
    case "sale":
      sums.sales += 1;
      sums.discounts += discountOf(sale);
      break;
    case "void":
      sums.voids += 1;
      sums.voided += sale.total;
      break;
    default:
      sums.refunds += 1;
      sums.refunded += sale.total;
  }
}
