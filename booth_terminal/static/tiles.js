// The shelf: a tile for every article, chips for the kinds of goods, and the search field.

import { at, element } from "./element.js";
import { matches, searchKey } from "./search.js";
import { dong, t } from "./words.js";

function stars(count) {
  return count
    ? element("span", { class: "stars", role: "img", "aria-label": t("OCOP {n} stars", { n: count }) }, "★".repeat(count))
    : null;
}

function tile(article, chosen) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "tile", "data-article": article.id, onclick: () => chosen(article) },
      element("bdi", { class: "tile-name", lang: "vi" }, article.name),
      element(
        "span",
        { class: "tile-foot" },
        element("strong", {}, dong(article.price)),
        element("span", { class: "tile-unit" }, "/ ", element("bdi", { lang: "vi" }, article.unit)),
        stars(article.stars),
      ),
    ),
  );
}

export class Tiles {
  /** `chosen(article)` hears every tap on a tile. */
  constructor(chosen) {
    this.chosen = chosen;
    this.group = null;
    this.articles = [];
    this.field = at("search");
    this.field.addEventListener("input", () => this.filter());
    // Enter on a tablet's keyboard only puts the keyboard away: goods are chosen by a tap on what is seen.
    this.field.addEventListener("keydown", (event) => event.key === "Enter" && this.field.blur());
  }

  /** Draws a price book. The order is the book's and never moves by itself. */
  draw(articles) {
    this.articles = articles.map((article) => ({ article, key: searchKey(`${article.name} ${article.id}`) }));
    this.made = articles.map((article) => tile(article, (chosen) => this.choose(chosen)));
    at("tiles").replaceChildren(...this.made);
    this.drawGroups([...new Set(articles.map((article) => article.group))]);
    this.filter();
  }

  drawGroups(groups) {
    if (!groups.includes(this.group)) {
      this.group = null;
    }
    const chip = (group, text) =>
      element(
        "button",
        { type: "button", lang: group && "vi", "aria-pressed": String(group === this.group), onclick: () => this.pick(group) },
        element("bdi", {}, text),
      );
    this.groups = [null, ...groups];
    at("groups").hidden = groups.length < 2;
    at("groups").replaceChildren(...this.groups.map((group) => chip(group, group ?? t("All"))));
  }

  pick(group) {
    this.group = group;
    [...at("groups").children].forEach((chip, i) => chip.setAttribute("aria-pressed", String(this.groups[i] === group)));
    this.filter();
  }

  filter() {
    const query = this.field.value;
    let shown = 0;
    this.articles.forEach(({ article, key }, i) => {
      // A search looks through everything: who searches has not found it in the group.
      const seen = query.trim() ? matches(query, key) : this.group === null || article.group === this.group;
      this.made[i].hidden = !seen;
      shown += seen ? 1 : 0;
    });
    at("nothing").textContent = shown ? "" : this.articles.length ? t("Nothing found.") : t("Nothing is for sale here yet.");
  }

  choose(article) {
    if (this.field.value) {
      this.field.value = "";
      this.field.blur();
      this.filter();
    }
    this.chosen(article);
  }
}
