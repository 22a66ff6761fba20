// Whoever stays with a card for three seconds lets the others know.
import { current } from "./cards.js";
import { ask } from "./pages.js";
import { desk } from "./words.js";

const SETTLES = 3_000; // ms
const AGAIN = 60_000; // before the two minutes are over that it lasts

let timer;
let card;

const begin = async () => {
  const token = card.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!token || !card.isConnected || document.hidden) return;
  timer = setTimeout(begin, AGAIN);
  const headers = { "X-CSRFToken": token };
  await ask(`${desk.dataset.queue}${card.dataset.comment}/presence/`, { method: "POST", headers }).catch(() => {});
};

document.addEventListener("focusin", () => {
  if (current() === card) return;
  card = current();
  clearTimeout(timer);
  if (card) timer = setTimeout(begin, SETTLES);
});
