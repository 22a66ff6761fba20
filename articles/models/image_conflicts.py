from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.credits import fold

from .image_filling import PLAIN, file_words

if TYPE_CHECKING:
    from .image import Image


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose file says one thing and whose form another; `origin` is xmp, iim or exif."""

    field: str
    label: str
    file: str
    typed: str
    origin: str = ""

    def __str__(self) -> str:
        sentence = _("%(label)s: the file says %(file)s, the form says %(typed)s.")
        words = {"label": capfirst(self.label), "file": self.file, "typed": self.typed}
        return sentence % words


def conflicts(image: Image) -> list[Conflict]:
    """Where both say something and it differs in more than case, spaces and punctuation."""
    found = []
    for name, source, said in _said(image):
        typed = _text(getattr(image, name))
        if said and typed and fold(said) != fold(typed):
            label = str(image._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Conflict(name, label, said, typed, _origin(image, source)))
    return found


def _said(image: Image) -> Iterator[tuple[str, str, str]]:
    """Field, its name in the file, and what the file says there."""
    values = {
        name: entry["value"]
        for name, entry in (image.embedded or {}).items()
        if isinstance(entry, dict) and "value" in entry
    }
    if not values:
        return
    for name, source in PLAIN.items():
        yield name, source, _text(values.get(source))
    if taken := values.get("date_created"):
        yield "date_created", "date_created", taken["iso"]
    written = file_words(values)
    yield "caption", "caption", written.caption
    credit = written.reading.credit
    yield "creators", "creators", _text(credit.creators)
    if {credit.provider, credit.distributor} != _agencies(image):
        yield "provider", "credit_line", credit.provider
        yield "distributor", "credit_line", credit.distributor


def _agencies(image: Image) -> set[str]:
    """The same two names the other way round are no conflict."""
    return {str(one) if one else "" for one in (image.provider, image.distributor)}


def _origin(image: Image, source: str) -> str:
    return str((image.embedded.get(source) or {}).get("origin", ""))


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value) if value else ""


def file_values(image: Image) -> dict[str, tuple[str, str]]:
    """What its file says, by the field that takes it: the value in words, and xmp, iim or exif."""
    return {name: (said, _origin(image, source)) for name, source, said in _said(image) if said}
