// What the editor knows: exactly what `articles/body.py` stores, nothing else.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  ListItem,
  OrderedList,
  Paragraph,
  Text,
} from "django-prose-editor/editor";
import { figure } from "./figure.js";
import { link } from "./link.js";
import { pasteCleaner } from "./paste.js";
import { readMore } from "./readmore.js";

// References stand between blocks, never inside a list or a quote.
const Body = Document.extend({ content: "(block | reference)+" });
const Item = ListItem.extend({ content: "paragraph (bulletList | orderedList)*" });
const Quote = Blockquote.extend({ content: "(paragraph | heading | bulletList | orderedList)+" });

export function extensions(options) {
  return [
    Body,
    Paragraph,
    Text,
    HardBreak,
    Bold,
    Italic,
    Heading.configure({ levels: [2, 3] }),
    BulletList,
    OrderedList.configure({ enableListAttributes: false }),
    Item,
    Quote,
    History,
    Dropcursor.configure({ color: false, class: "drop-cursor" }),
    Gapcursor,
    link(options),
    figure(options),
    readMore(options),
    pasteCleaner(),
  ];
}
