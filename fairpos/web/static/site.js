// The little that a page of figures does by itself: say when the server no longer answers, keep open what
// the reader had opened, and tell the time of the last answer. Everything else is htmx and plain HTML.

const SILENT_AFTER = 5000;

let lastAnswer = Date.now();
let firstMiss = null;

const clock = (at) =>
  new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function say() {
  const element = document.getElementById("no-answer");
  if (!element) return;
  const silent = firstMiss !== null && Date.now() - lastAnswer > SILENT_AFTER;
  if (silent && element.hidden) {
    element.textContent = element.dataset.text
      .replace("{since}", clock(firstMiss))
      .replace("{from}", clock(lastAnswer));
  }
  if (element.hidden === silent) element.hidden = !silent;
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    lastAnswer = Date.now();
    firstMiss = null;
  } else {
    firstMiss ??= Date.now();
  }
  say();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// A block that is renewed comes closed and without focus; what the reader had opened, and the place of one who
// moves by keyboard, are put back before anything is painted.
const FOCUSABLE = "a[href], button, summary, input, select";
let opened = [];
let focused = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const block = event.detail.target;
  opened = [...block.querySelectorAll("details[open][id]")].map((element) => element.id);
  focused = block.contains(document.activeElement)
    ? { block: block.id, place: [...block.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement) }
    : null;
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (focused === null) return;
  const again = document.getElementById(focused.block)?.querySelectorAll(FOCUSABLE)[focused.place];
  again?.focus({ preventScroll: true });
  focused = null;
});
