"""Replies found by their words, on SQLite (FTS5) and PostgreSQL (tsvector) alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import models
from modelsearch.backends import get_search_backend
from modelsearch.index import Indexed, SearchField

from articles.background import later
from comments.moderation.normalise import fold
from comments.moderation.words import UNSPACED, WORD

if TYPE_CHECKING:
    from .comment import Comment

LONGEST, MOST = 200, 12  # characters and words of what is looked for
BATCH = 500  # replies of one statement


class Searchable(Indexed):  # type: ignore[misc]
    """Mixed into Comment. Its name, website and texts are in the index, its address never is.

    The index is kept by the worker, in a task of its own for each change of a text.
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


def index_later(comment_id: int) -> None:
    """Let the worker index a reply whose words have changed, once this is committed."""
    later("comments.tasks.index_reply", comment_id)


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
