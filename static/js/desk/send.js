// A decision is sent without leaving the page; the answer takes the card's place.
import { replace, show } from "./cards.js";
import { decided, left } from "./counts.js";
import { print } from "./keymap.js";
import { fill } from "./more.js";
import { ask, cardIn, renewToken } from "./pages.js";
import { add } from "./receipts.js";
import { worked } from "./rest.js";
import { forget, problem, say } from "./say.js";
import { word } from "./words.js";

const DECIDES = /\/moderation\/\d+\/(note\/)?$/;
const STALE = 409;
const UNCLEAR = 422; // what was typed stays
const FRAGMENTS = [200, STALE, UNCLEAR];

const address = (form) => form.getAttribute("action"); // a field may be called action

const post = (form, button) => {
  const body = new URLSearchParams(new FormData(form, button));
  return ask(address(form), { method: "POST", headers: { "X-Desk": "card" }, body });
};

// After a login elsewhere the form's token is old: once more, with the new one.
const deliver = async (form, button) => {
  const answer = await post(form, button);
  return answer.status === 403 && (await renewToken()) ? post(form, button) : answer;
};

const reason = (answer) => {
  if (answer.type === "opaqueredirect") return word("loggedOut");
  return word(answer.status === 403 ? "forbidden" : "broken");
};

const done = (verb) => word(`done_${verb}`) || word("done");

// Somebody else had decided the same before.
const remark = (element) => element.querySelector(".desk-remark[role=status]")?.textContent;

const put = (card, element, verb, status) => {
  const settled = status === 200 && element.matches(".desk-receipt");
  print(element);
  replace(card, element, { stay: !settled });
  if (status === STALE) return; // it says so itself
  decided(verb, settled);
  if (settled) add(element);
  if (verb === "undo" && !settled) show(element);
  say([remark(element) ?? done(verb), left()].join(" "));
  worked();
  fill();
};

const send = async (card, form, button) => {
  forget(card);
  card.ariaBusy = "true";
  try {
    const answer = await deliver(form, button);
    const element = FRAGMENTS.includes(answer.status) && (await cardIn(answer));
    const verb = new FormData(form, button).get("verb") ?? "note";
    if (answer.status === UNCLEAR) problem(card, element.querySelector("[role=alert]").textContent);
    else if (element) put(card, element, verb, answer.status);
    else problem(card, reason(answer));
  } catch {
    problem(card, word("offline"));
  } finally {
    card.ariaBusy = null;
  }
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const card = form.closest("[data-comment]");
  if (event.defaultPrevented || !card || !DECIDES.test(address(form))) return;
  event.preventDefault();
  if (card.ariaBusy !== "true") send(card, form, submitter);
});
