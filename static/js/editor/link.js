// Links: an address and nothing else, asked for in a small dialog (Ctrl+K).
import { Link } from "django-prose-editor/editor";
import { linkDialog } from "./link_dialog.js";

export function link({ words }) {
  return Link.extend({
    addCommands() {
      return { ...this.parent?.(), addLink: () => () => openLink(this.editor, words) };
    },
    addKeyboardShortcuts() {
      return { "Mod-k": () => openLink(this.editor, words) };
    },
  }).configure({
    openOnClick: false,
    enableTarget: false,
    autolink: false,
    linkOnPaste: true,
    protocols: ["http", "https", "mailto"],
  });
}

export function openLink(editor, words) {
  const isLink = editor.isActive("link");
  if (editor.state.selection.empty && !isLink) return true;
  linkDialog(editor.getAttributes("link").href ?? "", isLink, words).then((href) => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (href === "") chain.unsetLink().run();
    else if (href) chain.setLink({ href }).run();
    else editor.commands.focus();
  });
  return true;
}
