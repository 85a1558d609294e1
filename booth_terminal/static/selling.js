// The selling page: a tap changes the basket in the page at once; a tender makes a sale of it. No tap on the way
// waits for a network.

import { BasketFull, EMPTY, add, remove, setQuantity, total } from "./basket.js";
import { tender } from "./documents.js";
import { at } from "./element.js";
import { newId } from "./ids.js";
import { NotePad } from "./notepad.js";
import { Pad } from "./pad.js";
import { drawBasket, drawFinished, drawProblem, show } from "./panel.js";
import { People } from "./people.js";
import { Rooms } from "./rooms.js";
import { complete } from "./sales.js";
import { Fenced } from "./store.js";
import { drawTenders } from "./tenders.js";
import { Tiles } from "./tiles.js";
import { Till } from "./till.js";
import { dong, t } from "./words.js";

const UNDO_MS = 5_000;

class Selling {
  constructor(till) {
    this.till = till;
    this.basket = EMPTY;
    this.before = null; // the basket before the last tap, while it may be undone
    this.finished = null; // the sale whose change is on show
    this.completing = false;
    this.problem = null;
    this.tiles = new Tiles((article) => this.choose(article));
    this.pad = new Pad();
    this.notepad = new NotePad((given) => this.pay("cash", given), () => this.back());
    till.people = new People(till);
    this.rooms = new Rooms(till, this);
    at("undo").addEventListener("click", () => this.undo());
    at("empty").addEventListener("click", () => this.change(EMPTY));
    at("notes-open").addEventListener("click", () => this.openNotes());
    at("received-open").addEventListener("click", () => this.openReceived());
    at("received-close").addEventListener("click", () => this.back());
    at("language").addEventListener("click", () => till.turnLanguage());
    at("reload").addEventListener("click", () => location.reload());
    for (const button of document.querySelectorAll("[data-received]")) {
      button.addEventListener("click", () => this.pay(button.dataset.received, null));
    }
  }

  /** The tab's standing changed: it writes, or another one does and this one looks on. */
  async stand(standing) {
    const writing = standing === "writing";
    at("tiles").inert = !writing;
    if (writing) {
      this.basket = await this.till.store.basket();
      this.back();
    } else {
      at("second-text").dataset.standing = standing;
      at("reload").hidden = standing !== "fenced";
      this.drawSecond();
      show("second");
    }
  }

  drawSecond() {
    at("second-text").textContent =
      at("second-text").dataset.standing === "fenced"
        ? t("Another tab has taken this till over. Sell there, or close it and reload this page.")
        : t("This till is open in another tab of this device. Sell there. When it is closed, this one takes over.");
  }

  choose(article) {
    if (article.weighed) {
      this.pad.open(article, 0, { done: (grams) => this.put(article, grams), remove: null, leave: () => this.back() });
      show("pad");
    } else {
      this.put(article, 1000);
    }
  }

  put(article, quantity) {
    this.attempt(() => add(this.basket, article, quantity, () => newId(this.till.clock.now())));
  }

  openLine(index) {
    const line = this.basket.lines[index];
    this.pad.open(line, line.quantity, {
      done: (quantity) => this.attempt(() => setQuantity(this.basket, index, quantity)),
      remove: () => this.change(remove(this.basket, index)),
      leave: () => this.back(),
    });
    show("pad");
  }

  attempt(make) {
    try {
      this.change(make());
    } catch (error) {
      if (!(error instanceof BasketFull)) {
        throw error;
      }
      this.back(t("The basket is full. Take payment for it first."));
    }
  }

  change(next) {
    if (this.completing) {
      return; // what is being paid is what was shown
    }
    const grew = next.lines.length > this.basket.lines.length;
    this.before = this.basket;
    this.basket = next;
    this.finished = null;
    clearTimeout(this.undoTimer);
    this.undoTimer = setTimeout(() => this.forget(), UNDO_MS);
    this.till.store.saveBasket(next);
    this.back(null, grew);
  }

  undo() {
    const before = this.before;
    this.change(before);
    this.forget();
  }

  forget() {
    clearTimeout(this.undoTimer);
    this.before = null;
    at("undo").hidden = true;
  }

  openNotes() {
    this.notepad.open(total(this.basket));
    show("notes");
  }

  openReceived() {
    at("received-due").textContent = dong(total(this.basket));
    show("received");
    document.querySelector("[data-received]").focus({ preventScroll: true });
  }

  /** The one way to complete. The first tap locks; whatever a second one hits does nothing. */
  async pay(kind, given) {
    const due = total(this.basket);
    if (this.completing || this.basket.lines.length === 0 || (given !== null && given < due)) {
      return;
    }
    this.completing = true;
    this.forget();
    drawTenders(null);
    const { book, clock, store } = this.till;
    const paid = {
      book,
      moment: clock.moment(),
      by: this.till.people.by,
      basket: this.basket,
      tenders: [tender(kind, due, given)],
    };
    let problem = null;
    try {
      this.finished = await this.till.write(() => complete(store, paid));
      this.basket = EMPTY;
    } catch (error) {
      problem = this.unpaid(error);
    }
    this.completing = false;
    if (this.till.writer.standing === "writing") {
      this.back(problem);
    }
  }

  /** What to say when a sale was not written. The money comes first. */
  unpaid(error) {
    if (error instanceof Fenced) {
      return null;
    }
    if (error?.name === "ConstraintError") {
      this.basket = EMPTY;
      this.till.store.saveBasket(EMPTY);
      return t("This basket had been paid already. It was not counted twice.");
    }
    console.error(error);
    return t("NOT paid: the sale could not be saved on this device. Try again before you hand over the goods.");
  }

  /** Back to the basket, drawn as it is now. */
  back(problem = null, grew = false) {
    this.problem = problem;
    const within = at("basket").contains(document.activeElement);
    show("basket");
    this.draw(grew);
    if (within) {
      at("basket").focus({ preventScroll: true }); // the key that was pressed is gone
    }
  }

  draw(grew = false) {
    const empty = this.basket.lines.length === 0;
    drawBasket(this.basket, (index) => this.openLine(index), grew);
    drawFinished(this.finished, empty);
    drawProblem(this.problem);
    drawTenders(empty || this.completing ? null : total(this.basket), (given) => this.pay("cash", given));
    at("undo").hidden = this.before === null;
  }

  drawShelf() {
    const { booth, till } = this.till.book;
    const place = booth?.name ?? till.place;
    at("place").textContent = place === till.id ? place : `${place} · ${till.id}`;
    document.title = `${at("place").textContent} · FairPOS`;
    this.tiles.draw(this.till.book.articles);
  }

  drawAll() {
    this.drawShelf();
    this.drawSecond();
    this.pad.words();
    this.notepad.draw();
    at("received-due").textContent = dong(total(this.basket));
    this.rooms.draw();
    this.draw();
  }
}

const till = await Till.open("till");
const selling = new Selling(till);
selling.drawShelf();
till.start({
  writing: (standing) => selling.stand(standing),
  prices: () => selling.drawShelf(),
  language: () => selling.drawAll(),
});
