"""What the desk says of opinions, and every way to decide where two have to agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from comments.desk_links import DeskLink
from comments.models import Batch, Comment, Decision, Notice, Report
from comments.models.state import SecondOpinion
from comments.models.told import word
from tests.factories import make_user

from .deciding import (
    DESK,
    ask_for_two,
    decide,
    fresh,
    make_moderator,
    outcomes,
    passed_on,
    sentences,
)
from .posting import parse, reply, text

pytestmark = pytest.mark.django_db

AGREED = "It is decided when somebody agrees."
OPINION = "Two have to agree about this reply."


@pytest.fixture(autouse=True)
def two_agree() -> None:
    ask_for_two()


@pytest.fixture
def otto() -> User:
    return make_user("otto", "Moderator")


def remarks(client: Client, comment: Comment) -> list[str]:
    card: Any = reply(parse(client.get(f"{DESK}{comment.pk}/")), comment.pk)
    return [text(line) for line in card.xpath(".//*[@class='desk-remarks']/li")]


# --- What the desk says -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "would"),
    [("approve", "approve it"), ("reject", "reject it"), ("mark_spam", "mark it as spam")],
)
def test_with_the_script_the_card_stays_and_says_so(client: Client, verb: str, would: str) -> None:
    comment = passed_on(make_moderator(client))
    response = decide(client, comment, verb, card=True)
    assert response.status_code == 200
    card: Any = reply(parse(response), comment.pk)
    assert card.get("data-revision") == str(fresh(comment).revision)
    assert text(card.xpath("./*[@role='status']")[0]) == f"Noted: you would {would}. {AGREED}"


def test_without_the_script_a_message_says_so(client: Client) -> None:
    comment = passed_on(make_moderator(client))
    response = decide(client, comment, "approve")
    assert response.status_code == 303
    page = client.get(response["Location"])
    assert f"Noted: you would approve it. {AGREED}" in sentences(page)
    assert reply(parse(page), comment.pk) is not None


def test_opinions_stand_among_the_remarks(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client))
    decide(client, comment, "approve")
    fresh(comment).reject(by=otto, reason="Insult <b>")
    first, second = remarks(client, comment)
    assert first.startswith("mona: would approve")
    assert second.startswith("otto: would reject · Insult <b>")
    fresh(comment).mark_spam(by=otto)
    _first, second = remarks(client, comment)
    assert second.startswith("otto: would mark as spam")


def test_opinions_leave_the_card_with_the_decision_and_its_undo_returns_them(
    client: Client, otto: User
) -> None:
    comment = passed_on(make_moderator(client))
    decide(client, comment, "approve")
    fresh(comment).approve(by=otto)
    assert remarks(client, comment) == []
    decide(client, comment, "undo")
    assert len(remarks(client, comment)) == 1


def test_history_and_log_keep_them(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client))
    fresh(comment).reject(by=otto, reason="Insult", message="Please stay polite.")
    history = text(parse(client.get(f"{DESK}{comment.pk}/history/")))
    assert "would reject otto" in history
    assert "Would be told to its writer: Please stay polite." in history
    assert word(fresh(comment)) is None
    log = text(parse(client.get(f"{DESK}log/?what=opinion")))
    assert "otto would reject" in log
    file = b"".join(client.get(f"{DESK}log.csv?what=opinion")).decode()
    assert ",otto,would reject," in file


def test_colleagues_hear_of_it(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client))
    since = comment.decisions.latest("pk").pk
    fresh(comment).approve(by=otto)
    told = client.get(f"{DESK}changes/?since={since}").json()["decided"]
    assert {"reply": comment.pk, "revision": 3, "said": "otto: would approve"} in told


# --- Other ways to decide -----------------------------------------------------------------------


def test_in_a_batch_such_replies_are_left_alone(otto: User) -> None:
    mona = make_user("mona")
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    batch = Batch.objects.begin("approve", [comment.pk], by=otto)
    batch.run()
    assert outcomes(batch) == ["second"]
    assert fresh(comment).status == "waiting"


def test_a_link_from_a_mail_notes_an_opinion_and_is_used_up(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client))
    client.force_login(otto)
    place = f"/moderation/link/{DeskLink(otto.pk, comment.pk, fresh(comment).revision).token()}/"
    headers = {"Sec-Fetch-Site": "same-origin"}
    response = client.post(place, {"verb": "approve"}, headers=headers)
    assert response.status_code == 200
    assert f"would approve Noted: you would approve it. {AGREED}" in sentences(response)
    assert fresh(comment).status == "waiting"
    assert client.get(place).status_code == 410


def test_words_are_taken_out_and_the_approval_is_noted(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client), body="First two three.")
    fresh(comment).approve(by=otto)
    values = {"kept": "First three.", "revision": fresh(comment).revision, "verb": "approve"}
    response = client.post(f"{DESK}{comment.pk}/redact/", values | {"next": ""})
    told = sentences(client.get(response["Location"]))
    assert "Words were taken out" in told
    assert f"Noted: you would approve it. {AGREED}" in told
    row = fresh(comment)
    assert (row.status, row.body) == ("waiting", "First […] three.")
    row.approve(by=otto)
    assert fresh(comment).status == "published"


def test_an_answer_waits_until_two_agree(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client))
    place = f"{DESK}{comment.pk}/reply/"
    values = {"body": "We have asked the port.", "next": "", "revision": fresh(comment).revision}
    response = client.post(place, values)
    assert response.status_code == 409
    assert OPINION in sentences(response)
    assert parse(response).xpath("//textarea")[0].text.strip() == values["body"]
    assert not Decision.objects.filter(verb="opinion").exists()
    fresh(comment).approve(by=otto)
    assert client.post(place, values | {"revision": fresh(comment).revision}).status_code == 303
    assert fresh(comment).status == "published"


def test_reports_wait_for_the_second_who_keeps_the_reply(client: Client, otto: User) -> None:
    comment = passed_on(make_moderator(client), "published")
    Report.objects.create(comment=comment, reason="abuse")
    response = decide(client, comment, "keep", card=True)
    assert AGREED in text(parse(response))
    assert Report.objects.unhandled().exists()
    Report.objects.keep(fresh(comment), by=otto)
    assert not Report.objects.unhandled().exists()


def test_a_notice_is_not_upheld_by_an_opinion(otto: User) -> None:
    mona = make_user("mona")
    comment = passed_on(mona, "published")
    notice = Notice.objects.receive(comment, email="", name="", law="", explanation="Untrue.")
    why = {"ground": "law", "basis": "§ 1", "statement": "It says so."}
    with pytest.raises(SecondOpinion, match=OPINION):
        notice.uphold(by=otto, **why)
    notice = Notice.objects.get()
    assert notice.is_open
    assert fresh(comment).status == "published"
    fresh(comment).remove(by=mona)
    Notice.objects.get().uphold(by=otto, **why)
    assert fresh(comment).status == "removed"
