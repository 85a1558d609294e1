// The printer as a seller meets it: a word in the status strip, a key beside the change, a message when a slip did
// not come out, and a room with the last slips. The sale is always named first: it is safe whatever paper does.

import { timeOf } from "./day.js";
import { at, element, icon, write } from "./element.js";
import { Printing, outcome } from "./printing.js";
import { number, t } from "./words.js";

const DOUBLE_TAP = 500;
const NEWS = 1_800_000; // a slip that failed longer ago is no news; it stands in the room

export function problemText(code) {
  switch (code) {
    case "paper-out":
      return t("the printer has no paper");
    case "near-end":
      return t("the paper is nearly used up");
    case "cover-open":
      return t("the printer's lid is open");
    case "offline":
      return t("the printer is not ready");
    case "refused":
    case "not-found":
      return t("the printer is switched off or unplugged");
    case "timeout":
    case "no-answer":
      return t("the printer does not answer");
    case "broke":
      return t("the printer stopped in the middle");
    case "restarted":
      return t("the terminal was started again while it printed");
    case "printer-gone":
      return t("the printer was taken away");
    default:
      return t("the slip could not be printed");
  }
}

export class PrinterRoom {
  constructor(till, selling) {
    this.till = till;
    this.selling = selling;
    this.dismissed = new Set();
    this.shown = null; // the job whose picture is open
    this.finished = null;
    this.problem = null;
    this.printing = new Printing(till, () => this.changed());
    till.printer = this;
    selling.watchers.push(() => this.see());
    at("printer-test").addEventListener("click", () => this.test());
    for (const button of document.querySelectorAll("[data-drawer]")) {
      button.addEventListener("click", () => this.openDrawer(button.textContent));
    }
    at("slip-news-again").addEventListener("click", () => this.again(this.news()?.subject));
    at("slip-news-close").addEventListener("click", () => this.dismiss());
  }

  start() {
    if (!this.watching) {
      this.watching = true;
      this.printing.watch();
    }
  }

  /** Prints what another room asks for: `{kind: "shift", document}` or `{document}`. */
  async print(asked) {
    return this.told(await this.printing.print(asked));
  }

  async open() {
    this.problem = null;
    this.draw();
    at("printer").showModal();
    await this.printing.refresh();
  }

  changed() {
    this.draw();
    this.till.draw();
  }

  /** For the status strip: `{text, tone, sign}`, null without a printer. Called whenever the till is drawn. */
  line() {
    this.see();
    const { state, reached } = this.printing;
    if (!state?.printer || !reached) {
      return null;
    }
    const { state: is, problem } = state.printer;
    if (is === "ok") {
      return { text: t("Printer ready"), tone: "calm", sign: "printer" };
    }
    if (is === "unknown") {
      const silent = problem === "not-asked" || problem === "not-tried";
      return { text: silent ? t("Printer set up") : t("Printer: paper not known"), tone: "calm", sign: "printer" };
    }
    const text = problemText(problem);
    const tone = problem === "near-end" ? "warn" : "bad";
    return { text: text.charAt(0).toUpperCase() + text.slice(1), tone, sign: "printer" };
  }

  /** Notices that another sale is over, and draws what its change view says of its slip. */
  see() {
    const sale = this.selling.finished;
    if (sale?.id !== this.finished?.id) {
      this.finished = sale;
      if (sale && this.printing.mode === "always") {
        this.printing.follow(sale.id);
      }
    }
    this.drawSlip();
    this.drawNews();
  }

  slipText(job) {
    switch (outcome(job)) {
      case "printed":
        return job.copy > 1 ? t("Copy printed") : t("Slip printed");
      case "coming":
        return t("The slip is being printed");
      case "held":
        return t("Sale saved. Slip not printed yet: {problem}.", { problem: problemText(job.problem) });
      case "unsure":
        return t("Sale saved. The slip may not be whole: {problem}.", { problem: problemText(job.problem) });
      default:
        return job.state === "stale"
          ? t("Sale saved. The slip waited too long and was not printed.")
          : t("Sale saved. Slip not printed: {problem}.", { problem: problemText(job.problem) });
    }
  }

  /** Under the change: the key that prints, or what the slip is doing. */
  drawSlip() {
    const sale = this.finished;
    const { mode, wishes } = this.printing;
    const job = sale && this.printing.job(sale.id);
    const wished = sale && wishes.has(sale.id);
    const space = at("slip");
    const wanted = sale !== null && (mode !== "never" || job);
    // Drawn anew only when something changed: a key that is replaced under a finger is not pressed.
    const key = wanted ? [sale.id, mode, job?.state, job?.attempts, job?.problem, wished, document.documentElement.lang].join() : "";
    if (space.dataset.key === key) {
      return;
    }
    space.dataset.key = key;
    space.hidden = !wanted;
    space.replaceChildren(...(wanted ? this.slip(sale, job, wished, mode) : []));
  }

  slip(sale, job, wished, mode) {
    if (job) {
      const done = outcome(job);
      const text = element("p", { class: `slip-${done}` }, icon(done === "printed" ? "check" : "printer"), this.slipText(job));
      const key = done === "coming" ? null : this.key(t("Print again"), () => this.again(sale.id));
      return [text, key].filter(Boolean);
    }
    if (wished || mode === "always") {
      return [element("p", {}, icon("clock"), t("The slip is printed as soon as the terminal has the sale"))];
    }
    // It stands where the tender keys stood: the second half of a double tap must not print.
    const print = this.key(t("Print the slip"), () => this.printing.first(sale.id), "does");
    print.disabled = true;
    setTimeout(() => (print.disabled = false), DOUBLE_TAP);
    return [print];
  }

  key(text, tap, kind = "") {
    return element("button", { type: "button", class: kind, onclick: tap }, icon("printer"), text);
  }

  /** The newest slip that is in trouble and is not the one spoken of beside the change. */
  news() {
    const { state } = this.printing;
    if (!state?.printer) {
      return null;
    }
    const seen = new Set();
    return state.jobs.find((job) => {
      const newest = !seen.has(job.subject);
      seen.add(job.subject);
      const trouble = ["held", "unsure", "missing"].includes(outcome(job));
      const since = job.done_at ?? job.made_at;
      const beside = job.subject === this.finished?.id && !at("change").hidden;
      const fresh = state.at - since < NEWS && !this.dismissed.has(`${job.no} ${job.state}`);
      return job.kind === "document" && newest && trouble && fresh && !beside;
    }) ?? null;
  }

  drawNews() {
    const job = this.news();
    at("slip-news").hidden = job === null;
    write(at("slip-news-text"), job ? `${job.label}: ${this.slipText(job)}` : "");
  }

  dismiss() {
    const job = this.news();
    if (job) {
      this.dismissed.add(`${job.no} ${job.state}`);
      this.drawNews();
    }
  }

  async again(document) {
    if (document) {
      this.told(await this.printing.again(document));
    }
  }

  async test() {
    this.told(await this.printing.print({ kind: "test" }));
  }

  async openDrawer(reason) {
    this.told(await this.printing.drawer(reason));
  }

  /** What the room says of an answer; nothing when it was a good one. */
  told(answer) {
    this.problem = answer?.job ? null : this.refusal(answer?.code);
    this.draw();
    return this.problem;
  }

  refusal(code) {
    switch (code) {
      case undefined:
        return t("Nothing was printed: the terminal cannot be reached. Sales are saved on this device.");
      case "not-kept":
        return t("Not printed yet: the terminal does not have this sale. It is saved on this device.");
      case "no-printer":
        return t("No printer is set up for this till. Ask the organiser.");
      case "no-drawer":
        return t("No cash drawer is set up for this till.");
      default:
        return t("The terminal cannot print this.");
    }
  }

  draw() {
    const { state } = this.printing;
    const printer = state?.printer ?? null;
    const line = this.line();
    const none = state ? t("No printer is set up for this till. Ask the organiser.") : t("The terminal has not been asked yet.");
    at("printer-name").textContent = printer ? printer.name : none;
    at("printer-line").hidden = line === null;
    at("printer-line").className = `printer-line strip-${line?.tone}`;
    at("printer-line").replaceChildren(...(line ? [icon(line.sign), line.text] : []));
    at("printer-keys").hidden = printer === null;
    at("printer-drawer").hidden = !state?.drawer;
    at("printer-problem").hidden = !this.problem;
    write(at("printer-problem"), this.problem ?? "");
    at("printer-none").hidden = (state?.jobs ?? []).length > 0;
    this.drawRows(state?.jobs ?? []);
  }

  /** Only when something changed: a key that is replaced under a finger is not pressed. */
  drawRows(jobs) {
    const key = JSON.stringify([jobs, this.shown, document.documentElement.lang]);
    if (at("printer-slips").dataset.key !== key) {
      at("printer-slips").dataset.key = key;
      at("printer-slips").replaceChildren(...jobs.map((job) => this.row(job)));
    }
  }

  row(job) {
    const again = job.kind === "document" && outcome(job) !== "coming";
    const open = this.shown === job.no;
    return element(
      "li",
      {},
      element("strong", {}, this.name(job)),
      element("span", { class: "slip-time" }, timeOf(job.made_at)),
      element("span", { class: `slip-state slip-${outcome(job)}` }, this.stateText(job)),
      element(
        "span",
        { class: "slip-keys" },
        element(
          "button",
          { type: "button", onclick: () => this.show(job.no), "aria-expanded": String(open), "aria-label": `${t("Look at it")} ${job.label}` },
          t("Look at it"),
        ),
        again
          ? element(
              "button",
              { type: "button", onclick: () => this.again(job.subject), "aria-label": `${t("Print again")} ${job.label}` },
              t("Print again"),
            )
          : null,
      ),
      open ? element("img", { class: "slip-picture", src: `/till/prints/${job.no}.png`, alt: t("The slip as it is printed") }) : null,
    );
  }

  show(no) {
    this.shown = this.shown === no ? null : no;
    this.draw();
  }

  name(job) {
    const name = job.kind === "test" ? t("Test page") : job.kind === "enrolment" ? t("First slip") : job.label;
    return job.copy > 1 ? t("{name}, copy {n}", { name, n: number(job.copy - 1) }) : name;
  }

  stateText(job) {
    switch (outcome(job)) {
      case "printed":
        return t("Printed");
      case "coming":
        return t("Being printed");
      case "held":
        return t("Waiting: {problem}", { problem: problemText(job.problem) });
      case "unsure":
        return t("Perhaps not whole: {problem}", { problem: problemText(job.problem) });
      default:
        return job.state === "stale" ? t("Not printed: waited too long") : t("Not printed: {problem}", { problem: problemText(job.problem) });
    }
  }
}
