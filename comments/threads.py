"""From flat rows to a tree: order, placeholders, the depth after which it is shown flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

DEPTH = 5  # levels that a reader sees where nobody has said otherwise


class Named(Protocol):
    """What a reply has to tell to be named by an answer."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...


class Row(Named, Protocol):
    """What a reply has to tell to take its place."""

    @property
    def parent_id(self) -> int | None: ...
    @property
    def root_id(self) -> int | None: ...
    @property
    def submitted_at(self) -> datetime: ...


@dataclass(slots=True)
class Node:
    """A reply in its place.

    `answers_to` is the row it answers where nesting does not show it; `branch` is the number of
    the first-level reply whose branch ends with this node and all below it.
    """

    row: Row
    level: int = 1
    answers_to: Named | None = None
    children: list[Node] = field(default_factory=list)
    branch: int | None = None


def build(
    rows: Iterable[Row],
    shown: Iterable[int] = (),
    *,
    depth: int = DEPTH,
    newest_first: bool = False,
    elsewhere: Mapping[int, Named] | None = None,
) -> list[Node]:
    """The trees of these replies: roots in the order asked for, answers always oldest first.

    A row that is not published stays only where an answer below it needs a place to stand, or
    where its number is among `shown` (a reader's own waiting reply). An answer below the last
    level stands on that level, after the one it answers. One whose parent is not among the rows
    stands below its root, or else by itself; `elsewhere` has such parents by number.
    """
    ordered = sorted(rows, key=lambda row: (row.submitted_at, row.pk))
    hosts = _hosts(ordered)
    visible = set(shown) | {row.pk for row in ordered if row.status == "published"}
    keep = _with_ancestors(hosts, visible)
    answers: dict[int | None, list[Row]] = {}
    for row in ordered:
        if row.pk in keep:
            answers.setdefault(hosts[row.pk], []).append(row)
    roots = answers.get(None, [])
    trees = (
        _grow(root, answers, depth, elsewhere or {})
        for root in (reversed(roots) if newest_first else roots)
    )
    return [node for tree in trees for node in tree]


def _hosts(rows: list[Row]) -> dict[int, int | None]:
    """Below which row each one stands: its parent, else its root, else none of them."""
    present = {row.pk for row in rows}
    return {
        row.pk: next((pk for pk in (row.parent_id, row.root_id) if pk in present), None)
        for row in rows
    }


def _with_ancestors(hosts: dict[int, int | None], visible: set[int]) -> set[int]:
    keep: set[int] = set()
    for pk in visible & hosts.keys():
        step: int | None = pk
        while step is not None and step not in keep:
            keep.add(step)
            step = hosts[step]
    return keep


def _grow(
    root: Row, answers: Mapping[int | None, list[Row]], depth: int, elsewhere: Mapping[int, Named]
) -> list[Node]:
    """One tree; with a depth of 1 its answers stand beside the root.

    Visited in reading order, and iterative, as a thread may outgrow Python's stack.
    """
    tree: list[Node] = []
    stack: list[tuple[Row, list[Node], int, Named | None]] = [(root, tree, 1, None)]
    while stack:
        row, siblings, level, above = stack.pop()
        node = Node(row, level, elsewhere.get(row.parent_id or 0, above))
        siblings.append(node)
        below = reversed(answers.get(row.pk, []))
        if level < depth:
            stack.extend((answer, node.children, level + 1, None) for answer in below)
        else:  # on the last level: beside the one it answers, right after it
            stack.extend((answer, siblings, level, row) for answer in below)
    tree[-1].branch = root.pk
    return tree


def reading_order(nodes: Iterable[Node]) -> Iterator[Row]:
    """The rows of these trees from top to bottom."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node.row
        stack.extend(reversed(node.children))


def published_below(node: Node) -> int:
    """How many published replies stand in the branches below this one."""
    return sum(row.status == "published" for row in reading_order(node.children))
