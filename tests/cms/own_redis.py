"""A Redis of a test's own, that may be ended and started again."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

from redis import Redis, RedisError

from tests.flows.servers import free_port


class OwnRedis:
    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        with Redis.from_url(self.url) as client:
            for _ in range(200):
                try:
                    client.ping()
                    return
                except RedisError:
                    time.sleep(0.05)
        raise AssertionError("Redis did not start")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
