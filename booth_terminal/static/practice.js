// Practice: the same screens and the same taps, in a receipt series of its own that no total ever counts. It is
// marked on every view, and remembered, so that a reload does not make earnest of it.

import { EMPTY } from "./basket.js";
import { at } from "./element.js";
import { newId } from "./ids.js";
import { shiftOf } from "./shift.js";
import { t } from "./words.js";

const NAME = "practice";

/** The shift a document belongs to. Practice has one of its own, which nobody opens and nobody counts. */
export async function shiftFor(store, tx, { practice = null, ...about }) {
  return practice ? { shift: { id: practice }, n: about.n } : shiftOf(store, tx, about);
}

export class Practice {
  constructor(till, selling) {
    this.till = till;
    this.selling = selling;
    this.id = null;
    till.practice = this;
    till.beside.push(this);
    at("practice-open").addEventListener("click", () => this.enter());
    at("practice-leave").addEventListener("click", () => this.leave());
  }

  /** Before anything can be sold in this tab. */
  async recall() {
    this.id = await this.till.store.read((tx) => this.till.store.get(tx, NAME, null));
    this.draw();
  }

  async enter() {
    at("menu").close();
    const { basket } = this.selling;
    if (this.id || basket.lines.length || basket.tenders.length) {
      this.selling.back(t("Nothing was changed. Finish the open basket or put it on hold, then begin to practise."));
      return;
    }
    if (await this.till.people.approve("training")) {
      await this.turn(newId(this.till.clock.now()));
    }
  }

  /** Nothing of practice is left behind: what stands in the basket was never sold. */
  leave() {
    return this.turn(null);
  }

  async turn(id) {
    const { store } = this.till;
    await this.till.write(() =>
      store.write(async (tx) => {
        store.put(tx, NAME, id);
        store.put(tx, "basket", EMPTY);
      }),
    );
    this.id = id;
    this.draw();
    this.selling.begin();
  }

  draw() {
    const on = this.id !== null;
    document.documentElement.classList.toggle("practising", on);
    // The rooms stand above the page, so that each of them wears the words too (practice.css).
    document.documentElement.style.setProperty("--practice-words", JSON.stringify(t("PRACTICE: nothing here is sold")));
    at("practice").hidden = !on;
    at("practice-open").hidden = on;
  }
}
