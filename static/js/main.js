// Every page works without this; it adds comfort.
import "./theme-switch.js";
import { focus, received } from "./page.js";

const find = (selector) => document.querySelector(selector);

// On a narrow screen the row of sections starts at the one that is read.
find(".masthead-sections [aria-current]")?.scrollIntoView({
  behavior: "instant",
  block: "nearest",
  inline: "nearest",
});

// The address is cleaned, so that a copied link does not thank somebody else.
const { hash, pathname } = location;
requestAnimationFrame(() => find("#form-errors")?.focus());
if (received) {
  focus(find(hash || null) ?? find("main > .notice"));
  history.replaceState(history.state, "", pathname + hash);
}
