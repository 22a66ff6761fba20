"""Text made comparable: what looks the same should be the same. For matching only, never shown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

# Zero-width letters, controls, fillers (Unicode's Default_Ignorable_Code_Point and the blank
# Braille cell): invisible, so they must not tell two texts apart.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)

# An address on the web as people type it.
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)

# Letters that look like Latin ones (from Unicode TR39's confusables), after folding of case.
LOOKALIKES = str.maketrans(
    "асеіјорѕухԁһӏвкмнтԛԝѵүғ"  # Cyrillic
    "αβγεζηικμνορτυχϲϳ"  # Greek
    "օոսհյցզ"  # Armenian
    "ɑᴀʙᴄᴅᴇɡɢʜɪıɩȷᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜʋᴠᴡʏᴢ"  # phonetic and small capital letters
    "ᎪᏴᏟᏧᎬᏀᎻᎥᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᎽᏃ",  # Cherokee, which folds to its capitals
    "aceijopsyxdhlbkmhtqwvyf"
    "abyezhikmvoptuxcj"
    "onuhjgq"
    "aabcdegghiiijjklmnoprstuvvwyz"
    "abcdeghijklmprstvwyz",
)

# Capitals that look like another Latin letter than their small letters do.
CAPITALS = str.maketrans("ΝΥΡУ", "NYPY")

REMEMBERED = 64  # texts: every rule asks about the same ones
FEW = 20  # letters below which a text says too little to be known again


@lru_cache(maxsize=REMEMBERED)
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


def visible(text: str) -> str:
    """NFKC without invisible characters; case and letters stay as they are."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def bare(name: str) -> str:
    """The letters and digits of a name alone, folded, without accents, spaces and punctuation."""
    apart = unicodedata.normalize("NFD", fold(name.translate(CAPITALS)))
    return "".join(letter for letter in apart if letter.isalnum())


@lru_cache(maxsize=16)  # asked for by several rules, one after the other
def fingerprint(text: str) -> str:
    """16 hexadecimal digits that find the same words again; "" for fewer than 20 letters.

    Links, digits, spaces and punctuation play no part: those are what robots vary.
    """
    letters = "".join(filter(str.isalpha, LINK.sub(" ", fold(text))))
    return sha256(letters.encode()).hexdigest()[:16] if len(letters) >= FEW else ""
