// What a device is told once, after it was enrolled: which till it is now, what it has, and whether its test slip
// came out. It stands in the empty basket and goes with the first sale.

import { at, element, icon } from "./element.js";
import { outcome } from "./printing.js";
import { device } from "./store.js";
import { number, t } from "./words.js";

const PATIENCE = 5_000;
const AGAIN = 1_500;
const TRIES = 20;

export class Welcome {
  constructor(till) {
    this.till = till;
    this.slip = null; // null: the terminal has not said yet
    till.beside.push(this);
  }

  /** This tab writes. Who has sold here before needs no welcome. */
  async start() {
    const { db, store } = this.till;
    this.done = store.facts.number > 0 || (await device.get(db, "welcomed")) === store.till;
    this.draw();
    for (let tries = 0; !this.done && !this.settled && tries < TRIES; tries += 1) {
      this.slip = (await this.ask()) ?? this.slip;
      this.draw();
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  }

  async ask() {
    try {
      const response = await fetch("/till/prints", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      const { printer, jobs } = await response.json();
      const job = jobs.findLast((each) => each.kind === "enrolment") ?? null;
      return { printer: printer?.name ?? null, outcome: job ? outcome(job) : null };
    } catch {
      return null; // no line, or no answer that makes sense: nothing is said of a slip
    }
  }

  /** Whether there is nothing more to hear: no printer, no slip asked for, or an end of it. */
  get settled() {
    return this.slip !== null && !["coming", "held"].includes(this.slip.outcome);
  }

  written() {
    if (!this.done && this.till.store.facts.number > 0) {
      this.done = true;
      device.put(this.till.db, "welcomed", this.till.store.till);
      this.draw();
    }
  }

  draw() {
    const node = at("welcome");
    const { book } = this.till;
    node.hidden = this.done !== false;
    const said = this.slipSaid();
    const content = [
      t("This device is now till {till}.", { till: book.till.id }),
      t("Products on it: {n}. It sells without a network too.", { n: number(book.articles.length) }),
      said,
    ].filter(Boolean);
    if (!node.hidden && node.textContent !== content.join("")) {
      const [first, ...rest] = content;
      node.replaceChildren(
        element("strong", {}, icon("check"), element("span", {}, first)),
        ...rest.map((line) => element("p", {}, line)),
      );
    }
  }

  slipSaid() {
    if (this.slip === null) {
      return null;
    }
    const { printer } = this.slip;
    if (printer === null) {
      return t("No printer is set for this till. It sells without paper; the organiser can set one.");
    }
    switch (this.slip.outcome) {
      case null:
        return null;
      case "coming":
        return t("A test slip is on its way to {printer}.", { printer });
      case "printed":
        return t("A test slip has come out of {printer}. Are all its letters right?", { printer });
      case "unsure":
        return t("Look whether a test slip has come out of {printer}.", { printer });
      default:
        return t("No test slip has come out of {printer}. Sales are kept all the same; see Printer in the menu.", {
          printer,
        });
    }
  }
}
