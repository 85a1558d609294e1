// Changing a basket by more than a tap: a price that is asked for, a weight, another price, a discount, a note.
// Each opens a pad; nothing changes before "done", and what needs a manager asks for one first.

import { EMPTY, add, approved, deeds, remove, setDiscount, setLine, subtotal, total } from "./basket.js";
import { refusal } from "./refusal.js";
import { dong, t } from "./words.js";

export class Editing {
  constructor(selling, pad, amounts) {
    Object.assign(this, { selling, pad, amounts });
  }

  /** An article was chosen. What must be asked first (its price, how much it weighs) is asked. */
  choose(article, price = article.open_price ? null : article.price) {
    if (price === null) {
      this.askPrice(article);
    } else if (article.weighed) {
      this.selling.show("pad");
      this.pad.open(
        { ...article, price, quantity: 0, discount: 0 },
        { done: ({ quantity }) => this.selling.put(article, quantity, price), remove: null, leave: () => this.selling.back() },
      );
    } else {
      this.selling.put(article, 1000, price);
    }
  }

  askPrice(article) {
    this.selling.show("amount");
    this.amounts.open({
      title: () => article.name,
      hint: () => t("What does it cost?"),
      amount: article.price,
      aside: () => `/ ${article.unit}`,
      doneText: () => (article.weighed ? t("Weigh it") : t("Put in the basket")),
      done: ({ amount }) => {
        // Tried before anything is weighed, so that a slip of the finger is told beside the key.
        const why = refusal(() => setLine(add(EMPTY, article, 1000, () => "", 1), 0, { price: amount }));
        if (!why) {
          this.choose(article, amount);
        }
        return why;
      },
      leave: () => this.selling.back(),
    });
  }

  openLine(index) {
    const line = this.selling.basket.lines[index];
    this.selling.show("pad");
    this.pad.open(line, {
      done: (change) => this.allowed(deeds(line, change), (basket) => setLine(basket, index, change)),
      remove: () => this.selling.attempt(() => remove(this.selling.basket, index)),
      leave: () => this.selling.back(),
    });
  }

  openDiscount() {
    const { basket } = this.selling;
    const off = ({ amount, percent }) => (percent ? { percent } : { discount: amount });
    this.selling.show("amount");
    this.amounts.open({
      title: () => t("Discount on the basket"),
      hint: () => t("To pay: {amount}", { amount: dong(subtotal(basket)) }),
      amount: basket.discount,
      percent: basket.percent,
      percents: true,
      nothing: true,
      aside: (value) => {
        try {
          return dong(total(setDiscount(basket, off(value))));
        } catch {
          return "";
        }
      },
      doneText: ({ amount, percent }) => (amount || percent ? t("Take off") : t("No discount")),
      done: (value) =>
        this.allowed(value.amount || value.percent ? ["discount"] : [], (open) => setDiscount(open, off(value))),
      leave: () => this.selling.back(),
    });
  }

  /** Changes the basket where a person may do so. Gives words when nothing was changed, otherwise null. */
  allowed(asked, make) {
    const why = refusal(() => make(this.selling.basket));
    if (why) {
      return why;
    }
    return asked.length ? this.ask(asked, make) : this.selling.attempt(() => make(this.selling.basket));
  }

  async ask(asked, make) {
    const { basket } = this.selling;
    let by = "";
    for (const deed of asked) {
      const answer = await this.selling.till.people.approve(deed);
      if (!answer || this.selling.basket !== basket) {
        return t("The basket is unchanged. This needs a manager.");
      }
      by = answer.approved_by || by;
    }
    return this.selling.attempt(() => approved(make(basket), by));
  }
}
