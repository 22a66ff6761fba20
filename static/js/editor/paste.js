// Cleans what is pasted before the editor reads it.
import { Extension, Plugin } from "django-prose-editor/editor";
import { cleanLinks } from "./paste_links.js";
import { wordLists } from "./paste_lists.js";
import { flattenTables } from "./paste_tables.js";
import { applyStyles, disarmStyles } from "./paste_styles.js";

export function pasteCleaner() {
  return Extension.create({
    name: "pasteCleaner",
    addProseMirrorPlugins() {
      return [new Plugin({ props: { transformPastedHTML: cleanPasted } })];
    },
  });
}

export function cleanPasted(html) {
  const page = new DOMParser().parseFromString(disarmStyles(html), "text/html");
  page.querySelectorAll("style, script, meta, link, title, img, o\\:p").forEach((n) => n.remove());
  flattenTables(page);
  wordLists(page);
  applyStyles(page);
  cleanLinks(page);
  demoteTitles(page);
  page.body.querySelectorAll("p").forEach((p) => p.textContent.trim() || p.remove());
  return page.body.innerHTML.replaceAll("\u00a0", " ");
}

// The article's only h1 is its headline.
function demoteTitles(page) {
  rename(page, "h1", "h2");
  rename(page, "h4, h5, h6", "h3");
}

function rename(page, selector, name) {
  for (const old of page.querySelectorAll(selector)) {
    const made = page.createElement(name);
    made.append(...old.childNodes);
    old.replaceWith(made);
  }
}
