"""From flat rows to a tree: order, placeholders, the depth after which it is shown flat."""

from __future__ import annotations

from collections.abc import Iterable
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
    return [_grow(root, answers, keep) for root in answers.get(None, []) if root.pk in keep]


def _with_ancestors(rows: list[Row], visible: set[int]) -> set[int]:
    parents = {row.pk: row.parent_id for row in rows}
    keep: set[int] = set()
    for pk in visible & parents.keys():
        step: int | None = pk
        while step is not None and step not in keep:
            keep.add(step)
            step = parents.get(step)
    return keep


def _grow(root: Row, answers: dict[int | None, list[Row]], keep: set[int]) -> Node:
    """One tree, visited in reading order; iterative, as a thread may outgrow Python's stack."""
    top = Node(root)
    stack: list[tuple[Row, Node, Row | None]]
    stack = [(row, top, None) for row in reversed(answers.get(root.pk, []))]
    while stack:
        row, host, answers_to = stack.pop()
        if row.pk not in keep:
            continue
        node = Node(row, host.level + 1, answers_to)
        host.children.append(node)
        deeper = reversed(answers.get(row.pk, []))
        if node.level < LEVELS:
            stack.extend((answer, node, None) for answer in deeper)
        else:  # below the last level: beside the one it answers, right after it
            stack.extend((answer, host, row) for answer in deeper)
    return top
