// The room of the device: what it is, what it holds, and leaving it. What was sold here must be at the terminal, or
// in a file that a manager has, before the device is anything else.

import { at, element, write } from "./element.js";
import { pair } from "./report.js";
import { fileOf, handOver } from "./saving.js";
import { earlierStores } from "./store.js";
import { age, number, t, words } from "./words.js";

const NAME = "saved";
const PATIENCE = 8_000;

export class DeviceRoom {
  constructor(till) {
    this.till = till;
    this.told = null;
    this.problem = null;
    till.beside.push({ written: () => this.refresh(), tick: () => this.refresh() });
    at("device-update").addEventListener("click", () => this.update());
    at("device-save").addEventListener("click", () => this.save());
    at("device-leave").addEventListener("click", () => this.signOut());
  }

  async open() {
    Object.assign(this, { told: null, problem: null });
    await this.look();
    at("device").showModal();
  }

  async refresh() {
    if (at("device").open) {
      await this.look();
    }
  }

  /** What waits, and whether a file holds all of it. */
  async look() {
    const { store, db } = this.till;
    this.stores = [store, ...(await earlierStores(db, store.till))];
    let covered = true;
    for (const one of this.stores) {
      await one.refresh();
      const saved = await one.read((tx) => one.get(tx, NAME, 0));
      covered &&= one.pending === 0 || saved >= one.facts.n;
    }
    this.pending = this.stores.reduce((sum, one) => sum + one.pending, 0);
    this.covered = covered;
    this.draw();
  }

  say({ told = null, problem = null }) {
    Object.assign(this, { told, problem });
    this.draw();
  }

  async save() {
    const { till } = this;
    if (!(await till.people.approve("save-to-file"))) {
      this.say({ problem: t("No file was made: a manager did not agree. The sales are safe on this device.") });
      return;
    }
    await this.look();
    const file = await fileOf(this.stores, { book: till.book, at: till.clock.corrected() });
    handOver(file);
    for (const one of this.stores) {
      one.fence = till.store.fence;
      await till.write(() => one.write(async (tx) => one.put(tx, NAME, (await one.counters(tx)).n)));
    }
    await this.look();
    this.say({ told: t("{n} documents are in the file {name}. Look that it is there, and take it to the terminal. They stay on this device too.", { n: number(file.count), name: file.name }) });
  }

  async update() {
    const registration = await navigator.serviceWorker?.getRegistration("/till/").catch(() => null);
    try {
      await registration?.update();
    } catch {
      this.say({ problem: t("Not updated: the terminal cannot be reached. Selling goes on as before.") });
      return;
    }
    location.reload();
  }

  async signOut() {
    const { till } = this;
    await this.look();
    if (!this.covered) {
      this.say({ problem: this.kept() });
      return;
    }
    if (!(await till.people.approve("sign-out"))) {
      this.say({ problem: t("Nothing was changed: a manager did not agree.") });
      return;
    }
    const answer = await fetch("/till/sign-out", { method: "POST", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    if (answer?.status !== 204) {
      this.say({ problem: t("Nothing was changed: signing out needs the terminal, and it cannot be reached.") });
      return;
    }
    await this.forget();
    location.reload();
  }

  /** What was never sent stays, file or no file: it goes when this device is a till of the fair again. */
  async forget() {
    const { till } = this;
    till.outbox?.stop();
    await till.store.write(async (tx) => {
      for (const name of ["book", "person", "revoked"]) {
        await tx.put(["", name], null);
      }
    });
    if (this.pending === 0) {
      till.db.close();
      await new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase("fairpos");
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
    }
  }

  kept() {
    return t("{n} documents are not sent yet. They are safe on this device. Connect it to the terminal, or save them to a file first.", {
      n: number(this.pending),
    });
  }

  persistedText() {
    const { persisted } = this.till;
    return persisted ? t("The browser keeps it safe") : persisted === false ? t("Not assured: install this page as an app") : t("Cannot be asked here");
  }

  draw() {
    if (!this.stores) {
      return;
    }
    const { till, pending } = this;
    const { book, clock, outbox, store } = till;
    const oldest = Math.min(...this.stores.filter((one) => one.pending).map((one) => one.facts.oldestAt));
    const reached = outbox?.reach === "reached";
    at("device-facts").replaceChildren(
      pair(t("Till"), book.till.id),
      pair(t("Booth"), element("bdi", { lang: "vi" }, book.booth?.name ?? book.till.place)),
      pair(t("Fair"), element("bdi", {}, words.language === "en" ? book.fair.name_en : book.fair.name)),
      pair(t("Documents written"), number(store.facts.n)),
      pair(t("Not sent yet"), pending ? t("{n}, the oldest {age}", { n: number(pending), age: age(clock.now() - oldest) }) : t("none")),
      pair(t("Terminal"), reached ? t("reached") : t("not reached")),
      pair(t("Storage"), this.persistedText()),
      pair(t("Version"), document.documentElement.dataset.version),
    );
    at("device-kept").hidden = this.covered;
    write(at("device-kept"), this.covered ? "" : this.kept());
    at("device-update").disabled = !this.covered;
    at("device-leave").disabled = !this.covered;
    at("device-save").disabled = pending === 0;
    at("device-told").hidden = !this.told;
    write(at("device-told"), this.told ?? "");
    at("device-problem").hidden = !this.problem;
    write(at("device-problem"), this.problem ?? "");
  }
}
