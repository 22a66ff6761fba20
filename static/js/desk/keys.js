// A key clicks what carries its act: all of it works with a mouse as well.
import { current, move } from "./cards.js";
import { actOf, keyOf } from "./keymap.js";
import { fold, openRow, plain, press, toggle } from "./rows.js";
import { select, selectRange } from "./select.js";
import { settings } from "./settings.js";
import { newestUndo } from "./receipts.js";

const FIELDS =
  "input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]";

const elsewhere = {
  next: () => move(1),
  previous: () => move(-1),
  search: () => {
    document.querySelector(".desk-find")?.setAttribute("open", "");
    document.querySelector(".desk [name=q]")?.focus();
  },
  help: () => document.getElementById("desk-help").showModal(),
  undo: () => (newestUndo() ?? current()?.querySelector("[data-act=undo]"))?.click(),
};

const inCard = (card, act) => {
  const element = card.querySelector(`[data-act="${act}"]`);
  if (!element || element.disabled || card.ariaBusy === "true") return;
  const row = openRow(card);
  if (act === "reject" && row?.contains(element)) plain(row)?.click();
  else if (element.matches("summary.button")) toggle(element);
  else element.click();
};

// With Shift for all that are chosen.
const forChosen = (name) => {
  const button = document.querySelector(`[data-bulk="${name}"]`);
  const isShown = button?.checkVisibility();
  if (isShown) button.click();
  return isShown;
};

// A dialog that was closed may keep the focus for a moment.
const isTyped = ({ target }) => target.closest(FIELDS)?.checkVisibility();

const notForUs = (event) =>
  settings.off ||
  event.defaultPrevented ||
  event.ctrlKey ||
  event.altKey ||
  event.metaKey ||
  event.isComposing ||
  event.keyCode === 229 || // composing, say older browsers
  (event.key !== "Escape" && isTyped(event)) ||
  document.querySelector("dialog[open]");

// Whether the key meant something here.
const act = (event) => {
  const card = current();
  if (event.key === "Escape") return card && fold(card);
  if (/^[1-9]$/.test(event.key)) return card && !event.repeat && press(card, event.key);
  const isLetter = /\p{L}/u.test(event.key);
  const name = actOf(isLetter ? event.key.toLowerCase() : event.key);
  const range = isLetter && event.shiftKey;
  if (range && name !== "select") return forChosen(name);
  if (!name) return false;
  if (event.repeat && !["next", "previous"].includes(name)) return true;
  if (elsewhere[name]) elsewhere[name]();
  else if (card && name === "select") (range ? selectRange : select)();
  else if (card) inCard(card, name);
  else return false;
  return true;
};

document.addEventListener("keydown", (event) => {
  if (!notForUs(event) && act(event)) event.preventDefault();
});
