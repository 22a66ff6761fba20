"""Having renditions made in a process of their own, which a bad file may bring down."""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
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
SECONDS = 30.0  # by the clock on the wall; of processor time never more
PATIENCE = 4  # times as long, on a machine too busy to let it compute
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
            "seconds": math.ceil(SECONDS),
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
        with subprocess.Popen(  # noqa: S603  our own module, no shell
            command,
            stdin=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=ENVIRONMENT,
        ) as process:
            try:
                told, trouble = _wait(process)
            finally:
                process.kill()  # does nothing to one that has ended
    return _answer(process.returncode, told, trouble)


def _wait(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """What the process says once it ends. Raises Refused when it has had its time.

    One that hardly got the processor, because the machine is busy, gets more: that is not the
    picture's fault.
    """
    for _ in range(PATIENCE):
        try:
            return process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            if processor_time(process.pid) > SECONDS / 2:
                break
    raise Refused(SLOW.format(seconds=SECONDS))


def processor_time(pid: int) -> float:
    """Seconds that a process has computed; endless where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return math.inf
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _answer(code: int, told: bytes, trouble: bytes) -> dict[str, Any]:
    if code == -signal.SIGXCPU:
        raise Refused(SLOW.format(seconds=SECONDS))
    if code < 0:  # ended by another signal: a decoder crashed
        raise Refused(DAMAGED)
    if code:
        raise WorkshopError(trouble.decode(errors="replace")[-2000:])
    answer: dict[str, Any] = json.loads(told)
    return answer
