// Replies that are new since the last visit are marked; those that come now wait behind a button.
import { count, focus, load, make, save } from "./page.js";

const thread = document.getElementById("comments");
const words = thread.dataset;
const key = words.countUrl;
const minute = 60_000;

const replies = () => [...thread.querySelectorAll(".reply:not(.reply-gone)")];
const numberOf = (reply) => +reply.id.slice(8);

const mark = (isKnown) => {
  const fresh = replies().filter(
    (reply) => !isKnown(reply) && !reply.matches('.reply-own, :has(> a[href*="/mine/"])'),
  );
  for (const reply of fresh) reply.firstChild.append(make("span", { className: "new" }, words.wordNew));
  return fresh;
};

// The button goes from one to the next and comes along.
const walk = (fresh) => {
  const next = make("button", { className: "quiet" }, words.wordsNext);
  next.addEventListener("click", () => {
    const reply = fresh.shift();
    next.remove();
    if (fresh[0]) reply.firstChild.append(next);
    focus(reply);
  });
  return next;
};

// Of the last 200 articles, which replies were seen.
const visit = () => {
  const { [key]: seen = [], ...others } = load("visits") ?? {};
  const known = [...new Set([...replies().map(numberOf), ...seen])].slice(0, 1000);
  const all = Object.entries({ ...others, [key]: known }).slice(-200);
  if (known[0]) save("visits", Object.fromEntries(all));
};

const seen = load("visits")?.[key];
if (seen) {
  // On a page that was not read before, new is what is younger than all that was.
  const known = replies().some((reply) => seen.includes(numberOf(reply)));
  const newest = known ? 0 : Math.max(...seen);
  const fresh = mark((reply) => seen.includes(numberOf(reply)) || numberOf(reply) < newest);
  if (fresh[0]) {
    const sentence = count(thread, "wordsNew", fresh.length);
    thread.firstElementChild.after(make("p", { className: "news" }, sentence, " ", walk(fresh)));
  }
}
visit();

const end = Date.now() + 120 * minute;
let wait = minute;
let asked = Date.now();
let timer;
const button = make("button", { className: "button-primary" });
const place = make("div", { className: "fresh", role: "status" });

const plan = () => {
  clearTimeout(timer);
  if (!document.hidden && asked < end) timer = setTimeout(ask, asked + wait - Date.now());
};

const ask = async () => {
  asked = Date.now();
  try {
    const answer = await fetch(key);
    if (!answer.ok) throw answer;
    const number = (await answer.text()) - words.count;
    if (button.isConnected) place.ariaLive = "off"; // announced once
    button.textContent = count(thread, "wordsFresh", number);
    place.replaceChildren(...(number > 0 ? [button] : []));
    wait = minute;
  } catch {
    wait *= 2;
  }
  plan();
};

// The form stays with its reply, and what was folded stays folded.
const replace = (now) => {
  const idOf = (details) => details.closest("li").firstChild.id;
  const folded = [...thread.querySelectorAll("details:not([open])")].map(idOf);
  const respond = document.getElementById("respond");
  const answered = thread.contains(respond) && respond.previousSibling.id;
  if (answered) thread.after(respond);
  thread.replaceChildren(...now.childNodes);
  words.count = now.dataset.count;
  for (const details of thread.querySelectorAll("details")) {
    if (folded.includes(idOf(details))) details.open = false;
  }
  if (answered) document.getElementById(answered)?.after(respond);
};

const open = async () => {
  const answer = await fetch(location.pathname + location.search);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const before = new Map(replies().map((reply) => [reply.id, reply.querySelector(".new")]));
  replace(page.getElementById("comments")); // an error page has none: the button stays
  button.remove();
  const fresh = mark(({ id }) => before.get(id) === null).filter(({ id }) => !before.has(id));
  if (fresh[0]) walk(fresh).click();
  else thread.querySelector("nav a")?.focus(); // they stand on another page
  visit();
};

document.body.append(place);
button.addEventListener("click", () => open().catch(() => {}));
document.addEventListener("visibilitychange", plan);
plan();
