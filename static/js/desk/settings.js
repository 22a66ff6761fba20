// Chosen on this browser: other `keys`, `off` without any, `tireless` without hints to rest.
import { load, save } from "../page.js";

const NAME = "desk";

export const settings = { keys: {}, ...load(NAME) };

export const keep = (changes) => {
  Object.assign(settings, changes);
  save(NAME, settings);
  document.dispatchEvent(new Event("desk-settings"));
};
