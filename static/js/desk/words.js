// The desk's sentences stand in the page, in its language; {n} and the like are filled in.
export const desk = document.getElementById("desk-live");

export const word = (name, values = {}) =>
  (desk.dataset[name] ?? "").replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);

export const written = (n) => n.toLocaleString(document.documentElement.lang);

// "24 left" and "1 left" are two sentences.
export const counted = (name, n) => word(n === 1 ? `${name}One` : name, { n: written(n) });
