// What this browser keeps: the text until a page says that it was received and, if its owner ticks
// the box, who they are.
import "./counter.js";
import { load, make, received, save } from "./page.js";
import { answer, body, form, leave, parent, post, respond, thread, whom } from "./reply.js";

const words = respond.dataset;
// One for each article; the page for answering one reply has its own.
const key = "draft:" + form.action + (thread ? "" : parent.value);
let soon;

if (received) {
  const [place, attempt] = load("sent") ?? [];
  if (attempt && load(place)?.attempt === attempt) save(place);
  save("sent");
}

const kept = load(key);
const draft = { ...kept };

const keep = () => {
  soon = clearTimeout(soon);
  Object.assign(draft, { body: body.value, parent: parent.value, whom: whom.textContent });
  save(key, body.value.trim() && draft);
};

if (kept && !body.defaultValue) {
  const discard = make("button", { type: "button", className: "quiet" }, words.discard);
  const line = make("p", { className: "draft" }, words.draft, " ", discard);
  body.value ||= kept.body;
  if (thread && kept.parent) answer(kept.parent, kept.whom);
  body.before(line);
  discard.addEventListener("click", () => {
    line.remove();
    body.value = "";
    if (thread) leave();
    keep();
    body.focus();
  });
}

form.addEventListener("input", () => {
  draft.attempt = null; // another text, another attempt
  clearTimeout(soon);
  soon = setTimeout(keep, 400);
});
addEventListener("visibilitychange", () => soon && keep());
addEventListener("pagehide", () => soon && keep());

const fields = ["name", "email", "website"].map((name) => form.elements[name]);
const owner = load("writer");
const box = make("input", { type: "checkbox", checked: owner });
const label = make("label", { className: "remember" }, box, words.remember);

if (owner && !body.defaultValue) {
  for (const field of fields) if (field) field.value ||= owner[field.name];
}

form.addEventListener("focusin", ({ target }) => {
  if (!body.defaultValue) draft.began ??= Date.now();
  // Not while one reads, nor under the finger that presses a button: nothing jumps.
  if (fields[0] && !label.isConnected && target.type !== "submit") post.before(label);
});

form.addEventListener("formdata", ({ formData }) => {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  draft.attempt ??= bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keep();
  save("sent", [key, draft.attempt]);
  formData.set("attempt", draft.attempt);
  if (draft.began) formData.set("took", ((Date.now() - draft.began) / 1000).toFixed(1));
  const who = fields.map((field) => [field?.name, field?.value]);
  if (fields[0]) save("writer", box.checked && Object.fromEntries(who));
});
