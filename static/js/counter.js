// How many characters are left, near the limit. Who hears the page hears it in a pause.
import { count, make } from "./page.js";
import { body, form, respond } from "./reply.js";

const seen = make("p", { ariaHidden: true });
const heard = make("p", { className: "visually-hidden", role: "status" });
let pause;

const show = () => {
  const left = form.dataset.limit - [...body.value.trim()].length;
  const over = left < 0;
  seen.textContent = left < 500 ? count(respond, over ? "over" : "left", Math.abs(left)) : "";
  seen.className = over ? "field-error" : "field-help";
  if (left < 500) body.after(seen, heard);
  clearTimeout(pause);
  pause = setTimeout(() => (heard.textContent = seen.textContent), 1000);
};

form.addEventListener("input", show);
if (body.value) show();
