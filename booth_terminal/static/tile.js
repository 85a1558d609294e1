// One tile of the shelf: picture, name, price. Its size is the same whatever of that there is, and whenever a
// picture comes.

import { element, icon, write } from "./element.js";
import { dong, t, thousandths } from "./words.js";

const PICTURE = { width: 96, height: 72 };

export const photoUrl = (key) => `/till/photos/${key}`;

function stars(count) {
  return count
    ? element("span", { class: "stars", role: "img", "aria-label": t("OCOP {n} stars", { n: count }) }, `${count}★`)
    : null;
}

/** The picture, and beneath it what is seen while there is none: the first letter on its group's colour. */
function picture({ name, photo }, hue) {
  const first = [...name.trim()][0] ?? "";
  const image = photo
    ? element("img", { ...PICTURE, alt: "", loading: "lazy", decoding: "async", "data-photo": photo, src: photoUrl(photo) })
    : null;
  return element("span", { class: `tile-picture hue-${hue}`, "aria-hidden": "true" }, first.toLocaleUpperCase("vi"), image);
}

export function tile(article, hue) {
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", class: "tile", "data-article": article.id, tabindex: "-1" },
      element("span", { class: "tile-head" }, picture(article, hue), stars(article.stars)),
      element("bdi", { class: "tile-name", lang: "vi" }, article.name),
      element(
        "span",
        { class: "tile-foot" },
        element("strong", {}, article.open_price ? t("Ask the price") : dong(article.price)),
        element("span", { class: "tile-unit" }, "/ ", element("bdi", { lang: "vi" }, article.unit)),
      ),
    ),
  );
}

/** Says on a tile how little is left of its goods, where that is little. `left`: thousandths, or null. */
export function markLow(item, { low_stock: low = null, unit }, left) {
  const button = item.firstElementChild;
  const mark = button.querySelector(".tile-low");
  if (low === null || left === null || left > low) {
    mark?.remove();
    return;
  }
  const text = left > 0 ? t("{n} {unit} left", { n: thousandths(left), unit }) : t("None left");
  if (mark) {
    write(mark.lastElementChild, text);
  } else {
    button.append(element("span", { class: "tile-low" }, icon("warning"), element("span", {}, text)));
  }
}
