// What was decided here stays as one line with Undo; the newest is what the key takes back.
const WINDOW = 30_000; // ms, as the server waits before a mail leaves
const made = [];

const undoOf = (receipt) => receipt.querySelector("[data-act=undo]");

export const newestUndo = () => {
  const receipt = made.findLast((one) => one.isConnected && undoOf(one)?.disabled === false);
  return receipt ? undoOf(receipt) : document.querySelector("#receipt [data-act=undo]");
};

const age = ({ classList }) => classList.add("desk-past"); // its mails have left

export const add = (receipt) => {
  made.push(receipt);
  if (undoOf(receipt)) setTimeout(age, WINDOW, receipt);
};
