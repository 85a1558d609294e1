// The plan of a run by keyboard and by hand: arrows go from booth to booth, and a booth may be dragged onto
// another, which fills the form below. Nothing is changed before a reason is given and the form is sent.

const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const booths = () => [...document.querySelectorAll(".drawn a.stand")];

function next(from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const booth of booths()) {
    const x = booth.dataset.x - from.dataset.x;
    const y = booth.dataset.y - from.dataset.y;
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead > 0 && aside <= ahead * 2 && ahead + aside * 3 < least) {
      best = booth;
      least = ahead + aside * 3;
    }
  }
  return best;
}

document.addEventListener("keydown", (event) => {
  const at = event.target.closest?.("a.stand");
  if (!at || !ways[event.key]) return;
  event.preventDefault();
  const to = next(at, ways[event.key]);
  if (!to) return;
  at.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
});

// --- dragging with a mouse or a pen: an extra for those who like it; a finger moves the drawing ---

const FAR = 8;
let from = null;
let dragging = false;

const exhibitorOf = (booth) => new URL(booth.getAttribute("href"), location.href).searchParams.get("exhibitor");
const codeOf = (booth) => booth.querySelector("text.code")?.textContent ?? "";
const under = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".drawn .stand");

/** A stand and those to its right in the same line of the drawing. */
function alongFrom(stand) {
  const at = (one, name) => Number(one.querySelector("rect.shape").getAttribute(name));
  return [...stand.closest("svg").querySelectorAll(".stand")]
    .filter((one) => at(one, "y") === at(stand, "y") && at(one, "x") >= at(stand, "x"))
    .sort((one, other) => at(one, "x") - at(other, "x"));
}

function show(onto) {
  for (const booth of document.querySelectorAll(".drawn .stand.over")) booth.classList.remove("over");
  onto?.classList.add("over");
}

document.addEventListener("pointerdown", (event) => {
  const booth = event.target.closest?.(".drawn a.stand");
  if (!booth || event.button !== 0 || event.pointerType === "touch" || !document.querySelector("#move form")) return;
  from = { booth, x: event.clientX, y: event.clientY };
});

document.addEventListener("pointermove", (event) => {
  if (!from) return;
  dragging ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > FAR;
  if (dragging) show(under(event));
});

document.addEventListener("pointerup", (event) => {
  const start = from;
  const onto = under(event);
  from = null;
  show(null);
  if (!dragging) return;
  // The click that belongs to this comes right behind.
  setTimeout(() => (dragging = false));
  if (!start || !onto || onto === start.booth) return;
  const { elements } = document.querySelector("#move form");
  // Whoever has several booths takes as many from there on; whether they are joined, the check says.
  const who = exhibitorOf(start.booth);
  const many = booths().filter((booth) => exhibitorOf(booth) === who).length;
  elements.exhibitor.value = who;
  elements.booths.value = alongFrom(onto).slice(0, many).map(codeOf).join(" ");
  elements.booths.dispatchEvent(new Event("input", { bubbles: true }));
  elements.reason.focus();
});

document.addEventListener("pointercancel", () => {
  from = null;
  dragging = false;
  show(null);
});

document.addEventListener(
  "click",
  (event) => {
    if (dragging && event.target.closest?.(".drawn .stand")) event.preventDefault();
  },
  true,
);

for (const name of ["dragstart", "selectstart"]) {
  document.addEventListener(name, (event) => {
    if (from) event.preventDefault();
  });
}
