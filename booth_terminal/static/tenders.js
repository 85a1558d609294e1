// The tender chips: exact, and the sums of notes a buyer is likely to hold out. They stand beside the basket all
// the time, so that a sale is finished with one tap.

import { offers } from "./notes.js";
import { at, element } from "./element.js";
import { dong, t } from "./words.js";

const CHIPS = 4;

function chip(given, exact, pay) {
  const text = exact ? [element("span", {}, t("Exact")), " ", element("strong", {}, dong(given))] : [element("strong", {}, dong(given))];
  return element(
    "button",
    { type: "button", class: exact ? "chip does" : "chip", "data-given": given, onclick: () => pay(given) },
    ...text,
  );
}

/** Draws the chips for a total; `null` for an empty basket or one that is being completed: nothing to tap. */
export function drawTenders(due, pay) {
  const open = due !== null;
  const chips = open ? [chip(due, true, pay), ...offers(due).map((sum) => chip(sum, false, pay))] : [];
  // Empty places keep the keys from moving under a finger.
  while (chips.length < CHIPS) {
    chips.push(element("span", { class: "chip-place", "aria-hidden": "true" }));
  }
  at("chips").replaceChildren(...chips);
  at("notes-open").disabled = !open;
  at("received-open").disabled = !open;
}
