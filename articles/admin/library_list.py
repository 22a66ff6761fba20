"""One page of the library as cards; the stock list would take several times as long.

What filters and search leave is asked for its numbers alone; the rows behind them come by questions
that are written once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from articles.imaging.spec import CUT
from articles.models import Image, Rendition
from articles.prepared import PreparedRows

from .picture_facts import address_of, said_of_status

PLACE = 999_999_999  # stands for a number, so that the address is asked for once
# What no card shows of a picture, and may be long.
UNSEEN = (
    *("embedded", "instructions", "usage_terms", "long_description", "keywords", "people"),
    *("copyright_notice", "source_text", "headline", "title"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """What the grid shows of one picture."""

    number: int
    address: str
    thumbnail: str
    name: str
    alt: str
    credit: str
    status: str
    reasons: str
    added: datetime


class LibraryList(ChangeList):
    """The stock list with its rows as cards."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        numbers = list(self.result_list.values_list("pk", flat=True))
        self.result_list: Any = read(numbers)

    def cards(self) -> Iterator[Card]:
        address = reverse("admin:articles_image_change", args=[PLACE])
        states = {str(value): str(label) for value, label in Image.Status.choices}
        small = smallest_of(self.result_list)
        for image in self.result_list:
            problems = image.problems()
            yield Card(
                number=image.pk,
                address=address.replace(str(PLACE), str(image.pk)),
                thumbnail=address_of(small.get(image.pk), image, is_public=not problems),
                name=str(image),
                alt=image.alt_text,
                credit=image.credit,
                status=states[image.state],
                reasons=said_of_status(image, problems),
                added=image.created_at,
            )


def smallest_of(images: Sequence[Image]) -> dict[int, Rendition]:
    """The narrowest JPEG of each picture, by the number of the picture."""
    by_number = {image.pk: image for image in images}
    found = {}
    for row in _jpegs.among(by_number):
        row.image = by_number[row.image_id]
        found[row.image_id] = row  # the widest come first
    return found


@PreparedRows
def read(wanted: Any) -> QuerySet[Image]:
    """Images by their numbers, with what their credit is made of."""
    return Image.objects.filter(pk__in=wanted).with_credit().defer(*UNSEEN)


@PreparedRows
def _jpegs(wanted: Any) -> QuerySet[Rendition]:
    rows = Rendition.objects.filter(image__pk__in=wanted, extension="jpg").exclude(spec__in=CUT)
    return rows.only("image_id", "spec", "extension", "packet_version").order_by("-width")
