from __future__ import annotations

from collections.abc import Iterator

import pytest

from .servers import drop_database
from .sites import Site, make_site


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What the tests copy before they break it."""
    site = make_site(tmp_path_factory.mktemp("newsroom"))
    yield site
    drop_database(site.env["DATABASE_URL"])
