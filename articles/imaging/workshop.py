"""Having renditions made in a process of their own, which a bad file may bring down."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

from .crop import Focus
from .decode import DAMAGED
from .inspect import Refused
from .renditions import Name, Rendered
from .spec import SPECS

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 30.0  # by the clock on the wall
SLOW = "The picture took longer than {seconds:.0f} seconds to decode."
ROOT = Path(__file__).resolve().parents[2]  # where `articles` is found
# No key, no address of a database; one arena, as each reserves address space.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
BY_NAME = {(spec.name, spec.extension): spec for spec in SPECS}


class WorkshopError(RuntimeError):
    """The process could not do its work, and not because of the picture."""


def make(
    original: IO[bytes], done: Collection[Name] = (), focus: Focus | None = None
) -> list[Rendered]:
    """As `renditions.render`. Raises Refused for a file that breaks, hangs or eats memory."""
    with tempfile.TemporaryDirectory(prefix="byline-") as folder:
        focus = focus or Focus()
        job = {
            "done": sorted(done),
            "focus": (focus.x, focus.y),
            "folder": folder,
            "memory": MEMORY,
            "seconds": max(1, int(2 * SECONDS)),
        }
        answer = _run(job, original)
        if "refused" in answer:
            raise Refused(answer["refused"])
        return [_read(Path(folder), *made) for made in answer["made"]]


def _read(folder: Path, name: str, extension: str, width: int, height: int) -> Rendered:
    data = (folder / f"{name}.{extension}").read_bytes()
    return Rendered(BY_NAME[name, extension], width, height, data)


def _run(job: dict[str, Any], original: IO[bytes]) -> dict[str, Any]:
    command = [sys.executable, "-m", "articles.imaging.child", json.dumps(job)]
    with tempfile.TemporaryFile() as copy:  # the storage may be far away
        shutil.copyfileobj(original, copy)
        copy.seek(0)
        try:
            run = subprocess.run(  # noqa: S603  our own module, no shell
                command,
                stdin=copy,
                capture_output=True,
                timeout=SECONDS,
                cwd=ROOT,
                env=ENVIRONMENT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused(SLOW.format(seconds=SECONDS)) from None
    return _answer(run)


def _answer(run: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if run.returncode < 0:  # ended by a signal: a decoder crashed, or ran out of its time
        raise Refused(DAMAGED)
    if run.returncode:
        raise WorkshopError(run.stderr.decode(errors="replace")[-2000:])
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer
