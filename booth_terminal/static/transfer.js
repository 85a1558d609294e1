// Paying by transfer: a code with amount and payment code filled in, and the wait for the money. While the code is
// on show the page asks its terminal quietly whether the money came. It never needs the answer: the seller's own
// look at the phone is enough, and says so with one tap.

import { wake, chime } from "./chime.js";
import { tender } from "./documents.js";
import { at, element, icon, write } from "./element.js";
import { NotPayable, accountName, payload, paymentCode, qrPicture, spaced } from "./vietqr.js";
import { dong, t } from "./words.js";

const ASK = 2_000;
const PATIENCE = 4_000;
const NEWS = 6_000;

/** Whose account a basket is paid to: its seller's own; for goods of several, the first of the booth's that has one. */
export function accountFor(book, lines) {
  const sellers = new Set(lines.map((line) => line.exhibitor));
  const accounts = book.exhibitors.filter((one) => one.account);
  const own = sellers.size === 1 ? accounts.find((one) => sellers.has(one.id)) : null;
  const seller = own ?? accounts[0];
  return seller ? { ...seller.account, exhibitor: seller.id } : null;
}

export class Transfer {
  constructor(till, selling) {
    this.till = till;
    this.selling = selling;
    this.wanted = null;
    at("transfer-close").addEventListener("click", () => this.leave());
    at("transfer-received").addEventListener("click", () => this.receive());
    at("transfer-print").addEventListener("click", () => this.print());
    selling.watchers.push(() => this.looked());
  }

  /** Shows the code for an amount of the open basket. Call within a tap: sound needs one. */
  open(amount) {
    wake();
    const { basket } = this.selling;
    const part = basket.tenders.filter((one) => one.kind === "vietqr").length;
    const account = this.till.practice.id ? null : accountFor(this.till.book, basket.lines);
    this.wanted = { amount, account, code: paymentCode(basket.id, part), standing: null };
    this.hideNews();
    this.selling.show("transfer");
    this.draw();
    at("transfer-received").focus({ preventScroll: true });
    this.watch(this.wanted);
  }

  /** What still has to come, which is what the code asks for. */
  get missing() {
    const { amount, standing } = this.wanted;
    return standing?.state === "short" ? amount - standing.received : amount;
  }

  /** The text of the code, or why there is none. */
  text() {
    const { account, code } = this.wanted;
    if (this.till.practice.id) {
      return { problem: "practice" };
    }
    try {
      return account ? { text: payload(account, this.missing, code) } : { problem: "none" };
    } catch (error) {
      if (error instanceof NotPayable) {
        return { problem: error.code };
      }
      throw error;
    }
  }

  draw() {
    if (!this.wanted) {
      return;
    }
    const { account, code } = this.wanted;
    const { text, problem } = this.text();
    write(at("transfer-due"), dong(this.missing));
    at("transfer-code").hidden = !text;
    at("transfer-none").hidden = Boolean(text);
    write(at("transfer-none"), text ? "" : this.without(problem));
    if (text) {
      if (at("transfer-qr").dataset.text !== text) {
        at("transfer-qr").dataset.text = text;
        at("transfer-qr").replaceChildren(qrPicture(text));
      }
      at("transfer-to").replaceChildren(
        ...this.row(t("Account holder"), account.holder),
        ...this.row(t("Account"), `${account.bank} · ${account.number}`),
        ...this.row(t("Message"), spaced(code)),
      );
    }
    at("transfer-print").hidden = !text || !this.till.printer?.printing.state?.printer;
    this.drawStanding();
    const shown = text ? { kind: "transfer", payload: text, amount: this.missing, code, ...account } : null;
    this.till.display?.show(shown ?? { kind: "transfer", payload: null, amount: this.missing });
  }

  /** The code on paper, for a buyer who would rather scan that. Selling goes on whatever the printer does. */
  async print() {
    const { wanted } = this;
    at("transfer-print").disabled = true;
    const asked = { kind: "transfer", exhibitor: wanted.account.exhibitor, amount: this.missing, code: wanted.code };
    wanted.paper = (await this.till.printer.print(asked)) ?? t("The code is being printed.");
    at("transfer-print").disabled = false;
    if (this.wanted === wanted) {
      this.draw();
    }
  }

  row(name, value) {
    return [element("dt", {}, name), element("dd", {}, element("bdi", { lang: "vi" }, value))];
  }

  without(problem) {
    if (problem === "practice") {
      return t("No code in practice: nobody may pay for what is not sold. Tap Money received to go on.");
    }
    if (problem === "amount") {
      return t("No code: one transfer carries at most 499.999.999 đ. Take it in parts under Other ways.");
    }
    return problem === "account"
      ? t("No code: the booth's bank account is written wrongly in the settings. Tell the organiser.")
      : t("No code: no bank account is set for this booth. Let the buyer transfer as usual, and look at your phone.");
  }

  drawStanding() {
    const { amount, standing } = this.wanted;
    const { received = 0, state = "waiting" } = standing ?? {};
    const told = { received: dong(received), missing: dong(amount - received), extra: dong(received - amount) };
    const trouble = ["short", "over", "unknown"].includes(state);
    at("transfer-standing").classList.toggle("problem", trouble);
    let text = standing?.watched
      ? t("The till says so by itself when the money is there.")
      : t("Look at your phone: is the money there?");
    if (state === "short") {
      text = t("{received} came, {missing} is missing. The code now asks for the rest: let the buyer scan it again.", told);
    } else if (state === "over") {
      text = t("{received} came, {extra} too much. Give {extra} back in cash, then tap Money received.", told);
    } else if (state === "unknown") {
      text = t("Money came with this code, but to another account. Look at your phone before you hand over the goods.");
    }
    const { paper } = this.wanted;
    write(at("transfer-standing"), paper ? `${paper} ${text}` : text);
  }

  /** Asks as long as this very code is on show. No answer is no news. */
  async watch(wanted) {
    const query = new URLSearchParams({ amount: wanted.amount });
    if (wanted.account) {
      query.set("account", accountName(wanted.account));
    }
    while (this.wanted === wanted && wanted.account) {
      const standing = await this.ask(`/till/payments/${wanted.code}?${query}`);
      if (this.wanted !== wanted) {
        return;
      }
      if (standing?.code === wanted.code) {
        wanted.standing = standing;
        if (standing.state === "exact") {
          return this.came(wanted);
        }
        this.draw();
      }
      await new Promise((resolve) => setTimeout(resolve, ASK));
    }
  }

  async ask(path) {
    try {
      const response = await fetch(path, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** The bank says that all of it is there: the sale is complete without a tap. */
  async came(wanted) {
    const taken = this.receive();
    chime();
    await taken;
    this.tell(t("{amount} received", { amount: dong(wanted.amount) }));
  }

  receive() {
    const { wanted } = this;
    if (!wanted) {
      return null; // the second half of a double tap
    }
    const { amount, account, code } = wanted;
    const shown = this.text().text !== undefined;
    this.close();
    return this.selling.take(tender("vietqr", amount, null, shown ? { ref: code, account: accountName(account) } : {}));
  }

  leave() {
    this.close();
    this.selling.back();
  }

  close() {
    this.wanted = null;
    this.till.display?.show(null);
  }

  /** Called whenever the basket is drawn: another view took this one's place. */
  looked() {
    if (this.wanted && this.selling.view !== "transfer") {
      this.close();
    }
    if (this.selling.basket.lines.length) {
      this.hideNews();
    }
  }

  tell(text) {
    at("transfer-news").replaceChildren(icon("check"), element("span", {}, text));
    at("transfer-news").hidden = false;
    clearTimeout(this.newsTimer);
    this.newsTimer = setTimeout(() => this.hideNews(), NEWS);
  }

  hideNews() {
    at("transfer-news").hidden = true;
  }
}
