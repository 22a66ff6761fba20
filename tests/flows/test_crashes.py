"""A command or an upload that dies midway leaves nothing half done, and can be run again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .servers import ROOT, manage, shell
from .sites import Site, copied

pytestmark = pytest.mark.slow

WIRE = ROOT / "tests" / "samples" / "night-trains.txt"
# The process ends there and then, as when the machine loses its power.
DIE = """
import os, sys
from unittest import mock
from django.core.management import call_command
def die(*args, **options):
    os._exit(9)
"""
IMPORT = (
    DIE
    + """
with mock.patch("{where}", die):
    call_command("import_article", "{wire}", publish=True)
"""
)
UPLOAD = """
from pathlib import Path
from django.core.files.base import ContentFile
from tests.factories import make_image
make_image(file=ContentFile(Path("{picture}").read_bytes(), "quay.png"), caption="The quay")
"""
COUNTS = """
from articles.models import Article, Image, ImageUse
from django_tasks_db.models import DBTaskResult
waiting = DBTaskResult.objects.filter(status="READY", task_path__endswith="make_renditions").count()
print(Article.objects.count(), ImageUse.objects.count(), Image.objects.count(), waiting)
"""


@pytest.fixture
def site(newsroom: Site, tmp_path: Path) -> Iterator[Site]:
    with copied(newsroom, tmp_path / "site") as site:
        yield site


def dies(code: str, site: Site) -> None:
    """Run it in a process that does not survive it."""
    environment = os.environ | {"DEBUG": "off", "BYLINE_DEMO": "off"} | site.env
    ended = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 9, ended.stderr.decode()


def counts(site: Site) -> list[int]:
    """Articles, pictures wanted or used, pictures, and pictures whose sizes are to be made."""
    return [int(word) for word in shell(COUNTS, site.env).splitlines()[-1].split()]


@pytest.mark.parametrize(
    "where",
    [
        "articles.models.image_use.ImageUseManager.want",  # the article is stored, not committed
        "articles.models.Article.publish",  # the last step
    ],
)
def test_import_that_dies_can_be_run_again(site: Site, where: str) -> None:
    before = counts(site)
    dies(IMPORT.format(where=where, wire=WIRE), site)
    assert counts(site) == before
    said = [manage("import_article", str(WIRE), env=site.env) for _ in range(2)]
    assert said[-1].startswith("unchanged")
    assert counts(site)[0] == before[0] + 1
    assert counts(site)[1] == before[1] + 1


@pytest.mark.parametrize(
    "where",
    [
        "django.db.models.sql.compiler.SQLInsertCompiler.execute_sql",  # the file is stored
        "django.db.backends.base.base.BaseDatabaseWrapper.commit",  # the row is written
    ],
)
def test_upload_that_dies_can_be_sent_again(site: Site, where: str, tmp_path: Path) -> None:
    from tests.pictures import picture_file

    picture, before = tmp_path / "quay.png", counts(site)
    picture.write_bytes(picture_file("quay.png").read())
    upload = UPLOAD.format(picture=picture)
    dying = DIE + f'with mock.patch("{where}", die):\n' + upload.replace("\n", "\n    ")
    dies(dying, site)
    assert counts(site) == before
    shell(upload, site.env)
    assert counts(site) == [*before[:2], before[2] + 1, before[3] + 1]
