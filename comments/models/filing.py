"""Waiting replies that a new block meets are filed as spam with it, and go back with its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from .batch import Batch
from .decision import Decision
from .reason import Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .block import Block

AT_ONCE = 200  # replies filed with one block, so that nobody waits for the page for long
TAKES = timedelta(minutes=10)  # at most, from a block to the last decision that it came with


def file(block: Block, revisions: Mapping[int, int], *, by: User) -> Batch:
    """File waiting replies as spam, because of the block, as one batch.

    `revisions` are those in which they were found, by number: another one is left alone.
    """
    batch = Batch.objects.begin("mark_spam", revisions, by=by)
    batch.run(reason=Reason(title=f"{_mark(block)} {block.reason}"))
    return batch


def filed_with(block: Block) -> Batch | None:
    """The batch that was filed with the block, unless it is undone already."""
    span = (block.created_at, block.created_at + TAKES)
    there = Decision.objects.filter(decided_at__range=span, reason__startswith=_mark(block))
    first = there.filter(batch__undone_at=None).exclude(batch=None).select_related("batch").first()
    return first.batch if first else None


def release(block: Block, *, by: User) -> Batch | None:
    """Take back what was filed with a block, where nobody has decided since; None without that."""
    batch = filed_with(block)
    if batch:
        batch.take_back(by=by)
    return batch


def _mark(block: Block) -> str:
    """How the reason of a decision names the block that it came with."""
    return f"block {block.pk}:"
