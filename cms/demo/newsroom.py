"""The whole demonstration newsroom: The Averin Ledger, its articles and its readers' replies."""

import re
import tomllib
import unicodedata
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from cms.demo.kinds import Article, Contributor, Picture, Reply, Section
from cms.demo.people import CONTRIBUTORS, PROVIDERS, SECTIONS
from cms.demo.pictures import PICTURES

__all__ = [
    "CONTRIBUTORS",
    "NEWSPAPER",
    "PICTURES",
    "PROVIDERS",
    "SECTIONS",
    "Article",
    "Contributor",
    "Picture",
    "Reply",
    "Section",
    "articles",
    "email_for",
    "replies",
]

NEWSPAPER = "The Averin Ledger"

_HERE = Path(__file__).parent


def _rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Read the tables of one name from a TOML file."""
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))[name]
    return rows


def _article(row: dict[str, Any]) -> Article:
    """Make an article from its row and the prose in its own file."""
    return Article(
        slug=row["slug"],
        section=row["section"],
        headline=row["headline"],
        standfirst=row["standfirst"],
        bylines=tuple(row["bylines"]),
        dateline=row["dateline"],
        tags=tuple(row["tags"]),
        lead=row["lead"],
        days_ago=float(row["days_ago"]),
        front_position=row.get("front_position"),
        body=(_HERE / "articles" / f"{row['slug']}.html").read_text("utf-8"),
        draft=row.get("draft", False),
    )


def _reply(row: dict[str, Any]) -> Reply:
    """Make a reply from its row."""
    return Reply(
        id=row["id"],
        parent=row.get("parent"),
        name=row["name"],
        website=row.get("website", ""),
        body=row["body"],
        status=row["status"],
        minutes_after=row["minutes_after"],
        new_text=row.get("new_text", ""),
        report=row.get("report", ""),
    )


@cache
def articles() -> tuple[Article, ...]:
    """Return every article: published, scheduled and draft."""
    return tuple(_article(row) for row in _rows(_HERE / "articles.toml", "article"))


@cache
def replies() -> dict[str, tuple[Reply, ...]]:
    """Return the replies by article slug, every parent before its children."""
    return {
        path.stem: tuple(_reply(row) for row in _rows(path, "reply"))
        for path in sorted((_HERE / "replies").glob("*.toml"))
    }


def email_for(reply: Reply) -> str:
    """Invent the address of a reply's writer, always the same for the same name."""
    plain = unicodedata.normalize("NFKD", reply.name).encode("ascii", "ignore").decode().lower()
    local = re.sub(r"[^a-z0-9]+", ".", plain).strip(".")
    # Names in other scripts leave nothing behind in ASCII, so they are numbered instead.
    return f"{local or f'reader{zlib.crc32(reply.name.encode()):x}'}@example.com"
