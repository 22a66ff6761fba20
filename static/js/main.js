// Every page works without this; it adds comfort.
import "./theme-switch.js";
import "./reply.js";

// On a narrow screen the row of sections starts at the one that is read.
document.querySelector(".masthead-sections [aria-current]")?.scrollIntoView({
  behavior: "instant",
  block: "nearest",
  inline: "nearest",
});
