// One till's documents and state. Everything that writes goes through the fence: the tab that took it last is
// the one writer, and any other finds out inside its own transaction, before anything is changed.

import { EMPTY } from "./basket.js";
import { transact } from "./database.js";

const FENCE = ["", "fence"];
const CHUNK = 500;
// Among this many documents there is a sale, if any waits: shifts and cash movements come singly.
const NEXT = 20;

export class Fenced extends Error {}

/** Things known about the device rather than about a till: its price book, language, clock offset. */
export const device = {
  get: (db, name) => transact(db, "readonly", "relaxed", (tx) => tx.get(["", name])),
  put: (db, name, value) => transact(db, "readwrite", "strict", (tx) => tx.put(["", name], value)),
};

export class Store {
  constructor(db, till) {
    this.db = db;
    this.till = till;
    this.fence = null;
    this.facts = { n: 0, number: 0, bookmark: 0, sold: 0, oldestAt: null, attention: 0 };
  }

  /** Takes the fence from whoever had it. */
  async takeFence() {
    this.fence = await transact(this.db, "readwrite", "strict", async (tx) => {
      const token = ((await tx.get(FENCE)) ?? 0) + 1;
      await tx.put(FENCE, token);
      return token;
    });
    return this.fence;
  }

  read(work) {
    return transact(this.db, "readonly", "relaxed", work);
  }

  async write(work, durability = "strict") {
    return transact(this.db, "readwrite", durability, async (tx) => {
      if ((await tx.get(FENCE)) !== this.fence) {
        throw new Fenced();
      }
      return work(tx);
    });
  }

  async get(tx, name, missing) {
    return (await tx.get([this.till, name])) ?? missing;
  }

  put(tx, name, value) {
    return tx.put([this.till, name], value);
  }

  /** Adds a document. The text made here is what is kept and what is sent, byte for byte. */
  add(tx, document) {
    const { id, n, at, day, number = null, training = false } = document;
    // Practice has a series of its own, and is none of the sales that the strip counts.
    return tx.add({ till: this.till, n, id, at, day, number: training ? null : number, body: JSON.stringify(document) });
  }

  counters(tx) {
    return this.get(tx, "counters", { n: 0, number: 0 });
  }

  /**
   * Goes on where another device of this till stopped (see takeovers.py). A device that has written as much as the
   * journal knows of was itself the last one.
   */
  async begin({ n, number, training }) {
    if (this.facts.n >= n) {
      return;
    }
    await this.write(async (tx) => {
      const own = await this.counters(tx);
      if (own.n === 0) {
        this.put(tx, "bookmark", n);
      }
      const next = Math.max(own.number, number);
      this.put(tx, "counters", {
        ...own,
        n: own.n || n,
        number: next,
        training: Math.max(own.training ?? 0, training),
        left: (own.left ?? 0) + next - own.number, // numbers of others, which this device never used
      });
    });
    await this.refresh();
  }

  /** The last document that the terminal, like all before it, is known to have. */
  bookmark(tx) {
    return this.get(tx, "bookmark", 0);
  }

  /** The open basket, and those on hold. */
  baskets() {
    return this.read(async (tx) => ({
      basket: { ...EMPTY, ...(await this.get(tx, "basket", EMPTY)) },
      held: await this.get(tx, "held", []),
    }));
  }

  /**
   * Writes the open basket (and those on hold, where they changed) down within the very tap, so that a reload right
   * behind it keeps them. No fence and no flush: it is no money yet, and a basket that was paid meanwhile is known
   * by its sale id.
   */
  saveBaskets(basket, held = null) {
    const transaction = this.db.transaction("state", "readwrite", { durability: "relaxed" });
    const state = transaction.objectStore("state");
    state.put(basket, [this.till, "basket"]);
    if (held) {
      state.put(held, [this.till, "held"]);
    }
    transaction.commit();
  }

  /** Reads again what the status strip and the outbox go by. */
  async refresh() {
    this.facts = await this.read(async (tx) => {
      const { n, number, left = 0 } = await this.counters(tx);
      const bookmark = await this.bookmark(tx);
      const waiting = await tx.records(this.till, bookmark + 1, n, NEXT);
      const unsold = waiting.find((record) => record.number !== null);
      const refused = await tx.refused();
      return {
        n,
        number: number - left,
        bookmark,
        sold: (unsold ? unsold.number - 1 : number) - left,
        oldestAt: waiting[0]?.at ?? null,
        attention: refused.length,
      };
    });
    return this.facts;
  }

  get pending() {
    return this.facts.n - this.facts.bookmark;
  }

  /** The documents of one fair day as they were written, the newest first, each with its `n`. */
  async ofDay(day) {
    const found = [];
    let { n: to } = await this.read((tx) => this.counters(tx));
    while (to > 0) {
      const from = Math.max(1, to - CHUNK + 1);
      const records = await this.read((tx) => tx.records(this.till, from, to, CHUNK));
      found.push(...records.reverse().filter((record) => record.day === day));
      if (records.length === 0 || records.at(-1).day < day) {
        break;
      }
      to = from - 1;
    }
    return found.map((record) => JSON.parse(record.body));
  }
}

/** The stores of the other tills this device has been at the same fair: what they have not sent goes too. */
export async function earlierStores(db, till) {
  const fair = till.split("/")[0];
  const keys = await transact(db, "readonly", "relaxed", (tx) => tx.keys());
  const tills = keys.filter(([of, name]) => name === "counters" && of.split("/")[0] === fair && of !== till);
  return tills.map(([of]) => new Store(db, of));
}
