"""One decision about many replies: asked for, shown, confirmed, stored reply by reply."""

from __future__ import annotations

import pytest
from django.test import Client

from comments.models import Batch, Comment, Decision, Reason
from comments.tasks import decide_batch
from comments.views.desk import bulk, wishes
from tests.factories import make_comment, make_user

from .deciding import (
    BULK,
    DESK,
    confirm,
    fresh,
    make_moderator,
    make_waiting,
    outcomes,
    picks,
    sentences,
)
from .posting import parse, text

pytestmark = pytest.mark.django_db


def test_a_selection_is_shown_and_decides_nothing_before_it_is_confirmed(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(7)
    response = client.post(BULK, {"verb": "reject", "pick": picks(rows), "next": "order=oldest"})
    assert response.status_code == 200
    page = parse(response)
    assert "7 replies would be rejected." in text(page)
    assert len(page.xpath("//ul[@class='desk-samples']/li")) == 5
    assert not page.xpath("//input[@name='typed']")
    assert page.xpath("//a[@href='/moderation/?order=oldest']")
    assert not Decision.objects.exists()
    assert not Batch.objects.exists()


def test_the_buttons_of_a_selection_mean_it_whatever_else_is_set(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(3)
    asked = {"chosen": "mark_spam", "scope": "filter", "filter": "", "pick": picks(rows[:1])}
    shown = client.post(BULK, asked)
    assert "1 reply would be filed as spam." in text(parse(shown))
    confirm(client, shown)
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["spam", "waiting", "waiting"]


def test_a_confirmed_selection_is_one_batch_with_a_result_for_each(client: Client) -> None:
    mona = make_moderator(client)
    rows = make_waiting(3)
    reason = Reason.objects.get(position=3)
    shown = client.post(BULK, {"verb": "reject", "pick": ",".join(picks(rows))})
    response = confirm(client, shown, reason=reason.pk, tell="on")
    batch = Batch.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}batches/{batch.pk}/"
    assert (batch.by, batch.verb) == (mona, "reject")
    assert batch.results == [[row.pk, "done"] for row in rows]
    made = Decision.objects.filter(batch=batch)
    assert {(d.reason, d.message, d.by) for d in made} == {(reason.title, reason.message, mona)}
    assert {row.status for row in Comment.objects.all()} == {"rejected"}
    page = parse(client.get(response["Location"]))
    assert len(page.xpath("//ol[@class='desk-results']/li")) == 3
    assert "decided 3" in text(page)


def test_what_has_changed_in_the_meantime_is_left_alone_and_says_so(client: Client) -> None:
    mona = make_moderator(client)
    rows = make_waiting(6)
    shown = client.post(BULK, {"verb": "mark_spam", "pick": picks(rows)})
    fresh(rows[1]).edit("Its writer has changed it.")
    fresh(rows[2]).withdraw()
    fresh(rows[3]).mark_spam(by=mona)
    confirm(client, shown)
    batch = Batch.objects.get()
    assert outcomes(batch) == ["done", "stale", "stale", "stale", "done", "done"]
    assert [fresh(row).status for row in rows[:3]] == ["spam", "waiting", "withdrawn"]
    page = text(parse(client.get(f"{DESK}batches/{batch.pk}/")))
    assert "had changed in the meantime, left alone 3" in page


def test_more_than_twenty_want_their_number_typed(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(21)
    shown = client.post(BULK, {"verb": "approve", "pick": picks(rows)})
    assert parse(shown).xpath("//input[@name='typed']")
    for typed in ("", "20", "x"):
        refused = confirm(client, shown, typed=typed)
        assert refused.status_code == 422
        assert "Please type how many replies" in sentences(refused)
    assert not Decision.objects.exists()
    assert confirm(client, shown, typed=" 21 ").status_code == 303
    assert Comment.objects.published().count() == 21


def test_a_whole_filter_is_decided_as_it_was_counted(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(3)
    other = make_comment(status="waiting", body="Under another article.")
    query = f"article={rows[0].article_id}"
    shown = client.post(BULK, {"verb": "reject", "scope": "filter", "filter": query})
    assert "3 replies would be rejected." in text(parse(shown))
    late = make_comment(rows[0].article, status="waiting", body="Came after the count.")
    assert confirm(client, shown).status_code == 303
    assert {fresh(row).status for row in rows} == {"rejected"}
    assert {fresh(row).status for row in (other, late)} == {"waiting"}


def test_a_filter_that_holds_another_number_is_confirmed_anew(client: Client) -> None:
    mona = make_moderator(client)
    rows = make_waiting(3)
    shown = client.post(BULK, {"verb": "reject", "scope": "filter", "filter": ""})
    fresh(rows[0]).approve(by=mona)
    response = confirm(client, shown)
    assert response.status_code == 409
    assert "It is another number of replies now." in sentences(response)
    assert not Batch.objects.exists()


def test_a_filter_whose_reply_was_edited_since_is_confirmed_anew(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(3)
    shown = client.post(BULK, {"verb": "approve", "scope": "filter", "filter": ""})
    fresh(rows[1]).edit("Words that no moderator has seen.")
    response = confirm(client, shown)
    assert response.status_code == 409
    assert "Please look again." in sentences(response)
    assert not Batch.objects.exists()
    assert confirm(client, response).status_code == 303
    assert {fresh(row).status for row in rows} == {"published"}


@pytest.mark.parametrize("scope", ["picked", "filter"])
def test_what_is_edited_before_the_worker_comes_is_left_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch, scope: str
) -> None:
    monkeypatch.setattr("comments.views.desk.bulk.AT_ONCE", 2)
    make_moderator(client)
    rows = make_waiting(3)
    asked = {"verb": "approve", "scope": scope, "filter": "", "pick": picks(rows)}
    confirm(client, client.post(BULK, asked))
    fresh(rows[1]).edit("Words that no moderator has seen.")
    decide_batch.call(Batch.objects.get().pk, 0, 0)
    assert outcomes(Batch.objects.get()) == ["done", "stale", "done"]
    assert fresh(rows[1]).status == "waiting"


def test_more_picks_than_a_batch_holds_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.views.desk.wishes.MOST", 2)
    make_moderator(client)
    response = client.post(BULK, {"verb": "approve", "pick": picks(make_waiting(3))})
    assert response.status_code == 422
    assert "too many replies at once" in sentences(response)


def test_a_band_of_scores_is_cut_out_of_the_filter(client: Client) -> None:
    make_moderator(client)
    rows = make_waiting(4)
    for number, row in enumerate(rows):
        Comment.objects.filter(pk=row.pk).update(score=number / 2)
    values = {"verb": "mark_spam", "scope": "band", "filter": "", "from": "0.5", "to": "1"}
    shown = client.post(BULK, values)
    assert "2 replies would be filed as spam." in text(parse(shown))
    assert confirm(client, shown).status_code == 303
    assert [fresh(row).status for row in rows] == ["waiting", "spam", "spam", "waiting"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"verb": "delete", "pick": "1:1"}, "This decision does not exist"),
        ({"verb": "undo", "pick": "1:1"}, "This decision does not exist"),
        ({"verb": "reject"}, "No reply was chosen"),
        ({"verb": "reject", "scope": "picked"}, "No reply was chosen"),
        ({"verb": "reject", "pick": "x"}, "The selection cannot be read"),
        ({"verb": "reject", "pick": "1:1\x00"}, "The selection cannot be read"),
        ({"verb": "reject", "pick": "1:" + "9" * 40}, "The selection cannot be read"),
        ({"verb": "reject", "pick": "1:1", "reason": "x"}, "not offered any more"),
        ({"verb": "reject", "filter": "pile=nonsense"}, "There is no pile"),
        ({"verb": "reject", "filter": "pile=all"}, "Please choose a pile"),
        ({"verb": "reject", "filter": "pile=mine"}, "Please choose a pile"),
        ({"verb": "reject", "scope": "band", "filter": "", "from": "nan"}, "as numbers"),
        ({"verb": "reject", "scope": "band", "filter": "", "to": "x"}, "as numbers"),
    ],
)
def test_what_cannot_be_understood_decides_nothing(
    client: Client, fields: dict[str, str], why: str
) -> None:
    make_moderator(client)
    make_waiting(2)
    response = client.post(BULK, fields | {"confirmed": "2"})
    assert response.status_code == 422
    assert why in sentences(response)
    assert not Decision.objects.exists()


def test_numbers_of_no_reply_say_so(client: Client) -> None:
    make_moderator(client)
    shown = client.post(BULK, {"verb": "reject", "pick": "999999:1"})
    confirm(client, shown)
    assert outcomes(Batch.objects.get()) == ["gone"]


def test_a_filter_with_more_than_a_batch_holds_says_that_there_are_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_moderator(client)
    make_waiting(4)
    for module in (bulk, wishes):
        monkeypatch.setattr(module, "MOST", 3)
    shown = client.post(BULK, {"verb": "approve", "filter": ""})
    assert "3 replies would be approved. There are more" in text(parse(shown))


@pytest.mark.parametrize("groups", [(), ("Reporter",)], ids=["none", "reporter"])
def test_who_may_not_decide_is_refused(client: Client, groups: tuple[str]) -> None:
    rows = make_waiting(1)
    batch = Batch.objects.begin("reject", [rows[0].pk], by=make_user("otto"))
    place = f"{DESK}batches/{batch.pk}/"
    for url in (BULK, place):
        assert client.post(url).status_code == 302
    client.force_login(make_user("rob", *groups))
    assert client.post(BULK, {"verb": "reject", "pick": picks(rows)}).status_code == 403
    assert client.get(place).status_code == 403
    assert client.post(place).status_code == 403
    assert client.get(BULK).status_code == 403
    assert fresh(rows[0]).status == "waiting"
