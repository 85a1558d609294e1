// The buyer's screen. It knows nothing by itself: it draws what the selling page of this device says, in the
// till's language with the other one beneath, and the fair's name while nobody is buying.

import { openDatabase, transact } from "./database.js";
import { at, element, write } from "./element.js";
import { qrPicture } from "./vietqr.js";
import { dong, speak, thousandths, words } from "./words.js";

const CHANNEL = "fairpos-display";
const KINDS = ["idle", "basket", "paid", "transfer"];
const OTHER = { vi: "en", en: "vi" };

let others = null;

/** Puts the words of one language on the page, and those of the other beneath. */
async function speakBoth(language) {
  await speak(language);
  others = await (await fetch(`/till/words/${OTHER[language]}.json`)).json();
  for (const node of document.querySelectorAll("[data-other]")) {
    node.lang = OTHER[language];
    node.textContent = others[node.dataset.other] ?? node.dataset.other;
  }
}

function lineItem({ name, quantity, unit, total }) {
  return element(
    "li",
    {},
    element("bdi", { class: "display-name", lang: "vi" }, name),
    element("span", { class: "display-quantity" }, `${thousandths(quantity)} `, element("bdi", { lang: "vi" }, unit)),
    element("strong", {}, dong(total)),
  );
}

function drawBasket({ lines, discount, total }) {
  const list = at("display-lines");
  list.replaceChildren(...lines.map(lineItem));
  list.scrollTop = list.scrollHeight;
  at("display-discount-row").hidden = !discount;
  write(at("display-discount"), dong(-discount));
  write(at("display-total"), dong(total));
}

function drawPaid({ total, given, change }) {
  write(at("display-paid-sum"), dong(total));
  at("display-given-row").hidden = !given;
  write(at("display-given"), dong(given));
  at("display-change-row").hidden = !given;
  write(at("display-change"), dong(change));
}

function drawTransfer({ payload, amount, code, bank, number, holder }) {
  write(at("display-due"), dong(amount));
  for (const node of [at("display-code"), ...document.querySelectorAll("[data-payee]")]) {
    node.hidden = !payload;
  }
  if (payload && at("display-qr").dataset.text !== payload) {
    at("display-qr").dataset.text = payload;
    at("display-qr").replaceChildren(qrPicture(payload));
  }
  write(at("display-holder"), holder ?? "");
  write(at("display-account"), payload ? `${bank} · ${number}` : "");
  write(at("display-message"), code ?? "");
}

function draw(view) {
  const kind = KINDS.includes(view.kind) ? view.kind : "idle";
  for (const name of KINDS) {
    at(`display-${name}`).hidden = name !== kind;
  }
  write(at("display-fair"), view.fair ?? "");
  write(at("display-place"), view.place ?? "");
  if (kind === "basket") {
    drawBasket(view);
  } else if (kind === "paid") {
    drawPaid(view);
  } else if (kind === "transfer") {
    drawTransfer(view);
  }
}

/** Until the selling page says something, the fair's name out of this device's own price book. */
async function first() {
  try {
    const db = await openDatabase();
    const get = (name) => transact(db, "readonly", "relaxed", (tx) => tx.get(["", name]));
    const [kept, language] = [await get("book"), await get("language")];
    await speakBoth(language ?? "vi");
    return { kind: "idle", fair: kept?.book.fair.name, place: kept?.book.booth?.name };
  } catch {
    await speakBoth("vi");
    return { kind: "idle" };
  }
}

// What comes while the words are still on their way is drawn after them, and only the last of it.
let latest = await first();
draw(latest);
const channel = new BroadcastChannel(CHANNEL);
channel.onmessage = async ({ data }) => {
  if (typeof data !== "object" || data === null) {
    return;
  }
  latest = data;
  if (data.language in OTHER && data.language !== words.language) {
    await speakBoth(data.language);
  }
  draw(latest);
};
channel.postMessage("hello");
// A screen that goes dark is no screen. Where the browser cannot be asked, its own settings decide.
const stayLit = () => navigator.wakeLock?.request("screen").catch(() => {});
stayLit();
addEventListener("visibilitychange", () => document.visibilityState === "visible" && stayLit());
