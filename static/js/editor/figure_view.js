// How a placed picture looks while writing: thumbnail, editable caption, credit, width, remove.
import { button, el } from "./dom.js";

export function figureView(library, words) {
  return ({ node, editor, getPos }) => {
    const picture = el("div", { class: "figure-picture", contenteditable: "false" });
    const caption = el("figcaption", { "data-placeholder": words.captionHere });
    const credit = el("p", { class: "figure-credit", contenteditable: "false" });
    const wide = button(words.wide, () => setSize(next()));
    const remove = button(words.remove, () => editor.commands.deleteRange(range()));
    const tools = el("div", { class: "figure-tools", contenteditable: "false" }, [wide, remove]);
    const dom = el("figure", {}, [picture, caption, credit, tools]);

    const range = () => ({ from: getPos(), to: getPos() + node.nodeSize });
    const next = () => (node.attrs.size === "wide" ? "text" : "wide");
    const setSize = (value) =>
      editor.commands.command(({ tr }) => tr.setNodeAttribute(getPos(), "size", value) && true);

    function draw() {
      dom.dataset.size = node.attrs.size;
      caption.classList.toggle("is-empty", node.content.size === 0);
      wide.setAttribute("aria-pressed", String(node.attrs.size === "wide"));
    }

    draw();
    library.get(node.attrs.image).then((facts) => show(facts, picture, credit, caption, words));
    return {
      dom,
      contentDOM: caption,
      update(changed) {
        if (changed.type !== node.type || changed.attrs.image !== node.attrs.image) return false;
        node = changed;
        draw();
        return true;
      },
      selectNode: () => dom.classList.add("is-selected"),
      deselectNode: () => dom.classList.remove("is-selected"),
      stopEvent: (event) => tools.contains(event.target),
      // Attributes are our own drawing: read as an edit they would draw the figure again, forever.
      ignoreMutation: ({ type, target }) =>
        type === "attributes" || (type !== "selection" && !caption.contains(target)),
    };
  };
}

function show(facts, picture, credit, caption, words) {
  if (!facts) {
    picture.replaceChildren(words.unknownPicture);
    return;
  }
  const image = facts.thumbnail && el("img", { src: facts.thumbnail, alt: facts.alt });
  picture.replaceChildren(image || `${facts.label} (${words.noPreview})`);
  if (facts.caption) caption.dataset.placeholder = facts.caption;
  credit.replaceChildren([facts.flag, facts.credit || words.noCredit].filter(Boolean).join(" "));
  if (facts.problems.length) {
    const problems = el("strong", { class: "figure-problems" }, [facts.problems.join("; ")]);
    credit.append(" ", problems);
  }
}
