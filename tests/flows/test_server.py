"""The life of the server: its workers, and SIGTERM, as at every deployment."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .servers import serving
from .sites import Site, children, copied, soon

TEXT = "Half of this was sent when the server was told to end."


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux")
def test_workers_share_the_program(newsroom: Site, tmp_path: Path) -> None:
    with copied(newsroom, tmp_path / "site") as site:
        with serving(site.port, site.log, site.env, workers=2) as server:
            workers = children(server.pid)
            assert len(workers) == 2
            for worker in workers:
                memory = Path(f"/proc/{worker}/smaps_rollup").read_text()
                [shared] = re.findall(r"Shared_Dirty: +([0-9]+) kB", memory)
                assert (
                    int(shared) > 20_000
                )  # about 45,000; a worker that loads all itself has 4,000
        assert site.log.read_text() == ""


def test_request_under_way_is_finished(newsroom: Site, tmp_path: Path) -> None:
    """A reader on a slow line is in the middle of sending; who is new goes elsewhere."""
    body = urlencode({"name": "Nadia Fell", "email": "nadia@example.com", "body": TEXT}).encode()
    with copied(newsroom, tmp_path / "site") as site:
        with serving(site.port, site.log, site.env) as server:
            head = (
                f"POST {site.article}comments/ HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            with socket.create_connection(("127.0.0.1", site.port), timeout=30) as line:
                line.sendall(head.encode() + body[:40])
                site.get("/health/live")  # a second request is answered: the first was read
                server.terminate()
                soon(lambda: site.get("/health/live")[0] == 0)  # nobody new is taken
                assert server.poll() is None
                line.sendall(body[40:])
                answer = line.recv(4096)
            assert answer.startswith(b"HTTP/1.1 303"), answer[:200]
            assert server.wait(60) == 0
        assert site.log.read_text() == ""  # what is usual needs no words
        assert site.replies() == [TEXT]
