"""The words of a text as the picture library keeps and looks for them."""

from __future__ import annotations

import re
import unicodedata

MOST = 12  # words of one question
WORD = re.compile(r"\w+")
# Scripts that put no space between words: each of their letters is looked for on its own.
UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")


def words(text: str) -> list[str]:
    """Lower case, without accents, in the order of the text: "Zürich 2024" is zurich, 2024."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.findall(UNSPACED.sub(r" \1 ", plain.replace("_", " ")))
