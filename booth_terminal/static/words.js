// The till's words. A message is named by its English text; Vietnamese is spoken first.

import { dong as dongIn, number as numberIn, thousandths as thousandthsIn } from "./money.js";

export const words = { language: "vi", messages: {} };

export function t(message, values = {}) {
  const text = words.messages[message] ?? message;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const dong = (amount) => dongIn(amount, words.language);
export const number = (value) => numberIn(value, words.language);
export const thousandths = (value) => thousandthsIn(value, words.language);

/** Fetches a language (the service worker has both at hand) and puts it on the page. */
export async function speak(language) {
  const response = await fetch(`${document.documentElement.dataset.words}${language}.json`);
  words.messages = await response.json();
  words.language = language;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) {
    node.textContent = t(node.dataset.word);
  }
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
  }
  for (const node of document.querySelectorAll("[data-hint]")) {
    node.placeholder = t(node.dataset.hint);
  }
}

/** How long ago, in the largest unit that is not nought. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    return t("{n} s", { n: seconds });
  }
  if (seconds < 3600) {
    return t("{n} min", { n: Math.floor(seconds / 60) });
  }
  return seconds < 86_400
    ? t("{n} h", { n: Math.floor(seconds / 3600) })
    : t("{n} days", { n: Math.floor(seconds / 86_400) });
}
