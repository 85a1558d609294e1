// The till behind a page: its database, price book, clock, one writer and outbox. Both pages open it the same
// way. Nothing here waits for the network once the device has a price book.

import { fetchBook } from "./book.js";
import { Clock } from "./clock.js";
import { openDatabase } from "./database.js";
import { dayOf } from "./day.js";
import { at } from "./element.js";
import { drawFooting, keepStorage, noWorker } from "./footing.js";
import { hideNotice, showNotice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Fenced, Store, device, earlierStores } from "./store.js";
import { drawStrip } from "./strip.js";
import { speak, words } from "./words.js";
import { Writer } from "./writer.js";

const PAGES = { till: "/till/", gate: "/till/gate", inspector: "/till/inspection" };
const AGAIN = 5_000;
const TICK = 10_000;
const NEWS = 600_000;
const OFFSET_NEWS = 1_000;

const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

export class Till {
  /** Opens the till of this device and gives it once there is a price book; until then a notice stands there. */
  static async open(kind) {
    let db;
    try {
      db = await openDatabase();
    } catch {
      await speak(words.language);
      showNotice("no-storage");
      return new Promise(() => {});
    }
    const till = new Till(db);
    await till.recall();
    drawFooting(at("footing"));
    while (!till.book) {
      const outcome = await till.renewBook();
      if (!till.book) {
        showNotice(outcome);
        await pause(AGAIN);
      }
    }
    if (till.book.till.kind !== kind && PAGES[till.book.till.kind]) {
      location.replace(PAGES[till.book.till.kind]);
      return new Promise(() => {});
    }
    till.store = new Store(db, till.key(till.book));
    await till.store.refresh();
    if (till.revoked) {
      showNotice("revoked", till.store.pending);
    } else {
      hideNotice();
    }
    return till;
  }

  constructor(db) {
    this.db = db;
    this.outbox = null;
    this.persisted = null;
    this.pricesAt = null;
    this.listeners = {};
    this.beside = []; // parts of the page that hear of what happens by methods of their own: see `hear`
  }

  async recall() {
    const names = ["language", "book", "offset", "revoked"];
    const [language, kept, offset, revoked] = await Promise.all(names.map((name) => device.get(this.db, name)));
    await speak(language ?? "vi");
    this.book = kept?.book ?? null;
    this.etag = kept?.etag ?? null;
    this.clock = new Clock(offset);
    this.revoked = revoked ?? false;
  }

  key(book) {
    return `${book.fair.slug}/${book.till.id}`;
  }

  get today() {
    return dayOf(this.clock.corrected(), this.book.fair.cut_off_minute);
  }

  /** Begins to write and to send. `listeners`: `writing(standing)`, `prices()`, `language()`. */
  start(listeners) {
    this.listeners = listeners;
    this.drawLanguage();
    this.draw();
    setInterval(() => this.tick(), TICK);
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.register("/till/sw.js", { scope: "/till/" }).catch((error) => noWorker(error, at("footing")));
    }
    this.writer = new Writer(this.store, (standing) => this.stand(standing));
    this.writer.start();
  }

  /** Tells whoever stands beside: "start" (this tab writes), "renew" (a new book), "written", "tick", "draw". */
  hear(what) {
    for (const one of this.beside) {
      one[what]?.();
    }
  }

  async stand(standing) {
    if (standing === "writing") {
      await this.store.refresh();
      await this.store.begin(this.book.till.begin ?? { n: 0 });
      await this.listeners.writing(standing);
      this.hear("start");
      this.send();
    } else {
      this.outbox?.stop();
      this.outbox = null;
      await this.listeners.writing(standing);
    }
    this.draw();
  }

  async send() {
    this.persisted = await keepStorage().catch(() => null);
    const stores = [this.store, ...(await earlierStores(this.db, this.store.till))];
    this.outbox = new Outbox(stores, {
      till: this.book.till.id,
      clock: this.clock,
      persisted: this.persisted,
      book: () => this.book,
      changed: () => this.sent(),
      standing: (standing) => this.enrolled(standing),
      edition: (edition) => edition !== this.book.edition && this.renewBook(),
      lost: () => this.writer.lost(),
    });
    this.renewBook();
    this.outbox.start();
    this.printer?.start();
  }

  sent() {
    // A millisecond more or less is no news worth a write.
    if (Math.abs(this.clock.offset - (this.offsetKept ?? Infinity)) > OFFSET_NEWS) {
      this.offsetKept = this.clock.offset;
      device.put(this.db, "offset", this.clock.offset);
    }
    this.draw();
  }

  /** Runs a write of the page's own. What follows it is not waited for. */
  async write(work) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Fenced) {
        this.writer.lost();
      }
      throw error;
    } finally {
      this.tell();
    }
  }

  async tell() {
    await this.store.refresh();
    this.draw();
    this.outbox?.wake();
    this.hear("written");
  }

  async renewBook() {
    const { outcome, book, etag } = await fetchBook(this.etag);
    if (outcome === "new") {
      const before = this.book;
      await device.put(this.db, "book", { book, etag });
      if (before && this.key(before) !== this.key(book)) {
        location.reload(); // this device was enrolled as another till
        return outcome;
      }
      this.book = book;
      this.etag = etag;
      if (before && before.edition !== book.edition) {
        this.pricesAt = this.clock.corrected();
        this.listeners.prices?.();
        this.hear("renew");
      }
    }
    if (outcome === "new" || outcome === "same") {
      this.enrolled("enrolled");
    } else if (outcome === "revoked") {
      this.enrolled(outcome);
    }
    return outcome;
  }

  /** The organiser's word on this device, remembered: a withdrawn till stays withdrawn without a network. */
  enrolled(standing) {
    const revoked = standing === "revoked";
    if (revoked && this.store) {
      showNotice("revoked", this.outbox?.pending ?? this.store.pending);
    }
    if (revoked !== this.revoked && standing !== "not-enrolled") {
      this.revoked = revoked;
      device.put(this.db, "revoked", revoked);
      if (!revoked && this.store) {
        hideNotice();
      }
    }
  }

  async tick() {
    await this.store.refresh();
    this.draw();
    this.listeners.tick?.();
    this.hear("tick");
  }

  draw() {
    const { store, outbox, clock, persisted } = this;
    const pricesAt = clock.corrected() - this.pricesAt < NEWS ? this.pricesAt : null;
    const printer = this.printer?.line() ?? null;
    drawStrip({ facts: store.facts, outbox, offset: clock.offset, persisted, pricesAt, printer, now: clock.now() });
  }

  async turnLanguage() {
    await speak(words.language === "vi" ? "en" : "vi");
    await device.put(this.db, "language", words.language);
    drawFooting(at("footing"));
    this.drawLanguage();
    this.draw();
    this.listeners.language();
    this.hear("draw");
  }

  /** The button names the language it turns to, in that language. */
  drawLanguage() {
    const other = words.language === "vi" ? ["en", "EN", "English"] : ["vi", "VI", "Tiếng Việt"];
    const button = at("language");
    button.lang = other[0];
    button.textContent = other[1];
    button.setAttribute("aria-label", other[2]);
  }
}
