"""What `manage.py serve` becomes once the site is prepared: it keeps two other processes running.

It needs neither Django nor the settings, so they are left behind: 90 MB become 10.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import server
from .supervisor import Child, Supervisor

FOLDER = Path(__file__).resolve().parent.parent


def become(host: str, port: int, workers: int, *, reload: bool) -> None:
    """Replace this process, which keeps its number and what it has been told to say."""
    sys.stdout.flush()
    arguments = [host, str(port), str(workers), *(["--reload"] if reload else [])]
    os.chdir(FOLDER)  # so that the module is found
    os.execv(sys.executable, [sys.executable, "-m", "cms.attendant", *arguments])  # noqa: S606


def main(host: str, port: str, workers: str, *options: str) -> None:
    reload = "--reload" in options
    Supervisor(_children(host, int(port), int(workers), reload=reload), _say).run()


def _children(host: str, port: int, workers: int, *, reload: bool) -> list[Child]:
    manage = [sys.executable, "manage.py"]
    runserver = [*manage, "runserver", "--skip-checks", f"{host}:{port}"]
    work = [*manage, "work", "--bare", *(["--reload"] if reload else [])]
    return [
        Child("The server", runserver if reload else server.command(host, port, workers), FOLDER),
        Child("The background worker", work, FOLDER),
    ]


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
