// A dialog that searches a list on the server. Resolves to the chosen row, or to null.
import { button, el } from "./dom.js";

const PAUSE = 200; // milliseconds without a key before the search is sent
let number = 0;

export function pick(address, title, words, drawRow) {
  return new Promise((resolve) => {
    const id = `picker-${(number += 1)}`;
    const input = el("input", { id, type: "search", autocomplete: "off" });
    const list = el("ul", { class: "picker-results" });
    const status = el("p", { class: "picker-status", role: "status" });
    const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": `${id}-title` }, [
      el("h2", { id: `${id}-title` }, [title]),
      el("label", { for: id }, [words.search]),
      input,
      status,
      list,
      el("div", { class: "dialog-buttons" }, [button(words.cancel, () => dialog.close())]),
    ]);

    let chosen = null;
    const choose = (row) => {
      chosen = row;
      dialog.close();
    };
    const search = searcher(address, (rows) => {
      list.replaceChildren(...rows.map((row) => item(row, drawRow, choose)));
      status.textContent = rows.length ? "" : words.nothingFound;
    }, () => (status.textContent = words.cannotLoad));

    let timer;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => search(input.value), PAUSE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // it must not send the article's form
      if (event.key === "ArrowDown") list.querySelector("button")?.focus();
    });
    dialog.addEventListener("close", () => {
      clearTimeout(timer);
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    search("");
  });
}

function item(row, drawRow, choose) {
  const choice = button("", () => choose(row));
  choice.replaceChildren(...drawRow(row));
  return el("li", {}, [choice]);
}

// Answers may arrive in another order than their questions: only the newest counts.
function searcher(address, onRows, onError) {
  let newest = 0;
  return async (text) => {
    const mine = (newest += 1);
    try {
      const response = await fetch(`${address}?q=${encodeURIComponent(text)}`);
      if (!response.ok) throw new Error(response.statusText);
      const { results } = await response.json();
      if (mine === newest) onRows(results);
    } catch {
      if (mine === newest) onError();
    }
  };
}
