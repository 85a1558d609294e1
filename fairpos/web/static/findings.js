// A long list by keyboard: up and down from one finding to the next, x ticks it. Only while the focus is in the list.

const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

document.querySelector("[data-keys]")?.addEventListener("keydown", (event) => {
  const item = event.target.closest("li");
  if (!item || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  const step = STEPS[event.key];
  if (step) {
    const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
    next?.querySelector("h2 a")?.focus();
    event.preventDefault();
  } else if (event.key === "x") {
    item.querySelector('input[type="checkbox"]')?.click();
    event.preventDefault();
  }
});
