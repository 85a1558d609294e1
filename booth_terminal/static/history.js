// What this device has sold and given back, as every till it has been at this booth: read out of its own documents,
// and asked of the terminal where another tablet made the sale.

import { matches, searchKey } from "./search.js";
import { earlierStores } from "./store.js";

export const SIGN = { sale: 1, void: -1, refund: -1 };
const CHUNK = 1_000;
const PATIENCE = 4_000;
const ID = /[0-9a-f]{32}/;
const NUMBER = /^\s*([A-Za-z0-9_.-]+-T?\d+)\s*$/;

/** "M1-12", or "M1-T12" in practice. */
export function label({ till, number, training }) {
  return `${till}-${training ? "T" : ""}${number}`;
}

/** The sale id in whatever a slip's code holds: the address of its receipt, or the bare id. */
export function idIn(text) {
  return ID.exec(text.toLowerCase())?.[0] ?? null;
}

/** A receipt number as it may be asked of the terminal; null for other text. */
export function numberIn(text) {
  return NUMBER.exec(text)?.[1] ?? null;
}

export class History {
  constructor(till) {
    this.till = till;
    this.known = new Map(); // what was read of each store: documents are never changed, so that once is enough
    this.turn = Promise.resolve();
  }

  /** This till's store first: what is written goes there. */
  async stores() {
    const { store, db } = this.till;
    return [store, ...(await earlierStores(db, store.till))];
  }

  isHere(document) {
    const { booth, till } = this.till.book;
    return document.type in SIGN && document.booth === (booth?.id ?? till.place);
  }

  /** Everything sold and given back at this booth, the newest first, each as `{document, sent}`. */
  every() {
    this.turn = this.turn.catch(() => {}).then(() => this.all());
    return this.turn;
  }

  async all() {
    const found = [];
    for (const store of await this.stores()) {
      await store.refresh();
      const { n, bookmark } = store.facts;
      const documents = await this.read(store, n);
      found.push(...documents.map((document) => ({ document, sent: document.n <= bookmark })));
    }
    return found.filter(({ document }) => this.isHere(document)).sort((a, b) => b.document.at - a.document.at || b.document.n - a.document.n);
  }

  async read(store, n) {
    const known = this.known.get(store.till) ?? { to: 0, documents: [] };
    this.known.set(store.till, known);
    while (known.to < n) {
      const to = Math.min(n, known.to + CHUNK);
      const records = await store.read((tx) => tx.records(store.till, known.to + 1, to));
      const money = records.filter((record) => record.number !== null || record.body.includes('"training":true'));
      known.documents.push(...money.map((record) => JSON.parse(record.body)));
      known.to = to;
    }
    return known.documents;
  }

  /** Voids and refunds by the sale they point at. */
  static backs(every) {
    const found = new Map();
    for (const { document } of every) {
      if (document.type !== "sale") {
        found.set(document.ref, [...(found.get(document.ref) ?? []), document]);
      }
    }
    return found;
  }

  /** Those whose number, amount or goods are what was typed. */
  static search(every, text) {
    const figures = text.replace(/\D/g, "");
    return every.filter(
      ({ document }) =>
        label(document).toLowerCase().includes(text.trim().toLowerCase()) ||
        (figures.length > 2 && String(document.total).startsWith(figures)) ||
        document.lines.some((line) => matches(text, searchKey(line.name))),
    );
  }

  /**
   * What the terminal knows of a sale, by id or receipt number: `{outcome: "found", sale, backs}`, "unknown", or
   * "unreachable".
   */
  async ask(key) {
    try {
      const response = await fetch(`/till/receipts/${encodeURIComponent(key)}`, {
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.json();
      if (response.ok && Array.isArray(answer?.sale?.lines) && Array.isArray(answer.backs)) {
        return { outcome: "found", ...answer };
      }
      return { outcome: answer?.code === "unknown-receipt" ? "unknown" : "unreachable" };
    } catch {
      return { outcome: "unreachable" };
    }
  }
}
