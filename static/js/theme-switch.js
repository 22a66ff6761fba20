// The switch between light and dark in the masthead. Its words come from the page.
const button = document.querySelector(".theme-switch");
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

const label = () => {
  button.textContent = isDark() ? button.dataset.toLight : button.dataset.toDark;
};

if (button) {
  label();
  button.hidden = false;
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
