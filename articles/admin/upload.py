"""Checking an uploaded picture by its content, with a sentence for whoever sent it."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from articles.imaging.inspect import Refused, inspect


def check(upload: UploadedFile) -> None:
    """Raises forms.ValidationError for what is no complete picture of a kind we take.

    Reads the file's header and its structure: pixels are decoded by the worker alone.
    """
    name, file = upload.name or "", upload.file
    try:
        if file is None:
            raise Refused(_("%(name)s is empty.") % {"name": name})
        inspect(file, name, upload.size or 0)
    except Refused as refusal:
        raise forms.ValidationError(str(refusal), code="refused") from None
    finally:
        upload.seek(0)
