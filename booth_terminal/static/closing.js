// Closing a shift: a blind count, then the difference and a reason for it. The count is written down before anybody
// sees what should be there; counting again keeps the first count in the reason. Nothing here waits for a network.

import { at, element } from "./element.js";
import { NoteCount } from "./note_count.js";
import { Reasons } from "./reasons.js";
import { differenceText, pair, signed } from "./report.js";
import { close, documentsOf, given } from "./shift.js";
import { sumsOf } from "./shift_figures.js";
import { dong, t } from "./words.js";

const PATIENCE = 4_000;

/** What the booth's other tills took into a shared drawer, as the terminal knows it; null when it cannot be asked. */
async function askOthers(shift) {
  try {
    const response = await fetch(`/till/drawers/${shift}`, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    const answer = await response.json();
    return response.ok && Array.isArray(answer.others) ? answer.others : null;
  } catch {
    return null;
  }
}

export class Closing {
  constructor(room) {
    this.room = room;
    this.shift = null;
    this.count = new NoteCount(at("closing-count"), () => this.draw());
    this.reasons = new Reasons(at("result-reasons"), () => [t("Wrong change given"), t("Miscounted float"), t("Not known")]);
    at("closing-done").addEventListener("click", () => this.counted());
    at("closing-skip").addEventListener("click", () => this.close({ counted: null }));
    at("closing-back").addEventListener("click", () => room.home());
    at("result-again").addEventListener("click", () => this.again());
    at("result-done").addEventListener("click", () => this.finish());
  }

  /** Begins with a shift, or goes on with the count that a reload or a lock interrupted. */
  async open(shift, count) {
    this.shift = shift;
    this.standing = count?.shift === shift.id ? count : null;
    this.count.reset();
    this.reasons.reset();
    if (this.standing?.counted !== undefined && this.standing?.counted !== null) {
      await this.result();
    } else {
      this.draw();
      this.room.show("closing");
    }
  }

  keep(count) {
    this.standing = count;
    const { store } = this.room.till;
    return this.room.till.write(() => store.write((tx) => store.put(tx, "count", count)));
  }

  async counted() {
    const before = this.standing?.before ?? [];
    await this.keep({ shift: this.shift.id, counted: this.count.total, notes: this.count.notes, before });
    await this.result();
  }

  /** A count that surprises is counted again; what was found first stays on record. */
  async again() {
    const { counted, before } = this.standing;
    await this.keep({ shift: this.shift.id, counted: null, notes: [], before: [...before, counted] });
    this.count.reset();
    this.draw();
    this.room.show("closing");
  }

  async result() {
    const { till } = this.room;
    const documents = await till.store.read((tx) => documentsOf(till.store, tx, this.shift));
    this.sums = sumsOf(documents);
    this.others = [];
    this.drawResult();
    this.room.show("result");
    if (this.shift.drawer) {
      this.others = await askOthers(this.shift.id);
      this.drawResult();
    }
  }

  /** What should lie in the drawer, with the other tills' part of it; null where that is not known now. */
  get expected() {
    return this.others && this.sums.expected + this.others.reduce((sum, one) => sum + one.expected, 0);
  }

  get difference() {
    return this.expected === null ? null : this.standing.counted - this.expected;
  }

  finish() {
    const { counted, notes, before } = this.standing;
    const earlier = before.length ? t("counted before: {amounts}", { amounts: before.map((one) => dong(one)).join(", ") }) : "";
    const why = this.difference === 0 ? "" : this.reasons.text;
    const reason = [why, earlier].filter(Boolean).join("; ").slice(0, 200);
    return this.close({ counted, notes, reason, expected: this.expected });
  }

  async close(found) {
    const { till } = this.room;
    const { shift } = this;
    const made = await this.room.write(() => close(till.store, given(till), shift, found), null);
    if (made) {
      await this.room.report(shift);
    }
  }

  draw() {
    at("closing-shared").hidden = !this.shift?.drawer;
    this.count.draw();
    at("closing-done").textContent = t("{amount} counted", { amount: dong(this.count.total) });
  }

  drawResult() {
    const { standing, sums, expected, difference } = this;
    const shared = Boolean(this.shift.drawer);
    const right = difference === 0;
    const told = difference === null
      ? t("The other tablet's cash is not known here now. The difference is worked out when both have sent.")
      : differenceText(difference);
    at("result-told").textContent = told;
    at("result-told").className = right ? "told told-right" : "told told-off";
    at("result-figures").replaceChildren(
      pair(t("Counted"), dong(standing.counted)),
      pair(shared ? t("This tablet's part") : t("Should be in the drawer"), dong(sums.expected)),
      ...(this.others ?? []).map((one) => pair(t("Till {till}", { till: one.till }), dong(one.expected))),
      difference === null ? element("div") : pair(t("Difference"), signed(difference)),
    );
    at("result-waiting").hidden = !(this.others ?? []).some((one) => one.open);
    at("result-why").hidden = right;
    this.reasons.draw();
  }

  words() {
    if (this.shift) {
      this.draw();
      this.count.draw();
      if (this.sums && this.standing?.counted !== undefined && this.standing?.counted !== null) {
        this.drawResult();
      }
    }
  }
}
