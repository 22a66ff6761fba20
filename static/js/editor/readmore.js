// A READ MORE inset: `<aside data-article="34">headline</aside>`; without a number it waits for
// an article of that headline. It is never stored empty: the headline is its text.
import { Node } from "django-prose-editor/editor";
import { button, el } from "./dom.js";
import { placeAfterBlock } from "./place.js";

export function readMore({ words }) {
  return Node.create({
    name: "readMore",
    group: "reference",
    atom: true,
    draggable: true,

    addAttributes() {
      return {
        article: {
          default: null,
          parseHTML: (dom) => dom.dataset.article ?? null,
          renderHTML: ({ article }) => (article ? { "data-article": article } : {}),
        },
        headline: {
          default: "",
          parseHTML: (dom) => dom.textContent.trim(),
          renderHTML: () => ({}), // it is the element's text, not an attribute
        },
      };
    },

    parseHTML() {
      return [{ tag: "aside" }];
    },

    renderHTML({ node, HTMLAttributes }) {
      const { headline, article } = node.attrs;
      return ["aside", HTMLAttributes, headline || `READ MORE: ${article ?? ""}`];
    },

    renderText: ({ node }) => node.attrs.headline,

    addNodeView() {
      return ({ node, editor, getPos }) => ({
        dom: el("aside", { contenteditable: "false" }, [
          el("span", { class: "inset-label" }, [words.readMore]),
          el("span", { class: "inset-headline" }, [node.attrs.headline || `${node.attrs.article}`]),
          ...(node.attrs.article ? [] : [el("small", {}, [words.unresolved])]),
          button(words.remove, () =>
            editor.commands.deleteRange({ from: getPos(), to: getPos() + node.nodeSize }),
          ),
        ]),
        stopEvent: (event) => event.target.nodeName === "BUTTON",
        ignoreMutation: () => true,
      });
    },

    addCommands() {
      return {
        placeInset:
          ({ id, headline }) =>
          (context) => {
            const attrs = { article: String(id), headline };
            return placeAfterBlock(context, { type: this.name, attrs });
          },
      };
    },
  });
}
