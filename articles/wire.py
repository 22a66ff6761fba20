"""Wire copy: the plain text in which agencies and desks send an article.

Blocks stand between blank lines, in this order: section label, headline, standfirst, a picture
line (recognised by its ©; it may be absent), then paragraphs and "READ MORE: ..." insets. The
copy ends at the line "Leave a Reply" or with the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from . import credits
from .body import Inset

END = "Leave a Reply"
READ_MORE = re.compile(r"^(?:READ MORE\s*:\s*)+(.*)$", re.IGNORECASE)
FLAG = re.compile(r"^(FILE PHOTO|HANDOUT)\s*[.:]\s*", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
LIMITS = {"section label": 60, "headline": 200, "standfirst": 500}  # characters
CAPTION, NAME = 500, 100  # characters


class WireError(ValueError):
    """The copy is malformed; the message is one sentence that names the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class WirePicture:
    """What the picture line says of a picture whose file is not in the copy."""

    caption: str
    credit: credits.Credit
    flag: str = ""  # "FILE PHOTO", "HANDOUT" or ""


@dataclass(frozen=True, slots=True)
class WireArticle:
    """One article as it arrived; `body` is canonical HTML, `digest` identifies the text."""

    section: str
    headline: str
    standfirst: str
    picture: WirePicture | None
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class _Block:
    line: int  # the number of its first line, counted from 1
    text: str
    lines: int


def read(data: bytes) -> WireArticle:
    """Read a file's bytes (UTF-8). Raises WireError."""
    source = _decode(data)
    blocks = list(_blocks(source))
    last_line = blocks[-1].line + blocks[-1].lines - 1 if blocks else 1
    section, headline, standfirst = (
        _heading(blocks, place, name, last_line) for place, name in enumerate(LIMITS)
    )
    rest = blocks[len(LIMITS) :]
    picture = _picture(rest.pop(0)) if rest and "©" in rest[0].text else None
    body = [_body_line(block) for block in rest]
    if not any(line.startswith("<p>") for line in body):
        raise WireError(last_line, "the copy ends before its first paragraph.")
    copy = "\n\n".join(block.text for block in blocks)
    digest = hashlib.sha256(copy.encode()).hexdigest()
    return WireArticle(section, headline, standfirst, picture, "\n".join(body), digest)


def _decode(data: bytes) -> str:
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise WireError(line, "this is not UTF-8 text.") from error
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(source):
        line = source[: found.start()].count("\n") + 1
        raise WireError(line, "a control character stands in the text.")
    return source


def _blocks(source: str) -> Iterator[_Block]:
    """The blocks before "Leave a Reply", white space folded."""
    start, lines = 0, list[str]()
    for number, line in enumerate([*source.split("\n"), ""], start=1):
        line = " ".join(line.split())
        if line == END:
            break
        if line:
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield _Block(start, " ".join(lines), len(lines))
            lines = []
    if lines:
        yield _Block(start, " ".join(lines), len(lines))


def _heading(blocks: list[_Block], place: int, name: str, last_line: int) -> str:
    if place >= len(blocks):
        raise WireError(last_line, f"the copy ends before its {name}.")
    block = blocks[place]
    if block.lines > 1:
        raise WireError(block.line + 1, f"the {name} must be one line with a blank line after it.")
    if "©" in block.text or READ_MORE.match(block.text):
        raise WireError(block.line, f"the {name} should stand here.")
    if len(block.text) > LIMITS[name]:
        raise WireError(block.line, f"the {name} is longer than {LIMITS[name]} characters.")
    return block.text


def _picture(block: _Block) -> WirePicture:
    caption, _, line = block.text.partition("©")
    credit = credits.parse(line)
    if not credit:
        raise WireError(block.line, "the picture line names nobody after its ©.")
    flag = FLAG.match(caption)
    caption = (caption[flag.end() :] if flag else caption).strip()
    if len(caption) > CAPTION:
        raise WireError(block.line, f"the caption is longer than {CAPTION} characters.")
    if any(len(name) > NAME for name in (credit.provider, credit.distributor, *credit.creators)):
        raise WireError(block.line, f"a name in the credit is longer than {NAME} characters.")
    return WirePicture(caption, credit, flag[1].upper() if flag else "")


def _body_line(block: _Block) -> str:
    inset = READ_MORE.match(block.text)
    if not inset:
        return f"<p>{escape(block.text, quote=False)}</p>"
    if not inset[1]:
        raise WireError(block.line, "READ MORE needs the headline of an article.")
    return str(Inset(None, inset[1]))
