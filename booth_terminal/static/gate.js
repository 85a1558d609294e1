// The gate page: one tap, one document, on the same road as a sale.

import { Counts } from "./counts.js";
import { Crowd } from "./crowd.js";
import { gateCount } from "./documents.js";
import { at, element, icon, write } from "./element.js";
import { newId } from "./ids.js";
import { Said } from "./said.js";
import { Fenced } from "./store.js";
import { Till } from "./till.js";
import { number, t } from "./words.js";

function undoText(last) {
  if (!last) {
    return t("Undo");
  }
  if (last.category !== "visitor") {
    return t("Undo: not a visitor");
  }
  return last.direction === "in" ? t("Undo: {n} in", { n: last.count }) : t("Undo: {n} out", { n: last.count });
}

class Gate {
  constructor(till) {
    this.till = till;
    this.day = till.today;
    this.counts = new Counts();
    for (const button of document.querySelectorAll("[data-direction]")) {
      const { direction, count, category } = button.dataset;
      button.addEventListener("click", () => this.count({ direction, count: Number(count), category }));
    }
    at("undo").addEventListener("click", () => this.undo());
    at("language").addEventListener("click", () => till.turnLanguage());
  }

  async recall() {
    this.day = this.till.today;
    const documents = await this.till.store.ofDay(this.day);
    this.counts = new Counts(documents.reverse().filter((document) => document.type === "gate_count"));
    this.draw();
  }

  async stand(standing) {
    at("counting").inert = standing !== "writing";
    this.standing = standing;
    await this.recall();
  }

  async count(what) {
    const { book, clock, store } = this.till;
    const moment = clock.moment();
    try {
      const made = await this.till.write(() =>
        store.write(async (tx) => {
          const { n, number } = await store.counters(tx);
          const document = gateCount({ id: newId(moment.at), n: n + 1, book, moment }, what);
          store.put(tx, "counters", { n: n + 1, number });
          await store.add(tx, document);
          return document;
        }),
      );
      if (made.day !== this.day) {
        return this.recall();
      }
      this.counts.add(made);
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Fenced)) {
        this.problem = t("NOT counted: this device could not save it. Try again.");
      }
      await this.recall();
    }
    this.draw();
    write(at("news"), t("{n} in, {m} out", { n: number(this.counts.in), m: number(this.counts.out) }));
  }

  undo() {
    // Taken off at once: a second tap undoes the one before.
    const last = this.counts.last.pop();
    if (last) {
      this.count({ direction: last.direction, count: -last.count, ref: last.id, category: last.category });
    }
  }

  draw() {
    const { counts } = this;
    const last = counts.last.at(-1);
    write(at("count-in"), number(counts.in));
    write(at("count-out"), number(counts.out));
    write(at("count-inside"), number(counts.inside));
    write(at("count-others"), number(counts.others));
    at("undo").disabled = !last;
    at("undo").replaceChildren(icon("undo"), element("span", {}, undoText(last)));
    at("problem").hidden = !this.problem;
    write(at("problem"), this.problem ?? "");
    this.drawSecond();
  }

  drawSecond() {
    const looking = this.standing === "second" || this.standing === "fenced";
    const why = t("This gate is counted in another tab of this device. Count there. When it is closed, this one takes over.");
    at("second").hidden = !looking;
    write(at("second"), looking ? why : "");
  }

  drawPlace() {
    const { gate, till } = this.till.book;
    at("place").textContent = `${gate?.name ?? till.place} · ${till.id}`;
    document.title = `${at("place").textContent} · FairPOS`;
  }
}

const till = await Till.open("gate");
const gate = new Gate(till);
new Crowd(till);
new Said(till);
gate.drawPlace();
gate.draw();
till.start({
  writing: (standing) => gate.stand(standing),
  prices: () => gate.drawPlace(),
  language: () => gate.draw(),
  tick: () => gate.day !== till.today && gate.recall(),
});
