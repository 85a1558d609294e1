// Time-ordered document ids: UUID version 7 as 32 hex digits. crypto.randomUUID is missing where the page is not
// secure; getRandomValues is everywhere.

/** Makes an id from Unix milliseconds and 74 random bits (a BigInt). The same as fairpos/core/ids.py. */
export function uuid7(at, random) {
  const a = (random >> 62n) & 0xfffn;
  const b = random & ((1n << 62n) - 1n);
  const id = (BigInt(at) << 80n) | (7n << 76n) | (a << 64n) | (2n << 62n) | b;
  return id.toString(16).padStart(32, "0");
}

export function newId(at) {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return uuid7(at, bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n) & ((1n << 74n) - 1n));
}
