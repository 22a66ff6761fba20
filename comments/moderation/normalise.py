"""Text made comparable: what looks the same should be the same. For matching only, never shown."""

from __future__ import annotations

import re
import unicodedata

# Zero-width letters, controls, fillers (Unicode's Default_Ignorable_Code_Point and the blank
# Braille cell): invisible, so they must not tell two texts apart.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

# Letters of other scripts that look like Latin ones (from Unicode TR39's confusables).
LOOKALIKES = str.maketrans(
    "асеіјорѕухԁһӏвкмнтαβειικμνορτυχ",
    "aceijopsyxdhlbkmhtabeiikmvoptux",
)


def fold(text: str) -> str:
    """NFKC, case and spaces folded, invisible characters dropped, lookalike letters joined.

    Repeated until nothing changes: folding case takes letters apart that NFKC joins again.
    """
    folded = _fold_once(text)
    while folded != text:
        text, folded = folded, _fold_once(folded)
    return folded


def _fold_once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = INVISIBLE.sub("", text).casefold().translate(LOOKALIKES)
    return " ".join(text.split())
