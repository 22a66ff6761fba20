// Word writes a list as paragraphs "·  First item" of class MsoListParagraph…; here they become
// real lists again. Numbers and letters with a dot or bracket make a numbered list.
const BULLET = /^[\s\u00a0]*[·•▪◦§o\-–][\s\u00a0]+/;
const NUMBER = /^[\s\u00a0]*(?:\d{1,3}|[a-z])[.)][\s\u00a0]+/i;

export function wordLists(page) {
  let list = null;
  for (const paragraph of page.querySelectorAll("p[class*=MsoList], p[data-style*='mso-list']")) {
    const text = paragraph.textContent;
    const kind = NUMBER.test(text) ? "ol" : "ul";
    if (!list || list.nodeName !== kind.toUpperCase() || !follows(list, paragraph)) {
      list = page.createElement(kind);
      paragraph.before(list);
    }
    dropMarker(paragraph);
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

function follows(list, paragraph) {
  return list.nextElementSibling === paragraph;
}

// The marker stands in spans of its own or at the start of the text.
function dropMarker(paragraph) {
  for (const span of paragraph.querySelectorAll("span[data-style*='mso-list']")) span.remove();
  const start = paragraph.textContent.match(NUMBER) ?? paragraph.textContent.match(BULLET);
  let left = start ? start[0].length : 0;
  const walker = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  while (left > 0 && walker.nextNode()) {
    const node = walker.currentNode;
    const cut = Math.min(left, node.data.length);
    node.data = node.data.slice(cut);
    left -= cut;
  }
}
