"""Headers and bodies beyond all measure, sent to the real server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from .servers import ask, database_url, drop_database, free_port, make_database, manage, serving


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("site")
    url, number = database_url(folder, "heavy"), free_port()
    env = {"DATABASE_URL": url, "BYLINE_VAR": str(folder / "var"), "REDIS_URL": ""}
    try:
        make_database(url)
        manage("migrate", "-v0", env=env)
        with serving(number, Path(folder) / "log", env):
            yield number
    finally:
        drop_database(url)


def test_headers_of_the_usual_size_are_taken(port: int) -> None:
    assert ask(port, "/", Cookie="a=" + "x" * 7_000)[0] == 200


def test_headers_beyond_all_measure_are_refused_by_the_server(port: int) -> None:
    assert ask(port, "/", Cookie="a=" + "x" * 200_000)[0] in {400, 431}
    assert ask(port, "/?q=" + "x" * 200_000)[0] in {400, 414, 431}
    many = {f"X_{n}": "x" for n in range(500)}
    assert ask(port, "/", **many)[0] in {400, 431}
    assert ask(port, "/health/live")[0] == 200


@pytest.mark.parametrize("path", ["/", "/notice/", "/admin/login/", "/nowhere/"])
def test_body_beyond_the_limit_is_refused_before_it_is_sent(port: int, path: str) -> None:
    """The answer comes while the sender has not sent a byte of a terabyte."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {10**12}\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer and (data := line.recv(4096)):
            answer += data
    assert answer.startswith(b"HTTP/1.1 413")
    assert ask(port, "/health/live")[0] == 200
