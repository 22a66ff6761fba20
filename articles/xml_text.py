"""Texts for XML documents."""

from __future__ import annotations

import re
from typing import Any

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, 2.2


def printable(value: Any) -> Any:
    """A text without the characters that XML cannot hold; anything else as it is."""
    if isinstance(value, list):
        return [printable(one) for one in value]
    return NOT_IN_XML.sub("", value) if isinstance(value, str) else value
