// A shift on the screen: what was taken, what lies in the drawer, and what was found there. The same figures come
// out of the printer (booth_terminal/shift_slip.py).

import { dayText, timeOf } from "./day.js";
import { element } from "./element.js";
import { dong, number, t } from "./words.js";

export function pair(name, figure, attributes = {}) {
  return element("div", attributes, element("dt", {}, name), element("dd", {}, figure));
}

export function signed(amount) {
  return amount > 0 ? `+${dong(amount)}` : dong(amount);
}

const receipts = (till, first, last) => (first === last ? `${till}-${first}` : `${till}-${first} – ${till}-${last}`);
const clock = (document) => timeOf(document.at + (document.offset ?? 0));

export function differenceText(difference) {
  if (difference === 0) {
    return t("The drawer is right to the đồng.");
  }
  return difference < 0
    ? t("{amount} is missing from the drawer.", { amount: dong(-difference) })
    : t("There is {amount} too much in the drawer.", { amount: dong(difference) });
}

function takings(sums, blind) {
  const gross = sums.takings + sums.voided + sums.refunded;
  const tenders = [
    [t("Cash"), sums.cash, !blind],
    [t("Transfer"), sums.vietqr, true],
    [t("Card"), sums.card, sums.card !== 0],
    [t("Voucher"), sums.voucher, sums.voucher !== 0],
  ];
  return [
    pair(t("Sales: {n}", { n: number(sums.sales) }), dong(gross)),
    sums.voids ? pair(t("Voids: {n}", { n: number(sums.voids) }), dong(-sums.voided)) : null,
    sums.refunds ? pair(t("Refunds: {n}", { n: number(sums.refunds) }), dong(-sums.refunded)) : null,
    pair(t("Takings"), dong(sums.takings), { class: "report-strong" }),
    ...tenders.map(([name, amount, shown]) => (shown ? pair(name, dong(amount), { class: "report-inset" }) : null)),
    sums.discounts ? pair(t("Discounts given"), dong(sums.discounts)) : null,
  ];
}

function drawer(sums, blind) {
  return [
    pair(t("Opening float"), dong(sums.float)),
    blind ? null : pair(t("Cash takings"), signed(sums.cash)),
    ...sums.movements.map((one) => {
      const name = one.amount < 0 ? t("Cash out {time}", { time: clock(one) }) : t("Cash in {time}", { time: clock(one) });
      return pair(one.reason ? `${name} · ${one.reason}` : name, signed(one.amount));
    }),
    blind ? null : pair(t("Should be in the drawer"), dong(sums.expected), { class: "report-strong" }),
  ];
}

function count(closing, expected) {
  if (closing.counted === null) {
    return [pair(t("Counted"), t("Not counted with this shift"), { class: "report-strong" })];
  }
  const notes = (closing.notes ?? []).map(([note, pieces]) => pair(`${number(note)} × ${number(pieces)}`, dong(note * pieces), { class: "report-inset" }));
  return [
    pair(t("Counted"), dong(closing.counted), { class: "report-strong" }),
    ...notes,
    expected === null ? null : pair(t("Difference"), signed(closing.counted - expected), { class: "report-strong" }),
    closing.reason ? pair(t("Reason"), closing.reason) : null,
  ];
}

function section(title, rows) {
  return [element("h3", {}, title), element("dl", { class: "report-rows" }, ...rows)];
}

/**
 * Draws the report of a shift's sums. `blind` leaves out what should lie in the drawer: who counts it must not have
 * read it here. `names` turns a staff id into a name.
 */
export function drawReport(node, sums, { blind, names }) {
  const { opening, closing, first, last } = sums;
  const expected = closing?.expected ?? null;
  node.replaceChildren(
    element(
      "dl",
      { class: "report-rows" },
      pair(t("Opened"), `${dayText(opening.day)} ${clock(opening)} ${names(opening.by)}`),
      closing ? pair(t("Closed"), `${dayText(closing.day)} ${clock(closing)} ${names(closing.by)}`) : null,
      first === null ? null : pair(t("Receipts"), receipts(opening.till, first, last)),
      opening.drawer ? pair(t("Drawer"), t("Shared by the booth")) : null,
    ),
    ...section(t("Takings"), takings(sums, blind)),
    ...section(t("Drawer"), [...drawer(sums, blind), ...(closing ? count(closing, expected) : [])]),
    ...(blind ? [element("p", { class: "report-aside" }, t("What should be in the drawer is shown after the count."))] : []),
  );
}
