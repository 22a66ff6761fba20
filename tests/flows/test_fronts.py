"""The configuration of nginx in docs/operations.md, with a real nginx in front of the site."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path

import pytest
from django.conf import settings

from .servers import ROOT, ask, ask_raw, free_port, manage, serving, shell

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """
user {user};
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""
ARTICLE = """
from articles.models import Article, Section
section = Section.objects.create(name="City")
article = Article(headline="Harbour reopens", body="<p>It did.</p>" * 40, section=section)
article.publish()
print(article.get_absolute_url())
"""
HOST = "news.example.org"

pytestmark = pytest.mark.skipif(not NGINX, reason="needs nginx")


def documented(language: str) -> str:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    """The port of nginx, and an article behind it."""
    folder = tmp_path_factory.mktemp("front")
    env = {
        "BYLINE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'byline.sqlite3'}",
        "TRUSTED_PROXIES": "127.0.0.1",
        "SITE_URL": f"http://{HOST}",
        "REDIS_URL": "",
    }
    manage("migrate", "-v0", env=env)
    article = shell(ARTICLE, env).split()[-1]
    (folder / "static" / "css").mkdir(parents=True)
    (folder / "static" / "css" / "a.1234.css").write_text("a { color: red }")
    behind, front = free_port(), free_port()
    with serving(behind, folder / "log", env), in_front(folder, front, behind):
        yield front, article


def in_front(folder: Path, front: int, behind: int) -> subprocess.Popen[bytes]:
    block = documented("nginx").replace("listen 80;", f"listen 127.0.0.1:{front};")
    block = block.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    block = block.replace("/srv/byline/var", str(folder))
    conf = folder / "nginx.conf"
    conf.write_text(AROUND.format(user=getuser(), folder=folder, block=block))
    return Nginx([str(NGINX), "-c", str(conf)])


class Nginx(subprocess.Popen[bytes]):
    """Ends with its block."""

    def __enter__(self) -> Nginx:
        time.sleep(0.5)
        assert self.poll() is None
        return self

    def __exit__(self, *args: object) -> None:
        self.terminate()
        self.wait(10)


def test_pages_come_packed_from_memory_through_nginx(site: tuple[int, str]) -> None:
    port, article = site
    asked = {"Host": HOST, "Accept_Encoding": "gzip"}
    for expected in ("miss", "hit"):
        status, _, headers = ask(port, article, **asked)
        assert (status, headers["x-cache"]) == (200, expected)
    assert headers["content-encoding"] == "gzip"
    assert headers["etag"].endswith('-gzip"')
    head, rest = ask_raw(port, article, If_None_Match=headers["etag"], **asked)
    assert head.startswith("http/1.1 304")
    assert rest == b""
    assert len(ask_raw(port, article, **asked)[1]) == int(headers["content-length"])


def test_client_and_scheme_are_passed_on(site: tuple[int, str]) -> None:
    """Were they not, a form from the site's own page would look like one from elsewhere."""
    port, article = site
    status, text, _ = ask(
        port,
        f"{article}comments/",
        "POST",
        "body=",
        Host=HOST,
        Origin=f"http://{HOST}",
        Content_Type="application/x-www-form-urlencoded",
    )
    assert status == 422
    assert "another site" not in text


def test_static_files_come_from_nginx_and_may_be_kept(site: tuple[int, str]) -> None:
    port, _ = site
    status, text, headers = ask(port, "/static/css/a.1234.css", Host=HOST)
    assert (status, text) == (200, "a { color: red }")
    assert headers["server"].startswith("nginx")
    assert "immutable" in headers["cache-control"]


def test_port_in_the_documentation_is_that_of_the_site() -> None:
    assert f"server 127.0.0.1:{settings.PORT};" in documented("nginx")
