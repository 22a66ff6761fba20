// Choosing cards for a bulk decision, one or a range.
import { cards, current } from "./cards.js";

let from;

const box = (card) => card.querySelector("input[data-act=select]");

export const select = () => {
  from = current();
  box(from)?.click();
};

// From the card chosen last to this one, all as that one is.
export const selectRange = () => {
  const all = cards();
  const [a, b] = [all.indexOf(from), all.indexOf(current())];
  if (a < 0) return select();
  const on = box(from)?.checked;
  for (const card of all.slice(Math.min(a, b), Math.max(a, b) + 1)) {
    if (box(card)?.checked !== on) box(card)?.click();
  }
};
