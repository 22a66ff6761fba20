"""Replies found by their words, on SQLite (FTS5) and PostgreSQL (tsvector) alike."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import DataError, connection, models, transaction
from modelsearch.backends import get_search_backend
from modelsearch.index import Indexed, SearchField

from comments.moderation.normalise import fold
from comments.moderation.words import UNSPACED, WORD

if TYPE_CHECKING:
    from .comment import Comment

log = logging.getLogger(__name__)

LONGEST, MOST = 200, 12  # characters and words of what is looked for
BATCH, FEW = 500, 100  # replies of one statement; of one transaction that others wait for


class Searchable(Indexed):  # type: ignore[misc]
    """Mixed into Comment. Its name, website and texts are in the index, its address never is.

    The worker keeps the index, once a minute for all that came or changed since: a task for each
    would cost the reader who posts as much as storing the reply.
    """

    search_auto_update = False
    search_fields = [SearchField("search_text")]

    def search_text(self) -> str:
        row = cast("Comment", self)
        proposed = row.proposed.body if row.proposed else ""
        return " ".join(words("\n".join((row.name, row.website, row.body, proposed))))


class SearchQuerySet(models.QuerySet["Comment"]):
    def matching(self, query: str) -> Self:
        """Those with every one of these words; none where no word is asked for."""
        found = self._search(query)
        if found is None:
            return self.none()
        return self.filter(pk__in=found.get_queryset().order_by().values("pk"))

    def some_matching(self, query: str, most: int) -> list[int]:
        """The numbers of all replies with these words, or of so many that were found first."""
        found = self._search(query)
        rows = found[:most].get_queryset() if found is not None else self.none()
        return list(rows.values_list("pk", flat=True))

    def _search(self, query: str) -> Any:
        """What the index finds among all replies; None where no word is asked for."""
        wanted = words(query[:LONGEST])[:MOST]
        everything = self.model._default_manager.all()
        look = get_search_backend().search
        return look(" ".join(wanted), everything, order_by_relevance=False) if wanted else None


def words(text: str) -> list[str]:
    """The words as they are kept and looked for: folded, a lookalike letter like its Latin one.

    Scripts without spaces give one word for each letter.
    """
    return WORD.findall(UNSPACED.sub(r" \g<0> ", fold(text)))


def index(numbers: Iterable[int]) -> int:
    """Bring these replies into the index as they are now; how many."""
    from .comment import Comment

    wanted, count = list(numbers), 0
    keeper = get_search_backend().get_index_for_model(Comment)
    for start in range(0, len(wanted), BATCH):
        rows = list(
            Comment.objects.filter(pk__in=wanted[start : start + BATCH])
            .select_related("proposed")
            .only("name", "website", "body", "proposed__body")
        )
        keeper.add_items(Comment, rows)
        count += len(rows)
    return count


def index_new(most: int) -> int:
    """Bring so many of the replies into the index that are not in it as they are now; how many."""
    count = 0
    while count < most:
        found = _index_some(min(FEW, most - count))
        count += found
        if found < FEW:
            break
    return count


def _index_some(most: int) -> int:
    from .comment import Comment

    # Who decides about one of them holds others, too: those come the next time.
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():  # short: on SQLite nobody else writes meanwhile
        rows = (
            Comment.objects.filter(is_indexed=False)
            .order_by("pk")
            .select_for_update(skip_locked=skips)
        )
        numbers = list(rows.values_list("pk", flat=True)[:most])
        # Marked before they are read: who changes one of them afterwards marks it again.
        Comment.objects.filter(pk__in=numbers).update(is_indexed=True)
        try:
            with transaction.atomic():
                index(numbers)
        except (ValueError, DataError):  # one that cannot be indexed keeps no other out
            _index_each(numbers)
    return len(numbers)


def _index_each(numbers: Iterable[int]) -> None:
    for number in numbers:
        try:
            with transaction.atomic():
                index([number])
        except (ValueError, DataError):
            log.exception("Reply %s cannot be indexed", number)
