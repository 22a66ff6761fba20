"""Redis ends under a running site: everything comes from the database until it is back."""

from __future__ import annotations

from pathlib import Path
from shutil import which

import pytest

from tests.cms.own_redis import OwnRedis

from .sites import Site, served, soon

pytestmark = pytest.mark.skipif(not which("redis-server"), reason="needs redis-server")


def test_readers_and_posts_go_on_without_redis_and_pages_are_kept_again_with_it(
    newsroom: Site, tmp_path: Path
) -> None:
    redis = OwnRedis(tmp_path)
    try:
        with served(newsroom, tmp_path / "site", REDIS_URL=redis.url) as site:
            soon(lambda: site.get()[2]["x-cache"] == "hit")
            redis.end()
            for _ in range(10):
                status, _, headers = site.get()
                assert (status, headers["x-cache"]) == (200, "bypass")
            assert site.post("Sent while Redis was away.")[0] == 303
            assert site.get("/moderation/")[0] in {302, 303}
            assert site.get("/health/ready")[0] == 200
            assert site.get("/health/ready?all")[0] == 503
            redis.start()
            soon(lambda: site.get()[2]["x-cache"] == "hit")
            log = site.log.read_text()
            assert log.count("nobody can say which have changed: ") == 1
            assert log.count("This is over: Pages are not kept") == 1
            assert "Traceback" not in log
            assert site.replies() == ["Sent while Redis was away."]
    finally:
        redis.end()
