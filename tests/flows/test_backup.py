"""A site saved while it goes on, and brought back elsewhere, on real databases and folders."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cms.backup import archive

from .saved_sites import (
    CAPTIONS,
    DIGEST,
    FAILS,
    FAULTS,
    FILL,
    FOUND,
    LOSE,
    MEANWHILE,
    NEXT,
    RENAME,
)
from .servers import (
    POSTGRES,
    ask,
    database_url,
    drop_database,
    free_port,
    make_database,
    manage,
    serving,
    shell,
)


@dataclass
class Site:
    folder: Path
    name: str

    @property
    def env(self) -> dict[str, str]:
        return {
            "DATABASE_URL": database_url(self.folder, self.name),
            "BYLINE_VAR": str(self.folder / self.name),
            "MEDIA_STORAGE": "",
            "REDIS_URL": "",
        }

    def run(self, *words: str, check: bool = True) -> str:
        return manage(*words, env=self.env, check=check)

    def digest(self) -> list[str]:
        return sorted(shell(DIGEST, self.env).splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sites")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    """A small newsroom with pictures and replies."""
    here = Site(folder, "old")
    try:
        make_database(here.env["DATABASE_URL"])
        here.run("migrate", "-v0")
        shell(FILL, here.env)
        yield here
    finally:
        drop_database(here.env["DATABASE_URL"])


@pytest.fixture(scope="module")
def saved(site: Site) -> Path:
    path = site.folder / "saved.zip"
    said = site.run("backup", str(path))
    assert "The keys are not in it" in said
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Site]:
    """Another machine's site: nothing but a database without tables."""
    there = Site(tmp_path, "new")
    try:
        make_database(there.env["DATABASE_URL"])
        yield there
    finally:
        drop_database(there.env["DATABASE_URL"])


@pytest.fixture
def other(empty: Site, saved: Path) -> Site:
    """Another machine's site, brought there from the saved one."""
    empty.run("restore", str(saved))
    return empty


def test_archive_is_readable_by_its_owner_alone_and_holds_no_key(site: Site, saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert not list(site.folder.glob(".saved*"))
    keys = [path.read_bytes().strip() for path in (site.folder / "old" / "keys").iterdir()]
    assert len(keys) >= 2
    with zipfile.ZipFile(saved) as file:
        assert file.testzip() is None
        contents = [file.read(name) for name in file.namelist()]
        assert not [key for key in keys if any(key in content for content in contents)]
        assert sum(name.startswith("files/") for name in file.namelist()) >= 9


def test_existing_file_is_not_written_over(site: Site, saved: Path) -> None:
    before = saved.read_bytes()
    assert "exists already" in site.run("backup", str(saved), check=False)
    assert saved.read_bytes() == before


def test_site_comes_back_row_by_row_and_picture_by_picture(
    site: Site, saved: Path, empty: Site
) -> None:
    said = empty.run("restore", str(saved))
    assert "do not open its addresses" in said  # the keys of the old site were not brought
    assert empty.digest() == site.digest()
    # The last reply was deleted before: its number is not given again.
    assert shell(NEXT, empty.env) == "7"


def test_what_is_here_is_replaced_only_by_force(site: Site, saved: Path, other: Site) -> None:
    shell("from tests.factories import make_image; make_image(caption='Only here')", other.env)
    before = other.digest()
    refused = other.run("restore", str(saved), check=False)
    assert "There is a site here already (3 articles, 5 pictures, 5 replies)" in refused
    assert other.digest() == before
    shutil.copytree(site.folder / "old" / "keys", other.folder / "new" / "keys", dirs_exist_ok=True)
    said = other.run("restore", str(saved), "--force")
    assert "The keys that are here open its addresses." in said
    assert "removed 1 that were only here" in said
    assert other.digest() == site.digest()


def cut_short(saved: Path, path: Path) -> None:
    data = saved.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def no_archive(saved: Path, path: Path) -> None:
    path.write_bytes(b"Dear editor")


def damaged(saved: Path, path: Path) -> None:
    with zipfile.ZipFile(saved) as file:
        picture = next(i for i in file.infolist() if i.filename.startswith("files/"))
    data = bytearray(saved.read_bytes())
    data[picture.header_offset + 200] ^= 0xFF
    path.write_bytes(data)


def another_zip(saved: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("letter.txt", "Dear editor")


def changed_and_signed(saved: Path, path: Path) -> None:
    """Its checksums fit the content, but the list knows better."""
    _rewritten(saved, path, lambda name, data: data if name == archive.LIST else data + b" ")


@pytest.mark.parametrize("spoil", [cut_short, no_archive, damaged, another_zip, changed_and_signed])
def test_file_that_is_no_whole_backup_is_noticed(
    saved: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    path = tmp_path / "bad.zip"
    spoil(saved, path)
    with pytest.raises(archive.Unreadable), archive.opened(path) as reader:
        reader.check()


def newer(name: str, data: bytes) -> bytes:
    if name != archive.LIST:
        return data
    facts = json.loads(data)
    facts["migrations"].append("articles.0999_next_year")
    return json.dumps(facts).encode()


def test_bad_file_is_refused_in_a_sentence_and_changes_nothing(
    saved: Path, other: Site, tmp_path: Path
) -> None:
    before = other.digest()
    damaged(saved, tmp_path / "damaged.zip")
    _rewritten(saved, tmp_path / "newer.zip", newer)
    for name, sentence in (
        ("damaged", "in it is damaged. Nothing was changed."),
        ("newer", "saved by a newer version of Byline (articles.0999_next_year)"),
        ("missing", "it cannot be opened (No such file or directory)"),
    ):
        said = other.run("restore", str(tmp_path / f"{name}.zip"), "--force", check=False)
        assert sentence in said
        assert "Traceback" not in said
    assert other.digest() == before


def failing(other: Site, saved: Path, fault: str) -> str:
    """What restoring says when this fails, on a site that has a picture of its own."""
    shell("from tests.factories import make_image; make_image(caption='Only here')", other.env)
    code = FAILS.replace("PATH", str(saved)).replace("FAULT", FAULTS[fault])
    return shell(code, other.env)


def test_trouble_before_the_rows_leaves_the_old_ones(saved: Path, other: Site) -> None:
    said = failing(other, saved, "before")
    assert "was not restored: the store is away. The old rows stay" in said
    assert "told" not in said
    assert "Only here" in shell(CAPTIONS, other.env)


@pytest.mark.parametrize(
    ("fault", "missing"),
    [
        ("check", "the database may be damaged, or its search incomplete (the store is away)"),
        ("migrate", "its tables are not those of this version (no room)"),
        ("delete", "files that only the replaced site had are still stored (the store is away)"),
    ],
)
def test_trouble_after_the_rows_is_told_as_such_and_the_caches_hear(
    site: Site, saved: Path, other: Site, fault: str, missing: str
) -> None:
    said = failing(other, saved, fault)
    assert f"The rows of {saved} are here now instead of the old ones, but {missing}" in said
    assert "Run the same command again, with --force." in said
    assert "told site" in said
    before_the_end = said.partition("The rows of")[0].splitlines()
    listed = [line for line in before_the_end if not line.startswith("told")]
    assert bool(listed) == ("listed above" in said) == (fault == "delete")
    media = other.folder / "new"
    assert all(list(media.rglob(f"*/{name}")) for name in listed)
    assert other.digest() == site.digest()
    assert "Restored the database" in other.run("restore", str(saved), "--force")


def _rewritten(saved: Path, path: Path, change: Callable[[str, bytes], bytes]) -> None:
    with zipfile.ZipFile(saved) as file, zipfile.ZipFile(path, "w") as new:
        for name in file.namelist():
            new.writestr(name, change(name, file.read(name)))


def test_readers_see_the_restored_site_at_once(saved: Path, other: Site, tmp_path: Path) -> None:
    shell(RENAME, other.env)
    port = free_port()
    with serving(port, tmp_path / "log", other.env | {"PAGE_CACHE_MB": "8"}):
        ask(port, "/")
        status, page, headers = ask(port, "/")
        assert (status, headers["x-cache"]) == (200, "hit")
        assert "Renamed since" in page
        other.run("restore", str(saved), "--force")
        status, page, headers = ask(port, "/")
        assert (status, headers["x-cache"]) == (200, "miss")
        assert "Renamed since" not in page
        assert "Story 2" in page


def test_every_rows_file_is_in_it_though_pictures_come_and_go(other: Site, tmp_path: Path) -> None:
    path, before = tmp_path / "meanwhile.zip", other.digest()
    assert shell(MEANWHILE.replace("PATH", str(path)), other.env) == "[] 2"  # moments
    after = other.digest()
    assert after != before
    shell(LOSE, other.env)
    other.run("restore", str(path), "--force")
    assert other.digest() == after  # which reads every file that a row mentions
    assert shell(CAPTIONS, other.env).splitlines()[-1] == "Came meanwhile"


@pytest.mark.skipif(not POSTGRES, reason="moves a SQLite site into PostgreSQL")
def test_sqlite_site_moves_to_postgresql(other: Site, tmp_path: Path) -> None:
    old, path = Site(tmp_path, "small").env, str(tmp_path / "small.zip")
    old["DATABASE_URL"] = f"sqlite:///{tmp_path}/small.sqlite3"
    manage("migrate", "-v0", env=old)
    shell(FILL, old)
    manage("backup", path, env=old)
    other.run("restore", path, "--force")
    assert other.digest() == sorted(shell(DIGEST, old).splitlines())
    assert shell(NEXT, other.env) == "7"
    assert shell(FOUND, other.env) == "5"  # the index of the search was made anew
