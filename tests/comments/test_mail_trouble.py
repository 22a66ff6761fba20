"""A mail server that refuses, hangs or hangs up: nothing is lost, nobody waits, nobody is named."""

from __future__ import annotations

import logging
import time

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.background.consumer import Consumer
from comments.models import Claim
from tests.factories import make_article

from .mailserver import Behaviour, mail_server
from .owning import act, known, make_own
from .posting import send

pytestmark = pytest.mark.django_db

ADDRESS = "Nadia.Fell+paper@Example.com"
PASSING = [Behaviour.LATER, Behaviour.LOGIN, Behaviour.HANGS, Behaviour.DROPS]


class Once:
    """Interrupts of a worker that never has to stop."""

    stopping = 0

    def wait(self, seconds: float) -> None: ...


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    # A test's transaction must not lose its connection.
    monkeypatch.setattr("cms.background.consumer.close_old_connections", lambda: None)


def step() -> DBTaskResult:
    """Let a real worker try what is due; the row of the mail afterwards."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    Consumer("desk-1", Once()).step()  # type: ignore[arg-type]
    return DBTaskResult.objects.get(task_path="comments.tasks.send_confirmation")


def ask() -> None:
    assert act(known(), make_own(email=ADDRESS), "mail", answers="on").status_code == 303


def names_nobody(*texts: str) -> bool:
    traces = ("nadia", "fell+paper", "example.com", Claim.objects.get().email_index)
    return not [trace for trace in traces for text in texts if trace in text.lower()]


@pytest.mark.parametrize("behaviour", PASSING)
def test_a_passing_trouble_delays_the_mail_and_names_nobody(
    behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask()
    with mail_server(behaviour) as server:
        row = step()
        assert row.status == "READY"
        assert row.run_after > timezone.now()
        assert row.exception_class_path == "comments.mails.NotSent"
        assert server.mails == []
        assert names_nobody(row.traceback, caplog.text, repr([r.args for r in caplog.records]))
        assert "NotSent" in row.traceback
        server.behaviour = Behaviour.TAKES
        row = step()
        assert row.status == "SUCCESSFUL"
        assert len(server.mails) == 1
        assert ADDRESS in server.mails[0]


def test_no_server_at_all_is_a_passing_trouble(caplog: pytest.LogCaptureFixture) -> None:
    with mail_server(Behaviour.TAKES) as server:
        server.shutdown()
        server.server_close()
        ask()
        row = step()
    assert (row.status, row.exception_class_path) == ("READY", "comments.mails.NotSent")
    assert names_nobody(row.traceback, caplog.text)


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    ask()
    with mail_server(Behaviour.REFUSES):
        row = step()
    assert (row.status, row.return_value) == ("SUCCESSFUL", False)
    assert "refused" in caplog.text
    assert names_nobody(row.traceback, caplog.text)


def test_the_reader_never_waits_for_the_mail_server(client: Client) -> None:
    with mail_server(Behaviour.HANGS):
        begun = time.monotonic()
        assert send(client, make_article(), email=ADDRESS).status_code == 303
        ask()
        assert time.monotonic() - begun < 5  # it would hang for 20


def test_a_row_of_a_task_holds_numbers_alone() -> None:
    ask()
    row = DBTaskResult.objects.get()
    assert row.args_kwargs == {"args": [Claim.objects.get().pk], "kwargs": {}}
    assert names_nobody(repr(DBTaskResult.objects.values().get()))
