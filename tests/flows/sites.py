"""Sites to do harm to: a small newsroom made once, and a copy of it for each test."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from .servers import (
    ask,
    database_url,
    drop_database,
    free_port,
    make_database,
    manage,
    serving,
    shell,
)

FORM = {"Content_Type": "application/x-www-form-urlencoded", "Sec_Fetch_Site": "same-origin"}
MAKE = """
from tests.factories import make_article, make_image
image = make_image(renditions=True)
article = make_article(lead_image=image)
other = make_article("Night trains return")
picture = image.renditions.get(spec="w480", extension="jpg").get_absolute_url()
print(article.get_absolute_url(), other.get_absolute_url(), picture, image.credit, sep="\\n")
"""


@dataclass
class Site:
    """One that nobody serves yet, or that `serving` does."""

    folder: Path
    env: dict[str, str]
    article: str = ""
    other: str = ""
    picture: str = ""
    credit: str = ""
    port: int = field(default_factory=free_port)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def database(self) -> Path:
        """The file, on SQLite."""
        return Path(self.env["DATABASE_URL"].removeprefix("sqlite://"))

    def get(self, path: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
        return ask(self.port, path or self.article, **headers)

    def post(self, text: str, **fields: str) -> tuple[int, str, dict[str, str]]:
        typed = {"name": "Nadia Fell", "email": "nadia@example.com", "body": text} | fields
        return ask(self.port, f"{self.article}comments/", "POST", urlencode(typed), **FORM)

    def replies(self) -> list[str]:
        """The texts of all stored replies, as another process reads them."""
        code = "from comments.models import Comment; import json;"
        code += "print(json.dumps(sorted(Comment.objects.values_list('body', flat=True))))"
        found: list[str] = json.loads(shell(code, self.env).splitlines()[-1])
        return found


def soon(true: Callable[[], object], seconds: float = 60, every: float = 0.05) -> None:
    """Wait until it is so; whoever shares the machine may make it long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(every)


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def make_site(folder: Path) -> Site:
    """Migrated, with two articles and a picture."""
    site = Site(folder, {"RATE_LIMITS": "off", "REDIS_URL": "", "BYLINE_VAR": str(folder)})
    site.env["DATABASE_URL"] = database_url(folder, "newsroom")
    make_database(site.env["DATABASE_URL"])
    manage("migrate", "-v0", env=site.env)
    made = shell(MAKE, site.env).splitlines()[-4:]
    site.article, site.other, site.picture, site.credit = made
    return site


@contextmanager
def copied(original: Site, folder: Path, **env: str) -> Iterator[Site]:
    """The same site in a folder and a database of its own."""
    shutil.copytree(original.folder, folder, ignore=shutil.ignore_patterns("*sqlite3*", "log"))
    url = database_url(folder, f"copy_{free_port()}")
    place = {"BYLINE_VAR": str(folder), "DATABASE_URL": url}
    make_database(url, original.env["DATABASE_URL"])
    known = (original.article, original.other, original.picture, original.credit)
    try:
        yield Site(folder, original.env | place | env, *known)
    finally:
        drop_database(url)


@contextmanager
def served(original: Site, folder: Path, workers: int = 1, **env: str) -> Iterator[Site]:
    with (
        copied(original, folder, **env) as site,
        serving(site.port, site.log, site.env, workers),
    ):
        yield site
