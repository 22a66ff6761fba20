"""What a process of the site loads: each costs memory in every one of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.flows.servers import ROOT

LOADED = "import sys, cms.wsgi; print(*{name.partition('.')[0] for name in sys.modules})"


def test_site_on_sqlite_loads_no_library_of_other_services(tmp_path: Path) -> None:
    alone = {"DATABASE_URL": "", "REDIS_URL": "", "MEDIA_STORAGE": "", "BYLINE_VAR": str(tmp_path)}
    settings = {"DJANGO_SETTINGS_MODULE": "cms.settings", "DEBUG": "off"}
    ended = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=os.environ | alone | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ended.stdout.split())
    assert "django" in loaded
    assert not loaded & {"psycopg", "psycopg_pool", "redis", "boto3", "rich"}
