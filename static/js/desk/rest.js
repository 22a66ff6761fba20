// After fifty minutes of deciding a line says that a break is due. It can be switched off.
import { load, save } from "../page.js";
import { say } from "./say.js";
import { settings } from "./settings.js";

const MINUTE = 60_000; // ms
const LONG = 50 * MINUTE;
const BREAK = 10 * MINUTE; // whoever decides nothing for so long has had one

const hint = document.getElementById("desk-rest");
const NAME = "desk-work"; // when it began, when the last decision was

export const worked = () => {
  const now = Date.now();
  let [began, last] = load(NAME) ?? [now, now];
  if (now - last > BREAK) began = now;
  save(NAME, [began, now]);
  if (now - began < LONG || settings.tireless || !hint.hidden) return;
  hint.hidden = false;
  say(hint.firstElementChild.textContent);
};

hint.querySelector("button").addEventListener("click", () => {
  hint.hidden = true;
  save(NAME);
});
