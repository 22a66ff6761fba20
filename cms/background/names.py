"""Which worker this is: a name that outlives the process."""

from __future__ import annotations

import fcntl
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TextIO


@contextmanager
def worker_name(folder: Path) -> Iterator[str]:
    """The first name in `folder` that no living worker holds, held until the block ends.

    The lock goes with its process, so whoever gets a name knows that its earlier holder is dead
    and may queue again what that one left running.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        with (folder / str(number)).open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield _name_in(file)
            return


def _name_in(file: TextIO) -> str:
    """The name kept in the file; a new one in a copy of the folder on another machine."""
    host = socket.gethostname()[:60]
    file.seek(0)
    name = file.read().strip()
    if name.rpartition("-")[0] != host:
        name = f"{host}-{secrets.token_hex(3)}"
        file.truncate(0)
        file.write(name)
        file.flush()
    return name
