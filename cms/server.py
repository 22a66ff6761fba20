"""The web server: `python -m cms.server HOST PORT WORKERS` runs granian.

The program is loaded before granian forks its workers, so they share the memory it takes and a
worker that died is back at once. docs/decisions/0051 says what that asks of the code.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import runpy
import sys
from importlib import import_module

APPLICATION = "cms.wsgi:application"

# What bounds a worker process: connections held open, and how long a client may take over its
# headers (milliseconds) or a worker over its last request (seconds).
OPTIONS = (
    "--interface wsgi --http 1 --no-ws --backpressure 512"
    " --http1-header-read-timeout 5000 --http1-buffer-size 65536"
    " --respawn-failed-workers --respawn-interval 1 --workers-kill-timeout 8"
    " --log-level warning"
)


def command(host: str, port: int, workers: int, application: str = APPLICATION) -> list[str]:
    """What to run for a server of this site."""
    return [sys.executable, "-m", "cms.server", host, str(port), str(workers), application]


def main(host: str, port: str, workers: str, application: str = APPLICATION) -> None:
    if multiprocessing.get_start_method() == "fork":  # else a worker loads all that itself
        load()
    logging.getLogger("_granian").addFilter(_is_news)
    address = ["--host", host, "--port", port, "--workers", workers]
    threads = ["--blocking-threads", str(_threads())]
    sys.argv = ["granian", application, *address, *threads, *OPTIONS.split()]
    runpy.run_module("granian", run_name="__main__")


def _threads() -> int:
    """How many of a worker process run Django: that follows from the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.conf import settings

    from .databases import threads

    return threads(settings.DATABASES["default"])


def _is_news(record: logging.LogRecord) -> bool:
    """Granian advises against so many threads at each start: it cannot know what they wait for."""
    return "Python threads" not in record.getMessage()


def load() -> None:
    """All code of the site, and nothing that a fork must not share: no file, socket or thread."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import import_string

    import_module("cms.pagecache.layer")
    import_module("django.core.wsgi")
    import_module(settings.ROOT_URLCONF)
    for middleware in settings.MIDDLEWARE:
        import_string(middleware)
    gc.collect()
    gc.freeze()  # a collection in a worker would write to every object, and so copy its page


if __name__ == "__main__":
    main(*sys.argv[1:])
