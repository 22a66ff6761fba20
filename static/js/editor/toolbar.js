// The row of buttons over the text: words and letters, one tab stop, arrow keys move within it.
import { button, el } from "./dom.js";
import { openLink } from "./link.js";
import { pickArticle, pickPicture } from "./pick_rows.js";

const run = (name, ...args) => (editor) => editor.chain().focus()[name](...args).run();

// name, face, what it does, whether it is on (null: it only acts)
function items(options) {
  return [
    ["heading2", "H2", run("toggleHeading", { level: 2 }), (e) => e.isActive("heading", { level: 2 })],
    ["heading3", "H3", run("toggleHeading", { level: 3 }), (e) => e.isActive("heading", { level: 3 })],
    ["bold", "B", run("toggleBold"), (e) => e.isActive("bold")],
    ["italic", "I", run("toggleItalic"), (e) => e.isActive("italic")],
    ["link", null, (e) => openLink(e, options.words), (e) => e.isActive("link")],
    ["bulletList", "• –", run("toggleBulletList"), (e) => e.isActive("bulletList")],
    ["orderedList", "1. –", run("toggleOrderedList"), (e) => e.isActive("orderedList")],
    ["quote", "“ ”", run("toggleBlockquote"), (e) => e.isActive("blockquote")],
    ["picture", null, (e) => pickPicture(e, options), null],
    ["readMore", null, (e) => pickArticle(e, options), null],
    ["undo", "↶", run("undo"), null],
    ["redo", "↷", run("redo"), null],
  ];
}

export function toolbar(editor, options) {
  const { words } = options;
  const buttons = items(options).map(([name, face, act, isOn]) => {
    const node = button(face ?? words[name], () => act(editor), {
      "data-name": name,
      title: words[name],
      "aria-label": words[name],
      tabindex: "-1",
    });
    const draw = () => isOn && node.setAttribute("aria-pressed", String(isOn(editor)));
    return { node, draw };
  });
  buttons[0].node.tabIndex = 0;
  const bar = el(
    "div",
    { class: "writing-tools", role: "toolbar", "aria-label": words.toolbar },
    buttons.map(({ node }) => node),
  );
  bar.addEventListener("keydown", moveWithin);
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
  const draw = () => buttons.forEach((item) => item.draw());
  editor.on("transaction", draw);
  draw();
  return bar;
}

function moveWithin(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...event.currentTarget.children];
  const here = all.indexOf(document.activeElement);
  const there = all[(here + step + all.length) % all.length];
  all.forEach((node) => (node.tabIndex = node === there ? 0 : -1));
  there.focus();
}
