// The basket's side of the selling page: its lines, its total, and the change of the sale just made. A tap changes
// one line of many, so what is drawn is compared with what is to be, and only the difference touches the page.

import { left, pieces, total } from "./basket.js";
import { at, element, icon, write } from "./element.js";
import { lineTotal } from "./totals.js";
import { dong, number, t, thousandths } from "./words.js";

const drawn = { lines: [], language: null };

/** Shows one view of the panel. The total and the tender keys belong to the view "basket". */
export function show(view) {
  for (const one of at("basket").children) {
    one.hidden = one.id !== `view-${view}`;
  }
  at("basket").dataset.view = view;
}

export function kindText(kind) {
  switch (kind) {
    case "cash":
      return t("Cash");
    case "vietqr":
      return t("Transfer");
    case "card":
      return t("Card");
    default:
      return t("Voucher");
  }
}

function quantityText(line) {
  return line.weighed ? `${thousandths(line.quantity)} ${line.unit}` : `${number(line.quantity / 1000)} ${line.unit}`;
}

/** What is taken off: "−10 % (−8.700 đ)" or "−5.000 đ". */
export function offText(discount, percent) {
  const off = dong(-discount);
  return percent ? `${number(-percent)} % (${off})` : off;
}

function lineItem(line, index) {
  const special = [];
  if (line.book_price !== undefined) {
    special.push(element("span", {}, icon("tag"), t("List price {price}", { price: dong(line.book_price) })));
  }
  if (line.discount) {
    special.push(element("span", {}, icon("discount"), offText(line.discount, line.percent)));
  }
  if (line.note) {
    special.push(element("span", {}, icon("note"), element("bdi", {}, line.note)));
  }
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "line", "data-line": index },
      element("bdi", { class: "line-name", lang: "vi" }, line.name),
      element("span", { class: "line-total" }, dong(lineTotal(line))),
      element("span", { class: "line-what" }, element("bdi", {}, quantityText(line)), ` × ${dong(line.price)}`),
      special.length ? element("span", { class: "line-special" }, ...special) : null,
    ),
  );
}

/** True when a line was put behind the others. Lines never change in place, so the same object is the same text. */
function drawLines(lines, language) {
  const list = at("lines");
  const before = drawn.language === language ? drawn.lines : [];
  lines.forEach((line, i) => {
    if (before[i] !== line) {
      const item = lineItem(line, i);
      list.children[i] ? list.children[i].replaceWith(item) : list.append(item);
    }
  });
  while (list.children.length > lines.length) {
    list.lastElementChild.remove();
  }
  const grew = lines.length > before.length && before.length > 0;
  Object.assign(drawn, { lines, language });
  return grew;
}

/** Sets what is seldom another only where it is: every write to the page is work for a tablet. */
function hide(id, hidden) {
  if (at(id).hidden !== hidden) {
    at(id).hidden = hidden;
  }
}

export function drawBasket(basket, language) {
  const empty = basket.lines.length === 0 && basket.tenders.length === 0;
  const grew = drawLines(basket.lines, language);
  hide("lines", empty);
  hide("tools", empty);
  at("view-basket").classList.toggle("filled", !empty);
  write(at("pieces"), empty ? "" : t("Items: {n}", { n: number(pieces(basket)) }));
  const rest = left(basket);
  const label = basket.tenders.length === 0 ? t("Total") : rest < 0 ? t("Taken too much") : t("Left to pay");
  write(at("total-label"), label);
  const off = basket.discount ? [`${t("Discount")} ${offText(basket.discount, basket.percent)}`] : [];
  const taken = basket.tenders.map((one) => `${kindText(one.kind)} ${dong(one.amount)}`);
  write(at("total-made"), [...off, ...taken].join(", "));
  write(at("total"), dong(Math.abs(rest)));
  if (grew) {
    const body = at("lines").parentElement;
    body.scrollTop = body.scrollHeight;
  }
}

function tenderText(one) {
  const ref = one.ref ? ` · ${one.ref}` : "";
  const given = one.given !== null && one.given !== one.amount ? dong(one.given) : dong(one.amount);
  return `${kindText(one.kind)} ${given}${ref}`;
}

/** The change of the sale just made stands in the empty basket until the next tap begins another. */
export function drawFinished(sale, emptyBasket) {
  const shown = emptyBasket && sale !== null;
  hide("hint", !emptyBasket || sale !== null);
  hide("change", !shown);
  at("view-basket").classList.toggle("finished", shown);
  if (!shown) {
    return;
  }
  const cash = sale.tenders.some((one) => one.given !== null);
  const change = sale.tenders.reduce((sum, one) => sum + one.change, 0);
  const [one] = sale.tenders;
  at("change").replaceChildren(
    element("p", { class: "change-what" }, cash ? t("Change due") : t("Paid")),
    element("p", { class: "change-figure" }, dong(cash ? change : sale.total)),
    ...(sale.tenders.length === 1 && cash
      ? [element("p", { class: "change-how" }, t("{given} given for {total}", { given: dong(one.given), total: dong(sale.total) }))]
      : sale.tenders.map((each) => element("p", { class: "change-how" }, tenderText(each)))),
    element("p", { class: "change-receipt" }, t("Receipt {number}", { number: `${sale.till}-${sale.training ? "T" : ""}${sale.number}` })),
  );
}

export function drawProblem(text) {
  hide("problem", !text);
  write(at("problem"), text ?? "");
}
