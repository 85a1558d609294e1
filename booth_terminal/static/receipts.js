// The receipts of this till over all days: looked for by number, amount or goods, or by the code on a slip; each on
// screen, printed again, taken back. It is read out of the tablet's own documents; the terminal only adds what other
// tablets did.

import { merged } from "./correcting.js";
import { dayOf, dayText, timeOf } from "./day.js";
import { at, element, write } from "./element.js";
import { leftOf, stateOf } from "./giving_back.js";
import { History, SIGN, idIn, label, numberIn } from "./history.js";
import { kindText } from "./panel.js";
import { Refunding } from "./refunding.js";
import { pair } from "./report.js";
import { listen, scan } from "./scan.js";
import { standing } from "./shift.js";
import { dong, number, t, thousandths } from "./words.js";

const SHOWN = 50;
const VIEWS = ["list", "one", "back"];

export function quantityText({ quantity, unit }) {
  return `${thousandths(quantity)} ${unit}`;
}

export class Receipts {
  constructor(till, selling) {
    this.till = till;
    this.selling = selling;
    this.history = new History(till);
    this.every = null;
    this.one = null; // what is on screen: {document, sent, beyond}
    this.shown = SHOWN;
    this.view = "list";
    this.refunding = new Refunding(this);
    listen((text) => this.scanned(text));
    this.on("receipts-scan", async () => this.find(await scan("slip")));
    this.on("receipts-more", () => this.more());
    this.on("receipts-ask", () => this.find(numberIn(at("receipts-search").value)));
    this.on("receipt-back", () => this.list());
    this.on("receipt-print", () => this.print());
    this.on("receipt-void", () => this.refunding.open("void", this.one));
    this.on("receipt-refund", () => this.refunding.open("refund", this.one));
    at("receipts-search").addEventListener("input", () => this.typed());
    at("receipts-search").addEventListener("keydown", (event) => event.key === "Enter" && this.entered());
  }

  on(id, tap) {
    at(id).addEventListener("click", tap);
  }

  async open() {
    at("receipts-search").value = "";
    this.shown = SHOWN;
    await this.list();
    this.stand();
  }

  stand() {
    if (!at("receipts").open) {
      at("receipts").showModal();
    }
  }

  async load() {
    this.every = await this.history.every();
    this.backs = History.backs(this.every);
    this.shift = (await standing(this.till.store, this.till.today)).shift;
  }

  async list() {
    await this.load();
    this.drawList();
    this.show("list");
  }

  show(view) {
    this.view = view;
    for (const name of VIEWS) {
      at(`receipts-${name}-view`).hidden = name !== view;
    }
    this.say(null);
    at("receipts").scrollTop = 0;
    at(`receipts-${view}-view`).focus({ preventScroll: true });
  }

  say(text) {
    at("receipts-problem").hidden = !text;
    write(at("receipts-problem"), text ?? "");
  }

  /** A slip was scanned, wherever: it is taken when nothing else is open. */
  scanned(text) {
    const id = idIn(text ?? "");
    const busy = document.querySelector("dialog[open]:not(#camera, #receipts)");
    if (!id || busy || this.till.writer.standing !== "writing") {
      return false;
    }
    at("camera").close();
    this.find(id);
    return true;
  }

  /** Opens the receipt of an id or a number: what is here, else what the terminal knows. */
  async find(text) {
    const key = text && (idIn(text) ?? numberIn(text));
    if (!key) {
      if (text) {
        this.say(t("Nothing was changed. This is not the code of a slip: {code}", { code: text.slice(0, 40) }));
      }
      return;
    }
    await this.load();
    const here = this.every.find(({ document }) => document.id === key || label(document) === key.toUpperCase());
    if (here) {
      this.openOne(here);
    } else {
      const told = await this.history.ask(key);
      if (told.outcome === "found") {
        this.openOne({ document: told.sale, sent: true }, told.backs);
      } else {
        this.refunding.openUnseen(key, told.outcome);
      }
    }
    this.stand();
  }

  openOne(one, beyond = null) {
    this.one = { ...one, beyond: beyond ?? [] };
    this.told = null;
    this.drawOne();
    this.show("one");
    if (beyond === null && one.document.type === "sale") {
      this.askBeyond(one.document.id);
    }
  }

  /** What other tablets gave back of it, when there is a line to ask on. */
  async askBeyond(id) {
    const told = await this.history.ask(id);
    if (told.outcome === "found" && this.one?.document.id === id) {
      this.one.beyond = told.backs;
      this.drawOne();
      this.refunding.draw();
    }
  }

  backsOf(sale, beyond = []) {
    return merged(this.backs.get(sale.id) ?? [], beyond);
  }

  /** Something was given back: its own receipt is shown, with what became of the money. */
  async done(made, told) {
    await this.load();
    this.openOne(this.every.find(({ document }) => document.id === made.id));
    this.told = told;
    this.drawOne();
    this.selling.finished = null;
    this.till.printer?.printing.follow(made.id);
  }

  async print() {
    const problem = await this.till.printer?.print({ document: this.one.document.id });
    write(at("receipt-printed"), problem ?? t("The slip is on its way to the printer."));
  }

  typed() {
    this.shown = SHOWN;
    this.drawList();
  }

  entered() {
    const text = at("receipts-search").value;
    const found = this.found();
    if (idIn(text) || (found.length === 0 && numberIn(text))) {
      this.find(text);
    } else if (found.length === 1) {
      this.openOne(found[0]);
    }
  }

  more() {
    this.shown += 2 * SHOWN;
    this.drawList();
  }

  found() {
    const text = at("receipts-search").value.trim();
    return text ? History.search(this.every, text) : this.every;
  }

  draw() {
    if (this.every) {
      this.drawList();
    }
    if (this.one) {
      this.drawOne();
    }
    this.refunding.draw();
  }

  dayOf(document) {
    return dayOf(document.at + (document.offset ?? 0), this.till.book.fair.cut_off_minute);
  }

  drawFigures() {
    const practice = this.till.practice.id !== null;
    const today = this.every
      .map(({ document }) => document)
      .filter((one) => this.dayOf(one) === this.till.today && Boolean(one.training) === practice);
    const takings = (kind) =>
      today
        .flatMap((sale) => sale.tenders.map((tender) => ({ ...tender, sign: SIGN[sale.type] })))
        .filter((tender) => kind === undefined || tender.kind === kind)
        .reduce((sum, tender) => sum + tender.sign * tender.amount, 0);
    write(at("receipts-day"), t("Today, {day}", { day: dayText(this.till.today) }));
    at("receipts-figures").replaceChildren(
      pair(t("Sales"), number(today.filter((one) => one.type === "sale").length)),
      pair(t("Takings"), dong(takings())),
      ...["cash", "vietqr", "card"].map((kind) => pair(kindText(kind), dong(takings(kind)))),
    );
  }

  drawList() {
    this.drawFigures();
    const text = at("receipts-search").value.trim();
    const found = this.found();
    const asked = found.length === 0 && numberIn(text);
    write(at("receipts-none"), found.length ? "" : text ? t("Nothing like this on this device.") : t("Nothing was sold yet."));
    at("receipts-ask").hidden = !asked;
    write(at("receipts-ask"), asked ? t("Look for {number} at the terminal", { number: asked }) : "");
    at("receipts-more").hidden = found.length <= this.shown;
    at("receipts-sales").replaceChildren(...found.slice(0, this.shown).map((one) => this.row(one)));
  }

  stateText(document, beyond = []) {
    if (document.type === "void") {
      return t("Void");
    }
    if (document.type === "refund") {
      return t("Refund");
    }
    switch (stateOf(document, this.backsOf(document, beyond))) {
      case "voided":
        return t("Voided");
      case "refunded":
        return t("Given back");
      case "partly":
        return t("Partly given back");
      default:
        return "";
    }
  }

  row(one) {
    const { document, sent } = one;
    const names = document.lines.map((line) => line.name).join(", ");
    const time = timeOf(document.at + (document.offset ?? 0));
    const day = this.dayOf(document);
    const state = this.stateText(document);
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", "data-receipt": document.id, onclick: () => this.openOne(one) },
        element("strong", {}, label(document)),
        element("span", { class: "sold-time" }, day === this.till.today ? time : `${dayText(day).slice(0, 5)} ${time}`),
        element("bdi", { class: "sold-what", lang: "vi" }, names),
        element("span", { class: "sold-how" }, `${kindText(document.tenders[0]?.kind)} · ${sent ? t("sent") : t("waiting")}`),
        element("span", { class: "sold-total" }, dong(SIGN[document.type] * document.total)),
        state ? element("span", { class: "sold-state back" }, state) : null,
      ),
    );
  }

  titleOf(document) {
    const values = { number: label(document) };
    switch (document.type) {
      case "void":
        return t("Void {number}", values);
      case "refund":
        return t("Refund {number}", values);
      default:
        return t("Receipt {number}", values);
    }
  }

  drawOne() {
    const { document, sent, beyond } = this.one;
    const isSale = document.type === "sale";
    const backs = isSale ? this.backsOf(document, beyond) : [];
    const state = isSale ? stateOf(document, backs) : "";
    const here = Boolean(document.training) === (this.till.practice.id !== null);
    const open = isSale && here && (state === "whole" || state === "partly");
    write(at("receipt-title"), this.titleOf(document));
    const when = `${dayText(this.dayOf(document))} ${timeOf(document.at + (document.offset ?? 0))}`;
    const whole = isSale ? this.stateText(document, beyond) : "";
    write(at("receipt-state"), [when, whole, sent ? t("sent") : t("waiting")].filter(Boolean).join(" · "));
    at("receipt-told").hidden = !this.told;
    write(at("receipt-told"), this.told ?? "");
    const left = isSale ? leftOf(document, backs) : [];
    at("receipt-lines").replaceChildren(...document.lines.map((line, i) => this.line(line, isSale ? line.quantity - left[i] : 0)));
    at("receipt-sums").replaceChildren(
      ...(document.discount ? [pair(t("Discount"), dong(-document.discount))] : []),
      pair(t("Total"), dong(SIGN[document.type] * document.total)),
      ...document.tenders.map((one) => pair(kindText(one.kind), dong(SIGN[document.type] * one.amount))),
      ...backs.map((back) => pair(this.titleOf(back), dong(-back.total))),
    );
    write(at("receipt-why"), this.why(document, here));
    write(at("receipt-printed"), "");
    const mine = document.shift === this.shift?.id || (document.training && here);
    at("receipt-void").hidden = !(open && state === "whole" && mine);
    at("receipt-refund").hidden = !open;
    at("receipt-refund").classList.toggle("does", open);
  }

  why(document, here) {
    if (document.type !== "sale") {
      const sold = this.every.find((one) => one.document.id === document.ref);
      const of = sold ? t("Of receipt {number}.", { number: label(sold.document) }) : t("Of a sale that is not on this device.");
      return `${of} ${t("Reason")}: ${document.reason}`;
    }
    if (here) {
      return "";
    }
    return document.training ? t("This was practice: no money was taken, and none can be given back.") : t("This was sold in earnest. End the practice to give money back.");
  }

  line(line, taken) {
    const back = taken ? element("span", { class: "back" }, t("Given back: {what}", { what: quantityText({ ...line, quantity: taken }) })) : null;
    return element(
      "li",
      {},
      element("bdi", { lang: "vi" }, line.name),
      element("strong", {}, quantityText(line)),
      element("span", {}, `× ${dong(line.price)}`, line.discount ? ` · ${t("Discount")} ${dong(-line.discount)}` : ""),
      back,
    );
  }
}
