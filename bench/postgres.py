"""Databases of the benches' own: the one that is given may be in use, and is never touched."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def beside(url: str, word: str, *, anew: bool = False) -> str:
    """The address of a database named after the given one and a word, made where it is missing."""
    import psycopg
    from psycopg import sql

    address = named(url, word)
    name = urlsplit(address).path[1:]
    quoted = sql.Identifier(name)
    with psycopg.connect(url, autocommit=True) as connection:
        if anew:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(quoted))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(quoted))
    return address


def named(url: str, word: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path}_{word}"))
