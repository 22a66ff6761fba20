// What happened, for those who hear the page; a problem is also written where it arose.
import { make } from "../page.js";

const line = document.getElementById("desk-said");

export const say = (sentence) => {
  line.textContent = "";
  requestAnimationFrame(() => (line.textContent = sentence)); // said again when it is the same
};

export const problem = (card, sentence) => {
  forget(card);
  card.append(make("p", { className: "desk-problem", role: "alert" }, sentence));
};

export const forget = (card) => card.querySelector(":scope > .desk-problem")?.remove();
