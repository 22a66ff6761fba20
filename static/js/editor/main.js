// Turns each textarea marked `data-byline-editor` into the editor. The textarea stays the form
// field: what is typed is written back to it at every change.
import { Editor } from "django-prose-editor/editor";
import { extensions } from "./extensions.js";
import { el } from "./dom.js";
import { bodyOf } from "./serialise.js";
import { ignoreDroppedFiles } from "./drop.js";
import { toolbar } from "./toolbar.js";

function start(textarea) {
  const options = JSON.parse(textarea.dataset.bylineEditor);
  const surface = el("div", { class: "writing-surface" });
  const frame = el("div", { class: "writing" }, [surface]);
  textarea.before(frame);
  frame.append(textarea);
  textarea.hidden = true;

  const editor = new Editor({
    element: surface,
    injectCSS: false, // a style element would break the content security policy
    extensions: extensions(options),
    content: textarea.value,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": options.words.surface,
        ...described(textarea),
      },
      handleDOMEvents: { drop: ignoreDroppedFiles },
    },
    onUpdate: () => {
      textarea.value = bodyOf(editor);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  surface.before(toolbar(editor, options));
  const label = textarea.id && document.querySelector(`label[for="${textarea.id}"]`);
  label?.addEventListener("click", () => editor.commands.focus());
}

function described(textarea) {
  const help = textarea.getAttribute("aria-describedby");
  return help ? { "aria-describedby": help } : {};
}

document.querySelectorAll("textarea[data-byline-editor]").forEach(start);
