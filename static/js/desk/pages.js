// Asking the server: fragments for a card, other pages of the queue, a new token after a login.
const WAIT = 20_000; // ms

const parse = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html");

// Never follows to another page: a redirect means that somebody has to log in.
export const ask = (address, options = {}) =>
  fetch(address, { redirect: "manual", signal: AbortSignal.timeout(WAIT), ...options });

export const cardIn = async (answer) => (await parse(answer)).querySelector("[data-comment]");

export const page = async (address) => {
  const answer = await ask(address);
  if (!answer.ok) throw answer;
  return parse(answer);
};

// The pile and its filter, from the beginning.
export const filter = () => {
  const query = new URLSearchParams(location.search);
  for (const place of ["after", "before"]) query.delete(place);
  return query;
};

const TOKEN = "[name=csrfmiddlewaretoken]";

// Who logged in again in another window has another token; every form of this page gets it.
export const renewToken = async () => {
  const token = (await page(location.href)).querySelector(TOKEN)?.value;
  for (const field of document.querySelectorAll(TOKEN)) field.value = token ?? field.value;
  return token;
};
