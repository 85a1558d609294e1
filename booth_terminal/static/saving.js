// What this device has not sent, as a file to be carried to the terminal by hand (booth_terminal/saved_files.py). A
// line for the head, with a hash for every document, then the documents byte for byte.

import { sha256 } from "./sha256.js";

const bytes = new TextEncoder();
const CHUNK = 500;

/** Everything behind the bookmarks of these stores, as it was written. */
async function waiting(stores) {
  const bodies = [];
  for (const store of stores) {
    await store.refresh();
    const { n, bookmark } = store.facts;
    for (let from = bookmark + 1; from <= n; from += CHUNK) {
      const records = await store.read((tx) => tx.records(store.till, from, Math.min(n, from + CHUNK - 1)));
      bodies.push(...records.map((record) => record.body));
    }
  }
  return bodies;
}

/** `{name, text, count}` of the file. */
export async function fileOf(stores, { book, at }) {
  const bodies = await waiting(stores);
  const head = {
    fairpos: "documents",
    v: 1,
    fair: book.fair.slug,
    till: book.till.id,
    saved_at: at,
    hashes: bodies.map((body) => sha256(bytes.encode(body))),
  };
  const day = new Date(at).toISOString().slice(0, 19).replace(/\D/g, "");
  return { name: `${book.till.id}-${day}.fairpos.json`, text: [JSON.stringify(head), ...bodies, ""].join("\n"), count: bodies.length };
}

/** Hands a file to the browser, which puts it where it puts what is downloaded. */
export function handOver({ name, text }) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
