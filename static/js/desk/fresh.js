// "8 new": what has come since the page was drawn waits behind a button, nothing jumps.
import { make } from "../page.js";
import { show } from "./cards.js";
import { cardsOf, insert } from "./more.js";
import { filter, page } from "./pages.js";
import { say } from "./say.js";
import { counted, word } from "./words.js";

const button = make("button", { type: "button", className: "button-primary" });
const line = document.getElementById("desk-fresh");
const passed = new Set(); // further down in the queue: they come in their turn

let waiting = [];

export const offer = (replies) => {
  const isHere = (reply) => passed.has(reply) || document.getElementById(`comment-${reply}`);
  waiting = replies.filter((reply) => !isHere(reply));
  const sentence = waiting.length ? counted("fresh", waiting.length) : "";
  if (button.textContent === sentence) return;
  button.textContent = sentence;
  line.replaceChildren(...(sentence ? [button] : []));
};

button.addEventListener("click", async () => {
  const came = waiting;
  try {
    const isNew = ({ dataset }) => came.includes(+dataset.comment);
    const elements = cardsOf(await page(`?${filter()}`)).filter(isNew);
    insert(elements, "prepend");
    came.forEach((reply) => passed.add(reply));
    offer([]);
    if (elements.length) show(elements[0]);
    else say(word("further"));
  } catch {
    say(word("offline"));
  }
});
