// The switch between light and dark, made here because text browsers show what is `hidden`.
const place = document.querySelector(".masthead-tools");
const button = document.createElement("button");
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

const label = () => {
  button.textContent = isDark() ? place.dataset.toLight : place.dataset.toDark;
};

if (place) {
  button.type = "button";
  button.className = "theme-switch";
  label();
  place.append(button);
  system.addEventListener("change", label);
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    label();
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Storage is switched off: the choice lasts for this page.
    }
  });
}
