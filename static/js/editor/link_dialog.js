// Asks for a link's address. Resolves to it, to "" (remove the link), or to null (leave it).
import { button, el } from "./dom.js";

export function linkDialog(href, isLink, words) {
  return new Promise((resolve) => {
    const input = el("input", { id: "link-address", inputmode: "url", autocomplete: "off" });
    input.value = href;
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": "link-title" }, [
      el("form", { method: "dialog" }, [
        el("h2", { id: "link-title" }, [words.link]),
        el("label", { for: "link-address" }, [words.address]),
        input,
        el("p", { class: "help" }, [words.addressHelp]),
        el("div", { class: "dialog-buttons" }, [
          el("button", { type: "submit", value: "apply" }, [words.apply]),
          ...(isLink ? [button(words.removeLink, () => dialog.close("remove"))] : []),
          button(words.cancel, () => dialog.close("")),
        ]),
      ]),
    ]);
    dialog.addEventListener("close", () => {
      dialog.remove();
      const typed = dialog.returnValue === "apply" ? complete(input.value.trim()) : null;
      resolve(dialog.returnValue === "remove" ? "" : typed);
    });
    document.body.append(dialog);
    dialog.showModal();
    input.select();
  });
}

// "example.org/page" was meant as a web address, "desk@example.org" as a mail address.
function complete(typed) {
  if (!typed || /^(https?:|mailto:|\/|#)/i.test(typed)) return typed || null;
  return typed.includes("@") && !typed.includes("/") ? `mailto:${typed}` : `https://${typed}`;
}
