"""One page of the library as cards; the stock list would take several times as long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.views.main import ChangeList
from django.urls import reverse

from articles.models import Image

from .picture_facts import thumbnail

PLACE = 999_999_999  # stands for a number, so that the address is asked for once


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

    def cards(self) -> Iterator[Card]:
        address = reverse("admin:articles_image_change", args=[PLACE])
        states = {str(value): str(label) for value, label in Image.Status.choices}
        for image in self.result_list:
            problems = image.problems()
            yield Card(
                number=image.pk,
                address=address.replace(str(PLACE), str(image.pk)),
                thumbnail=thumbnail(image),
                name=str(image),
                alt=image.alt_text,
                credit=image.credit,
                status=states[image.state],
                reasons="; ".join(problems or image.conditions()),
                added=image.created_at,
            )
