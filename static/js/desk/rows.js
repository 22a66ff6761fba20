// What folds out of a card: the reasons of a rejection, when to see it again, a note.
import { show } from "./cards.js";

const FIRST = "textarea, input:not([type=hidden]), select, button";

export const openRow = (card) => card.querySelector("details[open]:has([data-digit])");

// In a row with digits, Enter means the choice without one.
export const plain = (row) => row.querySelector("button:not([data-digit])");

export const toggle = (summary) => {
  const row = summary.parentElement;
  const card = summary.closest("[data-comment]");
  if (row.open) return fold(card);
  fold(card);
  row.open = true;
  const digits = row.querySelector("[data-digit]");
  ((digits && plain(row)) ?? row.querySelector(`:scope > :not(summary) :is(${FIRST})`))?.focus();
  row.lastElementChild.scrollIntoView({ block: "nearest" });
};

export const fold = (card) => {
  const open = card.querySelectorAll("details:is(.desk-reject, .desk-more, .desk-note)[open]");
  for (const row of open) row.open = false;
  if (open.length) show(card);
  return open.length;
};

export const press = (card, digit) => {
  const button = openRow(card)?.querySelector(`[data-digit="${digit}"]`);
  button?.click();
  return button;
};
