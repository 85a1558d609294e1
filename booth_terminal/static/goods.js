// Stock added up: what this till sold, took back and wrote down, and what the booth's other tills did, as far as the
// terminal last said. A log of movements merged by sum, so that two tills may sell and count at the same time.

const SIGN = { sale: -1, void: 1, refund: 1 }; // as SIGNS in fairpos/core/stock.py

export class Goods {
  constructor() {
    this.own = new Map();
    this.others = new Map();
  }

  of(article) {
    const found = this.own.get(article) ?? { quantity: 0, stocked: false };
    this.own.set(article, found);
    return found;
  }

  /** Takes in one of this till's documents. */
  take(document) {
    if (document.type === "stock_movement") {
      const found = this.of(document.article);
      found.quantity += document.quantity;
      found.stocked = true;
    } else if (document.type in SIGN && !document.training) {
      for (const line of document.lines) {
        this.of(line.article).quantity += SIGN[document.type] * line.quantity;
      }
    }
  }

  /** Takes in the terminal's word on the other tills: it replaces the one before. */
  hear(articles) {
    this.others = new Map(articles.map((one) => [one.article, one]));
  }

  /** What is left of an article in thousandths; null where nobody ever put a stock to it. */
  left(article) {
    const own = this.own.get(article);
    const others = this.others.get(article);
    return own?.stocked || others?.stocked ? (own?.quantity ?? 0) + (others?.quantity ?? 0) : null;
  }

  /** The same, also before there was a stock: sold goods stand below nought. */
  sum(article) {
    return (this.own.get(article)?.quantity ?? 0) + (this.others.get(article)?.quantity ?? 0);
  }

  /** "low", "out", "over", or null where nothing need be said. Never a reason not to sell. */
  mark({ id, low_stock: low }) {
    const left = this.left(id);
    if (left === null || left > Math.max(0, (low ?? 0) - 1)) {
      return null;
    }
    return left < 0 ? "over" : left === 0 ? "out" : "low";
  }
}
