// What a moderator chose on this browser: other keys, no keys, no hints to rest.
import { load, save } from "../page.js";

const NAME = "desk";

export const settings = { keys: {}, off: false, tireless: false, ...load(NAME) };

export const keep = (changes) => {
  Object.assign(settings, changes);
  save(NAME, settings);
  document.dispatchEvent(new Event("desk-settings"));
};
