// A page-filling notice in place of the till: nothing to sell with yet, or no more.

import { at } from "./element.js";
import { t } from "./words.js";

function texts(kind, pending) {
  switch (kind) {
    case "not-enrolled":
      return [
        t("This device is not enrolled yet"),
        t("Ask the organiser for this booth's enrolment link or QR code and open it on this device, once."),
      ];
    case "revoked":
      return [
        t("This till was withdrawn by the organiser"),
        pending
          ? t("{n} documents are not sent yet. They are safe on this device: keep it and call the organiser.", {
              n: pending,
            })
          : t("Everything it sold has been sent. Ask the organiser for a new enrolment link."),
      ];
    case "unreachable":
      return [
        t("The terminal cannot be reached"),
        t("This device has no price book yet. Check the Wi-Fi; the page tries again by itself."),
      ];
    default:
      return [
        t("This browser cannot keep sales"),
        t("Its storage cannot be opened. Leave private browsing, or free some space, and reload the page."),
      ];
  }
}

export function showNotice(kind, pending = 0) {
  const [title, text] = texts(kind, pending);
  at("notice-title").textContent = title;
  at("notice-text").textContent = text;
  at("notice").dataset.kind = kind;
  at("notice").hidden = false;
  at("page").hidden = true;
}

export function hideNotice() {
  at("notice").hidden = true;
  at("page").hidden = false;
}
