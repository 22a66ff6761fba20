// Asking, for all pictures at once, whether the worker has made their copies.
const EVERY = 2000; // milliseconds
const PATIENCE = 90; // times

const waiting = new Map(); // number of the image -> its row
let left = 0;
let timer;

const tell = (facts) => {
  if (!facts.thumbnail && !facts.refusal) return;
  waiting.get(facts.id)?.prepared(facts);
  waiting.delete(facts.id);
};

const ask = async (address) => {
  timer = undefined;
  const answer = await fetch(`${address}?ids=${[...waiting.keys()].join(",")}`).catch(() => null);
  if (answer?.ok) (await answer.json()).results.forEach(tell);
  left -= 1;
  if (waiting.size && left > 0) timer = setTimeout(() => ask(address), EVERY);
};

export const watch = (address, id, row) => {
  waiting.set(id, row);
  left = PATIENCE;
  timer ??= setTimeout(() => ask(address), EVERY);
};
