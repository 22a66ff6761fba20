// The body as it is sent. Only a body that really says nothing becomes "": a picture or an inset
// is an element without text of its own, and must not be taken for an empty paragraph.
export function bodyOf(editor) {
  return editor.isEmpty && editor.state.doc.childCount === 1 && isParagraph(editor)
    ? ""
    : editor.getHTML();
}

function isParagraph(editor) {
  return editor.state.doc.firstChild.isTextblock;
}
