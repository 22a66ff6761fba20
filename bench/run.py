"""`make bench`: Byline beside nginx with the same bytes, in one run; see docs/operations.md.

    make bench          10 minutes at most: one newsroom, cached and not, and how it grows
    FULL=1 make bench   growth to 100,000 articles and 1,000,000 replies: on SQLite, and on
                        PostgreSQL in databases made beside the one in DATABASE_URL
    KEEP=folder         keeps the generated newsrooms there, and uses them again

No other setting of the shell and no `.env` has a part in it: by default all is SQLite in folders
of its own. Of the 10 minutes 321 s are load: 216 s for 18 pages cached and not, in turn with
nginx, 74 s for growth at two sizes, 15 s for replies, 16 s for the rest. Generating takes most of
the others, 2 to 3 minutes on a machine that has other work.

Exit code 1 when a budget is missed.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import growth, measure, memory, report
from .budgets import ARTICLE, IN_TURN, budgets
from .nginx import Nginx
from .posting import posting
from .site import Running, Site

FULL = os.environ.get("FULL") == "1"
ROUNDS, SECONDS = 3, 1.0  # wrk takes whole seconds
POST_SECONDS, MEMORY_SECONDS = 12.0, 2.0
PORT, NGINX_PORT = 8590, 8591
SMALL = (1_000, 10_000)


def main() -> int:
    if missing := [name for name in ("wrk", "nginx") if not _has(name)]:
        print(f"make bench needs {' and '.join(missing)}: apt install {' '.join(missing)}")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("KEEP") or scratch)
        site = Site(*SMALL, folder / "small", PORT)
        site.prepare()
        with Nginx(Path(scratch) / "nginx", NGINX_PORT) as nginx:
            results = {"site": site.name, **measured(site, nginx)}
        results["growth"] = growth.measured(folder, PORT, full=FULL)
    held = report.verdicts(budgets(results))
    print(f"Written to {report.write(results)}.")
    return 0 if held else 1


def measured(site: Site, nginx: Nginx) -> dict[str, Any]:
    """Every page type cached and not, replies being left, and the memory all that takes."""
    pages, queries = site.ask("pages"), site.ask("queries")
    results: dict[str, Any] = {"queries": queries}
    for name, kind, place in (
        ("cached", "gzip", site),
        ("uncached", "plain", site.without_page_cache()),
    ):
        with Running(place) as running:
            figures = [
                measure.page(running, nginx, page, path, kind=kind, rounds=ROUNDS, seconds=SECONDS)
                for page, path in pages.items()
            ]
            report.table(f"{site.name}: {name}", figures, queries)
            results[name] = {one.page: one.row() for one in figures}
            if name == "uncached":
                results["beside WordPress"] = beside_wordpress(running, nginx, pages[ARTICLE])
                results["posting"] = posting(running, nginx, POST_SECONDS)
                results["memory"] = memory.under_load(running, pages[ARTICLE], MEMORY_SECONDS)
                report.memory(results["memory"])
    return results


def beside_wordpress(running: Running, nginx: Nginx, article: str) -> dict[str, Any]:
    """The uncached article again and again, and many others in turn."""
    ways = {ARTICLE: [article], IN_TURN: running.site.ask("articles")}
    figures = [
        measure.beside_wordpress(running, nginx, name, paths, rounds=ROUNDS, seconds=SECONDS)
        for name, paths in ways.items()
    ]
    report.table("Uncached, beside a plain file as large as WordPress's page", figures, {})
    return {one.page: one.row() for one in figures}


def _has(program: str) -> bool:
    return bool(shutil.which(program) or Path(f"/usr/sbin/{program}").exists())


if __name__ == "__main__":
    sys.exit(main())
