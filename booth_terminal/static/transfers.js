// The transfers of this booth: what banks told of, and what each is to its sales. What matches nothing comes first,
// because somebody has to look at it.

import { timeOf } from "./day.js";
import { at, element, icon, write } from "./element.js";
import { dong, t } from "./words.js";

const PATIENCE = 8_000;

function stateText({ state, code, due, amount, whole }) {
  switch (state) {
    case "exact":
      return due !== null && amount < due ? t("The rest of {due}", { due: dong(due) }) : t("Paid in full");
    case "short":
      if (whole) {
        return t("A part of {due}", { due: dong(due ?? amount) });
      }
      return due !== null && amount < due ? t("Too little: {due} was due", { due: dong(due) }) : t("Too little");
    case "over":
      return t("Too much: {due} was due", { due: dong(due) });
    case "duplicate":
      return t("Paid a second time: give it back");
    case "late":
      return t("No sale waits for it: the basket was left, or the sale voided");
    default:
      return code ? t("To another account than the code was shown for") : t("No payment code in the message");
  }
}

export class Transfers {
  constructor(till) {
    this.till = till;
    this.listed = null;
    this.reached = true;
  }

  async open() {
    this.draw();
    at("transfers").showModal();
    await this.refresh();
  }

  async refresh() {
    try {
      const response = await fetch("/till/payments", { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      const listed = response.ok ? await response.json() : null;
      this.reached = Array.isArray(listed?.rows) && Array.isArray(listed?.unseen);
      this.listed = this.reached ? listed : this.listed;
    } catch {
      this.reached = false;
    }
    this.draw();
  }

  draw() {
    const { rows = [], unseen = [], watched = false } = this.listed ?? {};
    // A part is nothing to look at once the rest has come.
    const whole = new Set(rows.filter((row) => row.state === "exact").map((row) => row.code));
    const fits = (row) => row.state === "exact" || (row.state === "short" && whole.has(row.code));
    const doubtful = rows.filter((row) => !fits(row));
    const matched = rows.filter(fits);
    write(at("transfers-hint"), watched ? t("The booth's account is being watched.") : t("Nobody watches the booth's account just now."));
    at("transfers-problem").hidden = this.reached;
    write(at("transfers-problem"), this.reached ? "" : t("Your sales are safe. The terminal cannot be reached, so this list may be old."));
    this.fill("doubt", "doubtful", doubtful, (row) => this.row(row, "needs"));
    this.fill("wait", "unseen", unseen, (one) => this.unseen(one));
    this.fill("good", "matched", matched, (row) => this.row({ ...row, whole: true }, "fine"));
    at("transfers-none").hidden = !this.listed || rows.length + unseen.length > 0;
  }

  fill(part, list, items, make) {
    at(`transfers-${part}`).hidden = items.length === 0;
    at(`transfers-${list}`).replaceChildren(...items.map(make));
  }

  row(row, tone) {
    const more = [timeOf(row.at), row.receipt ? t("Receipt {number}", { number: row.receipt }) : "", row.account, row.content];
    return element(
      "li",
      {},
      element("span", { class: `what ${tone}` }, icon(tone === "fine" ? "check" : "warning"), element("span", {}, stateText(row))),
      element("span", { class: "amount" }, dong(row.amount)),
      element("bdi", { class: "more", lang: "vi" }, more.filter(Boolean).join(" · ")),
    );
  }

  unseen(one) {
    return element(
      "li",
      {},
      element("span", { class: "what" }, icon("clock"), element("span", {}, t("Receipt {number}", { number: one.receipt }))),
      element("span", { class: "amount" }, dong(one.amount)),
      element("span", { class: "more" }, `${timeOf(one.at)} · ${one.code}`),
    );
  }
}
