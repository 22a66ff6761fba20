// How many are left, wherever that stands.
import { heading } from "./cards.js";
import { counted, word, written } from "./words.js";

const ASIDE = ["pick", "unpick", "escalate"]; // the reply stays where it lies

const tabs = () => [...document.querySelectorAll("[data-pile]")];
const numberIn = (tab) => tab?.querySelector("[data-count]");
const here = () => numberIn(tabs().find((tab) => tab.matches("[aria-current]")));
const read = () => (here() ? +here().dataset.count : NaN);

const write = (element, n) => {
  element.dataset.count = n;
  element.textContent = written(n);
};

// Until the server says how many there are, one less.
export const decided = (verb, settled) => {
  if (isNaN(read()) || ASIDE.includes(verb)) return;
  if (verb === "undo") write(here(), read() + 1);
  else if (settled) write(here(), Math.max(0, read() - 1));
  if ("counted" in heading().dataset) entitle(counted("waits", read()));
};

export const left = () => {
  const n = read();
  return isNaN(n) ? "" : n ? counted("left", n) : word("empty");
};

const entitle = (sentence) => {
  const title = heading();
  if (!title.id || title.textContent === sentence) return;
  document.title = document.title.replace(title.textContent, sentence);
  title.textContent = sentence;
};

export const update = (counts, title) => {
  for (const tab of tabs()) {
    const n = counts[tab.dataset.pile];
    if (n !== undefined) write(numberIn(tab), n);
  }
  entitle(title);
};
