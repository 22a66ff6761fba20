// Cards that somebody else has decided about turn grey; where somebody looks, the name stands.
import { make } from "../page.js";
import { current } from "./cards.js";
import { fill } from "./more.js";
import { say } from "./say.js";
import { desk, word } from "./words.js";

const cardOf = (reply) => document.getElementById(`comment-${reply}`);

const disable = (card) => {
  for (const field of card.querySelectorAll("button, input, select, textarea")) field.disabled = true;
};

const grey = (card, { reply, said }) => {
  if (card === current()) say(said);
  card.classList.add("desk-settled");
  card.querySelector(":scope > .desk-by")?.remove();
  const link = make("a", { href: `${desk.dataset.queue}${reply}/` }, word("open"));
  card.prepend(make("p", { className: "desk-by" }, said, " ", link));
  disable(card);
};

// A card that shows what they decided, or something newer, stays as it is.
export const settle = (decisions) => {
  for (const decision of decisions) {
    const card = cardOf(decision.reply);
    if (card && card.ariaBusy !== "true" && +card.dataset.revision < decision.revision) {
      card.dataset.revision = decision.revision;
      grey(card, decision);
    }
  }
  if (decisions.length) fill();
};

export const looking = (names) => {
  for (const line of document.querySelectorAll(".desk-looking")) line.remove();
  for (const [reply, name] of Object.entries(names)) {
    const card = cardOf(reply);
    if (!card || card.matches(".desk-receipt, .desk-settled")) continue;
    card.prepend(make("p", { className: "desk-looking" }, word("looking", { name })));
  }
};
