// Building the page from data. Text goes in as text nodes only, so a product called "<img onerror=…>" is a name.

/** An element with attributes (true is an empty one, `onclick` a handler) and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") {
      made.addEventListener("click", value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/till/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function at(id) {
  return document.getElementById(id);
}

/** Writes text only where it differs: a live region speaks when it is written to. */
export function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
