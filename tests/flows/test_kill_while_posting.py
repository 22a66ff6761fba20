"""kill -9 while readers post: what was acknowledged is stored, and nothing is stored twice."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from .servers import serving
from .sites import Site, children, copied

READERS, KILLS, MOST = 4, 2, 10  # kills go on until somebody was interrupted
BETWEEN = 1.3  # seconds; granian takes two deaths within one for a loop and ends
PATIENCE = 60  # seconds in which a worker is there again, however busy the machine


@dataclass
class Readers:
    """They press the button again until there is an answer."""

    site: Site
    acknowledged: list[str] = field(default_factory=list)
    lost_answers: int = 0
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    enough: threading.Event = field(default_factory=threading.Event)

    def send(self, text: str) -> None:
        attempt, end = str(uuid.uuid4()), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, _, _ = self.site.post(text, attempt=attempt)
            if status:
                assert status == 303
                self.acknowledged.append(text)
                time.sleep(0.02)
                return
            self.lost_answers += 1
            time.sleep(0.1)
        raise AssertionError("no answer at all")

    def say_all(self, number: int) -> None:
        turn = 0
        while not self.enough.is_set():
            self.send(f"Reader {number} says this as the {turn}. of many things about it.")
            turn += 1
        with self.lock:
            self.sent += turn


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(
    newsroom: Site, tmp_path: Path
) -> None:
    with copied(newsroom, tmp_path / "site") as site:
        readers = Readers(site)
        threads = [threading.Thread(target=readers.say_all, args=(n,)) for n in range(READERS)]
        with serving(site.port, site.log, site.env, workers=2) as server:
            for thread in threads:
                thread.start()
            for kill in range(MOST):
                if kill >= KILLS and readers.lost_answers:
                    break
                time.sleep(BETWEEN)
                os.kill(children(server.pid)[0], signal.SIGKILL)
            time.sleep(BETWEEN)
            readers.enough.set()
            for thread in threads:
                thread.join(PATIENCE + 30)
        assert readers.lost_answers > 0, "nobody was interrupted"
        assert len(readers.acknowledged) == readers.sent > 0
        assert sorted(site.replies()) == sorted(readers.acknowledged)
