// The room of the booth's goods: what is left, what came in, what went otherwise than by a sale, and counting.

import { timeOf } from "./day.js";
import { stockMovement } from "./documents.js";
import { at, element, icon } from "./element.js";
import { Goods } from "./goods.js";
import { newId } from "./ids.js";
import { matches, searchKey } from "./search.js";
import { given } from "./shift.js";
import { StockForm, quantityText } from "./stock_form.js";
import { device } from "./store.js";
import { age, dong, t } from "./words.js";

const CHUNK = 300;
const PATIENCE = 6_000;
const NEWS = 300_000;
const LOG = 20;

export class StockRoom {
  constructor(till) {
    this.till = till;
    this.goods = new Goods();
    this.n = 0;
    this.heard = null; // the terminal's last word on the booth's other tills
    this.log = [];
    this.form = new StockForm(this);
    till.beside.push(this);
    at("stock-find").addEventListener("input", () => this.drawList());
    at("stock-back").addEventListener("click", () => this.list());
    // The tiles are drawn by others, at their own times; the marks follow.
    new MutationObserver(() => this.markTiles()).observe(at("tiles"), { childList: true });
  }

  async start() {
    const kept = await device.get(this.till.db, "stock");
    if (kept?.till === this.till.store.till) {
      this.hear(kept);
    }
    // A fair's documents are read once; the first paint and the first tap go before.
    await new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve));
    await this.written();
    this.ask();
  }

  /** Takes in what this till has written since the last time. One run at a time: each begins where one ended. */
  async written() {
    this.catching = (this.catching ?? Promise.resolve()).catch(() => {}).then(() => this.catchUp());
    await this.catching;
  }

  async catchUp() {
    const { store } = this.till;
    for (;;) {
      const { n } = store.facts;
      const records = await store.read((tx) => tx.records(store.till, this.n + 1, n, CHUNK));
      if (records.length === 0) {
        break;
      }
      for (const record of records) {
        const document = JSON.parse(record.body);
        this.goods.take(document);
        if (document.type === "stock_movement") {
          this.log.push(document);
        }
      }
      this.n = records.at(-1).n;
    }
    this.markTiles();
    this.drawList();
  }

  async ask() {
    this.askedAt = this.till.clock.now();
    try {
      const response = await fetch("/till/stock", { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
      const answer = await response.json();
      if (response.ok && Array.isArray(answer.articles)) {
        const heard = { till: this.till.store.till, ...answer };
        this.hear(heard);
        await device.put(this.till.db, "stock", heard);
      }
    } catch {
      // What was heard last still stands, with its age.
    }
    this.markTiles();
    this.drawList();
  }

  hear(answer) {
    this.heard = answer;
    this.goods.hear(answer.articles);
  }

  tick() {
    if (this.askedAt && Math.abs(this.till.clock.now() - this.askedAt) > NEWS) {
      this.ask();
    }
  }

  renew() {
    this.drawList();
  }

  async open() {
    at("stock-find").value = "";
    this.list();
    at("stock").showModal();
    await this.ask();
  }

  list() {
    this.article = null;
    at("stock-list-view").hidden = false;
    at("stock-one-view").hidden = true;
    this.drawList();
  }

  choose(article) {
    this.article = article;
    at("stock-list-view").hidden = true;
    at("stock-one-view").hidden = false;
    at("stock").scrollTop = 0;
    this.form.open(article);
    this.drawOne();
  }

  /** Writes a movement of the chosen article. Gives whether it is safe on this device. */
  async move(kind, quantity, reason) {
    const { till, article } = this;
    try {
      await till.write(() =>
        till.store.write(async (tx) => {
          const { n, ...counters } = await till.store.counters(tx);
          const about = given(till);
          const made = stockMovement({ id: newId(about.moment.at), n: n + 1, ...about }, { article: article.id, kind, quantity, reason });
          await till.store.put(tx, "counters", { ...counters, n: n + 1 });
          await till.store.add(tx, made);
        }),
      );
      await till.store.refresh();
      await this.written();
      return true;
    } catch (error) {
      console.error(error);
      return false;
    }
  }

  markText(article) {
    const left = this.goods.left(article.id);
    switch (this.goods.mark(article)) {
      case "low":
        return t("{n} left", { n: quantityText(article, left) });
      case "out":
        return t("None left");
      case "over":
        return t("Oversold: {n}", { n: quantityText(article, -left) });
      default:
        return null;
    }
  }

  /** A word on the tile of what runs low. It lies over the tile and moves nothing. */
  markTiles() {
    const articles = new Map(this.till.book.articles.map((article) => [article.id, article]));
    for (const tile of at("tiles").querySelectorAll("[data-article]")) {
      const article = articles.get(tile.dataset.article);
      const text = article ? this.markText(article) : null;
      const before = tile.querySelector(".tile-stock");
      if (before?.textContent === (text ?? undefined)) {
        continue;
      }
      before?.remove();
      if (text) {
        tile.append(element("span", { class: "tile-low tile-stock" }, icon("warning"), element("span", {}, text)));
      }
    }
  }

  draw() {
    this.markTiles();
    this.drawList();
    this.form.words();
    if (this.article) {
      this.drawOne();
    }
  }

  drawList() {
    if (!at("stock").open) {
      return;
    }
    const query = at("stock-find").value;
    const found = this.till.book.articles.filter(({ id, name }) => matches(query, searchKey(`${name} ${id}`)));
    const urgent = (article) => (this.goods.mark(article) ? 0 : 1);
    // What runs low stands first; within both halves the book's own order.
    found.sort((a, b) => urgent(a) - urgent(b));
    at("stock-none").hidden = found.length > 0;
    at("stock-list").replaceChildren(...found.map((article) => this.row(article)));
    at("stock-others").textContent = this.othersText();
    if (this.article) {
      this.drawOne();
    }
  }

  othersText() {
    if (!this.heard) {
      return t("Only this tablet's own sales are counted: the terminal has not answered yet.");
    }
    const waits = this.heard.tills.map((one) => this.till.clock.corrected() - one.seen_at);
    return waits.length
      ? t("With the booth's other tablets, as of {age} ago.", { age: age(Math.max(...waits)) })
      : t("With everything the terminal knows, as of {age} ago.", { age: age(this.till.clock.corrected() - this.heard.at) });
  }

  row(article) {
    const left = this.goods.left(article.id);
    const text = this.markText(article);
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", "data-stock": article.id, onclick: () => this.choose(article) },
        element("bdi", { lang: "vi" }, article.name),
        text ? element("span", { class: "stock-mark" }, icon("warning"), text) : element("span", {}, left === null ? t("No stock noted") : ""),
        element("strong", {}, left === null ? "–" : quantityText(article, left)),
      ),
    );
  }

  drawOne() {
    const { article, goods } = this;
    const left = goods.left(article.id);
    at("stock-name").textContent = article.name;
    at("stock-left").textContent = left === null ? t("No stock noted") : left < 0 ? this.markText(article) : t("{n} left", { n: quantityText(article, left) });
    at("stock-price").textContent = `${dong(article.price)} / ${article.unit}`;
    at("stock-over").hidden = !(left < 0);
    at("stock-over").textContent = t("More was sold than was noted. Selling goes on; count when there is time.");
    const moves = this.log.filter((one) => one.article === article.id).slice(-LOG).reverse();
    at("stock-log").replaceChildren(...moves.map((one) => this.logRow(article, one)));
    this.form.draw();
  }

  logRow(article, one) {
    const kinds = { opening: t("Opening stock"), received: t("Received"), adjusted: t("Put right") };
    const signed = `${one.quantity > 0 ? "+" : ""}${quantityText(article, one.quantity)}`;
    return element(
      "li",
      {},
      element("span", {}, `${one.day.slice(8)}/${one.day.slice(5, 7)} ${timeOf(one.at + (one.offset ?? 0))}`),
      element("span", {}, [kinds[one.kind], one.reason].filter(Boolean).join(" · ")),
      element("strong", {}, signed),
    );
  }
}
