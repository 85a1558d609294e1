// A barcode scanner on a cable types what it reads, as a keyboard does and faster than any hand. Its digits must
// never become a quantity, an amount or a price: they are held back until it is clear who types. What has reached
// a text field by then, or a pad that was busy, is taken out again.

const GAP = 45; // milliseconds between two keys of a scanner, at most
// How long to wait for the next key: of what may be a hand's not long, of what is a scanner's until it is whole.
const WAIT = 60;
const WAIT_WHOLE = 300;
const SHORTEST = 3; // a hand that types three keys and Enter at this pace does not exist
const UNENDED = 8; // a scanner that is not set to send Enter: an EAN-8 at least
const PIN_LONGEST = 8;
const ENDS = ["Enter", "Tab"];

/** Where a scanner is as good as a hand: a voucher's number may be a barcode. */
const OPEN = "#amount-ref";

/** The character a key types. With a Vietnamese input method at work a digit has only its place to be known by. */
function characterOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    return null;
  }
  if (event.key.length === 1) {
    return event.key;
  }
  const digit = ["Process", "Unidentified"].includes(event.key) && /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  return digit ? digit[1] : null;
}

export class Wedge {
  /** `heard(text)` is called with everything a scanner types; `pad()` gives the pad that is typed into, if any. */
  constructor(heard, pad) {
    this.heard = heard;
    this.pad = pad;
    this.gone = null; // what was let go last, while it may still turn out to be a scanner's
    this.begin();
    addEventListener("keydown", (event) => event.isTrusted && this.down(event), true);
  }

  begin() {
    clearTimeout(this.timer);
    this.keys = [];
    this.field = null;
  }

  get text() {
    return this.keys.map(({ character }) => character).join("");
  }

  down(event) {
    if (event.key === "Shift") {
      return;
    }
    this.takeBack(event);
    const follows = this.keys.length > 0 && event.timeStamp - this.last <= GAP;
    if (!follows) {
      this.end();
    }
    const character = characterOf(event);
    if (character !== null && (follows || character !== " ") && !event.target.matches(OPEN)) {
      this.hold(event, character);
    } else if (follows && ENDS.includes(event.key) && this.isScan(SHORTEST)) {
      stop(event);
      this.tell();
    } else {
      this.letGo();
    }
  }

  /** A key that comes late and was pressed in time: the page was busy, and it is a scanner after all. */
  takeBack(event) {
    const { gone } = this;
    this.gone = null;
    if (gone?.keys.length && this.keys.length === 0 && event.timeStamp - gone.last <= GAP) {
      gone.pad?.untype(gone.figure);
      Object.assign(this, { keys: gone.keys, field: gone.field, last: gone.last });
    }
  }

  hold(event, character) {
    const { target } = event;
    if (this.keys.length === 0 && target.matches("input, textarea")) {
      this.field = { node: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
    }
    if (!this.field) {
      stop(event);
    }
    this.keys.push({ character, key: event.key, code: event.code, target });
    this.last = event.timeStamp;
    clearTimeout(this.timer);
    this.wait();
  }

  wait() {
    this.timer = setTimeout(() => this.quiet(), this.keys.length < SHORTEST ? WAIT : WAIT_WHOLE);
  }

  /** Nothing was typed for a while. A key may be on its way to a busy page, and says itself when it was pressed. */
  quiet() {
    if (navigator.scheduling?.isInputPending?.()) {
      this.wait();
    } else {
      this.end();
    }
  }

  end() {
    if (this.keys.length && this.isScan(UNENDED)) {
      this.tell();
    } else {
      this.letGo();
    }
  }

  isScan(shortest) {
    // Where a PIN is asked for, what could be one is one.
    const least = document.querySelector("#people[open]") ? PIN_LONGEST + 1 : shortest;
    return this.keys.length >= least;
  }

  tell() {
    const { text, field } = this;
    this.begin();
    if (field) {
      field.node.value = field.value;
      if (field.start !== null) {
        field.node.setSelectionRange(field.start, field.end);
      }
      field.node.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.heard(text.trim());
  }

  /** It was a hand: the keys that were held back go where they were meant to go. */
  letGo() {
    const { keys, field } = this;
    const pad = this.pad();
    this.gone = { keys, field, pad, figure: pad?.typing, last: this.last };
    this.begin();
    if (!field) {
      for (const { key, code, target } of keys) {
        const to = target.isConnected ? target : document.body;
        to.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
      }
    }
  }
}

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
