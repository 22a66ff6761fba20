// Keys in a caption. The figure is isolating, so that ProseMirror's own handlers stop at its
// edge: without these, Enter would do nothing and text typed next would run into the caption.
export function figureKeys(editor, name) {
  return {
    Enter: () => {
      const inside = captionAround(editor.state, name);
      if (!inside) return false;
      return editor.chain().insertContentAt(inside.after, { type: "paragraph" }).focus(inside.after + 1).run();
    },
    Backspace: () => {
      const { selection } = editor.state;
      const inside = captionAround(editor.state, name);
      if (!inside || !selection.empty || selection.$from.parentOffset > 0) return false;
      return editor.commands.setNodeSelection(inside.before); // a second Backspace deletes it
    },
    ArrowDown: () => leave(editor, name, "down"),
    ArrowRight: () => leave(editor, name, "right"),
  };
}

// From the end of a caption with nothing below it: open a paragraph to write on in.
function leave(editor, name, direction) {
  const { state, view } = editor;
  const inside = captionAround(state, name);
  const isLast = inside && inside.after === state.doc.content.size;
  if (!isLast || !state.selection.empty || !view.endOfTextblock(direction)) return false;
  return editor.chain().insertContentAt(inside.after, { type: "paragraph" }).focus(inside.after + 1).run();
}

function captionAround(state, name) {
  const { $from } = state.selection;
  if ($from.parent.type.name !== name) return null;
  return { before: $from.before(), after: $from.after() };
}
