// A text to be copied with one press. Where the browser does not let a page copy, the text is marked instead, so
// that the person's own keys do it.

for (const button of document.querySelectorAll("[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  const words = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent = button.dataset.done;
      setTimeout(() => {
        button.innerHTML = words;
      }, 2000);
    } catch {
      text.focus();
      text.select();
    }
  });
}
