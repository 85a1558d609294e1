// Booths chosen on the plan go straight into the form above it, and out again; the links do the same slowly.

const field = document.querySelector("#give #booths");
const codeOf = (booth) => booth.querySelector("text.code")?.textContent ?? "";

document.addEventListener("click", (event) => {
  const booth = event.target.closest?.(".drawn a.stand");
  if (!booth || !field || !new URL(booth.getAttribute("href"), location.href).searchParams.has("booth")) return;
  event.preventDefault();
  const chosen = [...document.querySelectorAll(".drawn a.stand.chosen")];
  const on = !booth.classList.contains("chosen");
  booth.classList.toggle("chosen", on);
  booth.toggleAttribute("aria-current", false);
  if (on) booth.setAttribute("aria-current", "true");
  booth.classList.replace(on ? "heat-0" : "heat-3", on ? "heat-3" : "heat-0");
  const now = on ? [...chosen, booth] : chosen.filter((one) => one !== booth);
  field.value = now.map(codeOf).join(", ");
});
