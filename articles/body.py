"""An article's body as canonical HTML: one form in storage, references instead of copies.

The body holds text and two kinds of references, filled in when the page is made:

    <figure data-image="12" data-size="wide"><figcaption>caption or empty</figcaption></figure>
    <aside data-article="34">headline</aside>    READ MORE; without the number: not found yet

`canonical` is applied on every save, so `render` may rely on the exact form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape

import nh3
from lxml import html

BLOCKS = ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "figure", "figcaption", "aside")
INLINE = ("strong", "em", "a", "br")
ATTRIBUTES = {
    "a": {"href"},
    "figure": {"data-image", "data-size"},
    "aside": {"data-article"},
}
SIZES = ("text", "wide")
SAME_AS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "div": "p"}

FIGURE = re.compile(
    r'<figure data-image="(\d+)" data-size="(\w+)"><figcaption>(.*?)</figcaption></figure>'
)
ASIDE = re.compile(r'<aside(?: data-article="(\d+)")?>(.*?)</aside>')
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # lxml raises on them


@dataclass(frozen=True, slots=True)
class Figure:
    """A placed picture: its number, how wide it stands, a caption (inline HTML) or ""."""

    image: int
    size: str = "text"
    caption: str = ""

    def __str__(self) -> str:
        return (
            f'<figure data-image="{self.image}" data-size="{self.size}">'
            f"<figcaption>{self.caption}</figcaption></figure>"
        )


@dataclass(frozen=True, slots=True)
class Inset:
    """A READ MORE inset: the target's number where it is known, and its headline as text."""

    article: int | None
    headline: str

    def __str__(self) -> str:
        number = f' data-article="{self.article}"' if self.article else ""
        return f"<aside{number}>{escape(self.headline, quote=False)}</aside>"


def canonical(source: str) -> str:
    """Sanitise and normalise a body: unknown markup unwrapped, empty blocks gone, one per line."""
    renamed = re.sub(
        r"(</?)(b|i|h1|h4|h5|h6|div)\b",
        lambda tag: tag[1] + SAME_AS[tag[2].lower()],
        source.replace("\N{NO-BREAK SPACE}", " "),
        flags=re.IGNORECASE,
    )
    clean = nh3.clean(
        renamed,
        tags={*BLOCKS, *INLINE},
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    clean = CONTROLS.sub("", clean)
    if not clean.strip():
        return ""
    root = html.fragment_fromstring(clean, create_parent="main")
    return "\n".join(_blocks(root))


def figures(body: str) -> list[Figure]:
    """The placed pictures of a canonical body, in order."""
    return [Figure(int(number), size, caption) for number, size, caption in FIGURE.findall(body)]


def insets(body: str) -> list[Inset]:
    """The READ MORE insets of a canonical body, in order."""
    return [
        Inset(int(number) if number else None, unescape(text))
        for number, text in ASIDE.findall(body)
    ]


def render(body: str, figure: Callable[[Figure], str], inset: Callable[[Inset], str]) -> str:
    """The body with each reference replaced by the HTML that the two functions give for it."""
    body = FIGURE.sub(lambda found: figure(Figure(int(found[1]), found[2], found[3])), body)
    return ASIDE.sub(
        lambda found: inset(Inset(int(found[1]) if found[1] else None, unescape(found[2]))), body
    )


def plain_text(body: str) -> str:
    """The words of a canonical body, without markup, captions and insets."""
    words = re.sub(r"<[^>]+>", " ", ASIDE.sub(" ", FIGURE.sub(" ", body)))
    return " ".join(unescape(words).split())


def fold_headline(headline: str) -> str:
    """A headline for comparison: case, spaces and typographic quotes make no difference.

    Cut to the 300 characters that the columns hold: folding can make a text three times as long.
    """
    plain = headline.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
    return " ".join(plain.casefold().split())[:300]


def _blocks(root: html.HtmlElement) -> Iterator[str]:
    """Each block of the body as one line; loose text between blocks becomes a paragraph."""
    loose = escape(root.text or "", quote=False)
    for node in list(root):
        if node.tag in INLINE:
            loose += _serialise(node) + escape(node.tail or "", quote=False)
            continue
        yield from _paragraph(loose)
        yield from _block(node)
        loose = escape(node.tail or "", quote=False)
    yield from _paragraph(loose)


def _paragraph(inner: str) -> Iterator[str]:
    inner = _trim(inner)
    if inner:
        yield f"<p>{inner}</p>"


def _block(node: html.HtmlElement) -> Iterator[str]:
    """One block in canonical form; a block that says nothing yields nothing."""
    if node.tag == "figure":
        yield from _figure(node)
    elif node.tag == "aside":
        yield from _aside(node)
    elif node.tag == "p" and any(child.tag in BLOCKS for child in node):
        yield from _blocks(node)
    elif node.tag in {"ul", "ol"}:
        items = "".join(f"<li>{_item(item)}</li>" for item in node if _item(item))
        if items:
            yield f"<{node.tag}>{items}</{node.tag}>"
    elif node.tag == "blockquote":
        inner = "".join(_blocks(node))
        if inner:
            yield f"<blockquote>{inner}</blockquote>"
    elif node.tag in {"li", "figcaption"}:  # outside a list or figure
        yield from _paragraph(_inner(node))
    elif _trim(_inner(node)):
        yield f"<{node.tag}>{_trim(_inner(node))}</{node.tag}>"


def _item(node: html.HtmlElement) -> str:
    """A list item's content: inline text, and lists within it; other blocks become text."""
    done, inline = "", escape(node.text or "", quote=False)
    for child in node:
        if child.tag in {"ul", "ol"}:
            done, inline = done + _trim(inline) + "".join(_block(child)), ""
        else:
            inline += _within(child)
        inline += escape(child.tail or "", quote=False)
    return done + _trim(inline)


def _figure(node: html.HtmlElement) -> Iterator[str]:
    if number := _number(node.get("data-image", "")):
        caption = node.find("figcaption")
        size = node.get("data-size", "")
        inner = "" if caption is None else _trim(_inner(caption))
        yield str(Figure(number, size if size in SIZES else "text", inner))


def _aside(node: html.HtmlElement) -> Iterator[str]:
    headline = " ".join(node.text_content().split())
    headline = re.sub(r"^(?:READ MORE:\s*)+", "", headline, flags=re.IGNORECASE)
    number = _number(node.get("data-article", ""))
    if headline or number:
        yield str(Inset(number, headline))


def _number(text: str) -> int | None:
    """The number of a row; None for what cannot be one, such as more than a database can count."""
    is_number = text.isascii() and text.isdigit() and len(text) <= 18
    return int(text) or None if is_number else None


def _inner(node: html.HtmlElement) -> str:
    """The inline content of a block; blocks inside it are unwrapped to their text."""
    parts = [escape(node.text or "", quote=False)]
    for child in node:
        parts.append(_within(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _within(child: html.HtmlElement) -> str:
    """A child as inline content; the words of two blocks must not run into one."""
    return _serialise(child) if child.tag in INLINE else f" {_inner(child)} "


def _serialise(node: html.HtmlElement) -> str:
    """An inline element without its tail; an empty one, and a link without address, unwrapped."""
    if node.tag == "br":
        return "<br>"
    inner = _inner(node)
    if not inner.strip() or (node.tag == "a" and not node.get("href")):
        return inner
    href = f' href="{escape(node.get("href", ""))}"' if node.tag == "a" else ""
    return f"<{node.tag}{href}>{inner}</{node.tag}>"


def _trim(inner: str) -> str:
    """Whitespace folded, line breaks at both ends dropped."""
    return re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", re.sub(r"\s+", " ", inner))
