// The list of keys: each can be another one, all can be switched off.
import { keyOf } from "./keymap.js";
import { keep, settings } from "./settings.js";
import { word } from "./words.js";

const dialog = document.getElementById("desk-help");
const form = dialog.querySelector("form");
const said = dialog.querySelector("[role=status]");
const fields = [...dialog.querySelectorAll("[data-key-of] input")];
const { on, hints } = form.elements;

const actIn = (field) => field.closest("[data-key-of]").dataset.keyOf;

const draw = () => {
  for (const field of fields) Object.assign(field, { value: keyOf(actIn(field)), ariaInvalid: null });
  on.checked = !settings.off;
  hints.checked = !settings.tireless;
};

// A digit chooses a reason; two acts cannot have one key.
const trouble = (field, key) => {
  if (!key) return "";
  if (/\d|\s/.test(key)) return word("keyReserved");
  const other = fields.find((one) => one !== field && one.value === key);
  return other ? word("keyTaken", { key, act: other.labels[0].textContent }) : "";
};

const change = (field) => {
  const act = actIn(field);
  const key = field.value.trim().toLowerCase();
  said.textContent = trouble(field, key);
  field.ariaInvalid = String(Boolean(said.textContent));
  if (!said.textContent) keep({ keys: { ...settings.keys, [act]: key } });
};

form.addEventListener("input", ({ target }) => {
  if (fields.includes(target)) return change(target);
  keep({ off: !on.checked, tireless: !hints.checked });
});

form.elements.reset.addEventListener("click", () => {
  keep({ keys: {} });
  said.textContent = word("keysReset");
  draw();
});

for (const opener of document.querySelectorAll("[data-act=help]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
}
new MutationObserver(draw).observe(dialog, { attributeFilter: ["open"] });
draw();
