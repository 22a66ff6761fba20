"""Text made comparable: what looks the same should be the same. For matching only, never shown."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and bidirectional controls: invisible, so they must not tell two texts apart.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# Letters of other scripts that look like Latin ones (from Unicode TR39's confusables).
LOOKALIKES = str.maketrans(
    "асеіјорѕухԁһӏвкмнтαβειικμνορτυχ",
    "aceijopsyxdhlbkmhtabeiikmvoptux",
)


def fold(text: str) -> str:
    """NFKC, case and spaces folded, invisible characters dropped, lookalike letters joined."""
    text = unicodedata.normalize("NFKC", text)
    text = INVISIBLE.sub("", text).casefold().translate(LOOKALIKES)
    return " ".join(text.split())
