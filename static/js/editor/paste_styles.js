// Under a strict style-src the browser drops style attributes while it parses pasted HTML (and
// reports each, and event handlers too). Google Docs wraps everything in <b style="font-weight:normal">: with the style
// lost the whole article would be bold. So styles are renamed in the text, before any parsing,
// then read as data: what means bold or italic becomes an element, the rest goes.
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const STYLE_ELEMENT = /<style[\s>][\s\S]*?<\/style\s*>/gi;
const COMMENT = /<!--[\s\S]*?-->/g;

export function disarmStyles(html) {
  return html
    .replace(COMMENT, "")
    .replace(STYLE_ELEMENT, "")
    .replace(TAG, (tag) => tag.replace(/(["'\s/])(style|on\w+)\s*=/gi, "$1data-$2="));
}

export function applyStyles(page) {
  for (const node of page.querySelectorAll("[data-style]")) {
    const style = node.dataset.style;
    const weight = property(style, "font-weight");
    const isBold = /^(bold|bolder|[6-9]00)$/.test(weight);
    const isItalic = property(style, "font-style") === "italic";
    node.removeAttribute("data-style");
    if (/^(B|STRONG)$/.test(node.nodeName) && weight && !isBold) unwrap(node);
    else if (node.nodeName === "SPAN") mark(node, isBold, isItalic);
  }
}

// The name must start the declaration: "mso-bidi-font-weight" is another property.
function property(style, name) {
  const found = style.match(new RegExp(`(?:^|[;\\s])${name}\\s*:\\s*([^;]+)`, "i"));
  return found ? found[1].trim().toLowerCase() : "";
}

function mark(span, isBold, isItalic) {
  for (const name of [isBold && "strong", isItalic && "em"].filter(Boolean)) {
    const wrapper = span.ownerDocument.createElement(name);
    wrapper.append(...span.childNodes);
    span.append(wrapper);
  }
}

function unwrap(node) {
  node.replaceWith(...node.childNodes);
}
