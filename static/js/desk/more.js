// Near its end the next page is fetched: hundreds are cleared without loading one.
import { cards, heading, show } from "./cards.js";
import { print } from "./keymap.js";
import { page } from "./pages.js";

const FEW = 3;
const NEXT = ".desk a[rel=next]";
const LIST = "[data-cards]";

let busy = false;

// The cards of another page of the queue that are not here yet.
export const cardsOf = (other) =>
  [...other.querySelectorAll(`${LIST} > .desk-card`)].filter(
    ({ id }) => !document.getElementById(id),
  );

export const insert = (elements, where) => {
  elements.forEach(print);
  document.querySelector(LIST)[where](...elements);
};

export const fill = async () => {
  const next = document.querySelector(NEXT);
  if (busy || !next || cards().length > FEW) return;
  busy = true;
  try {
    const other = await page(next.href);
    insert(cardsOf(other), "append");
    if (document.activeElement === heading()) show(cards()[0] ?? heading()); // it was too quick
    const further = other.querySelector(NEXT);
    if (further) next.href = further.href;
    else next.remove();
  } catch {
    // the link stays and can be followed
  } finally {
    busy = false;
  }
};
