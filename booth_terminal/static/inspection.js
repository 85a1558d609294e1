// The inspection page: one fault at one booth is one document, on the same road as a sale.

import { BoothChoice } from "./booth_choice.js";
import { timeOf } from "./day.js";
import { head } from "./documents.js";
import { at, element, write } from "./element.js";
import { newId } from "./ids.js";
import { show, shrink } from "./picture.js";
import { Said } from "./said.js";
import { Fenced, device } from "./store.js";
import { Till } from "./till.js";
import { t } from "./words.js";

// Every other till has no use for this page, so it keeps itself; the service worker opens it from there (sw.js).
const OWN = ["", ".js", ".css", ".vi.json", ".en.json"].map((end) => `/till/inspection${end}`);

async function keepPage() {
  const cache = await caches.open("inspection");
  // All of them or none, past the browser's own cache: they must be of one version.
  await cache.addAll(OWN.map((url) => new Request(url, { cache: "reload" })));
}

const FAULTS = ["no-certificate", "expired-certificate", "wrong-stars", "label", "hygiene", "other"];
const ACTIONS = ["reminder", "off-shelf", "report"];

function faultText(fault) {
  switch (fault) {
    case "no-certificate":
      return t("No certificate");
    case "expired-certificate":
      return t("Certificate expired");
    case "wrong-stars":
      return t("Wrong stars on the label");
    case "label":
      return t("Fault of the label");
    case "hygiene":
      return t("Hygiene");
    default:
      return t("Something else");
  }
}

function actionText(action) {
  switch (action) {
    case "reminder":
      return t("Remind them");
    case "off-shelf":
      return t("Take it off the shelf");
    default:
      return t("Report to the authorities");
  }
}

class Inspecting {
  constructor(till) {
    this.till = till;
    this.picture = "";
    this.faults = {};
    this.choice = new BoothChoice(till, () => {
      this.drawArticles();
      this.keep();
    });
    at("inspecting").addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    // A phone short of memory closes the page behind its camera: what was filled in is there again.
    at("inspecting").addEventListener("change", () => this.keep());
    at("picture").addEventListener("change", () => this.take());
    at("picture-remove").addEventListener("click", () => this.drop());
    at("article").addEventListener("change", () => this.drawActions());
    at("language").addEventListener("click", () => till.turnLanguage());
  }

  keep() {
    return device.put(this.till.db, "inspection", this.filledIn());
  }

  async recall() {
    const kept = (await device.get(this.till.db, "inspection")) ?? {};
    this.drawChoices();
    this.choice.take(kept.booth);
    this.drawArticles(kept.article);
    this.choose(kept);
    at("inspector").value = kept.inspector ?? "";
    at("note").value = kept.note ?? "";
    this.picture = kept.picture ?? "";
    await show(this.picture, at("seen"));
    this.drawPicture();
    if ("caches" in window) {
      keepPage().catch(() => {}); // no line: what is kept already opens the page
    }
  }

  async stand(standing) {
    at("inspecting").inert = standing !== "writing";
    this.standing = standing;
    this.drawSecond();
    await this.drawToday();
  }

  async take() {
    const [file] = at("picture").files;
    at("picture").value = "";
    if (!file) {
      return;
    }
    const small = await shrink(file, at("seen"));
    this.picture = small ?? "";
    this.faults.picture = small ? null : t("This could not be read as a picture. Take it once more.");
    this.drawPicture();
    this.drawFaults();
    this.keep();
  }

  drop() {
    this.picture = "";
    this.drawPicture();
    this.keep();
  }

  drawPicture() {
    at("taken").hidden = !this.picture;
  }

  chosen(name) {
    return document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
  }

  filledIn() {
    return {
      booth: this.choice.booth?.id ?? "",
      fault: this.chosen("fault"),
      action: this.chosen("action"),
      article: at("article").value,
      inspector: at("inspector").value.trim(),
      note: at("note").value.trim(),
      picture: this.picture,
    };
  }

  /** What is written down, with everything that is missing told at once. */
  read() {
    const what = this.filledIn();
    this.faults = {
      booth: what.booth ? null : t("Choose the booth first."),
      fault: what.fault ? null : t("Say what is wrong."),
      action: what.action ? null : t("Say what is done about it."),
      inspector: what.inspector ? null : t("Write your name: it stands under the inspection."),
    };
    if (what.action === "off-shelf" && !what.article) {
      this.faults.action = t("Choose the product that is taken off the shelf.");
    }
    return what;
  }

  async save() {
    const what = this.read();
    this.drawFaults();
    const wrong = document.querySelector("[data-fault]:not([hidden])");
    if (wrong) {
      wrong.scrollIntoView({ block: "center" });
      return;
    }
    const { book, clock, store } = this.till;
    const moment = clock.moment();
    at("inspecting").inert = true; // a second tap would be a second inspection
    try {
      await this.till.write(() =>
        store.write(async (tx) => {
          const { n, number } = await store.counters(tx);
          const start = head("inspection", { id: newId(moment.at), n: n + 1, book, moment });
          store.put(tx, "counters", { n: n + 1, number });
          await store.add(tx, { ...start, ...what });
        }),
      );
      this.clear(what);
    } catch (error) {
      if (!(error instanceof Fenced)) {
        this.problem = t("NOT saved: this phone could not write it down. Try again.");
      }
    }
    at("inspecting").inert = this.standing !== "writing";
    this.drawFaults();
    await this.drawToday();
  }

  /** The booth stays: there is often more to see at it. */
  clear({ action, article }) {
    const name = this.choice.articles.find((one) => one.id === article)?.name ?? "";
    const time = timeOf(this.till.clock.corrected());
    write(
      at("news"),
      action === "off-shelf"
        ? t("Saved at {time}. {name} leaves the tills of this booth once this phone has sent it.", { time, name })
        : t("Saved at {time}.", { time }),
    );
    this.problem = null;
    at("note").value = "";
    this.drawChoices();
    this.drawArticles();
    this.drop();
  }

  drawFaults() {
    for (const node of document.querySelectorAll("[data-fault]")) {
      const text = this.faults[node.dataset.fault] ?? "";
      node.hidden = !text;
      write(node, text);
    }
    at("inspector").setAttribute("aria-invalid", String(Boolean(this.faults.inspector)));
    at("problem").hidden = !this.problem;
    write(at("problem"), this.problem ?? "");
  }

  drawChoices() {
    const lay = (id, name, values, text) =>
      at(id).replaceChildren(
        ...values.map((value) =>
          element("label", {}, element("input", { type: "radio", name, value }), element("span", {}, text(value))),
        ),
      );
    const chosen = { fault: this.chosen("fault"), action: this.chosen("action") };
    lay("faults", "fault", FAULTS, faultText);
    lay("actions", "action", ACTIONS, actionText);
    return chosen;
  }

  choose(chosen) {
    for (const name of ["fault", "action"]) {
      const input = document.querySelector(`input[name="${name}"][value="${chosen[name] || "-"}"]`);
      if (input && !input.disabled) {
        input.checked = true;
      }
    }
  }

  /** The words changed: what was chosen stays chosen. */
  redraw() {
    const chosen = this.drawChoices();
    this.drawArticles(at("article").value);
    this.choose(chosen);
    this.choice.draw();
    this.drawSecond();
    this.drawToday();
  }

  drawArticles(kept = "") {
    const { booth, articles, stops } = this.choice;
    const text = (article) => {
      const stars = article.stars ? ` · ${article.stars}★` : "";
      const off = stops.get(article.id);
      return `${article.name}${stars}${off ? ` · ${t("off the shelf since {time}", { time: timeOf(off.at) })}` : ""}`;
    };
    const option = (value, label) => element("option", { value, selected: value === kept }, label);
    at("article").disabled = !booth;
    at("article").replaceChildren(
      option("", t("The booth as a whole")),
      ...articles.map((article) => option(article.id, text(article))),
    );
    this.drawActions();
  }

  drawActions() {
    const stop = document.querySelector('input[name="action"][value="off-shelf"]');
    stop.disabled = !at("article").value;
    stop.checked = stop.checked && !stop.disabled;
  }

  drawSecond() {
    const looking = this.standing === "second" || this.standing === "fenced";
    at("second").hidden = !looking;
    const why = t("Inspections are written in another tab of this phone. When it is closed, this one takes over.");
    write(at("second"), looking ? why : "");
  }

  async drawToday() {
    const documents = await this.till.store.ofDay(this.till.today);
    const name = new Map(this.till.book.booths.map((booth) => [booth.id, booth.name]));
    const row = ({ at: when, booth, fault, action, note }) =>
      element(
        "li",
        {},
        element("strong", {}, `${timeOf(when)} · `, element("bdi", {}, name.get(booth) ?? booth)),
        element("span", {}, `${faultText(fault)} · ${actionText(action)}`),
        note ? element("bdi", {}, note) : null,
      );
    const found = documents.filter((document) => document.type === "inspection");
    at("today").replaceChildren(...(found.length ? found.map(row) : [element("li", {}, t("None yet."))]));
  }

  drawPlace() {
    at("place").textContent = `${t("Inspections")} · ${this.till.book.till.id}`;
    document.title = `${at("place").textContent} · FairPOS`;
  }
}

const till = await Till.open("inspector");
const inspecting = new Inspecting(till);
await inspecting.recall();
inspecting.drawPlace();
new Said(till);
till.start({
  writing: (standing) => inspecting.stand(standing),
  prices: () => {
    inspecting.choice.renew();
    inspecting.drawArticles(at("article").value);
  },
  language: () => {
    inspecting.drawPlace();
    inspecting.redraw();
  },
});
