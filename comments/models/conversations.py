"""Reading threads: every page costs the same, however many replies there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.functional import cached_property

from articles.models import Article
from articles.prepared import Found, Prepared, Slot
from comments import paths

from .comment import Comment
from .discussion import Discussion
from .shown import Shown

BRANCH = 12  # answers below one root that a page shows
PK, PARENT = Shown._fields.index("pk"), Shown._fields.index("parent_id")


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a branch: how many of its answers come next, and after which one."""

    root: int
    after: int | None
    count: int

    def get_absolute_url(self) -> str:
        return branch_address(self.root, self.after)


class Rows:
    """The rows of one page of a thread; equal `raw` values stand for equal rows."""

    def __init__(self, found: Found[Any] | None = None) -> None:
        self._found = found
        self.raw = found.raw if found else ()

    @cached_property
    def shown(self) -> list[Shown]:
        return [Shown._make(row) for row in self._found or ()]


class Above(NamedTuple):
    """What a page says of an answered reply that stands elsewhere."""

    pk: int
    name: str
    status: str


def read(article: Article, page: int, page_size: int, *, newest_first: bool = False) -> Rows:
    """One page of a thread: its first-level replies and the first answers below each.

    Rows that once were public come along: an answer may need them as a place to stand.
    One query.
    """
    first = (page - 1) * page_size
    return Rows(_page.found(first, first + page_size, newest_first, article=article.pk))


@Prepared
def _page(first: int, end: int, newest_first: bool) -> QuerySet[Comment, Any]:
    roots = Comment.objects.filter(article=Slot("article", BigIntegerField())).roots()
    ordered = roots.order_by("-submitted_at", "-pk") if newest_first else roots.oldest_first()
    numbers = ordered.values("pk")[first:end]
    public = Comment.objects.filter(published_at__isnull=False).values_list(*Shown._fields)
    answers = public.filter(root__in=numbers.all(), branch_place__lte=BRANCH)
    # A union, as an OR over two subqueries would keep PostgreSQL from its indexes.
    return public.filter(pk__in=numbers).union(answers, all=True)


def rests(rows: Iterable[Shown], own: Iterable[Shown] = ()) -> dict[int, Rest]:
    """The branches of these roots that go on elsewhere.

    An own reply beyond the cut is shown already, but it is not where the rest begins.
    """
    rows = list(rows)
    answers = [row for row in rows if row.root_id]
    last = {row.root_id: row for row in sorted(answers, key=lambda row: row.branch_place or 0)}
    public = {row.pk: row for row in [*answers, *own] if row.status == "published"}
    left = {row.pk: row.answer_count for row in rows if row.root_id is None}
    for row in public.values():
        if row.root_id in left:
            left[row.root_id] -= 1
    return {
        root: Rest(root, last[root].pk if root in last else None, min(count, BRANCH))
        for root, count in left.items()
        if count > 0
    }


def branch(root: Comment, place: int) -> tuple[list[Shown], Rest | None]:
    """The next published answers below a root, and what is left after them. One query."""
    places = Comment.objects.filter(root=root, branch_place__gt=place, published_at__isnull=False)
    public = places.filter(status="published").order_by("branch_place")
    found = [Shown._make(row) for row in public.values_list(*Shown._fields)[: 2 * BRANCH]]
    rows, left = found[:BRANCH], found[BRANCH:]
    return rows, Rest(root.pk, rows[-1].pk, len(left)) if left else None


def parents_elsewhere(rows: Collection[Shown | tuple[Any, ...]]) -> dict[int, Above]:
    """The answered replies that are not among these rows, which may be raw ones.

    One query where there are any.
    """
    missing = {row[PARENT] for row in rows} - {row[PK] for row in rows} - {None}
    if not missing:
        return {}
    found = Comment.objects.filter(pk__in=missing).order_by("pk").values_list(*Above._fields)
    return {row[0]: Above._make(row) for row in found}


def page_address(article_address: str, page: int, order: str = "") -> str:
    """The address of a page of the thread; the first is the article itself."""
    address = article_address if page == 1 else f"{article_address}comment-page-{page}/"
    return f"{address}?order={order}" if order else address


def branch_address(root: int, after: int | None) -> str:
    """Where the answers below a root stand that follow one of them, or all of them."""
    address = paths.branch(root)
    return f"{address}?after={after}" if after else address


def page_of(comment: Comment) -> int:
    """The page of the thread, in its usual order and counted from 1, on which a reply stands."""
    discussion = Discussion.objects.current()
    root = comment.root or comment
    newest_first = discussion.order == Discussion.Order.NEWEST
    way = "gt" if newest_first else "lt"
    before = Q(**{f"submitted_at__{way}": root.submitted_at})
    before |= Q(**{f"pk__{way}": root.pk}, submitted_at=root.submitted_at)
    roots = Comment.objects.filter(article=comment.article_id).roots()
    return roots.filter(before).count() // discussion.page_size + 1


def start_of(comment: Comment) -> int | None:
    """The answer after which the page of the branch begins that shows this one.

    None where it stands on the page of its root.
    """
    place = comment.branch_place or 0
    if place <= BRANCH:
        return None
    start = (place - 1) // BRANCH * BRANCH
    places = Comment.objects.filter(root=comment.root_id, published_at__isnull=False)
    before = places.filter(branch_place__lte=start).order_by("-branch_place")
    return before.values_list("pk", flat=True).first()
