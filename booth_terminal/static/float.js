// Opening a shift with its float: whose drawer it is, and what was put into it.

import { at } from "./element.js";
import { NoteCount } from "./note_count.js";
import { given, open } from "./shift.js";
import { dong, t } from "./words.js";

export class Float {
  constructor(room) {
    this.room = room;
    this.count = new NoteCount(at("float-count"), () => this.draw());
    for (const key of document.querySelectorAll("[data-drawer-kind]")) {
      key.addEventListener("click", () => this.choose(key.dataset.drawerKind));
    }
    at("float-done").addEventListener("click", () => this.done());
    at("float-back").addEventListener("click", () => room.home());
  }

  /** "own", "shared" (this one puts the float in), or "joined" (the float is in already, and is stated once). */
  open(shared) {
    this.kind = shared ? "joined" : "own";
    this.count.reset();
    this.draw();
    this.room.show("float");
  }

  choose(kind) {
    this.kind = kind;
    this.draw();
  }

  /** Both tablets of a booth call their drawer by the booth's name, so they agree without asking anybody. */
  get drawer() {
    const { booth, till } = this.room.till.book;
    return this.kind === "own" ? "" : (booth?.id ?? till.place);
  }

  async done() {
    const joined = this.kind === "joined";
    const { till } = this.room;
    const put = { float: joined ? 0 : this.count.total, notes: joined ? [] : this.count.notes, drawer: this.drawer };
    await this.room.write(() => open(till.store, given(till), put), "float");
  }

  draw() {
    for (const key of document.querySelectorAll("[data-drawer-kind]")) {
      key.setAttribute("aria-pressed", String(key.dataset.drawerKind === this.kind));
    }
    const joined = this.kind === "joined";
    at("float-count").hidden = joined;
    at("float-joined").hidden = !joined;
    this.count.draw();
    at("float-done").textContent = joined ? t("Join the drawer") : t("Open with {amount}", { amount: dong(this.count.total) });
  }
}
