// What the buyer is told on a second screen of this device: the goods, the sum, the change, the code to pay with.
// Only this goes out, never the basket itself: notes, list prices and who approved what are the seller's.

import { subtotal, total } from "./basket.js";
import { at } from "./element.js";
import { lineTotal } from "./totals.js";
import { words } from "./words.js";

export const CHANNEL = "fairpos-display";

function shownLine(line) {
  const { name, quantity, unit } = line;
  return { name, quantity, unit, total: lineTotal(line) };
}

export class CustomerDisplay {
  constructor(till, selling) {
    this.till = till;
    this.cover = null; // what another view shows over the basket
    this.view = { kind: "idle" };
    this.waiting = false;
    till.display = this;
    this.channel = new BroadcastChannel(CHANNEL);
    // A screen that has just been opened asks what there is to see.
    this.channel.onmessage = ({ data }) => data === "hello" && this.post();
    selling.watchers.push(({ basket, finished }) => this.look(basket, finished));
    at("display-open").addEventListener("click", () => window.open("/till/display", CHANNEL));
  }

  /** Shows something over the basket, for example a code to pay with; null shows the basket again. */
  show(view) {
    this.cover = view;
    this.post();
  }

  look(basket, finished) {
    if (basket.lines.length) {
      const sum = total(basket);
      this.view = { kind: "basket", lines: basket.lines.map(shownLine), discount: subtotal(basket) - sum, total: sum };
    } else if (finished) {
      const given = finished.tenders.filter((one) => one.given !== null).reduce((all, one) => all + one.given, 0);
      const change = finished.tenders.reduce((all, one) => all + one.change, 0);
      this.view = { kind: "paid", total: finished.total, given, change };
    } else {
      this.view = { kind: "idle" };
    }
    this.post();
  }

  /** After the tap has been drawn, and once for all that happened in it. Only the tab that sells speaks. */
  post() {
    if (this.waiting || this.till.writer?.standing !== "writing") {
      return;
    }
    this.waiting = true;
    setTimeout(() => {
      this.waiting = false;
      const { fair, booth, till } = this.till.book;
      const place = booth?.name ?? till.place;
      this.channel.postMessage({ ...(this.cover ?? this.view), language: words.language, fair: fair.name, place });
    });
  }
}
