from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from articles.models import Article

from . import database


def note_new_site() -> None:
    """Remember that a new SQLite file waits for its newsroom, should the start be cut short."""
    if settings.BYLINE_DEMO is None and connection.vendor == "sqlite" and database.is_new():
        _note().touch()


def load(say: Callable[[str], None]) -> None:
    """Load the demonstration newsroom where it belongs: see `BYLINE_DEMO`."""
    if _wanted():
        say("Loading the demonstration newsroom.")
        call_command("load_demo", verbosity=0)
    _note().unlink(missing_ok=True)


def _wanted() -> bool:
    if settings.BYLINE_DEMO is None:
        wanted = connection.vendor == "sqlite" and _note().exists()
    else:
        wanted = settings.BYLINE_DEMO
    return wanted and not Article.objects.exists()  # the note may be of another database


def _note() -> Path:
    return Path(settings.VAR_DIR) / "demo.wanted"
