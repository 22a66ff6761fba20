"""What agencies put before a caption: "FILE PHOTO:", "FILE - ", "HANDOUT"."""

from __future__ import annotations

import re

FLAG = re.compile(
    r"^\s*(?:(?P<file>FILE(?:\s+(?:PHOTO|PIC(?:TURE)?|IMAGE))?|ARCHIV(?:BILD|FOTO))|"
    r"(?P<handout>HANDOUT(?:\s+(?:PHOTO|IMAGE|PICTURE))?))\s*(?:[.:]|\s[-–—])\s+",
)


def split_flag(caption: str) -> tuple[str, str]:
    """ "FILE PHOTO", "HANDOUT" or "", and the caption without it. Only capitals are a flag."""
    found = FLAG.match(caption)
    if not found or not caption[found.end() :].strip():
        return "", caption
    return "FILE PHOTO" if found["file"] else "HANDOUT", caption[found.end() :].lstrip()
