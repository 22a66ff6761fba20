"""What readers type, as HTML: paragraphs, emphasis, quotes, code, lists and bare links.

HTML that a reader types is shown as text. The result is sanitised once more, so that a mistake
in the first step cannot become a script.
"""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "em", "strong", "blockquote", "code", "pre", "ul", "ol", "li", "a"}

# Controls that would turn the text around a reply (Unicode UAX #9), hide in it, or may not stand
# in a feed (XML 1.0, Char).
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2060\ufeff\ufffe\uffff]"
)

_parser = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True, "maxNesting": 20})
_parser.enable(["blockquote", "list", "emphasis", "backticks", "escape", "newline", "linkify"])


def render(text: str) -> str:
    """The sanitised HTML of a reply."""
    source = CONTROLS.sub("", text.replace("\r\n", "\n"))
    return nh3.clean(
        _parser.render(source),
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    ).strip()
