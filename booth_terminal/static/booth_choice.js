// Choosing a booth out of hundreds: by its number, its name or who stands there.

import { at, element } from "./element.js";
import { matches, searchKey } from "./search.js";

const SHOWN = 6;

export class BoothChoice {
  /** `chosen()` hears of every change. */
  constructor(till, chosen) {
    this.till = till;
    this.chosen = chosen;
    this.booth = null;
    this.renew();
    at("booth-query").addEventListener("input", () => this.draw());
    // Enter on a phone's keyboard only puts the keyboard away.
    at("booth-query").addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        event.target.blur();
      }
    });
    at("booth-again").addEventListener("click", () => this.choose(null));
  }

  /** Takes up a new price book. A booth that is gone from it is chosen no longer. */
  renew() {
    const { booths, exhibitors } = this.till.book;
    const names = new Map(exhibitors.map((who) => [who.id, who.name]));
    this.entries = booths.map((booth) => {
      const who = booth.exhibitors.map((id) => names.get(id) ?? id).join(" · ");
      return { booth, who, key: searchKey(`${booth.id} ${booth.name} ${who}`) };
    });
    this.booth = booths.find((booth) => booth.id === this.booth?.id) ?? null;
  }

  /** What is for sale at the chosen booth, also what was taken off its shelf. */
  get articles() {
    const who = this.booth?.exhibitors ?? [];
    return who.flatMap((id) => this.till.book.articles.filter((article) => article.exhibitor === id));
  }

  /** The stops of the chosen booth by article. */
  get stops() {
    const here = this.till.book.stops.filter((stop) => stop.booth === this.booth?.id);
    return new Map(here.map((stop) => [stop.article, stop]));
  }

  /** Takes up a booth that was chosen before, if it is still there. */
  take(id) {
    this.booth = this.till.book.booths.find((booth) => booth.id === id) ?? null;
    this.draw();
  }

  choose(booth) {
    this.booth = booth;
    at("booth-query").value = "";
    this.draw();
    this.chosen();
    at(booth ? "article" : "booth-query").focus();
  }

  draw() {
    const query = at("booth-query").value.trim();
    const found = query ? this.entries.filter(({ key }) => matches(query, key)).slice(0, SHOWN) : [];
    at("booth-search").hidden = Boolean(this.booth);
    at("booth-chosen").hidden = !this.booth;
    at("booth-chosen").firstElementChild.textContent = this.booth?.name ?? "";
    at("booths-none").hidden = !query || found.length > 0;
    at("booths").replaceChildren(
      ...found.map(({ booth, who }) =>
        element(
          "li",
          {},
          element(
            "button",
            { type: "button", "data-booth": booth.id, onclick: () => this.choose(booth) },
            element("bdi", {}, booth.name),
            element("small", {}, who),
          ),
        ),
      ),
    );
  }
}
