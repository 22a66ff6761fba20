"""What readers type, as HTML: paragraphs, emphasis, quotes, code, lists and bare links.

HTML that a reader types is shown as text. The result is sanitised once more, so that a mistake
in the first step cannot become a script.
"""

from __future__ import annotations

import re
from typing import Any

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "blockquote", "code", "pre", "ul", "ol", "li", "a"}

# Controls that would turn the text around a reply (Unicode UAX #9), hide in it, may not stand in a
# feed (XML 1.0, Char), and what no text holds: C1 controls, halves of a pair, noncharacters.
PLANES = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060\u2066-\u206f\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef{PLANES}]"
)

# Signs that end a sentence or a quotation around an address, not the address.
AFTER_ADDRESS = ".,:;!?\u2026\"'\u2019\u201d\u00bb\u3001\u3002\uff0c\uff01\uff1f"

# With more addresses than that, none is looked for: it takes as long as the square of their number.
ADDRESS, MOST_ADDRESSES = re.compile(r"://|www\.", re.IGNORECASE), 60

# What is left of a link to an address that no browser opens, such as http://www.0.
NOWHERE = re.compile(r'<a rel="[^"]*">([^<]*)</a>')


class Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - the library's name
        """The address as it was typed: decoded, it could hold controls and borrowed letters."""
        return link


class Links:
    """Addresses that begin with http(s):// or www., and emails; any other name stays text.

    What the page links, the rules count (`moderation.links`).
    """

    def __init__(self, finder: Any) -> None:
        finder.set({"fuzzy_link": False})
        for scheme in ("//", "ftp:"):  # no address that a reader's browser should follow from here
            finder.add(scheme, None)
        rest = f"^{finder.re['src_host_port_strict']}{finder.re['src_path']}"
        self.finder = finder.add("www.", {"validate": rest})
        self.pretest, self.test = finder.pretest, finder.test

    def match(self, text: str) -> list[Any]:
        return [_trimmed(link) for link in self.finder.match(text) or ()]

    def match_at_start(self, text: str) -> Any:
        link = self.finder.match_at_start(text)
        return _trimmed(link) if link else None


def _trimmed(link: Any) -> Any:
    """The library's link without what follows the address in a sentence, and with a scheme."""
    address = link.raw.rstrip(AFTER_ADDRESS)
    link.last_index -= len(link.raw) - len(address)
    link.raw = link.text = address
    if link.schema.lower() != "mailto:":
        link.url = f"http://{address}" if link.schema.lower() == "www." else address
    return link


_parser = Parser("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
_parser.enable(["blockquote", "list", "emphasis", "backticks", "escape", "newline", "linkify"])
_parser.linkify = Links(_parser.linkify)

_linkless = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20})
_linkless.enable(["blockquote", "list", "emphasis", "backticks", "escape", "newline"])


def render(text: str) -> str:
    """The sanitised HTML of a reply."""
    source = CONTROLS.sub("", text.replace("\r\n", "\n"))
    parser = _parser if len(ADDRESS.findall(source)) <= MOST_ADDRESSES else _linkless
    clean = nh3.clean(
        parser.render(source),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return NOWHERE.sub(r"\1", clean).strip()


def inert(html: str) -> str:
    """The same reply with links that lead nowhere, for pages that only its writer should see."""
    return nh3.clean(html, tags=TAGS, attributes={"ol": {"start"}}, link_rel=None)
