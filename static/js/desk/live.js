// What colleagues do meanwhile: asked for every ten seconds while somebody looks at the page.
import { offer } from "./fresh.js";
import { update } from "./counts.js";
import { looking, settle } from "./others.js";
import { ask, filter } from "./pages.js";
import { desk } from "./words.js";

const PAUSE = 10_000; // ms
const LONGEST = 120_000;

let { since, newest } = desk.dataset;
let wait = PAUSE;
let asked = Date.now();
let tag;
let timer;

const address = () => {
  const query = filter();
  query.set("since", since);
  query.set("newest", newest);
  return `${desk.dataset.changes}?${query}`;
};

const take = (changes) => {
  ({ since } = changes);
  settle(changes.decided);
  looking(changes.looking);
  update(changes.counts, changes.title);
  offer(changes.fresh);
};

const poll = async () => {
  asked = Date.now();
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await ask(address(), { headers });
    if (answer.status !== 304 && !answer.ok) throw answer;
    if (answer.ok) {
      tag = answer.headers.get("ETag");
      take(await answer.json());
    }
    wait = PAUSE;
  } catch {
    wait = Math.min(wait * 2, LONGEST);
  }
  plan();
};

const plan = () => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(poll, Math.max(0, asked + wait - Date.now()));
};

document.addEventListener("visibilitychange", plan);
plan();
