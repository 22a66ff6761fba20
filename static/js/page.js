// What the other files share.
export const received = location.search.includes("received=");

export const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

export const focus = (element) => {
  for (let at = element; (at = at?.parentElement.closest("details")); ) at.open = true;
  element?.setAttribute("tabindex", -1);
  element?.focus();
};

export const count = ({ dataset }, words, number) =>
  (dataset[words + (number === 1 ? "One" : "Many")] ?? dataset[words]).replace("{n}", number);

// Storage may be switched off or full.
export const load = (key) => {
  try {
    return JSON.parse(localStorage[key]);
  } catch {}
};

export const save = (key, value) => {
  try {
    if (value) localStorage[key] = JSON.stringify(value);
    else delete localStorage[key];
  } catch {}
};
