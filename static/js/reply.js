// The form moves under the reply that is being answered, and back.
const respond = document.getElementById("respond");
const form = document.getElementById("reply-form");
const thread = document.getElementById("comments");

if (respond && form && thread) {
  const home = document.createComment("form");
  const line = respond.querySelector(".respond-to");
  const cancel = document.createElement("a");
  let opener = null;
  respond.before(home);
  cancel.href = "#respond";
  cancel.textContent = line?.dataset.cancel;

  const answer = (reply) => {
    form.elements.parent.value = reply.id.replace("comment-", "");
    // Its words are written here, because text browsers show what is `hidden`.
    const name = reply.querySelector("header > b").textContent;
    line.replaceChildren(`${line.dataset.words.replace("…", () => name)} · `, cancel);
    line.hidden = false;
    reply.after(respond);
  };

  // A refused answer comes back with its form at the end of the page.
  const refused = document.getElementById(`comment-${form.elements.parent.value}`);
  if (line && refused) answer(refused);

  thread.addEventListener("click", (event) => {
    const link = event.target.closest(".reply > a");
    if (!line || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    answer(link.closest(".reply"));
    form.elements.body.focus();
  });

  cancel.addEventListener("click", (event) => {
    event.preventDefault();
    form.elements.parent.value = "";
    line.hidden = true;
    home.after(respond);
    (opener ?? form.elements.body).focus();
  });
}

// A second click on the button must not send the reply twice.
let sent = false;
form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
addEventListener("pageshow", () => {
  sent = false;
});

// A refused form: its summary takes the focus. A received reply: it does, and the address is
// cleaned, so that a copied link does not thank somebody else.
requestAnimationFrame(() => document.getElementById("form-errors")?.focus());
const address = new URL(location.href);
if (address.searchParams.has("received")) {
  const own = document.getElementById(address.hash.slice(1)) ?? document.querySelector("main > .notice");
  own?.setAttribute("tabindex", "-1");
  own?.focus();
  address.searchParams.delete("received");
  history.replaceState(history.state, "", address);
}
