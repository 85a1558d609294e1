// What this till has sold today, read out of its own documents.

import { timeOf } from "./day.js";
import { at, element } from "./element.js";
import { dong, number, t } from "./words.js";

const SHOWN = 50;
const SIGN = { sale: 1, void: -1, refund: -1 };

function kindText(kind) {
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

export class Today {
  constructor(till) {
    this.till = till;
    this.sales = [];
    this.day = null;
  }

  async open() {
    this.day = this.till.today;
    this.sales = (await this.till.store.ofDay(this.day)).filter((document) => document.type in SIGN);
    this.draw();
    at("today").showModal();
  }

  takings(kind) {
    return this.sales
      .flatMap((sale) => sale.tenders.map((tender) => ({ ...tender, sign: SIGN[sale.type] })))
      .filter((tender) => kind === undefined || tender.kind === kind)
      .reduce((sum, tender) => sum + tender.sign * tender.amount, 0);
  }

  draw() {
    if (this.day === null) {
      return;
    }
    const figures = [
      [t("Sales"), number(this.sales.length)],
      [t("Takings"), dong(this.takings())],
      ...["cash", "vietqr", "card"].map((kind) => [kindText(kind), dong(this.takings(kind))]),
    ];
    at("today-day").textContent = this.day.split("-").reverse().join("/");
    at("today-figures").replaceChildren(
      ...figures.map(([name, figure]) => element("div", {}, element("dt", {}, name), element("dd", {}, figure))),
    );
    at("today-sales").replaceChildren(...this.sales.slice(0, SHOWN).map((sale) => this.row(sale)));
  }

  row(sale) {
    const names = sale.lines.map((line) => line.name).join(", ");
    const sent = sale.n <= this.till.store.facts.bookmark;
    return element(
      "li",
      {},
      element("strong", {}, `${sale.till}-${sale.number}`),
      element("span", { class: "sold-time" }, timeOf(sale.at + (sale.offset ?? 0))),
      element("bdi", { class: "sold-what", lang: "vi" }, names),
      element("span", { class: "sold-how" }, `${kindText(sale.tenders[0]?.kind)} · ${sent ? t("sent") : t("waiting")}`),
      element("strong", { class: "sold-total" }, dong(SIGN[sale.type] * sale.total)),
    );
  }
}
