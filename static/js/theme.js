// Before the first paint: the reader's own choice, if there is one.
const choice = (() => {
  try {
    return localStorage.getItem("theme");
  } catch {
    return null; // storage is switched off
  }
})();
if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
