// The basket's side of the selling page: its lines, its total, and the change of the sale just made.

import { lineTotal } from "./totals.js";
import { pieces, total } from "./basket.js";
import { at, element, write } from "./element.js";
import { dong, number, t, thousandths } from "./words.js";

const VIEWS = ["basket", "pad", "notes", "received", "second"];

/** Shows one view of the panel. The total and the tender keys belong to the view "basket". */
export function show(view) {
  for (const name of VIEWS) {
    at(`view-${name}`).hidden = name !== view;
  }
  at("basket").dataset.view = view;
}

function quantityText(line) {
  return line.weighed ? `${thousandths(line.quantity)} ${line.unit}` : `${number(line.quantity / 1000)} ${line.unit}`;
}

function lineItem(line, open) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "line", onclick: open },
      element("bdi", { class: "line-name", lang: "vi" }, line.name),
      element("span", { class: "line-total" }, dong(lineTotal(line))),
      element("span", { class: "line-what" }, element("bdi", {}, quantityText(line)), ` × ${dong(line.price)}`),
    ),
  );
}

/** `open(index)` hears a tap on a line; `grew` says that the last line is new and must be seen. */
export function drawBasket(basket, open, grew) {
  const lines = at("lines");
  lines.replaceChildren(...basket.lines.map((line, i) => lineItem(line, () => open(i))));
  const empty = basket.lines.length === 0;
  lines.hidden = empty;
  at("empty").hidden = empty;
  write(at("pieces"), empty ? "" : t("Items: {n}", { n: number(pieces(basket)) }));
  write(at("total"), dong(total(basket)));
  if (grew) {
    lines.parentElement.scrollTop = lines.parentElement.scrollHeight;
  }
}

/** The change of the sale just made stands in the empty basket until the next tap begins another. */
export function drawFinished(sale, emptyBasket) {
  at("hint").hidden = !emptyBasket || sale !== null;
  at("change").hidden = !emptyBasket || sale === null;
  if (!emptyBasket || sale === null) {
    return;
  }
  const [tender] = sale.tenders;
  const cash = tender.given !== null;
  at("change").replaceChildren(
    element("p", { class: "change-what" }, cash ? t("Change due") : t("Paid")),
    element("p", { class: "change-figure" }, dong(cash ? tender.change : sale.total)),
    element(
      "p",
      { class: "change-how" },
      cash
        ? t("{given} given for {total}", { given: dong(tender.given), total: dong(sale.total) })
        : tender.kind === "card" ? t("By card") : t("By transfer"),
    ),
    element("p", { class: "change-receipt" }, t("Receipt {number}", { number: `${sale.till}-${sale.number}` })),
  );
}

export function drawProblem(text) {
  at("problem").hidden = !text;
  write(at("problem"), text ?? "");
}
