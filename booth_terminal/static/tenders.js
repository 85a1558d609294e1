// The tender chips: exact, and the sums of notes a buyer is likely to hold out. They stand beside the basket all
// the time, so that a sale is finished with one tap. The keys are made once, and only their figures change.

import { at, element, write } from "./element.js";
import { offers } from "./notes.js";
import { dong, t } from "./words.js";

const CHIPS = 4;
const keys = [];

/** Makes the keys' places. `pay(given)` hears the sum of the key that was tapped. */
export function layTenders(pay) {
  for (let i = 0; i < CHIPS; i += 1) {
    const [word, sum] = [element("span", {}), element("strong", {})];
    const tap = () => pay(Number(key.dataset.given));
    const key = element("button", { type: "button", class: i ? "chip" : "chip does", hidden: true, onclick: tap }, word, sum);
    keys.push({ key, word, sum });
  }
  // Empty places keep the other keys from moving under a finger.
  at("chips").replaceChildren(...keys.map(({ key }) => element("span", { class: "chip-place" }, key)));
}

/** Draws the keys for what is left to pay; `null` for an empty basket or one being completed: nothing to tap. */
export function drawTenders(due) {
  const sums = due === null || due < 0 ? [] : [due, ...offers(due)];
  keys.forEach(({ key, word, sum }, i) => {
    const given = sums[i];
    const open = given !== undefined;
    if (key.hidden === open) {
      key.hidden = !open;
    }
    if (open) {
      key.dataset.given = given;
      write(word, i > 0 ? "" : due === 0 ? t("Nothing to pay:") : t("Exact"));
      write(sum, due === 0 ? t("Done") : dong(given));
    }
  });
  for (const id of ["notes-open", "transfer-open", "ways-open"]) {
    const closed = due === null || (id !== "ways-open" && due <= 0);
    if (at(id).disabled !== closed) {
      at(id).disabled = closed;
    }
  }
}
