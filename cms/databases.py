"""The options with which the database is opened: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from typing import Any

# Threads that run Django in one server process. SQLite's driver lets another one in at every row,
# which costs more than it gains; on PostgreSQL threads wait for answers from elsewhere.
SQLITE_THREADS, POSTGRESQL_THREADS = 4, 8

Database = dict[str, Any]


def look_again(pool: Any) -> None:
    """Let a psycopg_pool.ConnectionPool without connections try to have one.

    Not named as a method of its class: a site on SQLite would load the whole library for that.
    """
    pool.check()


# Each of a process's threads for requests finds a connection. While the server is away the threads
# but two wait for it, five seconds at most: the two say 503 at once and serve kept pages. The pool
# counts who waits until it has a connection again, so it must begin to look for one by itself when
# it gave up; beginning anew also ends the long pauses it has reached.
POOL = {
    "min_size": 2,
    "max_size": POSTGRESQL_THREADS,
    "max_waiting": POSTGRESQL_THREADS - 2,
    "timeout": 5,
    "reconnect_timeout": 5,
    "reconnect_failed": look_again,
}
POSTGRESQL = {"pool": POOL, "connect_timeout": 5}
# Each thread's connection keeps pages of the file, 2 MB by default: one long reading fills that in
# every thread of every process. The operating system keeps them once for all, and almost as near.
CACHE = 1000  # kilobytes
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-{CACHE};"
    ),
}


def is_sqlite(database: Database) -> bool:
    return "sqlite" in str(database["ENGINE"])


def threads(database: Database) -> int:
    """How many of a server process run Django."""
    return SQLITE_THREADS if is_sqlite(database) else POSTGRESQL_THREADS


def primary(database: Database) -> Database:
    if is_sqlite(database):
        # A connection stays open for the life of a thread: a full disk must not stop reading.
        own = {"ENGINE": "cms.sqlite", "CONN_MAX_AGE": None, "OPTIONS": SQLITE}
        return database | own | {"TEST": {"NAME": ":memory:"}}
    # A restarted server costs no request, but where more come at once than may wait for it.
    return _with(database, POSTGRESQL) | {"CONN_HEALTH_CHECKS": True}


def replica(database: Database) -> Database:
    """Nothing is written there, and nobody waits long for it: the primary can answer too."""
    kept = database | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    if is_sqlite(database):
        return kept | {"NAME": f"file:{database['NAME']}?mode=ro", "OPTIONS": {"timeout": 1}}
    return _with(kept, {"connect_timeout": 2, "options": "-c default_transaction_read_only=on"})


def _with(database: Database, options: dict[str, Any]) -> Database:
    """The address may hold options of its own, such as ?sslmode=require."""
    return database | {"OPTIONS": database.get("OPTIONS", {}) | options}
