// What the organisers say, in a line above the page and never in its way: one thing at a time, until it is tapped
// away or its time is over.

import { timeOf } from "./day.js";
import { at, write } from "./element.js";
import { device } from "./store.js";
import { t, words } from "./words.js";

const REMEMBERED = 200;

export class Said {
  constructor(till) {
    this.till = till;
    this.read = [];
    till.beside.push(this);
    at("said-read").addEventListener("click", () => this.close());
    device.get(till.db, "read").then((read) => this.remember(read ?? []));
  }

  renew() {
    this.draw();
  }

  tick() {
    this.draw();
  }

  get unread() {
    const { book, clock } = this.till;
    const now = clock.corrected();
    // An inspector's book knows every booth's stops; they are news at the booth alone.
    const stops = (book.booth ? (book.stops ?? []) : []).map(({ article, name, at: since }) => ({
      id: `${article} ${since}`,
      text: t("Off the shelf since {time}: {name}. It may be sold again when the organiser says so.", { name, time: timeOf(since) }),
    }));
    const notices = (book.notices ?? []).filter(({ from_at, until_at }) => from_at <= now && now < until_at);
    return [...stops, ...notices].filter(({ id }) => !this.read.includes(id));
  }

  remember(read) {
    this.read = read.slice(-REMEMBERED);
    this.draw();
  }

  close() {
    this.remember([...this.read, this.shown]);
    device.put(this.till.db, "read", this.read);
  }

  draw() {
    const [first] = this.unread;
    this.shown = first?.id;
    at("said").hidden = !first;
    write(at("said-text"), (words.language === "en" && first?.text_en) || first?.text || "");
  }
}
