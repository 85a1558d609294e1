// The pictures of the goods, kept on this device under the hash of their bytes. They come after everything else, one
// at a time: the till sells as well without them. The service worker shows them out of the same cache (sw.js).

import { photoUrl } from "./tile.js";

const CACHE = "photos";
const AGAIN = 60_000;

export class Photos {
  /** `arrived(key)` hears of each picture that has come to this device. */
  constructor(till, arrived) {
    this.till = till;
    this.arrived = arrived;
    this.running = false;
    this.done = null; // the articles whose pictures are all here, or asked for
    this.again = 0;
    till.beside.push(this);
  }

  start() {
    this.collect();
  }

  renew() {
    this.collect();
  }

  tick() {
    this.collect();
  }

  get wanted() {
    const { articles } = this.till.book;
    return this.done === articles || Date.now() < this.again ? [] : articles;
  }

  /** Fetches what is missing and drops what no article shows any longer. What fails is tried again later. */
  async collect() {
    const articles = this.wanted;
    if (this.running || articles.length === 0 || !("caches" in window)) {
      return;
    }
    this.running = true;
    try {
      const whole = await this.fetchAll(new Set(articles.map(({ photo }) => photo).filter(Boolean)));
      this.done = whole ? articles : null;
    } catch {
      // No line, or no room on the device for pictures: the letters stay.
      this.done = null;
    }
    this.again = this.done ? 0 : Date.now() + AGAIN;
    this.running = false;
  }

  /** True when every picture is here. */
  async fetchAll(keys) {
    const cache = await caches.open(CACHE);
    const urls = new Map([...keys].map((key) => [photoUrl(key), key]));
    const here = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
    await Promise.all([...here].filter((url) => !urls.has(url)).map((url) => cache.delete(url)));
    let whole = true;
    for (const [url, key] of urls) {
      if (!here.has(url)) {
        const response = await fetch(url, { redirect: "error" });
        if (response.ok && response.headers.get("Content-Type") === "image/webp") {
          await cache.put(url, response);
          this.arrived(key);
        } else {
          whole = false; // the terminal does not have it yet
        }
      }
    }
    return whole;
  }
}
