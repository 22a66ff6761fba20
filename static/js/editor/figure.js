// A placed picture: `<figure data-image="12" data-size="text"><figcaption>…</figcaption></figure>`.
// Its content is the caption; thumbnail and credit are only shown, never stored.
import { Node } from "django-prose-editor/editor";
import { figureKeys } from "./figure_keys.js";
import { figureView } from "./figure_view.js";
import { pictures } from "./pictures.js";
import { placeAfterBlock } from "./place.js";

export const SIZES = ["text", "wide"];

export function figure(options) {
  const library = pictures(options.images);
  return Node.create({
    name: "newsFigure",
    group: "reference",
    content: "inline*",
    isolating: true,
    draggable: true,

    addAttributes() {
      return {
        image: {
          default: null,
          parseHTML: (dom) => dom.dataset.image,
          renderHTML: ({ image }) => ({ "data-image": image }),
        },
        size: {
          default: "text",
          parseHTML: (dom) => (SIZES.includes(dom.dataset.size) ? dom.dataset.size : "text"),
          renderHTML: ({ size }) => ({ "data-size": size }),
        },
      };
    },

    parseHTML() {
      return [{ tag: "figure[data-image]", contentElement: captionOf }];
    },

    renderHTML({ HTMLAttributes }) {
      return ["figure", HTMLAttributes, ["figcaption", 0]];
    },

    addNodeView() {
      return figureView(library, options.words);
    },

    addKeyboardShortcuts() {
      return figureKeys(this.editor, this.name);
    },

    addCommands() {
      return {
        placePicture:
          (facts) =>
          (context) => {
            library.remember(facts);
            const attrs = { image: String(facts.id), size: "text" };
            return placeAfterBlock(context, { type: this.name, attrs });
          },
      };
    },
  });
}

// A figure without a caption element must not swallow other text as its caption.
function captionOf(dom) {
  return dom.querySelector("figcaption") ?? document.createElement("figcaption");
}
