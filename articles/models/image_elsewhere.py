"""What other acts write into an image's row while somebody holds an older copy of it.

An editor's form, saved a moment after a kill, must not bring the picture back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .image import Image

KILL = ("killed_at", "killed_by_id", "kill_reason", "public_id")  # kill and revive
PRINT = ("first_printed_at", "printed_in_id")  # articles that are published
LOOKS = ("dhash", "mirror_dhash", "dhash_0", "dhash_1", "dhash_2", "dhash_3")
FILE = (*LOOKS, "refusal")  # the worker, of the file that was there
ELSEWHERE = (*KILL, *PRINT, *FILE)


def keep_elsewhere(image: Image, stored: dict[str, Any], *, new_file: bool) -> None:
    """Take these values from the stored row, but for those that this very save is about."""
    own = set(KILL) if image.is_being_decided else set()
    if new_file:
        own |= {"public_id", *FILE}
    for name in ELSEWHERE:
        if name not in own and getattr(image, name) != stored[name]:
            setattr(image, name, stored[name])
