// The selling page: a tap changes the basket in the page at once; a tender makes a sale of it. No tap on the way
// waits for a network.

import { AmountPad } from "./amount.js";
import { EMPTY, add, addTender, left, removeTender } from "./basket.js";
import { tender } from "./documents.js";
import { Editing } from "./editing.js";
import { at } from "./element.js";
import { Held, hold, recall } from "./held.js";
import { newId } from "./ids.js";
import { NotePad } from "./notepad.js";
import { Pad } from "./pad.js";
import { drawBasket, drawFinished, drawProblem, show } from "./panel.js";
import { People } from "./people.js";
import { Photos } from "./photos.js";
import { refusal } from "./refusal.js";
import { Rooms } from "./rooms.js";
import { Said } from "./said.js";
import { complete } from "./sales.js";
import { Scanner } from "./scan.js";
import { Fenced } from "./store.js";
import { drawTenders, layTenders } from "./tenders.js";
import { Tiles } from "./tiles.js";
import { Till } from "./till.js";
import { Transfer } from "./transfer.js";
import { Ways } from "./ways.js";
import { dong, t, words } from "./words.js";

const UNDO_MS = 5_000;

class Selling {
  constructor(till) {
    this.till = till;
    this.basket = EMPTY;
    this.held = [];
    this.before = null; // what was open and held before the last tap, while it may be undone
    this.finished = null; // the sale whose change is on show
    this.completing = false;
    this.problem = null;
    this.watchers = [];
    this.pad = new Pad();
    this.amounts = new AmountPad();
    this.editing = new Editing(this, this.pad, this.amounts);
    this.tiles = new Tiles((article) => this.editing.choose(article));
    this.notepad = new NotePad((given) => this.pay(given), () => this.back());
    this.ways = new Ways(this);
    this.transfer = new Transfer(till, this);
    this.holding = new Held(this);
    layTenders((given) => this.pay(given));
    till.people = new People(till);
    this.rooms = new Rooms(till, this);
    this.scanner = new Scanner(till, this);
    new Said(till);
    new Photos(till, (key) => this.tiles.arrived(key));
    at("undo").addEventListener("click", () => this.undo());
    at("empty").addEventListener("click", () => this.empty());
    at("discount").addEventListener("click", () => this.editing.openDiscount());
    at("notes-open").addEventListener("click", () => this.openNotes());
    at("transfer-open").addEventListener("click", () => this.openTransfer(left(this.basket)));
    at("language").addEventListener("click", () => till.turnLanguage());
    at("reload").addEventListener("click", () => location.reload());
    at("lines").addEventListener("click", (event) => {
      const line = event.target.closest("[data-line]");
      if (line) {
        this.editing.openLine(Number(line.dataset.line));
      }
    });
    addEventListener("keydown", (event) => this.typed(event));
  }

  /** The tab's standing changed: it writes, or another one does and this one looks on. */
  async stand(standing) {
    const writing = standing === "writing";
    at("tiles").inert = !writing;
    if (writing) {
      await this.till.practice.recall();
      await this.begin();
    } else {
      at("second-text").dataset.standing = standing;
      at("reload").hidden = standing !== "fenced";
      this.drawSecond();
      this.show("second");
    }
  }

  /** Takes up what the store holds: at the start, and where something else emptied the basket. */
  async begin() {
    Object.assign(this, await this.till.store.baskets());
    this.forget();
    this.finished = null;
    this.back();
  }

  drawSecond() {
    at("second-text").textContent =
      at("second-text").dataset.standing === "fenced"
        ? t("Another tab has taken this till over. Sell there, or close it and reload this page.")
        : t("This till is open in another tab of this device. Sell there. When it is closed, this one takes over.");
  }

  put(article, quantity, price) {
    this.attempt(() => add(this.basket, article, quantity, () => newId(this.till.clock.now()), price));
  }

  /** Makes a change, or says at the basket why it was not made. */
  attempt(make) {
    const why = refusal(() => this.change(make()));
    if (why) {
      this.back(why);
    }
    return null;
  }

  change(basket, held = this.held) {
    if (this.completing) {
      return; // what is being paid is what was shown
    }
    this.before = { basket: this.basket, held: this.held };
    this.finished = null;
    clearTimeout(this.undoTimer);
    this.undoTimer = setTimeout(() => this.forget(), UNDO_MS);
    this.keep(basket, held);
    this.back();
  }

  keep(basket, held = this.held) {
    this.till.store.saveBaskets(basket, held === this.held ? null : held);
    Object.assign(this, { basket, held });
  }

  undo() {
    const { basket, held } = this.before;
    this.change(basket, held);
    this.forget();
  }

  forget() {
    clearTimeout(this.undoTimer);
    this.before = null;
    at("undo").hidden = true;
  }

  hold() {
    this.swap(() => hold(this, this.till.clock.corrected()));
  }

  recall(index) {
    this.swap(() => recall(this, index, this.till.clock.corrected()));
  }

  swap(make) {
    const why = refusal(() => {
      const { basket, held } = make();
      this.change(basket, held);
    });
    if (why) {
      this.back(why);
    }
  }

  /** Empties the basket, unless money lies in it. */
  empty() {
    if (this.basket.tenders.length) {
      this.ways.open(t("The basket stays: money was taken for it. Give it back and take it out here first."));
    } else {
      this.change(EMPTY);
    }
  }

  openNotes() {
    this.show("notes");
    this.notepad.open(left(this.basket));
  }

  openTransfer(amount) {
    this.transfer.open(amount);
  }

  /** Cash for all that is left, given in notes; nothing more is handed over where nothing is left. */
  pay(given) {
    const due = left(this.basket);
    if (Number.isSafeInteger(given) && given >= due && due >= 0) {
      return this.take(due === 0 ? null : tender("cash", due, given));
    }
    return null;
  }

  /** Takes a tender. When nothing is left to pay after it, the sale is complete. */
  take(tendered) {
    if (this.completing || this.basket.lines.length === 0) {
      return null;
    }
    const tenders = tendered ? [...this.basket.tenders, tendered] : this.basket.tenders;
    if (left({ ...this.basket, tenders }) === 0) {
      return this.complete(tenders);
    }
    this.ways.open(refusal(() => this.change(addTender(this.basket, tendered))));
    return null;
  }

  takeBack(index) {
    this.change(removeTender(this.basket, index));
    if (this.basket.tenders.length) {
      this.ways.open();
    }
  }

  /** The one way to complete. The first tap locks; whatever a second one hits does nothing. */
  async complete(tenders) {
    this.completing = true;
    this.forget();
    drawTenders(null);
    const { book, clock, store, people, practice } = this.till;
    const paid = { book, moment: clock.moment(), by: people.by, basket: this.basket, tenders, practice: practice.id };
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
      this.keep(EMPTY);
      return t("This basket had been paid already. It was not counted twice.");
    }
    console.error(error);
    return t("NOT paid: the sale could not be saved on this device. Try again before you hand over the goods.");
  }

  show(view) {
    if (view !== this.view) {
      this.typing?.close();
    }
    this.view = view;
    show(view);
  }

  /** Back to the basket, drawn as it is now. */
  back(problem = null) {
    this.problem = problem;
    const within = at("basket").contains(document.activeElement);
    this.show("basket");
    this.draw();
    if (within) {
      at("basket").focus({ preventScroll: true }); // the key that was pressed is gone
    }
  }

  draw() {
    const { basket, completing, finished } = this;
    const empty = basket.lines.length === 0 && basket.tenders.length === 0;
    drawTenders(empty || completing ? null : left(basket));
    drawFinished(finished, empty);
    drawProblem(this.problem);
    this.holding.draw();
    at("undo").hidden = this.before === null;
    drawBasket(basket, words.language);
    for (const watch of this.watchers) {
      watch({ basket, finished });
    }
  }

  /** The pad on show, if there is one to type into. */
  get typing() {
    return { pad: this.pad, amount: this.amounts }[this.view] ?? null;
  }

  /** A key of a real keyboard: figures go to the pad on show, Escape leaves a view. */
  typed(event) {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "Escape" && !["basket", "second"].includes(this.view)) {
      (this.typing ?? { leave: () => this.back() }).leave();
    } else if (!event.target.matches("input")) {
      this.typing?.typed(event);
    }
  }

  drawShelf() {
    const { booth, till } = this.till.book;
    const place = booth?.name ?? till.place;
    at("place").textContent = place === till.id ? place : `${place} · ${till.id}`;
    document.title = `${at("place").textContent} · FairPOS`;
    this.tiles.draw(this.till.book);
  }

  drawAll() {
    this.drawShelf();
    this.drawSecond();
    this.pad.words();
    this.amounts.words();
    this.notepad.draw();
    this.ways.draw();
    this.transfer.draw();
    this.holding.drawn = null;
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
