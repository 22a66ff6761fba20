// Making elements without HTML strings.
export function el(name, attributes = {}, children = []) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function button(text, onClick, attributes = {}) {
  const node = el("button", { type: "button", ...attributes }, [text]);
  node.addEventListener("click", onClick);
  return node;
}
