"""Keeping processes running: a dead one is started again, the others go on."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from .interrupts import Interrupts

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead process is started again
STEADY = 20.0  # seconds after which a process counts as started well

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Child:
    """One process and its offspring, in a process group of their own."""

    def __init__(self, name: str, command: Sequence[str], folder: Path) -> None:
        self.name = name
        self.command = command
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.due = self.started = 0.0
        self.pause = FIRST_PAUSE

    def tend(self, say: Callable[[str], None]) -> None:
        """Notice a death, and start the process when it is time."""
        if self.process is not None and self.process.poll() is not None:
            self._bury(say)
        if self.process is None and time.monotonic() >= self.due:
            self._start()

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.process is not None and self.alive:
            self.process.terminate()

    def kill(self) -> None:
        """End the process and whatever it left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            self.command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C reaches the supervisor alone
            preexec_fn=_as_child,
        )

    def _bury(self, say: Callable[[str], None]) -> None:
        assert self.process is not None
        if time.monotonic() - self.started > STEADY:
            self.pause = FIRST_PAUSE
        say(f"{self.name} ended ({_how(self.process.returncode)}); starting it again.")
        self.kill()
        self.process = None
        self.due = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)


class Supervisor:
    """Runs children until SIGTERM or SIGINT; then lets them finish, `grace` seconds at most."""

    def __init__(
        self, children: Sequence[Child], say: Callable[[str], None], grace: float = 30.0
    ) -> None:
        self.children = children
        self.say = say
        self.grace = grace
        self.interrupts = Interrupts(signal.SIGCHLD)

    def run(self) -> None:
        while not self.interrupts.stopping:
            for child in self.children:
                child.tend(self.say)
            waiting = [child.due for child in self.children if child.process is None]
            self.interrupts.wait(min([*waiting, time.monotonic() + 60]) - time.monotonic())
        self._stop()

    def _stop(self) -> None:
        """A second signal, or the end of the grace, kills."""
        for child in self.children:
            child.stop()
        end = time.monotonic() + self.grace
        while any(child.alive for child in self.children) and self.interrupts.stopping < 2:
            if time.monotonic() >= end:
                break
            self.interrupts.wait(0.5)
        for child in self.children:
            child.kill()


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def _as_child() -> None:
    """Set before the program begins, and kept by it.

    What it says reaches a terminal that stops those who write from the background, too. On Linux a
    killed supervisor leaves no server behind that holds the port.
    """
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
