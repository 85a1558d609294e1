// How full the hall behind this gate is, as the terminal counts it from all the gates that count with it. It is
// asked for and never waited for; what is old is not shown.

import { timeOf } from "./day.js";
import { at, write } from "./element.js";
import { number, t } from "./words.js";

const PATIENCE = 6_000;
const OLD = 180_000;

function text({ hall, fill, inside, capacity, without }, time) {
  const figures = { hall: hall || t("The fair"), n: number(inside), of: number(capacity), time };
  const said = {
    room: () => t("{hall}: {n} of {of} people inside at {time}.", figures),
    near: () => t("{hall} is nearly full: {n} of {of} people inside at {time}.", figures),
    full: () => t("{hall} is full: {n} of {of} people inside at {time}. Let people wait.", figures),
  }[fill]();
  return without.length ? `${said} ${t("Not counted here: {gates}.", { gates: without.join(", ") })}` : said;
}

export class Crowd {
  constructor(till) {
    this.till = till;
    this.heard = null;
    till.beside.push(this);
  }

  start() {
    this.ask();
  }

  tick() {
    this.ask();
  }

  async ask() {
    try {
      const response = await fetch("/till/crowd", { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      const body = await response.json();
      if (response.ok && Array.isArray(body.halls)) {
        this.heard = body;
      }
    } catch {
      // No line: what was heard last stands for a while.
    }
    this.draw();
  }

  draw() {
    const known = this.heard && this.till.clock.corrected() - this.heard.at < OLD;
    const order = ["room", "near", "full"];
    const [fullest] = known ? [...this.heard.halls].sort((a, b) => order.indexOf(b.fill) - order.indexOf(a.fill)) : [];
    at("crowd").hidden = !fullest;
    at("crowd").dataset.fill = fullest?.fill ?? "";
    write(at("crowd"), fullest ? text(fullest, timeOf(this.heard.at)) : "");
  }
}
