from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import credits
from articles.imaging import instructions
from articles.imaging.metadata import Metadata
from articles.imaging.values import Found

from .provider import Provider
from .web_address import IS_WEB_ADDRESS

if TYPE_CHECKING:
    from .image import Image

# Fields that take the file's value as it is, and the name it has there.
PLAIN = {
    "headline": "headline",
    "title": "title",
    "alt_text": "alt_text",
    "long_description": "long_description",
    "copyright_notice": "copyright_notice",
    "source_text": "source",
    "instructions": "instructions",
    "usage_terms": "usage_terms",
    "digital_source_type": "digital_source_type",
    "data_mining": "data_mining",
    "city": "city",
    "country": "country",
    "country_code": "country_code",
    "job_id": "job_id",
    "ai_system": "ai_system",
    "keywords": "keywords",
    "people": "people",
}
FLAGS = (
    *("is_file_photo", "is_handout", "one_time_use", "no_archive"),
    *("mandatory_credit", "editorial_only", "no_sales"),
)
MAIN = ("person", "human", "face", "mainsubject")  # in the roles of regions


class Filling:
    """Taking over what a file says of itself, where nothing was typed."""

    def __init__(self, image: Image, metadata: Metadata) -> None:
        self.image = image
        self.metadata = metadata
        self.said = {
            field.name: found.value
            for field in fields(metadata)
            if isinstance(found := getattr(metadata, field.name), Found)
        }
        self.before: dict[str, Any] = dict(image.embedded or {})

    def run(self) -> None:
        """Terms act once: where an editor took a flag away, the same file sets none again."""
        image, metadata = self.image, self.metadata
        image.embedded, image.has_c2pa = metadata.as_json(), metadata.has_c2pa
        for name, source in PLAIN.items():
            _put(image, name, self.said.get(source))
        _put_address(image, "web_statement", self.said.get("web_statement", ""))
        if taken := self.said.get("date_created"):
            _put(image, "date_created", taken.iso)
        self._licensor()
        self._credit()
        if not self.before or image.embedded.get("instructions") != self.before.get("instructions"):
            self._heed(instructions.read(image.instructions))
        self._focus()

    def _licensor(self) -> None:
        for licensor in self.said.get("licensors", ()):
            if not (self.image.licensor_name or self.image.licensor_url):
                _put(self.image, "licensor_name", licensor.name)
                _put_address(self.image, "licensor_url", licensor.url)

    def _credit(self) -> None:
        """Caption and credit, taken apart: many captions end in the credit."""
        image, written = self.image, file_words(self.said)
        flag, caption = credits.split_flag(written.caption)
        _put(image, "caption", caption)
        if not self.before:
            image.is_file_photo |= flag == "FILE PHOTO"
            image.is_handout |= flag == "HANDOUT" or written.reading.is_handout
        credit = written.reading.credit
        _put(image, "creators", list(credit.creators))
        if image.provider is None and image.distributor is None:
            image.provider = Provider.objects.named(credit.provider, active=False)
            image.distributor = Provider.objects.named(credit.distributor, active=False)
            _put(image, "credit_override", written.reading.line)

    def _heed(self, terms: instructions.Terms) -> None:
        """Let the agency's terms act: flags, an end, an embargo; what is unclear is written out."""
        image, now = self.image, timezone.now()
        for name in FLAGS:
            setattr(image, name, getattr(image, name) or getattr(terms, name))
        image.valid_until = image.valid_until or _end(terms, now) or self._usual_end(now)
        if terms.embargo:
            image.valid_from = image.valid_from or _moment(terms.embargo)
        if terms.credit and credits.fold(terms.credit) != credits.fold(image.credit):
            _put(image, "credit_override", terms.credit)
        if terms.open_embargo:
            _put(image, "restrictions", _("The instructions name an embargo: read them."))
        if terms.open_end:
            _put(image, "restrictions", _("The instructions name an end: read them."))

    def _usual_end(self, now: datetime) -> datetime | None:
        leading = self.image.distributor or self.image.provider
        days = leading.default_valid_days if leading else None
        return now + timedelta(days=days) if days else None

    def _focus(self) -> None:
        """The middle of the largest person that the file marks."""
        image = self.image
        if image.focal_source != image.FocalSource.DEFAULT:
            return
        regions = [
            region.upright(self.metadata.orientation)
            for region in self.said.get("regions", ())
            if any(word in region.role.lower().replace(" ", "") for word in MAIN)
        ]
        if regions:
            best = max(regions, key=lambda region: region.w * region.h)
            image.focal_x = min(1.0, max(0.0, best.x + best.w / 2))
            image.focal_y = min(1.0, max(0.0, best.y + best.h / 2))
            image.focal_source = image.FocalSource.REGION


class FileWords(NamedTuple):
    """What a file says of caption and credit, each once."""

    caption: str
    reading: credits.Reading


def file_words(said: Mapping[str, Any]) -> FileWords:
    """Caption and credit of a file, the credit cut from the caption's end and read.

    `said` are the file's values by their names in articles.imaging.metadata.
    """
    known = Provider.objects.vocabulary()
    creators, line = said.get("creators", ()), said.get("credit_line", "")
    caption, tail = credits.split_caption(
        said.get("caption", ""), credit=line, creators=creators, known=known
    )
    reading = credits.read(
        line=line or tail,
        creators=creators,
        source=said.get("source", ""),
        copyright_notice=said.get("copyright_notice", ""),
        known=known,
    )
    return FileWords(caption, reading)


def _put(image: Image, name: str, value: Any) -> None:
    """Set a field that is empty, no longer than it may be."""
    if not value or getattr(image, name):
        return
    most = getattr(image._meta.get_field(name), "max_length", None)
    if isinstance(value, tuple):
        value = list(value)
    setattr(image, name, value[:most] if isinstance(value, str) and most else value)


def _put_address(image: Image, name: str, address: str) -> None:
    """Only a whole web address: it becomes a link for machines."""
    try:
        IS_WEB_ADDRESS(address)
    except ValidationError:
        return
    _put(image, name, address if len(address) <= 500 else "")


def _end(terms: instructions.Terms, now: datetime) -> datetime | None:
    """The earlier of the two that the terms name. A span counts from now: pictures come at once."""
    ends = [now + terms.lasts] if terms.lasts else []
    if terms.until:
        is_day = not isinstance(terms.until, datetime)
        day = timedelta(days=1) if is_day else timedelta(0)  # the last day counts
        ends.append(_moment(terms.until) + day)
    return min(ends, default=None)


def _moment(when: date | datetime) -> datetime:
    """In the newsroom's time zone, where none is said; a day begins at midnight."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return when if when.tzinfo else timezone.make_aware(when)
