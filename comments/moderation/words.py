"""The lists of words that editors keep, one pattern per line.

    # a remark
    casino                a word, whole, whatever its case and however its letters are disguised
    casino*               ... also at the beginning of a longer word; *casino* anywhere in one
    earn money            words that follow each other
    /earn \\$?\\d+ a day/    a regular expression (RE2, which no pattern can make slow)
    pills.example         a domain with its subdomains, in links and in the text
    192.0.2.0/24          an address or range of the network, of a reply being sent only

Words are looked for in the name, the website, the text and the name of the browser. The sender's
email address is never among them: what it is must change nothing that readers see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv6Address, ip_network

import re2

from .links import host, hosts, parents
from .normalise import fold, visible
from .verdicts import Submission

# Letters with what stands on, under and beside them: marks are no letters to Python's \w.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0966-\u0dff\u0f18-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
)
WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
# Scripts that put no space between words: Thai, Lao, Myanmar, Khmer, kana, Han.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
DOMAIN = re.compile(r"(?:\*\.)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)")
DOTTED = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63})+")
SIGN = re.compile(r"[^\s.,'’*-]")  # what a word may not be read without
# What a reader does not see inside a word, or what may stand in one to hide it.
MARKUP = re.compile(r"<[^<>]{1,200}>|[*_`\\]+")
LIKE_NETWORK = re.compile(r"[\d.]+/\d+|(?:\d{1,3}\.){2,3}\d{0,3}|[\da-f:]*::?[\da-f:]*/\d+", re.I)

OPTIONS = re2.Options()
OPTIONS.case_sensitive = False
OPTIONS.log_errors = False


@dataclass(frozen=True, slots=True)
class BadPattern:
    """A line that cannot be used."""

    line: int  # counted from 1
    pattern: str
    why: str

    def __str__(self) -> str:
        return f"Line {self.line}: the pattern {self.pattern} is not valid: {self.why}."


class Text:
    """What the words of one reply are looked for in."""

    def __init__(self, reply: Submission) -> None:
        shown = MARKUP.sub("", reply.body)  # half<b>way</b> and half**way** are read as one word
        also = (shown,) if shown != reply.body else ()
        fields = (reply.name, reply.website, reply.body, *also, reply.user_agent)
        self.plain = "\n".join(map(visible, fields)).encode()  # what RE2 reads
        self.folded = "\n".join(map(fold, fields))
        lines = [WORD.findall(line) for line in self.folded.split("\n")]
        self.words = {word for line in lines for word in line}
        self.spaced = "\n".join(f" {' '.join(line)} " for line in lines)
        self.coded = self.spaced.encode()
        self.hosts = {*hosts(reply.body, reply.website), *DOTTED.findall(self.folded)}
        self.client = _network(reply.client_address)


@dataclass(slots=True)
class WordList:
    """Patterns sorted by the way they are looked for; each value is the line as it was typed."""

    words: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # by their first word
    pieces: list[tuple[str, str]] = field(default_factory=list)  # in the spaced words
    # In the folded text; the second value says whether they must stand alone.
    fragments: list[tuple[str, bool, str]] = field(default_factory=list)
    globs: list[tuple[re2._Regexp, str]] = field(default_factory=list)  # in the spaced words
    expressions: list[tuple[re2._Regexp, str]] = field(default_factory=list)
    domains: dict[str, str] = field(default_factory=dict)
    networks: dict[tuple[int, int], dict[int, str]] = field(default_factory=dict)
    problems: list[BadPattern] = field(default_factory=list)
    lines: int = 0  # that can be used

    def matches(self, reply: Submission) -> tuple[str, ...]:
        """The lines that match a reply, each once."""
        return self.found_in(Text(reply)) if self.lines else ()

    def found_in(self, text: Text) -> tuple[str, ...]:
        """The same for a reply that was taken apart already, for other lists."""
        return tuple(dict.fromkeys(self._matches(text)))

    def _matches(self, text: Text) -> Iterator[str]:
        for word in text.words & self.words.keys():
            yield self.words[word]
        for first in text.words & self.phrases.keys():
            yield from (line for words, line in self.phrases[first] if words in text.spaced)
        yield from (line for piece, line in self.pieces if piece in text.spaced)
        for part, alone, line in self.fragments:
            if stands_alone(part, text.folded) if alone else part in text.folded:
                yield line
        yield from (line for glob, line in self.globs if glob.search(text.coded))
        yield from (line for rule, line in self.expressions if rule.search(text.plain))
        for name in text.hosts if self.domains else ():
            yield from (self.domains[above] for above in parents(name) if above in self.domains)
        yield from self._networks_around(text.client)

    def _networks_around(self, client: tuple[int, int, int] | None) -> Iterator[str]:
        version, bits, number = client or (0, 0, 0)
        for (kind, length), networks in self.networks.items():
            if kind == version and (number >> (bits - length)) in networks:
                yield networks[number >> (bits - length)]

    def add(self, line: str) -> None:
        """Sort one line in. Raises ValueError with the reason why it cannot be used."""
        if len(line) > 1 and line[0] == line[-1] == "/":
            self.expressions.append((_expression(line[1:-1]), line))
        elif network := _network(line):
            if network[1] == 0:
                raise ValueError("it would match every reply")
            self._add_network(*network, line)
        elif LIKE_NETWORK.fullmatch(line):
            raise ValueError("write a whole address, or a range such as 192.0.2.0/24")
        elif DOMAIN.fullmatch(line):
            name = line.removeprefix("*.")
            self.domains |= dict.fromkeys(filter(None, (host(name), fold(name))), line)
        else:
            self._add_words(fold(line), line)

    def _add_network(self, version: int, length: int, number: int, line: str) -> None:
        bits = 32 if version == 4 else 128
        self.networks.setdefault((version, length), {})[number >> (bits - length)] = line

    def _add_words(self, text: str, line: str) -> None:
        core = text.strip("* ")
        words = WORD.findall(core)
        if not core:
            raise ValueError("it would match every reply")
        if UNSPACED.search(core) or not words or SIGN.search(WORD.sub("", core)):
            if "*" in core:
                raise ValueError("a * can stand only among letters of scripts with spaces")
            self.fragments.append((core, core == text and not UNSPACED.search(core), line))
        elif "*" in core:
            self.globs.append((_glob(text), line))
        elif core != text:
            left, right = "" if text[0] == "*" else " ", "" if text[-1] == "*" else " "
            self.pieces.append((f"{left}{' '.join(words)}{right}", line))
        elif len(words) > 1:
            self.phrases.setdefault(words[0], []).append((f" {' '.join(words)} ", line))
        else:
            self.words[words[0]] = line


@lru_cache(maxsize=512)  # each blocked phrase is a list of its own
def parse(text: str) -> WordList:
    """The list that an editor typed; lines that cannot be used are left out."""
    found = WordList()
    for number, line in enumerate(text.splitlines(), start=1):
        line = visible(line).strip()
        if line and not line.startswith("#"):
            try:
                found.add(line)
                found.lines += 1
            except ValueError as error:
                found.problems.append(BadPattern(number, line, str(error)))
    return found


def problems(text: str) -> list[BadPattern]:
    """The lines of a list that cannot be used, for the page where it is typed."""
    return list(parse(text).problems)


def stands_alone(part: str, text: str) -> bool:
    """Whether a part occurs in a text without touching letters or digits of another word."""
    at = text.find(part)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(part) : at + len(part) + 1]
        joined = before and WORD.fullmatch(before + part[0])
        if not (joined or (after and WORD.fullmatch(part[-1] + after))):
            return True
        at = text.find(part, at + 1)
    return False


def _glob(text: str) -> re2._Regexp:
    """Words in which a * stands for any letters."""
    parts = [" ".join(WORD.findall(f" {part} ")) for part in text.split("*")]
    spaces = [(" " if p[:1] == " " else "", " " if p[-1:] == " " else "") for p in text.split("*")]
    joined = "[^ ]*".join(
        left + re2.escape(part) + right for part, (left, right) in zip(parts, spaces, strict=True)
    )
    return re2.compile(f" {joined} ")


def _expression(pattern: str) -> re2._Regexp:
    try:
        re2.compile(pattern, OPTIONS)
    except re2.error as error:
        why = error.args[0]
        raise ValueError(why.decode() if isinstance(why, bytes) else str(why)) from error
    compiled = re2.compile(f"(?m){pattern}", OPTIONS)  # ^ and $ stand at the ends of lines
    if compiled.search("") or all(map(compiled.search, ("a", "7", "я", "-"))):
        raise ValueError("it would match every reply")
    return compiled


def _network(address: str) -> tuple[int, int, int] | None:
    """IP version, length of the prefix and first address as a number; None for anything else."""
    try:
        network = ip_network(address, strict=False)
    except ValueError:
        return None
    first = network.network_address
    if isinstance(first, IPv6Address) and first.ipv4_mapped and network.prefixlen >= 96:
        return 4, network.prefixlen - 96, int(first.ipv4_mapped)
    return network.version, network.prefixlen, int(first)
