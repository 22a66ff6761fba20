// Uploading pictures: each file goes on its own, with its own bar and its own answer.
import { whenDropped } from "./drop.js";
import { watch } from "./prepared.js";
import { row } from "./row.js";
import { send } from "./send.js";

const form = document.querySelector("[data-upload]");
const words = form.dataset;
const input = form.elements.files;
const list = document.querySelector("[data-results]");
const line = document.querySelector("[data-summary-line]");
const token = form.elements.csrfmiddlewaretoken.value;

const queue = [];
let running = 0;
let done = 0;
let all = 0;

const tell = () => {
  line.textContent = words.summary.replace("%(done)s", done).replace("%(all)s", all);
};

const finish = (entry, answer) => {
  running -= 1;
  done += 1;
  if (answer.id) {
    entry.taken(answer);
    watch(words.facts, answer.id, entry);
  } else entry.refused(answer);
  tell();
  next();
};

const next = () => {
  while (running < Number(words.atOnce) && queue.length) {
    const entry = queue.shift();
    running += 1;
    send(entry, token, words).then((answer) => finish(entry, answer));
  }
};

const start = (entry) => {
  entry.wait();
  if (entry.file.size > Number(words.mostBytes)) {
    done += 1;
    entry.refused({ refusal: words.large });
  } else queue.push(entry);
};

const again = (entry) => {
  done -= 1;
  start(entry);
  tell();
  next();
};

const add = (files) => {
  for (const file of files) {
    const entry = row(file, words, again);
    list.append(entry.element);
    start(entry);
  }
  all += files.length;
  tell();
  next();
};

const takeChosen = () => {
  if (input.files.length) add([...input.files]);
  input.value = "";
};

input.addEventListener("change", takeChosen);
whenDropped(document.querySelector("[data-zone]"), add);
input.required = false;
document.querySelector("[data-only-plain]").hidden = true;
document.querySelector("[data-only-script]").hidden = false;
takeChosen(); // before this script had loaded
window.addEventListener("beforeunload", (event) => {
  if (done < all) event.preventDefault();
});
