"""How granian is started."""

from __future__ import annotations

THREADS = 8  # that run Django in one worker process; half of them may wait for SQLite's lock

# What bounds a worker process: threads that run Django, connections held open, and how long a
# client may take over its headers (milliseconds) or a worker over its last request (seconds).
OPTIONS = (
    f"--interface wsgi --http 1 --no-ws --blocking-threads {THREADS} --backpressure 512"
    " --http1-header-read-timeout 5000 --http1-buffer-size 65536"
    " --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 8"
    " --log-level warning"
)


def options(host: str, port: int, workers: int) -> list[str]:
    """The arguments of `granian` for this site."""
    address = ["--host", host, "--port", str(port), "--workers", str(workers)]
    return ["cms.wsgi:application", *address, *OPTIONS.split()]
