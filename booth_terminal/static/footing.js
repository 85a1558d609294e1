// What the page stands on. Over plain http on a network address a browser takes away what an offline till needs;
// then the page still sells, and says what is missing and what to ask for.

import { element, icon } from "./element.js";
import { t } from "./words.js";

let refused = false;

/** What to do when the worker was not taken: a browser shows a page whose warning was clicked away, and refuses this. */
export function noWorker(error, node) {
  refused = error.name === "SecurityError";
  drawFooting(node);
}

export function missing() {
  const gone = [];
  if (refused || !("serviceWorker" in navigator) || !("caches" in window)) {
    gone.push(t("opening the page without a network"));
  }
  if (!navigator.locks) {
    gone.push(t("keeping a second tab away for certain"));
  }
  if (!navigator.storage?.persist) {
    gone.push(t("asking the browser to keep the sales safe from clearing"));
  }
  return gone;
}

export function drawFooting(node) {
  const gone = missing();
  node.hidden = gone.length === 0;
  if (gone.length) {
    node.replaceChildren(
      icon("warning"),
      element(
        "p",
        {},
        element("strong", {}, t("This page is not on a secure connection.")),
        " ",
        t("Selling works and sales are saved on this device. Missing: {what}.", { what: gone.join("; ") }),
        " ",
        t("Ask the organiser for the address that begins with https://."),
      ),
      // Beside the page and not in its place: a seller may be in the middle of a sale.
      element("a", { href: "/setup", target: "_blank", rel: "noopener" }, t("Set up this device")),
    );
  }
}

/** Whether the browser promised not to clear the sales; null where it cannot be asked. */
export async function keepStorage() {
  const storage = navigator.storage;
  if (!storage?.persist) {
    return null;
  }
  return (await storage.persisted()) || (await storage.persist());
}
