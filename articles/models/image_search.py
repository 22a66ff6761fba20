"""Pictures found by their words, on SQLite (FTS5) and PostgreSQL (tsvector) alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelsearch.backends import get_search_backend
from modelsearch.index import AutocompleteField, Indexed
from modelsearch.models import IndexEntry

from articles.background import later
from articles.searching import MOST, words

if TYPE_CHECKING:
    from .image import Image

BATCH = 500  # images of one statement


class Searchable(Indexed):  # type: ignore[misc]
    """Mixed into Image: its words, its people and its credit, as far as the last one is typed."""

    search_auto_update = False
    search_fields = [AutocompleteField("search_text")]

    def search_text(self) -> str:
        row = cast("Image", self)
        said = [row.caption, row.alt_text, row.headline, row.title, row.credit, row.job_id]
        said += [row.source_text, row.copyright_notice, row.place_text, row.city, row.country]
        said += [str(one) for one in (*row.creators, *row.keywords, *row.people)]
        said += [str(one) for one in (row.provider, row.distributor) if one]
        return " ".join(words("\n".join(said)))


class SearchQuerySet(models.QuerySet["Image"]):
    def matching(self, query: str) -> Self:
        """Those with every one of these words, the last of which may be only begun."""
        wanted = words(query[:200])[:MOST]
        if not wanted:
            return self.none()
        everything = self.model._default_manager.all()
        backend: Any = get_search_backend()
        found = backend.autocomplete(" ".join(wanted), everything, order_by_relevance=False)
        return self.filter(pk__in=found.get_queryset().order_by().values("pk"))


def index_later(image_id: int) -> None:
    """Let the worker index a picture whose words may have changed, once this is committed."""
    later("articles.tasks.index_image", image_id)


def unindexed(numbers: Sequence[int]) -> list[int]:
    """Those of these pictures that the search has never heard of."""
    from .image import Image

    kind = ContentType.objects.get_for_model(Image)
    entries = IndexEntry.objects.filter(content_type=kind)
    held: set[str] = set()
    for start in range(0, len(numbers), BATCH):
        names = [str(number) for number in numbers[start : start + BATCH]]
        held.update(entries.filter(object_id__in=names).values_list("object_id", flat=True))
    return [number for number in numbers if str(number) not in held]


def index(numbers: Iterable[int]) -> int:
    """Bring these pictures into the index as they are now; how many."""
    from .image import Image

    wanted, count = list(numbers), 0
    keeper: Any = get_search_backend().get_index_for_model(Image)
    for start in range(0, len(wanted), BATCH):
        rows = list(Image.objects.with_credit().filter(pk__in=wanted[start : start + BATCH]))
        keeper.add_items(Image, rows)
        count += len(rows)
    return count
