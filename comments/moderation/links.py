"""Addresses in a text, and the hosts they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

import re2

from .normalise import LINK, REMEMBERED, visible

HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*|\[[0-9a-f:.]+\]")
SCHEME = re.compile(r"\A(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}", re.IGNORECASE)
AFTER = re.compile(r"[/\\?#()]|(?<=.)\[")  # ends the host; browsers read \ as /
# Punctuation that no host holds: a page's link ends before it.
STRANGE = re2.compile(r"[^\pL\pM\pN\pS\pZ\pC_.:\[\]\x{3002}-]")
SENTENCE = re.compile("[\u3002%]")  # a page's link does not take these into its host
DOTS = re.compile("[\u3002\uff0e\uff61]")  # dots of other scripts (RFC 3490, section 3.1)
LONGEST = 253  # characters of a host name (RFC 1035)


def addresses(text: str) -> list[str]:
    """The web addresses in a text as the page would link them, one for each time they occur."""
    found = (address.rstrip(".,;:!?'”’»…)]}*_") for address in LINK.findall(visible(text)))
    return [address for address in found if not address.endswith(("/", "www")) or host(address)]


@lru_cache(maxsize=REMEMBERED)
def hosts(text: str, website: str = "") -> tuple[str, ...]:
    """The hosts that a text and a website lead to, each once, in their canonical form."""
    linked = (SENTENCE.split(address, maxsplit=1)[0] for address in addresses(text))
    found = (host(address) for address in (*linked, website))
    return tuple(dict.fromkeys(name for name in found if name))


def host(address: str) -> str:
    """The canonical host of an address or host name; "" where there is none.

    Small letters, punycode, without "www.", port, user name and last dot: at most 253 characters.
    """
    rest = SCHEME.sub("", visible(address).strip(), count=1)
    name = unquote(AFTER.split(rest, maxsplit=1)[0]).rpartition("@")[2]
    name = STRANGE.split(DOTS.sub(".", name), 1)[0]
    name = re.sub(r":[^\]]*$", "", name).lower().strip(".")
    name = ".".join(map(_ascii, name.split("."))).removeprefix("www.")
    return name if len(name) <= LONGEST and HOST.fullmatch(name) else ""


def _ascii(label: str) -> str:
    """One label of a host name in punycode; browsers ask the name service for that."""
    if label.isascii() or len(label) > LONGEST:
        return label
    try:
        return label.encode("idna").decode().lower()
    except UnicodeError:  # a label that is too long, or letters newer than the codec
        return "xn--" + label.encode("punycode", "replace").decode().lower()


def parents(name: str) -> Iterator[str]:
    """A host and the domains above it: a.b.example, b.example, example."""
    while name:
        yield name
        name = name.partition(".")[2]
