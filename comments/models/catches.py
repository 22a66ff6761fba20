"""Which replies a block meets: those it would have caught lately, and those it has caught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from comments.moderation.blocks import KINDS, Seen

from .block import Block
from .claim import Claim
from .comment import Comment
from .intake import again
from .signal import Signal

LATELY = timedelta(days=30)
LOOKED_AT = 2000  # replies that are compared with a block before it is made; the newest ones
FILED = 500  # replies filed as spam among which those that blocks have caught are counted
FIELDS = (
    *("article", "name", "website", "body", "status", "revision", "submitted_at"),
    *("reader", "client_prefix", "user_agent"),
)


@dataclass(frozen=True, slots=True)
class Catch:
    """Replies of the last thirty days that a block meets, the newest first.

    `is_sample` says that there are more than could be compared.
    """

    rows: list[Comment]
    is_sample: bool

    def waiting(self) -> list[Comment]:
        return [row for row in self.rows if row.status == Comment.Status.WAITING]

    def states(self) -> list[tuple[str, str, int]]:
        """How many of them are in which state: value, word, number."""
        counts = Counter(row.status for row in self.rows)
        return [(s.value, str(s.label), counts[s]) for s in Comment.Status if counts[s]]


def would_catch(block: Block) -> Catch:
    """What this block, made thirty days ago, would have caught; the newsroom's own aside."""
    newest = list(_candidates(block).order_by("-pk").only(*FIELDS)[:LOOKED_AT])
    since = timezone.now() - LATELY
    meets = _meets(block)
    rows = [row for row in newest if row.submitted_at > since and meets(_seen(row))]
    is_sample = len(newest) == LOOKED_AT and newest[-1].submitted_at > since
    return Catch(rows, is_sample)


def caught(blocks: Iterable[Block]) -> dict[int, int]:
    """How many replies each block has filed, of the newest that are filed as spam now."""
    spam = Comment.objects.filter(status=Comment.Status.SPAM).order_by("-submitted_at", "-pk")
    signals = Signal.objects.filter(code="blocked", comment__in=spam.values("pk")[:FILED])
    found: dict[str, list[tuple[Comment, Seen]]] = {}
    for signal in signals.select_related("comment"):
        row = signal.comment
        found.setdefault(signal.detail, []).append((row, _seen(row)))
    return {block.pk: _caught_by(block, found.get(_detail(block), [])) for block in blocks}


def _caught_by(block: Block, rows: list[tuple[Comment, Seen]]) -> int:
    if not rows:
        return 0
    meets, where = _meets(block), block.article_id
    return sum(
        row.submitted_at >= block.created_at and where in (None, row.article_id) and meets(seen)
        for row, seen in rows
    )


def _detail(block: Block) -> str:
    """What the rule notes about a reply that this block meets."""
    return f"{block.kind}: {block.reason}"[:200]


def _candidates(block: Block) -> QuerySet[Comment]:
    """All that it could meet; senders are found by an index, texts have to be read."""
    rows = Comment.objects.filter(user=None)
    if block.article_id:
        rows = rows.filter(article=block.article_id)
    if block.kind == Block.Kind.PERSON:
        return rows.filter(reader__in=Claim.objects.same_person(block.value))
    if block.kind == Block.Kind.NETWORK:
        return rows.filter(client_prefix=block.value)
    return rows


def _meets(block: Block) -> Callable[[Seen], bool]:
    """Whether the block meets a reply, by the same rule that judges new ones."""
    if not block.value:  # a digest that is erased by now
        return lambda seen: False
    if block.kind == Block.Kind.PERSON:
        browsers = Claim.objects.same_person(block.value)
        return lambda seen: seen.reader in browsers
    rule = KINDS[block.kind]
    return lambda seen: rule(block.value, seen)


def _seen(row: Comment) -> Seen:
    """A stored reply as blocks look at it."""
    return Seen(again(row, row.body, "", is_staff=False))
