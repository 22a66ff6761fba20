"""Whether a picture was made by a machine, by its IPTC digital source type.

Source: https://cv.iptc.org/newscodes/digitalsourcetype/
"""

from __future__ import annotations

from enum import StrEnum

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = f"{VOCABULARY}trainedAlgorithmicMedia"


class Synthetic(StrEnum):
    """How much of a picture a machine made up."""

    NO = ""
    WHOLE = "whole"
    PARTS = "parts"


WHOLE = {"trainedalgorithmicmedia", "algorithmicmedia", "virtualrecording"}
PARTS = {"compositewithtrainedalgorithmicmedia", "compositesynthetic"}


def synthetic(source_type: str) -> Synthetic:
    """By the term at the end of the address, however it is written."""
    term = source_type.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2].lower()
    if term in WHOLE:
        return Synthetic.WHOLE
    return Synthetic.PARTS if term in PARTS else Synthetic.NO
