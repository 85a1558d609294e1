// The room of the shift and its drawer: what stands open, what may be done about it, and the reports.

import { Closing } from "./closing.js";
import { dayText, timeOf } from "./day.js";
import { at, element, icon } from "./element.js";
import { Float } from "./float.js";
import { Moving } from "./moving.js";
import { drawReport, pair } from "./report.js";
import { close, documentsOf, given, pastShifts, standing } from "./shift.js";
import { sumsOf } from "./shift_figures.js";
import { Fenced } from "./store.js";
import { dong, number, t } from "./words.js";

const VIEWS = ["home", "float", "move", "closing", "result", "report", "past"];
const PATIENCE = 4_000;

export class DrawerRoom {
  constructor(till) {
    this.till = till;
    this.view = "home";
    this.facts = null;
    this.reported = null; // the shift whose report is open, with its sums
    this.float = new Float(this);
    this.moving = new Moving(this);
    this.closing = new Closing(this);
    till.beside.push(this);
    this.on("drawer-open", () => this.float.open(Boolean(this.facts.drawer)));
    this.on("drawer-report", () => this.report(this.facts.shift));
    this.on("drawer-in", () => this.moving.open(false));
    this.on("drawer-out", () => this.moving.open(true));
    this.on("drawer-close", () => this.closing.open(this.facts.shift, this.facts.count));
    this.on("drawer-past", () => this.openPast());
    this.on("past-back", () => this.home());
    this.on("report-back", () => this.home());
    this.on("report-print", () => this.print());
    this.on("left-note-open", () => this.open());
    this.on("left-note-later", () => this.later());
  }

  on(id, tap) {
    at(id).addEventListener("click", tap);
  }

  async open() {
    await this.home();
    at("drawer").showModal();
  }

  async start() {
    await this.tick();
  }

  /** The day may have turned over with a shift left open: say so where it is seen, once a day. */
  async tick() {
    const { left } = await standing(this.till.store, this.till.today);
    const [oldest] = left;
    const told = this.laterDay === this.till.today;
    at("left-note").hidden = !oldest || told;
    if (oldest) {
      at("left-note-text").textContent = t("The shift of {day} was left open. Selling goes on; close it when there is time.", { day: dayText(oldest.day) });
    }
  }

  later() {
    this.laterDay = this.till.today;
    at("left-note").hidden = true;
  }

  show(view) {
    this.view = view;
    for (const name of VIEWS) {
      at(`drawer-${name}-view`).hidden = name !== view;
    }
    this.say(null);
    at("drawer").scrollTop = 0;
    at(`drawer-${view}-view`).focus({ preventScroll: true });
  }

  /** Words above everything else in the room. */
  say(text) {
    at("drawer-problem").hidden = !text;
    at("drawer-problem").textContent = text ?? "";
  }

  /** Runs a write, goes home after it, and says what became of it when it failed. Gives what was made, or null. */
  async write(work, from) {
    if (this.busy) {
      return null;
    }
    this.busy = true;
    try {
      const made = await this.till.write(work);
      if (from) {
        await this.home();
      }
      await this.tick();
      return made;
    } catch (error) {
      if (!(error instanceof Fenced)) {
        console.error(error);
      }
      this.say(t("NOT saved: this device could not write it down. Nothing was changed. Try again."));
      return null;
    } finally {
      this.busy = false;
    }
  }

  async home() {
    this.facts = await standing(this.till.store, this.till.today);
    const { shift } = this.facts;
    const documents = shift && (await this.till.store.read((tx) => documentsOf(this.till.store, tx, shift)));
    this.sums = documents && sumsOf(documents);
    this.drawHome();
    this.show("home");
  }

  /** The X report of an open shift, the Z of a closed one. */
  async report(shift) {
    const documents = await this.till.store.read((tx) => documentsOf(this.till.store, tx, shift));
    this.reported = { shift, sums: sumsOf(documents), beyond: null };
    this.drawReport();
    this.show("report");
    if (this.reported.sums.closing) {
      this.reported.beyond = await this.ask(shift.id);
      this.drawReport();
    }
  }

  /** What the terminal knows of a closed shift that this till does not: what came late. Null without a line. */
  async ask(shift) {
    try {
      const response = await fetch(`/till/shifts/${shift}`, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  async openPast() {
    this.past = await pastShifts(this.till.store);
    this.drawPast();
    this.show("past");
  }

  async print() {
    const { shift, sums } = this.reported;
    const asked = sums.closing ? { document: sums.closing.id } : { kind: "shift", document: shift.id };
    const problem = await this.till.printer?.print(asked);
    at("report-printed").textContent = problem ?? t("The report is on its way to the printer.");
  }

  name(id) {
    return (this.till.book.staff ?? []).find((one) => one.id === id)?.name ?? id;
  }

  draw() {
    if (this.facts) {
      this.drawHome();
    }
    this.tick();
    this.float.draw();
    this.moving.draw();
    this.closing.words();
    if (this.reported) {
      this.drawReport();
    }
    if (this.past) {
      this.drawPast();
    }
  }

  drawHome() {
    const { shift, left } = this.facts;
    at("drawer-left").replaceChildren(...left.map((one) => this.leftCard(one)));
    at("drawer-none").hidden = shift !== null;
    at("drawer-now").hidden = shift === null;
    at("drawer-open").hidden = shift !== null;
    for (const id of ["drawer-report", "drawer-close"]) {
      at(id).hidden = shift === null;
    }
    if (shift) {
      const opened = `${timeOf(shift.at + (this.sums.opening?.offset ?? 0))} ${this.name(shift.by)}`.trim();
      at("drawer-now").replaceChildren(
        pair(t("Opened"), opened),
        pair(t("Float"), dong(this.sums.float)),
        pair(t("Sales"), number(this.sums.sales)),
        ...(shift.drawer ? [pair(t("Drawer"), t("Shared by the booth"))] : []),
      );
    }
  }

  leftCard(shift) {
    const skip = () => this.write(() => close(this.till.store, given(this.till), shift, { counted: null }), "left");
    return element(
      "li",
      {},
      icon("warning"),
      element("p", {}, t("The shift of {day} is still open.", { day: dayText(shift.day) })),
      element("button", { type: "button", class: "does", onclick: () => this.closing.open(shift, this.facts.count) }, t("Count and close")),
      element("button", { type: "button", onclick: skip }, t("Close without a count")),
    );
  }

  drawReport() {
    const { sums, beyond } = this.reported;
    const closed = sums.closing !== null;
    const blind = !closed && !this.till.people.manages;
    at("report-title").textContent = closed ? t("Z report") : t("X report");
    if (beyond?.revision) {
      at("report-title").textContent += ` · ${t("revision {n}", { n: number(beyond.revision) })}`;
    }
    drawReport(at("report-body"), sums, { blind, names: (id) => this.name(id) });
    const pending = this.till.store.pending;
    at("report-news").textContent = pending
      ? t("Not sent yet: {n}. It is safe here and will arrive in this shift.", { n: number(pending) })
      : t("Everything has been sent.");
    at("report-late").hidden = !beyond?.revision;
    if (beyond?.revision) {
      at("report-late").textContent = t("{n} documents came after the count. With them the drawer should hold {amount}.", {
        n: number(beyond.late),
        amount: dong(beyond.expected),
      });
    }
    at("report-printed").textContent = "";
  }

  drawPast() {
    at("past-none").hidden = this.past.length > 0;
    at("past-list").replaceChildren(...this.past.map((one) => this.pastRow(one)));
  }

  pastRow({ shift, opening, closing }) {
    const expected = closing?.expected ?? null;
    const off = closing && closing.counted !== null && expected !== null ? closing.counted - expected : null;
    const state = !closing ? t("Open") : closing.counted === null ? t("Closed, not counted") : off ? t("Difference {amount}", { amount: dong(off) }) : t("Closed");
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", onclick: () => this.report(shift) },
        element("strong", {}, dayText(opening.day)),
        element("span", {}, `${timeOf(opening.at + (opening.offset ?? 0))} ${this.name(opening.by)}`),
        element("span", { class: "past-state" }, state),
      ),
    );
  }
}
