// Where a picture or an inset goes: after the block in which the writer is. An empty paragraph
// gives way to it; what is selected, be it another picture, stays.
export function placeAfterBlock({ state, chain }, node) {
  const { $to, to } = state.selection;
  if (!$to.depth) return chain().focus().insertContentAt(to, node).run();
  const block = $to.node(1);
  const isEmpty = block.type.name === "paragraph" && !block.content.size;
  const place = isEmpty ? { from: $to.before(1), to: $to.after(1) } : $to.after(1);
  return chain().focus().insertContentAt(place, node).run();
}
