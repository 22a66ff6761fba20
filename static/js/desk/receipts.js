// What was decided here stays as one line with Undo; the newest is what the key takes back.
import { make } from "../page.js";
import { desk, word } from "./words.js";

const WINDOW = 30_000; // ms, as the server waits before a mail leaves
const made = [];

const undoOf = (receipt) => receipt.querySelector("[data-act=undo]");

export const newestUndo = () => {
  const receipt = made.findLast((one) => one.isConnected && undoOf(one)?.disabled === false);
  return receipt ? undoOf(receipt) : document.querySelector("#receipt [data-act=undo]");
};

const age = (receipt) => {
  receipt.classList.add("desk-past");
  const link = make("a", { href: `${desk.dataset.queue}?pile=mine` }, word("past"));
  const remark = receipt.querySelector(".desk-remark") ?? make("p", { className: "desk-remark" });
  remark.replaceChildren(link); // its mails have left
  if (!remark.isConnected) receipt.append(remark);
};

export const add = (receipt) => {
  made.push(receipt);
  if (undoOf(receipt)) setTimeout(age, WINDOW, receipt);
};
