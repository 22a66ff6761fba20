"""Email and host addresses as browsers accept them, international ones too."""

from __future__ import annotations

import re
import unicodedata

EMAIL_LENGTH = 254  # characters; RFC 5321's path without its brackets

# "Valid email address" of the HTML Living Standard, section on type=email.
_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_EMAIL = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")

_DOTS = re.compile("[.\u3002\uff0e\uff61]")  # UTS 46 takes them all for a dot


def is_email(address: str) -> bool:
    """Whether a browser would take it; the part before the @ is ASCII, as the standard says."""
    if len(address) > EMAIL_LENGTH:
        return False
    local, at, domain = address.rpartition("@")
    try:
        return _EMAIL.fullmatch(local + at + ascii_host(domain)) is not None
    except UnicodeError:
        return False


def ascii_host(host: str) -> str:
    """The host as the name service knows it. Raises UnicodeError where there is no such name."""
    return host if host.isascii() else ".".join(map(_ascii_label, _DOTS.split(host)))


def _ascii_label(label: str) -> str:
    if label.isascii():
        return label
    # What the codec of the standard library (IDNA 2003) lets pass and UTS 46 does not.
    if label.strip("-") != label or label[2:4] == "--" or unicodedata.category(label[0])[0] == "M":
        raise UnicodeError
    return label.encode("idna").decode()
