// The form moves under the reply that is being answered, and back.
const respond = document.getElementById("respond");
const form = document.getElementById("reply-form");
const thread = document.getElementById("comments");

if (respond && form && thread) {
  const home = document.createComment("form");
  const title = respond.querySelector("h2");
  const plainTitle = title.textContent;
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.className = "respond-cancel";
  cancel.textContent = respond.dataset.cancel || "Cancel";
  let opener = null;
  respond.before(home);

  thread.addEventListener("click", (event) => {
    const link = event.target.closest(".reply-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    const reply = link.closest(".reply");
    form.elements.parent.value = reply.id.replace("comment-", "");
    title.textContent = link.getAttribute("aria-label");
    title.after(cancel);
    reply.after(respond);
    form.elements.body.focus();
  });

  cancel.addEventListener("click", () => {
    form.elements.parent.value = "";
    title.textContent = plainTitle;
    cancel.remove();
    home.after(respond);
    opener?.focus();
  });
}

// A refused form: its summary takes the focus.
document.getElementById("form-errors")?.focus();
