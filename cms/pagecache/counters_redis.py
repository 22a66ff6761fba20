"""Counters in Redis, for the processes of several machines."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterable
from typing import Any, cast

from redis import ConnectionError, ConnectionPool, Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from .counters import RECENT, Before, CountersAway
from .debts import Debts

NAME = "{byline:pages}:"  # the braces keep all of them on one node of a cluster
LATEST = f"{NAME}latest"
# Drawn anew by a Redis that has lost its data, and read with every page's numbers: without it the
# numbers of tags that were lost would look like those of tags that never changed.
BORN = f"{NAME}born"
# The number of a change is Redis's own moment in microseconds, or one more than the number before.
# A tag that was not named for a day has no number: no page is that old.
MOVE = """
local number = tonumber(redis.call('GET', KEYS[1]) or '0') + 1
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
if now > number then number = now end
local text = string.format('%.0f', number)
redis.call('SET', KEYS[1], text)
for i = 2, #KEYS do redis.call('SET', KEYS[i], text, 'EX', 86400) end
"""
FORGOTTEN = 1 << 63  # newer than all: a page with numbers of nobody's is not kept
TIMEOUT = 0.5  # seconds for an answer
PAUSE = 1.0  # seconds before Redis is asked again after it gave no answer


class RedisProbe:
    """Reads some tags, and whose numbers they are, in one round trip by a command packed once."""

    def __init__(self, counters: RedisCounters, keys: list[str]) -> None:
        self._counters = counters
        self._command = counters.pack(["MGET", BORN, *keys])

    def read(self) -> object:
        return self._counters.ask(self._command)

    def greatest(self, seen: object) -> int:
        born, *numbers = cast("list[bytes | None]", seen)
        return max(map(number, numbers)) if born else FORGOTTEN


class RedisCounters:
    """A connection for each thread; without an answer Redis is left alone for a second."""

    def __init__(self, url: str) -> None:
        self._pool = ConnectionPool.from_url(
            url,
            socket_timeout=TIMEOUT,
            socket_connect_timeout=TIMEOUT,
            socket_keepalive=True,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
        self._redis = Redis(connection_pool=self._pool)
        self._move = self._redis.register_script(MOVE)
        self._packer: Any = self._pool.make_connection()
        self._local = threading.local()
        self._quiet_until = 0.0
        self._debts = Debts(self._tell)
        os.register_at_fork(after_in_child=self._leave_connections)

    def probe(self, tags: Iterable[str]) -> RedisProbe:
        return RedisProbe(self, names(tags))

    def before(self, tags: Iterable[str] | None) -> Before:
        keys = [LATEST] if tags is None else names(tags)
        self._leave_in_peace()
        try:
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.set(BORN, secrets.token_hex(8), nx=True)
            pipeline.time()
            pipeline.get(LATEST)
            pipeline.mget(keys)
            _, (seconds, micro), latest, numbers = pipeline.execute()
        except RedisError as error:
            raise self._away(error) from error
        now = seconds * 1_000_000 + micro
        return Before(number(latest), max(map(number, numbers)) > now - RECENT * 1e6)

    def move(self, tags: Iterable[str]) -> None:
        """A change that Redis cannot be told is told as soon as it is back."""
        tags = list(tags)
        try:
            self._tell(tags)
        except CountersAway:
            self._debts.add(tags)
            raise

    def check(self) -> None:
        """Nothing to do: everybody writes into the same Redis."""

    def pack(self, command: list[str]) -> Any:
        return self._packer.pack_command(*command)

    def ask(self, command: Any) -> object:
        """The answer to a packed command, on this thread's own connection."""
        self._leave_in_peace()
        try:
            try:
                return self._answer(command)
            except ConnectionError:
                # Perhaps of a Redis that has been started again since; a new one will tell.
                self._local.__dict__.pop("connection", None)
                return self._answer(command)
        except RedisError as error:
            raise self._away(error) from error

    def _answer(self, command: Any) -> object:
        connection = self._local.__dict__.get("connection") or self._connect()
        connection.send_packed_command(command, check_health=False)
        return connection.read_response()

    def _leave_in_peace(self) -> None:
        if time.monotonic() < self._quiet_until:
            raise CountersAway("it did not answer a moment ago")

    def _away(self, error: RedisError) -> CountersAway:
        self._quiet_until = time.monotonic() + PAUSE
        return CountersAway(str(error))

    def _connect(self) -> Any:
        self._local.connection = self._pool.make_connection()
        return self._local.connection

    def _tell(self, tags: list[str]) -> None:
        try:
            self._move(keys=[LATEST, *names(tags)])
        except RedisError as error:
            raise CountersAway(str(error)) from error

    def close(self) -> None:
        self._pool.disconnect()
        self._leave_connections()

    def _leave_connections(self) -> None:
        """After a fork: two processes on one connection would read each other's answers."""
        self._local = threading.local()


def names(tags: Iterable[str]) -> list[str]:
    return [f"{NAME}{tag}" for tag in tags]


def number(text: bytes | None) -> int:
    return int(text or 0)
