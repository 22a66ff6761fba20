"""Reading and replying with lynx and w3m: no style, no script, what is hidden is shown."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from tests.factories import make_article, make_comment, make_image

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Run = Callable[..., str]
WAITS = "Your reply is awaiting moderation: only you can see it."
DUMP = {
    "lynx": ("lynx", "-dump", "-nolist", "-width=200", "-display_charset=utf-8"),
    "w3m": ("w3m", "-dump", "-cols", "200", "-I", "UTF-8", "-O", "UTF-8"),
}
# What has a meaning only for a script or a style sheet.
STRAY = ("Dark page", "Light page", "(BUTTON)", "In reply to", "Cancel", "noscript", "{", "None")


def installed(program: str) -> str:
    if shutil.which(program):
        return program
    if os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed, and CI needs the tests with it.")
    pytest.skip(f"{program} is not installed.")


@pytest.fixture(params=["lynx", "w3m"])
def browser(request: pytest.FixtureRequest) -> str:
    return installed(str(request.param))


@pytest.fixture
def address(live_server: LiveServer, settings: Settings) -> str:
    settings.RATE_LIMITS = False
    article: Article = make_article(
        "Harbour reopens",
        standfirst="Forty passengers and a brass band.",
        body="<p>The first ferry left at dawn.</p><aside>Pilots end their strike</aside>",
        lead_image=make_image(renditions=True),
    )
    first = make_comment(article, name="Ada Moreno", body="Was it late?")
    make_comment(article, name="Otto Reyes", body="Nine minutes.", parent=first)
    return live_server.url + article.get_absolute_url()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a program in a home folder of its own and returns what it printed."""
    own = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TERM": "xterm", "LINES": "60"}

    def run(*command: str) -> str:
        done = subprocess.run(
            command,
            env=os.environ | own | {"COLUMNS": "100"},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=True,
        )
        return done.stdout.decode(errors="replace")

    return run


def keys(*pressed: str) -> str:
    """A script of keys for lynx: "<tab>" or "^J" is one key, other words are typed."""
    lines = []
    for word in pressed:
        one_key = word[0] in "<^" or word == "Down Arrow"
        lines += [word] if one_key else ["<space>" if sign == " " else sign for sign in word]
    return "".join(f"key {line}\n" for line in lines)


def test_page_reads_well_as_plain_text(browser: str, address: str, run: Run) -> None:
    text = run(*DUMP[browser], address)
    in_order = (
        "Harbour reopens",
        "Forty passengers and a brass band.",
        "The harbour at dawn © Harbour Pictures / Ada Moreno",
        "The first ferry left at dawn.",
        "Read more Pilots end their strike",
        "2 replies",
        "Ada Moreno ",
        "Was it late?",
        "Otto Reyes ",
        "Nine minutes.",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Reply *",
        "Name *",
        "Email *",
        "Website (optional)",
        "Leave this empty",
        "Post reply",
        "Back to top",
    )
    rest = text
    for words in in_order:
        assert words in rest, f"{words!r} is missing in\n{text}"
        rest = rest.partition(words)[2]
    assert not [words for words in STRAY if words in text]


def test_reply_is_typed_in_lynx(address: str, run: Run, tmp_path: Path) -> None:
    lynx = installed("lynx")
    to_button = ("<tab>",) * 4  # past the website and the two fields that stay empty
    fields = ("I was there, too.", "<tab>", "Ines Calder", "<tab>", "ines@example.com")
    to_form = ("/", "Leave a Reply", "^J", "Down Arrow")
    (tmp_path / "keys").write_text(keys(*to_form, *fields, *to_button, "^J", "q", "y"))
    (tmp_path / "lynx.cfg").write_text("PERSISTENT_COOKIES:TRUE\nACCEPT_ALL_COOKIES:TRUE\n")
    jar = ("-cfg=lynx.cfg", "-cookie_file=jar", "-cookie_save_file=jar")
    run(lynx, "-nopause", "-cmd_script=keys", *jar, address)

    reply = Comment.objects.waiting().get()
    assert (reply.name, reply.body, reply.parent) == ("Ines Calder", "I was there, too.", None)
    assert [signal.code for signal in reply.signals.all()] == ["unknown_origin"]
    own = run(*DUMP["lynx"], *jar, address)
    assert WAITS in own
    assert "I was there, too." in own
    assert "I was there, too." not in run(*DUMP["lynx"], address)


def test_answer_is_sent_with_w3m(address: str, run: Run, tmp_path: Path) -> None:
    w3m = installed("w3m")
    answered = Comment.objects.get(name="Ada Moreno")
    form = run(*DUMP["w3m"], address.partition("/20")[0] + f"/comments/{answered.pk}/reply/")
    assert "In reply to Ada Moreno" in form
    assert "Was it late?" in form
    fields = {"name": "Ines Calder", "email": "ines@example.com", "body": "Я там был — 来た。"}
    (tmp_path / "form").write_text(urlencode(fields | {"parent": answered.pk}))
    shown = run(w3m, "-post", "form", *DUMP["w3m"][1:], f"{address}comments/")

    reply = Comment.objects.waiting().get()
    assert (reply.body, reply.parent) == ("Я там был — 来た。", answered)
    assert WAITS in shown
    assert "Я там был — 来た。" in shown
