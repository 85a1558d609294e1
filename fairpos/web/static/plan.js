// The plan by keyboard: arrows go from booth to booth, the space bar chooses several. Everything else is links
// and forms; without this file the list below the drawing does the same.

const floor = () => document.querySelector(".drawn .floor");
const stands = () => [...floor().querySelectorAll("a.stand")];
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest booth in a direction: what lies straight ahead comes before what is near but aside. */
function next(from, [dx, dy]) {
  let best = null;
  let least = Infinity;
  for (const stand of stands()) {
    const x = stand.dataset.x - from.dataset.x;
    const y = stand.dataset.y - from.dataset.y;
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead <= 0 || aside > ahead * 2) continue;
    const far = ahead + aside * 3;
    if (far < least) [best, least] = [stand, far];
  }
  return best;
}

function stop(at) {
  for (const stand of stands()) stand.setAttribute("tabindex", stand === at ? "0" : "-1");
}

function mark(chosen) {
  for (const stand of stands()) {
    const is = chosen.includes(stand.dataset.stand);
    stand.classList.toggle("chosen", is);
    if (is) stand.setAttribute("aria-current", "true");
    else stand.removeAttribute("aria-current");
  }
}

function chosen() {
  return stands().filter((stand) => stand.classList.contains("chosen")).map((stand) => stand.dataset.stand);
}

let asked = 0;

/** Shows the panel of these booths. The last choice wins, whichever answer comes first. */
async function show(ids, at) {
  mark(ids);
  const mine = ++asked;
  const address = new URL(at.getAttribute("href"), location.href);
  address.hash = "";
  address.searchParams.delete("stand");
  for (const id of ids) address.searchParams.append("stand", id);
  history.replaceState(null, "", address);
  const answer = await fetch(`${address.pathname}/panel${address.search}`, { headers: { "HX-Request": "true" } });
  // Signed out, or no longer there: the page itself says what happened.
  if (!answer.ok) return location.reload();
  const panel = await answer.text();
  if (mine === asked) document.querySelector("#panel").outerHTML = panel;
}

document.addEventListener("keydown", (event) => {
  const at = event.target.closest?.("a.stand");
  if (!at) return;
  if (ways[event.key]) {
    event.preventDefault();
    const to = next(at, ways[event.key]);
    if (!to) return;
    stop(to);
    to.focus();
  } else if (event.key === " " && document.querySelector("#panel")) {
    event.preventDefault();
    const before = chosen();
    const id = at.dataset.stand;
    show(before.includes(id) ? before.filter((one) => one !== id) : [...before, id], at);
  } else if (event.key === "Escape" && document.querySelector("#panel")) {
    show([], at);
  }
});

document.addEventListener("click", async (event) => {
  const at = event.target.closest?.("a.stand");
  if (!at || !document.querySelector("#panel") || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  stop(at);
  await show([at.dataset.stand], at);
  // The booth was opened to be worked on: that is where the keyboard goes on.
  document.querySelector("#panel").focus();
});
