// Which key does what. The help dialog lists the acts with the keys they come with.
import { settings } from "./settings.js";

const rows = [...document.querySelectorAll("#desk-help [data-key-of]")];

const usual = Object.fromEntries(rows.map((row) => [row.dataset.keyOf, row.dataset.usual]));

export const keyOf = (act) => settings.keys[act] ?? usual[act];

export const actOf = (key) => Object.keys(usual).find((act) => keyOf(act) === key);

const actFor = (face) => face.dataset.key ?? face.closest("[data-act]")?.dataset.act;

// The keys are printed on what they trigger, as long as they do.
export const print = (root = document) => {
  document.documentElement.dataset.deskKeys = settings.off ? "off" : "on";
  for (const face of root.querySelectorAll("kbd")) {
    const key = keyOf(actFor(face));
    if (key === undefined) continue; // a digit
    face.textContent = key;
    face.hidden = !key;
  }
};

document.addEventListener("desk-settings", () => print());
print();
