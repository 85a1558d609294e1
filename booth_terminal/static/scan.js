// What becomes of a scan, by cable or by camera. Goods go into the basket as by a tap on their tile; whatever else
// was read is told in words, with the basket as it was.

import { find } from "./barcode.js";
import { Camera } from "./camera.js";
import { at, element } from "./element.js";
import { Wedge } from "./wedge.js";
import { dong, t } from "./words.js";

const NEWS = 10_000;
const LONGEST = 40;

const takers = [];
let camera = null;

/** Lets a room have what is scanned while it is open: `take(text)` is true for what it took. Gives the way to end it. */
export function listen(take) {
  takers.push(take);
  return () => takers.splice(takers.indexOf(take), 1);
}

/**
 * Asks for one code, by camera or by cable: "goods" for any barcode, "slip" for the QR code of a slip. Gives its
 * text, or null when nobody wanted to scan after all.
 */
export function scan(kind) {
  return new Promise((resolve) => {
    const end = (text) => {
      leave();
      resolve(text);
    };
    const take = (text) => {
      camera.close();
      end(text);
      return true;
    };
    const leave = listen(take);
    camera.open(kind, take, () => takers.includes(take) && end(null));
  });
}

export class Scanner {
  constructor(till, selling) {
    this.till = till;
    this.selling = selling;
    camera = new Camera(till);
    new Wedge((text) => this.heard(text), () => selling.typing);
    at("scan-open").addEventListener("click", () => this.openCamera());
    at("scan-news-close").addEventListener("click", () => this.say(null));
  }

  /** The camera stays open from one thing to the next, and says what it put in. */
  openCamera() {
    this.say(null);
    camera.open("goods", (text) => this.heard(text), () => {});
  }

  heard(text) {
    const taken = [...takers].reverse().some((take) => take(text));
    if (!taken && text) {
      this.choose(text);
    }
  }

  choose(text) {
    const code = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    if (!this.isFree) {
      this.say(t("{code} was scanned while something else is open. The basket is unchanged: close that, then scan again.", { code }));
      return;
    }
    const { found, misread } = find(this.till.book.articles, text);
    if (found.length === 1) {
      this.say(null);
      this.put(found[0]);
    } else if (found.length) {
      this.ask(code, found);
    } else if (misread) {
      this.say(t("Code {code} was misread. The basket is unchanged: scan it again.", { code }));
    } else {
      this.say(t("Code {code} is not sold at this booth. The basket is unchanged.", { code }));
    }
  }

  /** Whether the basket is what the seller looks at: over an open pad or room a scan must change nothing. */
  get isFree() {
    const { view, completing } = this.selling;
    const dialog = document.querySelector("dialog[open]:not(#camera)");
    return view === "basket" && !completing && !dialog && this.till.writer.standing === "writing";
  }

  put(article) {
    const { basket } = this.selling;
    this.selling.editing.choose(article);
    if (this.selling.view !== "basket") {
      camera.close(); // it is to be weighed, or its price said
    } else if (this.selling.basket !== basket) {
      camera.say(t("In the basket: {name}, {price}", { name: article.name, price: dong(article.price) }));
    }
  }

  /** The book has this code more than once: the seller sees which is in the hand. */
  ask(code, articles) {
    camera.close();
    this.say(null);
    at("scan-choice-text").textContent = t("Code {code} stands for several. The basket is unchanged until you choose.", { code });
    const choice = (article) =>
      element(
        "li",
        {},
        element(
          "button",
          { type: "button", "data-choice": article.id, onclick: () => this.chosen(article) },
          element("bdi", { lang: "vi" }, article.name),
          element("strong", {}, article.open_price ? t("Ask the price") : dong(article.price)),
        ),
      );
    at("scan-choices").replaceChildren(...articles.map(choice));
    at("scan-choice").showModal();
  }

  chosen(article) {
    at("scan-choice").close();
    this.put(article);
  }

  /** Says it above everything that is open, for a while; null takes back what was said. */
  say(text) {
    clearTimeout(this.timer);
    const news = at("scan-news");
    if (camera.isOpen && text) {
      camera.say(text);
      return;
    }
    news.hidden = !text;
    news.hidePopover?.(); // an old browser has none: then it stands above the page, though not above a room
    if (text) {
      news.showPopover?.();
    }
    at("scan-news-text").textContent = text ?? "";
    if (text) {
      this.timer = setTimeout(() => this.say(null), NEWS);
    }
  }
}
