// The cards of the page, and which of them somebody works on.
const OPEN = ".desk-card:not(.desk-settled)";
const ANY = ".desk-card, .desk-receipt";

let last; // had the focus, or stands in its place

export const cards = () =>
  [...document.querySelectorAll(OPEN)].filter((card) => card.checkVisibility());

export const current = () => document.activeElement.closest(OPEN);

export const heading = () =>
  document.getElementById("waiting-title") ?? document.querySelector(".desk h1");

export const show = (element) => {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  const { top, bottom } = element.getBoundingClientRect();
  const whole = top >= 0 && bottom <= innerHeight;
  // Under a mouse the page stays where it is.
  if (!whole && element.matches(":focus-visible")) element.scrollIntoView({ behavior: "instant" });
};

const follows = (one, other) => other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;

const after = (from) => cards().find((card) => follows(card, from));
const before = (from) => cards().findLast((card) => follows(from, card));

export const move = (step) => {
  const from = document.activeElement.closest(ANY) ?? (last?.isConnected && last);
  const target = from ? (step > 0 ? after(from) : before(from)) : cards()[0];
  if (target) show(target);
};

// Another element takes a card's place; the focus goes on if it was there.
export const replace = (card, element, { stay }) => {
  const was = card.contains(document.activeElement) || document.activeElement === document.body;
  card.replaceWith(element);
  if (last === card) last = element;
  if (was) show(stay ? element : (after(element) ?? before(element) ?? heading()));
};

document.addEventListener("focusin", ({ target }) => {
  last = target.closest(ANY) ?? last;
});
