"""What follows from plain values alone is made once in a process, and kept by them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sized
from typing import Generic, TypeVar

Made = TypeVar("Made", bound=Sized)

LARGEST = 64_000  # characters; with the values that it is kept by, ten megabytes for 64 of those


class Keeper(Generic[Made]):
    """Keeps as many things as it is told, then begins anew; what is large is made each time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._made: dict[Hashable, Made] = {}

    def __len__(self) -> int:
        return len(self._made)

    def get(self, values: Hashable, make: Callable[[], Made]) -> Made:
        """The thing that is made from these values; `make` must follow nothing else."""
        made = self._made.get(values)
        if made is None:
            made = make()
            if len(made) <= LARGEST:
                if len(self._made) >= self.most:
                    self._made.clear()
                self._made[values] = made
        return made

    def clear(self) -> None:
        self._made.clear()
