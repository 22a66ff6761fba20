"""What a log must not hold: tokens, mail addresses, whole network addresses, and rows."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

TOKEN = re.compile(
    r"(/comments/(?:mine|confirm|unsubscribe|objection)/|/moderation/link/|/notice/)[^/\s\"']+"
)
# A password in an address such as that of a database, which comes before the mail addresses.
PASSWORD = re.compile(r"(\w://)[^/\s@]+@")
MAIL = re.compile(r"(?:[^\s@<>\"'(),:…]{1,64}|(?<='))@[^\s@<>\"'(),:;=\[\]{}]{1,255}")
NETWORK_4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)")
NETWORK_6 = re.compile(r"(?<![\w:.])[0-9a-fA-F]{0,4}:[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?<!\.)(?!\w)")
# Where PostgreSQL begins to quote a row or a statement. A value may go over several lines and look
# like anything, so all that follows is hidden, up to the next traceback or the end.
ROW = re.compile(
    r"((?:\b|(?<=\\n))(?:DETAIL|CONTEXT|QUERY|LINE \d+): +"
    r"|Key \([^\n]{1,200}?\)=\(|Failing row contains \("
    r"|(?:invalid input (?:syntax|value) for [^\n]{1,80}?|out of range): \").+?"
    r"(?=\n(?:\n[TD][^\n]+:\n\n)?Traceback \(most recent call last\):\n  File |\Z)",
    re.DOTALL,
)
HIDDEN = "…"
KEPT = {4: 24, 6: 48}  # bits of a network address that say where, not who


def redact(text: str) -> str:
    """The text with those replaced: "203.0.113.9" becomes "203.0.113.0/24"."""
    text = ROW.sub(rf"\1{HIDDEN}", text)
    text = TOKEN.sub(rf"\1{HIDDEN}", text)
    text = PASSWORD.sub(rf"\1{HIDDEN}@", text)
    text = MAIL.sub(HIDDEN, text)
    text = NETWORK_6.sub(lambda found: _shortened(found[0]), text)
    return NETWORK_4.sub(lambda found: _shortened(found[0]), text)


def _shortened(found: str) -> str:
    """The network that the address lies in; this machine's own stays as it is."""
    try:
        address: IPv4Address | IPv6Address = ip_address(found)
    except ValueError:
        return found  # a time of day, or a number of a version
    if address.is_loopback or address.is_unspecified:
        return found
    return str(ip_network(f"{address}/{KEPT[address.version]}", strict=False))
