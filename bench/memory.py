"""What the processes of a site hold, read while they have work."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from . import load
from .posting import CONNECTIONS, SCRIPT
from .site import Running

PAUSE = 0.2  # seconds between two looks


def under_load(running: Running, article: str, seconds: float) -> dict[str, float]:
    """Megabytes (PSS) by process when all together held most: an article is read, then replied to.

    A web worker that is started anew in the meantime counts with its new number alone.
    """
    most: dict[str, float] = {}
    submit = running.site.ask("open_article") + "comments/"
    with ThreadPoolExecutor(1) as pool:
        for path, script in ((article, None), (submit, SCRIPT)):
            asked = pool.submit(
                load.run,
                running.address(path),
                seconds,
                running.pid,
                script=script,
                connections=CONNECTIONS if script else load.CONNECTIONS,
            )
            while not asked.done():
                time.sleep(PAUSE)
                now = running.memory()
                if not asked.done() and sum(now.values()) > sum(most.values()):
                    most = now
            asked.result()
    return most


def sums(memory: dict[str, float]) -> tuple[float, float]:
    """Megabytes of the web workers and the background worker, and of all processes."""
    workers = sum(held for name, held in memory.items() if "worker" in name)
    return workers, sum(memory.values())
