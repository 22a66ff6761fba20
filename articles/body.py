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
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
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
    r'<figure data-image="(\d+)" data-size="(\w+)">'
    r"<figcaption>((?:(?!</?fig).)*)</figcaption></figure>"
)  # a caption ends before the next figure's words: no search runs through the whole body
ASIDE = re.compile(r'<aside(?: data-article="(\d+)")?>([^<]*)</aside>')
TAG = re.compile(r"<(/?)(\w+)[^<>]*>")
REFERENCES = ("<figure", "<aside")
LISTS = {"ul": "list", "ol": "list"}  # nested in one another they count together
DEEPEST = 20  # elements of one kind within one another; lxml drops the text of 256
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
    from lxml import html  # 7 MB, which a process that only shows articles does without

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
    clean = _flatten(CONTROLS.sub("", clean))
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


def _flatten(clean: str) -> str:
    """Without the tags of what is nested too deeply; its words stay. Needs well-formed HTML."""
    depth: dict[str, int] = {}
    kept: list[bool] = []

    def tag(found: re.Match[str]) -> str:
        name = found[2]
        if name == "br":
            return found[0]
        kind = LISTS.get(name, name)
        if found[1]:
            is_kept = kept.pop() if kept else True
            depth[kind] = depth.get(kind, 0) - is_kept
        else:
            is_kept = depth.get(kind, 0) < DEEPEST
            kept.append(is_kept)
            depth[kind] = depth.get(kind, 0) + is_kept
        return found[0] if is_kept else "" if name in INLINE else " "

    return TAG.sub(tag, clean)


def _blocks(root: html.HtmlElement) -> Iterator[str]:
    """Each block of the body as one line; loose text between blocks becomes a paragraph."""
    loose = escape(root.text or "", quote=False)
    lifted: list[str] = []
    for node in list(root):
        if node.tag in INLINE:
            loose += _serialise(node) + escape(node.tail or "", quote=False)
            lifted.extend(_lifted(node))
            continue
        yield from (*_paragraph(loose), *lifted)
        yield from _block(node)
        loose, lifted = escape(node.tail or "", quote=False), []
    yield from (*_paragraph(loose), *lifted)


def _paragraph(inner: str) -> Iterator[str]:
    inner = _trim(inner)
    if inner:
        yield f"<p>{inner}</p>"


def _block(node: html.HtmlElement) -> Iterator[str]:
    """One block in canonical form, then the references in it; what says nothing yields nothing."""
    if node.tag == "blockquote" or (node.tag == "p" and any(c.tag in BLOCKS for c in node)):
        inner = list(_blocks(node))
        if node.tag == "blockquote":  # the editor's quotes hold no references
            inside = [line for line in inner if not line.startswith(REFERENCES)]
            inner = [line for line in inner if line.startswith(REFERENCES)]
            yield from [f"<blockquote>{''.join(inside)}</blockquote>"] if inside else []
        yield from inner
        return
    if node.tag == "figure":
        yield from _figure(node)
    elif node.tag == "aside":
        yield from _aside(node)
    elif node.tag in LISTS:
        yield from filter(None, [_list(node)])
    elif node.tag in {"li", "figcaption"}:  # outside a list or figure
        yield from _paragraph(_inner(node))
    elif inline := _trim(_inner(node)):
        yield f"<{node.tag}>{inline}</{node.tag}>"
    yield from _lifted(node)


def _is_reference(node: html.HtmlElement) -> bool:
    """Whether this is a picture or an inset: it stands beside text, never within it."""
    is_figure = node.tag == "figure" and _number(node.get("data-image", "")) is not None
    return is_figure or node.tag == "aside"


def _lifted(node: html.HtmlElement) -> Iterator[str]:
    """The references within a block that cannot hold any, such as a list: they follow it."""
    for child in node:
        yield from _block(child) if _is_reference(child) else _lifted(child)


def _list(node: html.HtmlElement) -> str:
    """A list; loose text between its items becomes an item."""
    items = [_trim(escape(node.text or "", quote=False))]
    for child in node:
        items.append("" if _is_reference(child) else _item(child))
        items.append(_trim(escape(child.tail or "", quote=False)))
    inner = "".join(f"<li>{item}</li>" for item in items if item)
    return f"<{node.tag}>{inner}</{node.tag}>" if inner else ""


def _item(node: html.HtmlElement) -> str:
    """A list item's content: inline text, and lists within it; other blocks become text."""
    done, inline = "", escape(node.text or "", quote=False)
    for child in node:
        if child.tag in LISTS:
            done, inline = done + _trim(inline) + _list(child), ""
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
    headline = " ".join(unescape(re.sub(r"<[^<>]*>", "", _inner(node))).split())
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
    if _is_reference(child):
        return " "  # _lifted() moves it behind the block
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
    """Whitespace folded, line breaks at both ends dropped; in a loop, so that many cost little."""
    inner = re.sub(r"\s+", " ", inner)
    start, end = 0, len(inner)
    while inner.startswith((" ", "<br>"), start, end):
        start += 1 if inner[start] == " " else 4
    while inner.endswith((" ", "<br>"), start, end):
        end -= 1 if inner[end - 1] == " " else 4
    return inner[start:end]
