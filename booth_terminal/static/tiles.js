// The shelf: a tile for every article, chips for the kinds of goods, and the search field.

import { at, element, icon } from "./element.js";
import { matches, searchKey } from "./search.js";
import { markLow, photoUrl, tile } from "./tile.js";
import { t } from "./words.js";

const HUES = 6;
const FIRST = 24; // more than any screen shows at once
const ALL = Symbol("all");
const FAVOURITES = Symbol("favourites");
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: "up", ArrowDown: "down", Home: "first", End: "last" };

export class Tiles {
  /** `chosen(article)` hears every tap on a tile. */
  constructor(chosen) {
    this.chosen = chosen;
    this.picked = ALL;
    this.entries = [];
    this.list = at("tiles");
    this.field = at("search");
    this.field.addEventListener("input", () => this.filter());
    // Enter on a tablet's keyboard only puts the keyboard away: goods are chosen by a tap on what is seen.
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && this.field.blur());
    at("nothing-all").addEventListener("click", () => this.all());
    this.list.addEventListener("click", (event) => this.tapped(event));
    this.list.addEventListener("keydown", (event) => this.step(event));
    this.list.addEventListener("focusin", (event) => this.stopAt(event.target.closest("li")));
    // An error does not bubble. A picture that is not here shows the letter beneath it.
    this.list.addEventListener("error", (event) => (event.target.hidden = true), true);
  }

  /** Draws a price book: this booth's favourites, then the rest. The order is the book's and never moves by itself. */
  draw({ articles, booth }) {
    const favourites = booth?.favourites ?? [];
    const groups = [...new Set(articles.map((article) => article.group))];
    const liked = new Map(favourites.map((id, i) => [id, i]));
    const place = ({ id }) => liked.get(id) ?? Infinity;
    const ordered = [...articles].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
    this.entries = ordered.map((article) => ({
      article,
      key: searchKey(`${article.name} ${article.id} ${article.barcode ?? ""}`),
      liked: liked.has(article.id),
      hue: groups.indexOf(article.group) % HUES,
      item: null,
      hidden: false,
    }));
    this.list.classList.toggle("pictured", articles.some((article) => article.photo));
    this.list.replaceChildren();
    this.lay(FIRST);
    // The rest of a large shelf comes behind the first picture of the page.
    requestAnimationFrame(() => setTimeout(() => this.lay(this.entries.length)));
    this.drawGroups([...(this.entries.some((entry) => entry.liked) ? [FAVOURITES] : []), ALL, ...groups]);
    this.filter();
  }

  /** Lays tiles until there are so many. */
  lay(count) {
    const next = this.entries.slice(this.list.children.length, count);
    for (const entry of next) {
      entry.item = tile(entry.article, entry.hue);
      entry.item.hidden = entry.hidden;
    }
    this.list.append(...next.map(({ item }) => item));
    if (next.length) {
      this.drawStock();
    }
  }

  drawGroups(choices) {
    if (!choices.includes(this.picked)) {
      this.picked = ALL;
    }
    const inside = (choice) =>
      choice === FAVOURITES ? [icon("heart"), t("Favourites")] : [element("bdi", {}, choice === ALL ? t("All") : choice)];
    const chip = (choice) =>
      element(
        "button",
        {
          type: "button",
          lang: typeof choice === "symbol" ? null : "vi",
          "aria-pressed": String(choice === this.picked),
          onclick: () => this.pick(choice),
        },
        ...inside(choice),
      );
    this.choices = choices;
    at("groups").hidden = choices.length < 3;
    at("groups").replaceChildren(...choices.map(chip));
  }

  pick(choice) {
    this.picked = choice;
    [...at("groups").children].forEach((chip, i) => chip.setAttribute("aria-pressed", String(this.choices[i] === choice)));
    this.clear();
    this.filter();
    this.list.scrollTop = 0;
  }

  /** The way out of a search that found nothing. */
  all() {
    this.pick(ALL);
    this.list.querySelector("[tabindex='0']")?.focus({ preventScroll: true });
  }

  clear() {
    this.field.value = "";
    this.field.blur();
  }

  seen({ article, key, liked }, query) {
    if (query) {
      return matches(query, key); // through everything: who searches has not found it in the group
    }
    return this.picked === ALL || (this.picked === FAVOURITES ? liked : article.group === this.picked);
  }

  filter() {
    const query = this.field.value.trim();
    if (query || this.picked !== ALL) {
      this.lay(this.entries.length);
    }
    let first = null;
    for (const entry of this.entries) {
      entry.hidden = !this.seen(entry, query);
      if (entry.item && entry.item.hidden !== entry.hidden) {
        entry.item.hidden = entry.hidden;
      }
      first ??= entry.hidden ? null : entry.item;
    }
    this.stopAt(first);
    const text = first ? "" : this.entries.length ? t("Nothing found.") : t("Nothing is for sale here yet.");
    at("nothing-text").textContent = text;
    at("nothing-all").hidden = Boolean(first) || this.entries.length === 0;
  }

  tapped(event) {
    const item = event.target.closest(".tile")?.parentElement;
    const entry = this.entries.find((one) => one.item === item);
    if (entry) {
      this.choose(entry.article);
    }
  }

  choose(article) {
    if (this.field.value) {
      this.clear();
      this.filter();
    }
    this.chosen(article);
  }

  /** Of three hundred tiles Tab stops at one; arrows go on from there. */
  stopAt(item) {
    if (item !== this.stop) {
      this.stop?.firstElementChild.setAttribute("tabindex", "-1");
      item?.firstElementChild.setAttribute("tabindex", "0");
      this.stop = item;
    }
  }

  step(event) {
    const way = STEPS[event.key];
    const from = event.target.closest("li");
    if (way === undefined || !from || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const seen = this.entries.filter(({ item, hidden }) => item && !hidden).map(({ item }) => item);
    const columns = getComputedStyle(this.list).gridTemplateColumns.split(" ").length;
    const by = { up: -columns, down: columns, first: -seen.length, last: seen.length }[way] ?? way;
    const to = seen.indexOf(from) + by;
    event.preventDefault();
    const end = way === "first" || way === "last";
    seen[end ? Math.min(Math.max(to, 0), seen.length - 1) : to]?.firstElementChild.focus();
  }

  /** What is left of the goods, asked of `left(article)`: thousandths, or null where nobody counts. */
  drawStock(left = this.left) {
    this.left = left;
    if (left) {
      for (const { article, item } of this.entries) {
        if (item) {
          markLow(item, article, left(article));
        }
      }
    }
  }

  /** A picture is on the device now: tiles that looked for it in vain look again. */
  arrived(photo) {
    for (const image of this.list.querySelectorAll(`img[data-photo="${photo}"]`)) {
      if (image.hidden) {
        image.hidden = false;
        image.src = photoUrl(photo);
      }
    }
  }
}
