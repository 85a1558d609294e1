// Sending what the terminal does not have yet. The outbox is a view of the store: the documents behind a
// bookmark. It moves past a document only when the terminal's answer names it, and back to the beginning when the
// terminal no longer holds what its last mark stood for (it was restored, or is another one): sending again does
// no harm, because ids are unique there too.

import { Fenced } from "./store.js";

const HEARTBEAT = 15_000;
const BACKOFF = 1_000;
const BACKOFF_MAX = 15_000;
const PATIENCE = 10_000;
const PATIENCE_MAX = 60_000;
const DOCUMENTS_MAX = 500;
const BYTES_MAX = 1024 * 1024 - 1024;

const bytes = new TextEncoder();

/** An answer only counts when it is the terminal's own: a hotel's login page also says 200. */
function isAnswer(body) {
  return typeof body?.mark === "string" && Array.isArray(body.kept) && Array.isArray(body.refused);
}

export class Outbox {
  /** `stores`: this till's first, then those of tills this device was before. `changed()` after every word. */
  constructor(stores, { till, clock, persisted, book, changed, standing, edition, lost }) {
    Object.assign(this, { stores, till, clock, persisted, book, changed, standing, edition, lost });
    this.reach = "unknown"; // "reached" | "unreachable" | "strange" | "cannot-keep" | "not-enrolled" | "revoked"
    this.held = 0;
    this.failures = 0;
    this.patience = PATIENCE;
    this.most = DOCUMENTS_MAX;
    this.running = false;
    this.ring = () => {};
  }

  get pending() {
    return this.stores.reduce((sum, store) => sum + store.pending, 0);
  }

  get oldestAt() {
    const ages = this.stores.filter((store) => store.pending).map((store) => store.facts.oldestAt);
    return ages.length ? Math.min(...ages) : null;
  }

  async start() {
    this.running = true;
    addEventListener("online", () => this.wake(true));
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake(true));
    await this.beginAgain().catch((error) => this.failed(error));
    while (this.running) {
      const outcome = await this.round().catch((error) => this.failed(error));
      this.changed();
      await this.sleep(outcome);
    }
  }

  failed(error) {
    if (error instanceof Fenced) {
      this.stop();
      this.lost();
    }
    return "failed";
  }

  stop() {
    this.running = false;
    this.ring();
  }

  /** There is something new to send. A line that is down is not tried at every tap, unless `surely`. */
  wake(surely = false) {
    if (surely || this.failures === 0) {
      this.ring();
    }
  }

  sleep(outcome) {
    if (outcome === "more") {
      this.failures = 0;
      return;
    }
    this.failures = outcome === "failed" ? this.failures + 1 : 0;
    const ceiling = Math.min(BACKOFF_MAX, BACKOFF * 2 ** Math.min(this.failures, 10));
    // Half of the wait is chance: a hall of tablets that lost the line together must not come back together.
    const wait = this.failures ? ceiling * (0.5 + Math.random() / 2) : HEARTBEAT;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** A new start offers refused documents once more: a newer terminal may understand them. */
  async beginAgain() {
    for (const store of this.stores) {
      store.fence = this.stores[0].fence;
      await store.write(async (tx) => {
        const refused = (await tx.refused()).filter((record) => record.till === store.till);
        const bookmark = await store.bookmark(tx);
        await store.put(tx, "bookmark", Math.min(bookmark, ...refused.map((record) => record.n - 1)));
      }, "relaxed");
      await store.refresh();
    }
  }

  /** The next documents of a till, as many as one body may hold. */
  async batch(store) {
    const { bookmark, n } = store.facts;
    const records = await store.read((tx) => tx.records(store.till, bookmark + 1, n, this.most));
    let size = 0;
    const end = records.findIndex((record) => (size += bytes.encode(record.body).length + 1) > BYTES_MAX);
    return end > 0 ? records.slice(0, end) : records;
  }

  async round() {
    for (const store of this.stores) {
      await store.refresh();
    }
    const store = this.stores.find((one) => one.pending) ?? this.stores[0];
    const records = await this.batch(store);
    const envelope = {
      till: this.till,
      pending: this.pending,
      oldest_at: this.oldestAt,
      at: this.clock.now(),
      mark: await store.read((tx) => store.get(tx, "mark", null)),
      persisted: this.persisted ?? null,
      version: document.documentElement.dataset.version ?? "",
      edition: this.book().edition,
    };
    const body = [JSON.stringify(envelope), ...records.map((record) => record.body)].join("\n");
    const before = performance.now();
    const response = await this.post(body);
    const answer = await response?.json().catch(() => null);
    if (!response?.ok || !isAnswer(answer)) {
      return this.refused(response, answer);
    }
    this.clock.heard(answer.at, performance.now() - before);
    this.reach = "reached";
    this.patience = PATIENCE;
    this.held = answer.held ?? 0;
    const moved = await this.take(store, records, answer);
    this.standing("enrolled");
    this.edition(answer.edition);
    if (!moved) {
      return records.length ? "failed" : "idle";
    }
    return this.pending ? "more" : "idle";
  }

  async post(body) {
    try {
      return await fetch("/till/documents", {
        method: "POST",
        headers: { "Content-Type": "application/x-ndjson" },
        body,
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(this.patience),
      });
    } catch (error) {
      this.reach = "unreachable";
      if (error.name === "TimeoutError") {
        this.patience = Math.min(PATIENCE_MAX, this.patience * 2);
      }
      return null;
    }
  }

  refused(response, answer) {
    if (response?.status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 2);
      return "more";
    }
    if (response?.status === 401 && ["not-enrolled", "revoked"].includes(answer?.code)) {
      this.reach = answer.code;
      this.standing(answer.code);
    } else if (response) {
      this.reach = answer?.code === "cannot-keep" ? "cannot-keep" : "strange";
    }
    return "failed";
  }

  /** Moves the bookmark by what the answer names. True when there was progress. */
  async take(store, records, answer) {
    const kept = new Set(answer.kept);
    // Line 1 is the first document.
    const refused = new Map(answer.refused.map(({ line, code }) => [records[line - 1]?.n, String(code)]));
    const moved = await store.write(async (tx) => {
      await store.put(tx, "mark", answer.mark);
      if (answer.again) {
        await store.put(tx, "bookmark", 0);
        return true;
      }
      const before = await store.bookmark(tx);
      let n = before;
      for (const record of records) {
        const code = refused.get(record.n);
        if (kept.has(record.id) ? record.refused : code) {
          const { refused: _, ...rest } = record;
          tx.change(kept.has(record.id) ? rest : { ...rest, refused: code });
        }
        if (record.n === n + 1 && (kept.has(record.id) || code)) {
          n = record.n;
        }
      }
      await store.put(tx, "bookmark", n);
      return n > before;
    }, "relaxed");
    await store.refresh();
    return moved;
  }
}
