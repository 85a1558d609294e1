// Who stands at the till, and whether they may do what they are about to do. A price book without staff is a
// booth that does not use PINs: everybody may do everything, and documents name nobody.

import { at, element, icon, write } from "./element.js";
import { drawKeypad, keyOf } from "./figures.js";
import { PIN_MAX, PIN_MIN, Pins } from "./pins.js";
import { device } from "./store.js";
import { age, t, words } from "./words.js";

const IDLE_MINUTES = 5;
const LOOK = 5_000;
const REMEMBER = 30_000;

function deedText(deed) {
  switch (deed) {
    case "discount":
      return t("A discount needs a manager");
    case "price":
      return t("Another price needs a manager");
    case "void":
      return t("Taking back a sale needs a manager");
    case "refund":
      return t("A refund needs a manager");
    case "cash-out":
      return t("Taking cash out needs a manager");
    case "training":
      return t("Practice needs a manager");
    default:
      return t("This needs a manager");
  }
}

export class People {
  constructor(till) {
    this.till = till;
    till.beside.push(this);
    this.pins = new Pins(till);
    this.id = null;
    this.nameless = false; // selling goes on without a name where no PIN can be checked
    this.asking = null; // what the dialog is open for: {staff, title, text, resolve, closable}
    this.person = null; // whose PIN is being typed
    this.pin = "";
    this.said = "";
    at("who").addEventListener("click", () => this.lock());
    at("people-enter").addEventListener("click", () => this.enter());
    at("people-back").addEventListener("click", () => this.pick(null));
    at("people-language").addEventListener("click", () => till.turnLanguage());
    at("people-nameless").addEventListener("click", () => this.goNameless());
    at("people").addEventListener("keydown", (event) => this.typed(event));
    at("people").addEventListener("cancel", (event) => !this.asking?.closable && event.preventDefault());
    at("people").addEventListener("close", () => this.left());
    for (const kind of ["pointerdown", "keydown"]) {
      addEventListener(kind, () => (this.activeAt = till.clock.now()), { capture: true, passive: true });
    }
  }

  get staff() {
    return this.till.book.staff ?? [];
  }

  get current() {
    return this.staff.find((one) => one.id === this.id) ?? null;
  }

  /** The id of the person selling now; "" where nobody is named. */
  get by() {
    return this.current?.id ?? "";
  }

  /** Whether whoever stands here is a manager. Without staff everybody is. */
  get manages() {
    return this.staff.length === 0 || this.current?.role === "manager";
  }

  get idle() {
    return (this.till.book.lock_minutes ?? IDLE_MINUTES) * 60_000;
  }

  /** This tab is the till's: from here on somebody is named, and an idle till locks itself. */
  async start() {
    const kept = await device.get(this.till.db, "person");
    const now = this.till.clock.now();
    this.activeAt = now;
    if (kept && Math.abs(now - kept.at) < this.idle) {
      this.id = kept.id;
    }
    clearInterval(this.watch);
    this.watch = setInterval(() => this.look(), LOOK);
    this.renew();
  }

  /** The price book may name other people now. */
  renew() {
    if (this.staff.length === 0) {
      this.id = null;
      this.shut(false);
    } else if (this.id !== null && this.current === null) {
      this.id = null;
      this.askWho(() => t("You are no longer on this booth's list. The basket is kept. Ask the organiser if this is wrong."));
    } else if (this.current === null && !this.nameless) {
      this.askWho(() => t("The basket is kept."));
    } else if (this.asking) {
      this.open({ ...this.asking, staff: this.staff.filter((one) => this.asking.staff.some(({ id }) => id === one.id)) });
    }
    this.draw();
  }

  look() {
    const now = this.till.clock.now();
    const awake = document.querySelector("[data-awake]")?.checkVisibility?.() ?? false; // a buyer is looking at it
    if (awake) {
      this.activeAt = now;
    }
    if (this.staff.length === 0 || (this.current === null && !this.nameless)) {
      return;
    }
    if (Math.abs(now - this.activeAt) >= this.idle) {
      this.lock();
    } else if (this.current && this.activeAt > (this.rememberedAt ?? 0) + REMEMBER) {
      this.remember();
    }
  }

  remember() {
    this.rememberedAt = this.activeAt;
    return device.put(this.till.db, "person", this.current && { id: this.id, at: this.activeAt });
  }

  /** Nobody sells until somebody signs in. The basket stays as it is. */
  lock() {
    if (this.staff.length === 0) {
      return;
    }
    this.id = null;
    this.nameless = false;
    this.remember();
    this.askWho(() => t("The basket is kept."));
    this.draw();
  }

  askWho(text) {
    this.asking?.resolve(null);
    this.open({ staff: this.staff, title: () => t("Who is selling?"), text, closable: false, resolve: (person) => this.enterAs(person) });
  }

  enterAs(person) {
    if (person) {
      this.id = person.id;
      this.nameless = false;
      this.activeAt = this.till.clock.now();
      this.remember();
      this.draw();
    }
  }

  /** Without cryptography and without the terminal nobody can be told from anybody, and goods must still be sold. */
  goNameless() {
    this.nameless = true;
    this.shut(true);
    this.draw();
  }

  /** Whether a deed may be done: `{by, approved_by}`, or null when a manager was needed and did not agree. */
  async approve(deed) {
    if (this.manages || !(this.till.book.deeds ?? []).includes(deed)) {
      return { by: this.by, approved_by: "" };
    }
    const managers = this.staff.filter((one) => one.role === "manager");
    const manager = await new Promise((resolve) => {
      const text = () =>
        managers.length
          ? t("Nothing is changed until a manager types a PIN.")
          : t("Nothing was changed. No manager is set up for this booth: ask the organiser.");
      this.open({ staff: managers, title: () => deedText(deed), text, closable: true, resolve });
    });
    return manager && { by: this.by, approved_by: manager.id };
  }

  open(asking) {
    this.asking = asking;
    at("people-close").hidden = !asking.closable;
    at("people-nameless").hidden = true;
    this.pick(asking.staff.length === 1 ? asking.staff[0] : null);
    if (!at("people").open) {
      at("people").showModal();
    }
    this.focus();
  }

  /** Where a keyboard goes on: at the first name, or typing the PIN. */
  focus() {
    (this.person ? at("people-pin") : at("people-names").firstElementChild)?.focus({ preventScroll: true });
  }

  pick(person) {
    this.person = person;
    this.pin = "";
    this.said = "";
    this.drawDialog();
    if (at("people").open) {
      this.focus();
    }
    this.tellWait();
  }

  /** Counts the seconds down while this person must wait, and then lets the next try through. */
  async tellWait() {
    clearTimeout(this.waiting);
    const { person } = this;
    const wait = person ? await this.pins.wait(person.id) : 0;
    if (this.person !== person) {
      return;
    }
    this.barred = wait > 0;
    if (this.barred) {
      this.said = t("Too many wrong PINs. Try again in {time}.", { time: age(Math.ceil(wait / 1000) * 1000) });
      this.waiting = setTimeout(() => this.tellWait(), 1_000);
    } else if (this.waiting) {
      this.said = "";
    }
    this.waiting = wait > 0 ? this.waiting : null;
    this.drawDialog();
  }

  press(key) {
    if (this.checking || this.barred || !this.person) {
      return;
    }
    if (key === "clear" || key === "back") {
      this.pin = key === "back" ? this.pin.slice(0, -1) : "";
    } else if (this.pin.length < PIN_MAX) {
      this.pin += key;
      this.said = "";
    }
    this.drawDialog();
  }

  typed(event) {
    const key = keyOf(event);
    if (key) {
      this.press(key);
    } else if (event.key === "Enter" && !event.target.matches("button")) {
      this.enter();
    }
  }

  async enter() {
    const { person, pin } = this;
    if (this.checking || this.barred || !person || pin.length < PIN_MIN) {
      return;
    }
    this.checking = true;
    this.pin = "";
    this.said = t("Checking…");
    this.drawDialog();
    const outcome = await this.pins.check(person, pin).finally(() => (this.checking = false));
    if (this.person !== person) {
      return;
    }
    if (outcome === "right") {
      this.answer(person);
      return;
    }
    this.said =
      outcome === "wrong"
        ? t("This is not {name}'s PIN. Nothing was changed.", { name: person.name })
        : outcome === "wait"
          ? t("Too many wrong PINs. Wait a minute.")
          : t("The PIN cannot be checked: this page is not on a secure connection and the terminal does not answer.");
    at("people-nameless").hidden = outcome !== "unreachable" || this.asking.closable;
    this.drawDialog();
    if (outcome === "wrong") {
      this.tellWait();
    }
  }

  answer(person) {
    const { resolve } = this.asking;
    this.shut(false);
    resolve(person);
  }

  shut(refused) {
    const { asking } = this;
    this.asking = null;
    clearTimeout(this.waiting);
    at("people").close();
    if (refused) {
      asking?.resolve(null);
    }
  }

  /** The dialog was left by Escape or a gesture. A locked till has none to leave by. */
  left() {
    if (this.asking?.closable) {
      this.shut(true);
    } else if (this.asking) {
      at("people").showModal();
    }
  }

  draw() {
    const named = this.staff.length > 0;
    const name = this.current?.name ?? t("Nobody");
    at("who").hidden = !named;
    write(at("who-name"), name);
    at("who").setAttribute("aria-label", t("{name} is selling. Lock the till.", { name }));
    drawKeypad(at("people-keys"), (key) => this.press(key), []);
    this.drawDialog();
  }

  drawDialog() {
    const { asking, person, pin, said } = this;
    if (!asking) {
      return;
    }
    write(at("people-title"), person && !asking.closable ? person.name : asking.title());
    write(at("people-text"), person && asking.closable ? person.name : asking.text());
    at("people-names").hidden = person !== null;
    at("people-pin").hidden = person === null;
    at("people-back").hidden = asking.staff.length < 2;
    if (!person) {
      at("people-names").replaceChildren(...asking.staff.map((one) => this.nameButton(one)));
    }
    write(at("people-dots"), "●".repeat(pin.length));
    at("people-dots").setAttribute("aria-label", t("{n} digits typed", { n: pin.length }));
    write(at("people-said"), said);
    at("people-enter").disabled = pin.length < PIN_MIN || Boolean(this.barred) || Boolean(this.checking);
    const other = words.language === "vi" ? ["en", "EN", "English"] : ["vi", "VI", "Tiếng Việt"];
    at("people-language").lang = other[0];
    at("people-language").setAttribute("aria-label", other[2]);
    write(at("people-language"), other[1]);
  }

  nameButton(one) {
    return element(
      "button",
      { type: "button", "data-person": one.id, onclick: () => this.pick(one) },
      icon("person"),
      element("bdi", { lang: "vi" }, one.name),
      element("span", { class: "people-role" }, one.role === "manager" ? t("Manager") : t("Seller")),
    );
  }
}
