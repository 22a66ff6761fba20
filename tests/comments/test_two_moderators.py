"""Two moderators in the same moment make one decision, on both databases."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from comments.models import Batch, Comment, Decision, SectionDiscussion, Stale, Tally
from tests.factories import make_article, make_comment, make_user

from .deciding import DESK, fresh

ROOT = Path(__file__).resolve().parent.parent.parent
COMMITS = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*acts: Callable[[], Any]) -> None:
    """Each in a thread with a connection of its own, all from the same moment on."""
    start, trouble = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=10)
            act()
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    people = [threading.Thread(target=run, args=[act]) for act in acts]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=60)
    assert trouble == []


def check_counts() -> None:
    kept = Tally.objects.read()
    Tally.objects.recount()
    assert kept == Tally.objects.read()


@pytest.mark.postgres
@COMMITS
@pytest.mark.parametrize("verbs", [("approve", "reject"), ("approve", "approve")], ids=str)
def test_two_clicks_at_once_are_one_decision(verbs: tuple[str, str]) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection; two processes do below")
    clients = []
    for name in ("mona", "otto"):
        client = Client()
        client.force_login(make_user(name, "Moderator"))
        clients.append(client)
    for number in range(5):
        comment = make_comment(status="waiting", body=f"Number {number}")
        values = {"revision": comment.revision, "seen": comment.seen}
        answers: list[int] = []

        def click(client: Client, verb: str, row: Comment, sent: Any, into: list[int]) -> None:
            response = client.post(f"{DESK}{row.pk}/", sent | {"verb": verb})
            into.append(response.status_code)

        at_once(
            *(
                lambda c=client, v=verb, r=comment, s=values, a=answers: click(c, v, r, s, a)
                for client, verb in zip(clients, verbs, strict=True)
            )
        )
        assert sorted(answers) == [303, 409]
        assert Decision.objects.filter(comment=comment).count() == 1
        assert fresh(comment).status == Decision.objects.get(comment=comment).after
    check_counts()


@pytest.mark.postgres
@COMMITS
def test_two_who_agree_at_once_with_a_third_decide_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection")
    mona, otto, ida = (make_user(name) for name in ("mona", "otto", "ida"))
    article = make_article()
    SectionDiscussion.objects.create(section=article.section, needs_two=True)
    for number in range(5):
        comment = make_comment(article, status="waiting", body=f"Number {number}")
        comment.escalate(to="second", by=mona)
        fresh(comment).approve(by=mona)
        rows = [(fresh(comment), by) for by in (otto, ida)]

        def agree(row: Comment, by: User) -> None:
            with suppress(Stale):
                row.approve(by=by)

        at_once(*(lambda r=row, b=by: agree(r, b) for row, by in rows))
        made = comment.decisions.order_by("pk")
        assert [decision.verb for decision in made] == ["escalate", "opinion", "approve"]
        assert fresh(comment).status == "published"
    check_counts()


@pytest.mark.postgres
@COMMITS
def test_two_batches_and_single_clicks_decide_each_reply_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one connection; two processes do below")
    mona, otto, ida = (make_user(name) for name in ("mona", "otto", "ida"))
    article = make_article()
    rows = [make_comment(article, status="waiting", body=f"Number {n}") for n in range(30)]
    seen = {row.pk: row.revision for row in rows}
    batches = [Batch.objects.begin("reject", seen, by=by) for by in (mona, otto)]

    def single() -> None:
        for row in reversed(rows):
            with suppress(Stale):
                row.approve(by=ida)

    at_once(*(lambda b=batch: b.run() for batch in batches), single)
    made = Counter(Decision.objects.values_list("comment", flat=True))
    assert made == dict.fromkeys(seen, 1)
    done = [n for batch in batches for n, outcome in batch.results if outcome == "done"]
    assert len(done) == len(set(done)) == Decision.objects.exclude(batch=None).count()
    left = {outcome for batch in batches for _n, outcome in batch.results}
    assert left <= {"done", "stale", "same"}
    check_counts()


PREPARE = """
from articles.models import Article, Section
from comments.models import Comment
from comments.moderation import Submission
from django.contrib.auth.models import User
for name in ("mona", "otto"):
    User.objects.create(username=name)
article = Article(headline="Harbour reopens", body="<p>It did.</p>",
                  section=Section.objects.create(name="City"))
article.publish()
for number in range(40):
    Comment.objects.submit(article, Submission(name="Nadia", email="", website="",
                                               body=f"Number {number} of those that wait."))
"""

# Both read everything first, and begin together when the file is there.
DECIDE = """
import sys, time, pathlib
from comments.models import Batch, Comment, Stale
from django.contrib.auth.models import User
name, verb, how, folder = sys.argv[1:5]
by = User.objects.get(username=name)
rows = list(Comment.objects.select_related("article", "proposed").order_by("pk"))
seen = {row.pk: row.revision for row in rows}
pathlib.Path(folder, f"ready-{name}").touch()
while not pathlib.Path(folder, "go").exists():
    time.sleep(0.001)
if how == "batch":
    Batch.objects.begin(verb, seen, by=by).run()
else:
    for row in rows:
        try:
            getattr(row, verb)(by=by)
        except Stale:
            print("stale", row.pk)
"""

COUNT = """
import json
from collections import Counter
from comments.models import Comment, Decision, Tally
kept = Tally.objects.read(); Tally.objects.recount()
made = Counter(Decision.objects.values_list("comment", flat=True))
print(json.dumps({"replies": len(made), "most": max(made.values()),
    "same": all(row.status == row.decisions.get().after for row in Comment.objects.all()),
    "counted": kept == Tally.objects.read()}))
"""


SETUP = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
django.setup()
"""


def options(folder: Path) -> dict[str, Any]:
    environment = os.environ | {"BYLINE_VAR": str(folder), "BYLINE_DEMO": "off", "DEBUG": "off"}
    return {"cwd": ROOT, "env": environment, "text": True}


def python(folder: Path, code: str) -> str:
    command = [sys.executable, "-c", SETUP + code]
    return subprocess.run(command, capture_output=True, check=True, **options(folder)).stdout


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of its own with forty replies that wait."""
    folder = tmp_path_factory.mktemp("newsroom")
    migrate = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(migrate, check=True, capture_output=True, **options(folder))
    python(folder, PREPARE)
    return folder


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="looks at a SQLite file of its own")
@pytest.mark.parametrize("how", [("one", "one"), ("batch", "one"), ("batch", "batch")], ids=str)
def test_two_processes_on_one_sqlite_file_decide_each_reply_once(
    how: tuple[str, str], newsroom: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "var"
    shutil.copytree(newsroom, folder)
    acts = zip(("mona", "otto"), ("approve", "reject"), how, strict=True)
    people = [
        subprocess.Popen(
            [sys.executable, "-c", SETUP + DECIDE, *act, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options(folder),
        )
        for act in acts
    ]
    end = time.monotonic() + 60
    while not all((folder / f"ready-{name}").exists() for name in ("mona", "otto")):
        assert time.monotonic() < end, "the moderators are not there"
        time.sleep(0.01)
    (folder / "go").touch()
    for person in people:
        _out, err = person.communicate(timeout=120)
        assert person.returncode == 0, err
    found = json.loads(python(folder, COUNT).splitlines()[-1])
    assert found == {"replies": 40, "most": 1, "same": True, "counted": True}


@pytest.mark.django_db
def test_whoever_comes_second_gets_nothing_done() -> None:
    """The same without chance: both have read the reply before either decides."""
    mona, otto = (make_user(name) for name in ("mona", "otto"))
    comment = make_comment(status="waiting")
    firsts: list[User] = [mona, otto]
    for first, second in (firsts, firsts[::-1]):
        one, two = fresh(comment), fresh(comment)
        one.reject(by=first)
        with pytest.raises(Stale):
            two.mark_spam(by=second)
        with pytest.raises(Stale):
            two.pick(by=second) or two.defer(until=two.due_at.replace(year=2099), by=second)
        fresh(comment).undo(by=first)
    assert fresh(comment).status == "waiting"
