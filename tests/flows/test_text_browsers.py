"""Reading and replying with lynx and w3m: no style, no script, what is hidden is shown."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment, make_image

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WAITS = "Your reply is awaiting moderation: only you can see it."
DUMP = {
    "lynx": ("lynx", "-dump", "-nolist", "-width=200", "-display_charset=utf-8"),
    "w3m": ("w3m", "-dump", "-cols", "200", "-I", "UTF-8", "-O", "UTF-8"),
}
# What only has a meaning for a pointer, a script or a style sheet.
STRAY = ("Dark page", "Light page", "In reply to", "Cancel", "(BUTTON)", "{{", "{%", "None")


@pytest.fixture(params=["lynx", "w3m"])
def browser(request: pytest.FixtureRequest) -> str:
    return installed(str(request.param))


def installed(program: str) -> str:
    if shutil.which(program):
        return program
    if os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed, and CI needs the tests with it.")
    pytest.skip(f"{program} is not installed.")


@pytest.fixture
def article() -> Article:
    article = make_article(
        body="<p>The first ferry left at dawn.</p><aside>Pilots end their strike</aside>",
        standfirst="Forty passengers and a brass band.",
        lead_image=make_image(renditions=True),
    )
    first = make_comment(article, name="Ada Moreno", body="Was it late?")
    make_comment(article, name="Otto Reyes", body="Nine minutes.", parent=first)
    return article


@pytest.fixture
def run(tmp_path: Path, settings: Settings) -> object:
    """Runs a program with a home folder of its own and returns what it printed."""
    settings.RATE_LIMITS = False
    environment = os.environ | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    environment |= {"LINES": "60", "COLUMNS": "100"}

    def run(*command: str) -> str:
        done = subprocess.run(
            command,
            env=environment,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
        return done.stdout.decode(errors="replace")

    return run


def test_x(run, live_server, article, tmp_path):
    address = live_server.url + article.get_absolute_url()
    for b in DUMP:
        print(run(*DUMP[b], address))
    def keys(*items):
        L=[]
        for i in items:
            if i.startswith("="): L+=[("key <space>" if c==" " else "key "+c) for c in i[1:]]
            else: L.append("key "+i)
        return "\n".join(L)+"\n"
    (tmp_path/"keys").write_text(keys("/","=Leave a Reply","^J","Down Arrow","=I was there, too.","<tab>","=Ines Calder","<tab>","=ines@example.com","<tab>","<tab>","^J","q","y"))
    out = run("lynx","-cmd_script=keys","-accept_all_cookies","-cookie_file=jar","-cookie_save_file=jar",address)
    print(repr(out[-3000:]))
    for c in Comment.objects.all(): print(c.__dict__)
    print(run(*DUMP["lynx"],"-accept_all_cookies","-cookie_file=jar",address))
    print((tmp_path/"jar").read_text())
