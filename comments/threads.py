"""From flat rows to a tree: order, placeholders, the depth after which it is shown flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

LEVELS = 5  # of nesting that a reader sees


class Row(Protocol):
    """What a reply has to tell to take its place."""

    pk: int
    parent_id: int | None
    name: str
    status: str
    submitted_at: datetime


@dataclass(slots=True)
class Node:
    """A reply in its place; `answers_to` is the row it answers where nesting does not show it."""

    row: Row
    level: int = 1
    answers_to: Row | None = None
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def build(rows: Iterable[Row], shown: Iterable[int] = ()) -> list[Node]:
    """The trees of these replies, oldest first.

    A row that is not published stays only where an answer below it needs a place to stand, or
    where its number is among `shown` (a reader's own waiting reply). An answer below the last
    level stands on that level, after the one it answers.
    """
    ordered = sorted(rows, key=lambda row: (row.submitted_at, row.pk))
    present = {row.pk for row in ordered}
    answers: dict[int | None, list[Row]] = {}
    for row in ordered:
        # A reader's own answer to a reply on another page stands by itself.
        parent = row.parent_id if row.parent_id in present else None
        answers.setdefault(parent, []).append(row)
    visible = set(shown) | {row.pk for row in ordered if row.status == "published"}
    keep = _with_ancestors(ordered, visible)
    return [_grow(root, answers, keep, 1) for root in answers.get(None, []) if root.pk in keep]


def _with_ancestors(rows: list[Row], visible: set[int]) -> set[int]:
    parents = {row.pk: row.parent_id for row in rows}
    keep: set[int] = set()
    for pk in visible & parents.keys():
        step: int | None = pk
        while step is not None and step not in keep:
            keep.add(step)
            step = parents.get(step)
    return keep


def _grow(root: Row, answers: dict[int | None, list[Row]], keep: set[int], level: int) -> Node:
    """Iterative: a thread may be deeper than Python's stack."""
    top = Node(root, level)
    stack = [(top, top)]  # (node, the node whose list takes its answers)
    while stack:
        node, host = stack.pop()
        own = [row for row in answers.get(node.row.pk, []) if row.pk in keep]
        if node.level < LEVELS:
            node.children = [Node(row, node.level + 1) for row in own]
            stack.extend((child, node) for child in reversed(node.children))
            continue
        flat = [Node(row, LEVELS, answers_to=node.row) for row in own]
        place = next(i for i, other in enumerate(host.children) if other is node) + 1
        host.children[place:place] = flat
        stack.extend((child, host) for child in reversed(flat))
    return top
