// Whether this device trusts the server. Asked over http first, because a device that does not trust it yet can
// open nothing else; what a browser truly allows shows itself only over https, so the check goes on there.

const panel = document.getElementById("trust");
const PATIENCE_MS = 8000;

async function ask(address) {
  const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  return answer.json();
}

async function overHttp(secure) {
  const now = Date.now();
  let told;
  try {
    told = await ask("/setup/check");
  } catch {
    return "lost";
  }
  if (now < told.begins || now > told.ends) {
    return "clock";
  }
  try {
    await ask(`${secure}/setup/check`);
  } catch {
    return "not-yet";
  }
  location.assign(`${secure}/setup#check`);
  return "busy";
}

async function overHttps() {
  try {
    await ask("/setup/check");
  } catch {
    return "lost";
  }
  if (!navigator.serviceWorker) {
    return "private";
  }
  try {
    const kept = await navigator.serviceWorker.register("/setup/worker.js", { scope: "/setup/" });
    await kept.unregister();
    return "good";
  } catch {
    return "clicked"; // a page is shown after its warning was clicked away, a worker never is
  }
}

function show(state) {
  for (const node of panel.querySelectorAll("[data-state]")) {
    node.hidden = node.dataset.state !== state;
  }
  document.getElementById("open").hidden = state !== "good";
  document.getElementById("check").disabled = state === "busy";
}

async function check() {
  show("busy");
  show(await (location.protocol === "https:" ? overHttps() : overHttp(panel.dataset.secure)));
}

if (panel) {
  document.getElementById("check").addEventListener("click", check);
  // A page that the browser brings back as it was left would say "checking" for ever.
  addEventListener("pageshow", (event) => event.persisted && show(""));
  if (location.hash === "#check") {
    check();
  }
}
