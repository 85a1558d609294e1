// PINs: whether one is right, and how soon the next may be tried. The price book carries them salted and hashed, so
// that they are checked with the network dead; the tries are counted on this device and outlive a reload.

import { device } from "./store.js";

const ITERATIONS = 100_000;
const TRIES = 5;
const WAIT = 30_000;
const WAIT_MAX = 300_000;
const PATIENCE = 10_000;
export const PIN_MIN = 4;
export const PIN_MAX = 8;

const bytes = new TextEncoder();

function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** PBKDF2-SHA256 in hex: hash_pin of fairpos/core/staff.py. */
export async function hashPin(pin, salt) {
  const key = await crypto.subtle.importKey("raw", bytes.encode(pin), "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt: fromHex(salt), iterations: ITERATIONS };
  const bits = await crypto.subtle.deriveBits(rule, key, 256);
  return Array.from(new Uint8Array(bits), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** How long to wait after so many wrong tries: 30 s after the fifth, then twice as long each time, up to 5 minutes. */
export function waitAfter(wrong) {
  return wrong < TRIES ? 0 : Math.min(WAIT_MAX, WAIT * 2 ** (wrong - TRIES));
}

/** A page without a secure connection has no cryptography: then the terminal, as near as the Wi-Fi, is asked. */
async function askTerminal(staff, pin) {
  let response;
  try {
    response = await fetch("/till/pin", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ staff, pin }),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return "unreachable";
  }
  if (response.status === 204) {
    return "right";
  }
  const code = (await response.json().catch(() => null))?.code;
  return { "wrong-pin": "wrong", "too-many-tries": "wait" }[code] ?? "unreachable";
}

/** Who has tried how often. A try is counted before it is checked: a reload in between wins nothing. */
export class Pins {
  constructor(till) {
    this.till = till;
  }

  async tries() {
    return (await device.get(this.till.db, "pins")) ?? {};
  }

  async set(staff, record) {
    const { [staff]: _, ...others } = await this.tries();
    await device.put(this.till.db, "pins", record ? { ...others, [staff]: record } : others);
  }

  /** Milliseconds until this person's next try. A clock that was set back keeps nobody out for longer. */
  async wait(staff) {
    const { wrong = 0, at = 0 } = (await this.tries())[staff] ?? {};
    const passed = Math.max(0, this.till.clock.now() - at);
    return Math.max(0, waitAfter(wrong) - passed);
  }

  /** "right", "wrong", "wait", or "unreachable" where only the terminal could tell and does not answer. */
  async check(person, pin) {
    if ((await this.wait(person.id)) > 0) {
      return "wait";
    }
    const wrong = ((await this.tries())[person.id]?.wrong ?? 0) + 1;
    await this.set(person.id, { wrong, at: this.till.clock.now() });
    const outcome = globalThis.crypto?.subtle
      ? (await hashPin(pin, person.pin_salt)) === person.pin_hash ? "right" : "wrong"
      : await askTerminal(person.id, pin);
    if (outcome === "right") {
      await this.set(person.id, null);
    } else if (outcome === "unreachable") {
      await this.set(person.id, wrong > 1 ? { wrong: wrong - 1, at: this.till.clock.now() } : null);
    }
    return outcome;
  }
}
