// The form moves under the reply that is being answered, and back; it sends once, or by key.
import { make } from "./page.js";

const byId = (id) => document.getElementById(id);

export const respond = byId("respond");
export const form = byId("reply-form");
export const { body, parent, post } = form.elements;
export const thread = byId("comments");

const line = respond.querySelector(".respond-to");
export const whom = line.firstChild;
const cancel = make("a", { href: "#respond" }, line.dataset.cancel);
const home = make("span");
let opener;
let sent;

const changed = () => form.dispatchEvent(new Event("input"));

export const answer = (number, sentence) => {
  const reply = byId(`comment-${number}`);
  const active = document.activeElement;
  const name = () => reply.querySelector("header > b").textContent;
  parent.value = number;
  whom.textContent = sentence ?? line.dataset.words.replace("…", name);
  line.replaceChildren(whom, " · ", cancel);
  line.hidden = false;
  reply?.after(respond);
  if (respond.contains(active)) active.focus(); // moving takes it away
};

export const leave = () => {
  parent.value = whom.textContent = "";
  line.hidden = true;
  home.after(respond);
  changed();
};

body.setAttribute("aria-describedby", `${body.getAttribute("aria-describedby") ?? ""} ${whom.id}`);

if (thread) {
  respond.before(home);
  if (byId(`comment-${parent.value}`)) answer(parent.value); // it was refused

  thread.addEventListener("click", (event) => {
    const link = event.target.closest(".reply > a[aria-label]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    answer(link.closest(".reply").id.slice(8));
    body.focus();
    changed();
  });

  cancel.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
    (opener?.isConnected ? opener : body).focus();
  });
}

body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit(post);
});

// A second click must not send a second reply.
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => (sent = false));
