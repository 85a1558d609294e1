// The till's line to its printer. Selling never waits for it: a slip is a wish that the terminal writes down, and
// what became of it is asked for now and then, oftener while something is on its way.

import { newId } from "./ids.js";

const QUIET = 15_000;
const BUSY = 1_200;
const HIDDEN = 60_000;
const PATIENCE = 8_000;
const WISH = 600_000; // as long as the terminal prints by itself, see spool.py
const EXPECTED = 30_000;

/** What a job is as people see it: on its way, out, or one of the two kinds of not out. */
export function outcome(job) {
  switch (job.state) {
    case "printed":
      return "printed";
    case "waiting":
      return job.problem ? "held" : "coming";
    case "printing":
      return "coming";
    case "unknown":
      return "unsure";
    default:
      return "missing";
  }
}

export class Printing {
  /** `changed()` hears every answer. */
  constructor(till, changed) {
    this.till = till;
    this.changed = changed;
    this.state = null; // the terminal's last word
    this.reached = null;
    this.wishes = new Map(); // documents to be printed as soon as the terminal has them, and since when
    this.expected = new Map(); // documents that print by themselves, and since when
    this.ring = () => {};
  }

  get mode() {
    return this.state?.printer ? this.state.receipts : "never";
  }

  /** The newest job of a document. */
  job(document) {
    return this.state?.jobs.find((job) => job.subject === document && job.kind === "document") ?? null;
  }

  async watch() {
    for (;;) {
      await this.refresh();
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, this.pause());
        this.ring = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  pause() {
    if (document.visibilityState === "hidden") {
      return HIDDEN;
    }
    const now = this.till.clock.now();
    const soon = [...this.expected.values()].some((since) => now - since < EXPECTED);
    return this.state?.waiting || soon || this.wishes.size ? BUSY : QUIET;
  }

  /** A sale was made: if it prints by itself, or was wished for, its slip is followed closely. */
  follow(document) {
    this.expected.set(document, this.till.clock.now());
    this.ring();
  }

  async refresh() {
    const answer = await this.ask("GET", "/till/prints");
    this.reached = answer !== null;
    if (Array.isArray(answer?.jobs)) {
      this.state = answer;
      const out = new Set(answer.jobs.filter((job) => !["waiting", "printing"].includes(job.state)).map((j) => j.subject));
      const now = this.till.clock.now();
      for (const [document, since] of this.expected) {
        if (out.has(document) || now - since > EXPECTED) {
          this.expected.delete(document);
        }
      }
    }
    await this.grant();
    this.changed();
  }

  /** Wishes whose documents may have reached the terminal meanwhile. */
  async grant() {
    for (const [document, since] of this.wishes) {
      if (this.till.clock.now() - since > WISH) {
        this.wishes.delete(document);
      } else if (this.reached) {
        await this.send(document);
      }
    }
  }

  async send(document) {
    const answer = await this.ask("POST", "/till/prints", { document, copy: 1 });
    if (answer !== null && answer.code !== "not-kept") {
      this.wishes.delete(document);
      this.take(answer);
    }
  }

  /** The first slip of a document that may still be on this device only. */
  async first(document) {
    this.wishes.set(document, this.till.clock.now());
    this.changed();
    await this.send(document);
    this.follow(document);
  }

  /** A slip anew: as it was if it never came out, else as a copy. Gives the answer, null without a line. */
  async again(document) {
    return this.print({ document });
  }

  /** `{kind: "test"}`, `{kind: "shift", document: shift}` for an X report, or `{document}`. */
  async print(asked) {
    const ref = newId(this.till.clock.now());
    const answer = await this.ask("POST", "/till/prints", { ref, ...asked });
    this.take(answer);
    this.ring();
    return answer;
  }

  async drawer(reason) {
    const ref = newId(this.till.clock.now());
    const by = this.till.people?.by ?? "";
    return this.ask("POST", "/till/drawer", { ref, reason, by });
  }

  take(answer) {
    if (answer?.job && this.state) {
      const others = this.state.jobs.filter((job) => job.no !== answer.job.no);
      this.state = { ...this.state, jobs: [answer.job, ...others], waiting: this.state.waiting + 1 };
    }
    this.changed();
  }

  /** An answer of the terminal's own, good or bad; null when none came. */
  async ask(method, path, body) {
    try {
      const response = await fetch(path, {
        method,
        headers: body ? { "Content-Type": "application/json" } : {},
        body: body ? JSON.stringify(body) : undefined,
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const answer = await response.json();
      const own = answer?.code || answer?.job || Array.isArray(answer?.jobs);
      return own ? answer : null;
    } catch {
      return null;
    }
  }
}
