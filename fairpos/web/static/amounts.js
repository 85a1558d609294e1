// Amounts typed in a column: what was typed is echoed in full, by the till's rule, and Enter goes to the next row.

const group = document.documentElement.lang === "en" ? "," : ".";

/** đồng of what a person typed, or null: "87" is 87000, "1500" is 1500, "0500" is 500, "12tr" is 12000000. */
export function amountOf(text) {
  let body = text.trim().toLowerCase().replace(/\s*(đồng|vnd|đ|₫)$/, "");
  let factor = 1;
  for (const [suffix, size] of [["tr", 1_000_000], ["k", 1_000]]) {
    if (body.endsWith(suffix)) {
      body = body.slice(0, -suffix.length).trim();
      factor = size;
      break;
    }
  }
  const groups = body.split(/[., ]/);
  const grouped = groups.length > 1 && (groups[0].length > 3 || groups.slice(1).some((one) => one.length !== 3));
  if (!/^[\d., ]+$/.test(body) || groups.some((one) => one === "") || grouped) {
    return null;
  }
  const amount = Number(groups.join("")) * factor;
  return amount < 1_000 && /^[1-9]\d*$/.test(text.trim()) ? amount * 1_000 : amount;
}

function echo(input) {
  const amount = input.value.trim() ? amountOf(input.value) : null;
  const shown = amount === null ? "" : `${String(amount).replace(/\B(?=(\d{3})+$)/g, group)} đ`;
  input.parentElement.querySelector(".echo").textContent = shown;
}

for (const table of document.querySelectorAll("[data-amounts]")) {
  const inputs = [...table.querySelectorAll("input[inputmode]")];
  inputs.forEach((input, place) => {
    echo(input);
    input.addEventListener("input", () => echo(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && inputs[place + 1]) {
        event.preventDefault();
        inputs[place + 1].focus();
        inputs[place + 1].select();
      }
    });
  });
}
