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

// --- dragging: an extra for those who like it ---

let dragged = null;

const exhibitorOf = (booth) => new URL(booth.getAttribute("href"), location.href).searchParams.get("exhibitor");

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("a.stand");
});

document.addEventListener("dragover", (event) => {
  if (dragged && event.target.closest?.(".stand")) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const onto = event.target.closest?.(".stand");
  const form = document.querySelector("#move form");
  if (!dragged || !onto || !form || onto === dragged) return;
  event.preventDefault();
  form.elements.exhibitor.value = exhibitorOf(dragged);
  form.elements.booths.value = onto.querySelector("text.code")?.textContent ?? "";
  form.elements.booths.dispatchEvent(new Event("input", { bubbles: true }));
  form.elements.reason.focus();
  dragged = null;
});
