"""Checking an uploaded picture by its content, with a sentence for whoever sent it."""

from __future__ import annotations

from typing import IO

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow

from articles.imaging.inspect import FORMATS, Facts, Refused, inspect

MOST_PIXELS = 30_000_000  # decoded while the editor waits; what is larger is left to the worker


def check(upload: UploadedFile) -> None:
    """Raises forms.ValidationError for what is no complete picture of a kind we take."""
    name, file = upload.name or "", upload.file
    try:
        if file is None:
            raise Refused(_("%(name)s is empty.") % {"name": name})
        facts = inspect(file, name, upload.size or 0)
        if not _is_whole(file, facts):
            raise OSError
    except Refused as refusal:
        raise forms.ValidationError(str(refusal), code="refused") from None
    except (OSError, SyntaxError):  # Pillow's words for a file that breaks off
        sentence = _("%(name)s cannot be read: the file is damaged.") % {"name": name}
        raise forms.ValidationError(sentence, code="damaged") from None
    finally:
        upload.seek(0)


def _is_whole(file: IO[bytes], facts: Facts) -> bool:
    """Decode it once: a truncated upload has a good header, so looking at that is not enough."""
    file.seek(0)
    try:
        image = Pillow.open(file, formats=list(FORMATS))
        image.draft("RGB", (facts.width // 8 or 1, facts.height // 8 or 1))  # JPEG: an 8th, fast
        if image.width * image.height <= MOST_PIXELS:
            image.load()
    except Exception:  # Pillow's readers raise many kinds for broken files
        return False
    return True
