// The status strip: what is saved here, what is sent, what waits and for how long, and whatever else a seller
// should know. Text and a sign, never colour alone.

import { at, element, icon, write } from "./element.js";
import { timeOf } from "./day.js";
import { age, number, t } from "./words.js";

const CLOCK_MAX = 60_000;

function item(sign, text, tone = "calm") {
  return { sign, text, tone };
}

/** Puts the items on the page. It is drawn after every tap and answer, so that what stays the same is let be. */
function put(items) {
  const strip = at("strip");
  items.forEach(({ sign, text, tone }, i) => {
    const there = strip.children[i];
    if (there?.dataset.sign === sign && there.className === `strip-${tone}`) {
      write(there.lastElementChild, text);
      return;
    }
    const made = element("li", { class: `strip-${tone}`, "data-sign": sign }, icon(sign), element("span", {}, text));
    there ? there.replaceWith(made) : strip.append(made);
  });
  while (strip.children.length > items.length) {
    strip.lastElementChild.remove();
  }
}

function reachText(reach) {
  switch (reach) {
    case "unreachable":
      return t("Terminal unreachable. Sales are saved on this device.");
    case "strange":
      return t("Something other than the terminal answers. Check the Wi-Fi.");
    case "cannot-keep":
      return t("The terminal cannot save at the moment. Sales are saved on this device.");
    case "not-enrolled":
      return t("The terminal does not know this device any more. Ask for a new enrolment link.");
    default:
      return null;
  }
}

/** A seller counts sales; a gate has none and counts its taps. */
function sentItem({ n, number: sales, bookmark, sold }, pending, oldestAt, now) {
  const [saved, sent] = sales ? [sales, sold] : [n, bookmark];
  const done = t("Saved {saved} · sent {sent}", { saved: number(saved), sent: number(sent) });
  if (!pending) {
    return item("check", done);
  }
  const elsewhere = pending - (n - bookmark); // of a till this device was before
  const waits = t("waiting {n}, oldest {age}", { n: number(saved - sent + elsewhere), age: age(now - oldestAt) });
  return item("clock", `${done} · ${waits}`, "warn");
}

/** `{facts, outbox, offset, persisted, pricesAt, printer, now}` */
export function drawStrip({ facts, outbox, offset, persisted, pricesAt, printer, now }) {
  const pending = outbox ? outbox.pending : facts.n - facts.bookmark;
  const oldestAt = outbox ? outbox.oldestAt : facts.oldestAt;
  const items = [sentItem(facts, pending, oldestAt ?? now, now)];
  const unreached = reachText(outbox?.reach);
  if (unreached) {
    items.push(item("unreachable", unreached, "warn"));
  }
  const attention = facts.attention ? t("{n} needs attention: show it to the organiser.", { n: facts.attention }) : null;
  if (attention) {
    items.push(item("warning", attention, "bad"));
  }
  if (offset !== null && Math.abs(offset) > CLOCK_MAX) {
    const off = age(Math.abs(offset));
    items.push(
      item("clock", offset > 0 ? t("Clock {age} slow", { age: off }) : t("Clock {age} fast", { age: off }), "warn"),
    );
  }
  if (printer) {
    items.push(item(printer.sign, printer.text, printer.tone));
  }
  if (outbox?.held) {
    items.push(item("terminal", t("Terminal has {n} to pass on", { n: number(outbox.held) })));
  }
  if (persisted === false) {
    items.push(item("warning", t("Storage not assured: install this page as an app"), "calm"));
  } else if (persisted) {
    items.push(item("shield", t("Storage is safe")));
  }
  if (pricesAt) {
    items.push(item("tag", t("Prices updated {time}", { time: timeOf(pricesAt) }), "news"));
  }
  put(items);
  // Read aloud only what is news: the ages change all the time.
  write(at("strip-news"), [unreached, attention, printer?.tone === "bad" ? printer.text : null].filter(Boolean).join(" "));
}
