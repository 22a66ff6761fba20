"""Links in moderators' mails: GET shows one reply, POST decides about it, once."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client

from cms.logs import Line
from comments.desk_links import DeskLink
from comments.models import Comment, Decision, Discussion, Report, Signal, UsedLink
from comments.models import digest as digests
from comments.tasks import prune_links, send_digest
from tests.factories import make_article, make_comment, make_user

from .posting import BROWSER, parse, text

pytestmark = pytest.mark.django_db

VERBS = {"approve": "published", "reject": "rejected", "mark_spam": "spam"}


@pytest.fixture
def mona() -> Any:
    return make_user("mona", "Moderator", email="mona@news.example")


@pytest.fixture
def comment() -> Comment:
    body = "See https://shop.example/ for more."
    comment = make_comment(status="waiting", body=body, email="otto@example.com")
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture
def _freely() -> None:
    """The link itself is the right, without a login."""
    Discussion.objects.update_or_create(pk=1, defaults={"links_need_login": False})


freely = pytest.mark.usefixtures("_freely")


def address(by: Any, comment: Comment) -> str:
    return f"/moderation/link/{DeskLink(by.pk, comment.pk, comment.revision).token()}/"


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(client: Client, place: str, verb: str = "approve") -> Any:
    return client.post(place, {"verb": verb}, headers=BROWSER)


def untouched(comment: Comment) -> bool:
    now = Comment.objects.get(pk=comment.pk)
    nothing = not comment.decisions.exists() and not UsedLink.objects.exists()
    return nothing and (now.status, now.revision) == ("waiting", comment.revision)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_shows_the_reply_and_never_acts(mona: Any, comment: Comment, method: str) -> None:
    Signal.objects.create(comment=comment, code="links", weight=0.5, detail="2")
    Report.objects.create(comment=comment, reason="spam", text="Buy nothing")
    response = getattr(logged_in(mona), method)(address(mona, comment))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"
    assert untouched(comment)
    if method == "get":
        shown = text(parse(response))
        for words in ("See https://shop.example/ for more.", "Harbour reopens", "Buy nothing"):
            assert words in shown
        assert "links +0.5 2" in shown
        assert b"otto@" not in response.content
        assert b'href="https://shop.example' not in response.content


@pytest.mark.parametrize("verb", VERBS)
def test_one_decision_is_made_by_whom_the_mail_went_to(
    mona: Any, comment: Comment, verb: str
) -> None:
    client, place = logged_in(mona), address(mona, comment)
    response = decide(client, place, verb)
    assert response.status_code == 200
    assert "Undo at the desk" in response.content.decode()
    decision = comment.decisions.get()
    assert (decision.by, decision.after) == (mona, VERBS[verb])
    for again in (client.get(place), decide(client, place, "reject")):
        assert again.status_code == 410
        assert "This link has been used." in again.content.decode()
    assert Decision.objects.count() == 1


def test_a_login_is_asked_for(mona: Any, comment: Comment, client: Client) -> None:
    for response in (client.get(address(mona, comment)), decide(client, address(mona, comment))):
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/?next=/moderation/link/")
    assert untouched(comment)


def test_somebody_elses_link_is_refused(mona: Any, comment: Comment) -> None:
    other = logged_in(make_user("otis", "Moderator"))
    for response in (other.get(address(mona, comment)), decide(other, address(mona, comment))):
        assert response.status_code == 403
        assert "somebody else" in response.content.decode()
    assert untouched(comment)


@pytest.mark.parametrize("needs_login", [True, False])
@pytest.mark.parametrize("loss", ["deactivated", "right", "gone"])
def test_whoever_does_not_decide_any_more_is_refused(
    mona: Any, comment: Comment, *, needs_login: bool, loss: str
) -> None:
    Discussion.objects.update_or_create(pk=1, defaults={"links_need_login": needs_login})
    place, client = address(mona, comment), logged_in(mona)
    if loss == "right":
        mona.groups.clear()
    elif loss == "gone":
        mona.delete()
    else:
        mona.is_active = False
        mona.save()
    for response in (client.get(place), decide(client, place)):
        asked_to_log_in = needs_login and loss != "right"
        assert response.status_code == (302 if asked_to_log_in else 403)
    assert untouched(comment)


@freely
def test_without_the_need_for_a_login_the_link_is_the_right(
    mona: Any, comment: Comment, client: Client
) -> None:
    place = address(mona, comment)
    page = client.get(place)
    assert page.status_code == 200
    assert not client.cookies
    assert decide(client, place).status_code == 200
    assert not client.cookies
    assert comment.decisions.get().by == mona
    assert client.get("/moderation/").status_code == 302


@freely
def test_text_browsers_that_say_nothing_are_believed_and_other_sites_are_not(
    mona: Any, comment: Comment, client: Client
) -> None:
    place = address(mona, comment)
    foreign = {"Origin": "https://evil.example"}
    assert client.post(place, {"verb": "approve"}, headers=foreign).status_code == 403
    assert untouched(comment)
    assert client.post(place, {"verb": "approve"}).status_code == 200


def test_a_login_needs_djangos_token_as_well(mona: Any, comment: Comment) -> None:
    client, place = Client(enforce_csrf_checks=True), address(mona, comment)
    client.force_login(mona)
    refused = decide(client, place)
    assert refused.status_code == 403
    assert "Please send it again." in refused.content.decode()
    assert untouched(comment)
    token = parse(refused).xpath("//form//input[@name='csrfmiddlewaretoken']/@value")[-1]
    sent = {"verb": "approve", "csrfmiddlewaretoken": token}
    assert client.post(place, sent, headers=BROWSER).status_code == 200


def test_after_a_day_it_has_expired(mona: Any, comment: Comment) -> None:
    place, client = address(mona, comment), logged_in(mona)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=23, minutes=59), tick=False):
        assert client.get(place).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=5), tick=False):
        for response in (client.get(place), decide(client, place)):
            assert response.status_code == 410
            assert "This link has expired." in response.content.decode()
    assert untouched(comment)


@pytest.mark.parametrize("trick", ["user", "reply", "cut", "other salt", "words"])
def test_a_forged_link_does_not_exist(mona: Any, comment: Comment, trick: str) -> None:
    token = DeskLink(mona.pk, comment.pk, comment.revision).token()
    forged = {
        "user": re.sub(r"^\d+", "9", token),
        "reply": re.sub(r"\.\d+\.", ".9.", token),
        "cut": token[:-1],
        "other salt": signing.TimestampSigner(salt="comments.claim").sign(token.split(":")[0]),
        "words": "now.then",
    }[trick]
    client = logged_in(mona)
    for response in (
        client.get(f"/moderation/link/{forged}/"),
        decide(client, f"/moderation/link/{forged}/"),
    ):
        assert response.status_code == 404
        assert "This link does not exist." in response.content.decode()
    assert untouched(comment)


@pytest.mark.parametrize("change", ["edit", "decision"])
def test_a_reply_that_has_changed_since_is_left_alone(
    mona: Any, comment: Comment, change: str
) -> None:
    place, client = address(mona, comment), logged_in(mona)
    row = Comment.objects.get(pk=comment.pk)
    if change == "edit":
        row.edit("Another text altogether.")
    else:
        row.reject(by=None)
    status, decisions = row.status, Decision.objects.count()
    for response in (client.get(place), decide(client, place)):
        assert response.status_code == 409
        assert "Nothing was changed by this link." in response.content.decode()
    assert Comment.objects.get(pk=comment.pk).status == status
    assert (Decision.objects.count(), UsedLink.objects.count()) == (decisions, 0)


def test_a_decision_at_the_same_moment_leaves_the_link_unused(
    mona: Any, comment: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    use = UsedLink.objects.use

    def meanwhile(token: str) -> Any:
        Comment.objects.get(pk=comment.pk).reject(by=None)
        return use(token)

    monkeypatch.setattr(UsedLink.objects, "use", meanwhile)
    assert decide(logged_in(mona), address(mona, comment)).status_code == 409
    assert (Decision.objects.count(), UsedLink.objects.count()) == (0, 0)


def test_an_unknown_verb_changes_nothing(mona: Any, comment: Comment) -> None:
    response = decide(logged_in(mona), address(mona, comment), "remove")
    assert response.status_code == 400
    assert "Please choose a button on this page." in text(parse(response))
    assert untouched(comment)


def test_an_edit_of_a_published_reply_is_taken_or_refused(mona: Any) -> None:
    row = Comment.objects.get(pk=make_comment().pk)
    row.edit("A better text of the same.")
    place, client = address(mona, row), logged_in(mona)
    assert "A better text of the same." in text(parse(client.get(place)))
    assert "new text refused" in text(parse(decide(client, place, "reject")))
    row.refresh_from_db()
    assert (row.status, row.body, row.proposed) == ("published", "Well said.", None)


def test_the_digest_leads_to_the_most_urgent_without_a_readers_word(mona: Any) -> None:
    article, now = make_article("Night trains"), datetime.now(UTC)
    rows = [make_comment(article, status="waiting", body=f"Secret {n}") for n in range(8)]
    for age, row in enumerate(rows):
        Comment.objects.filter(pk=row.pk).update(due_at=now - timedelta(hours=age))
    Comment.objects.filter(pk=rows[7].pk).update(due_at=now + timedelta(hours=1))
    Comment.objects.filter(pk=rows[6].pk).update(escalated="legal")
    send_digest.call(mona.pk)
    (message,) = mail.outbox
    for part in (message.body, str(message.alternatives[0][0])):
        assert "Decide about a reply under “Night trains”" in part
        assert "Secret" not in part
        assert "Nadia" not in part
        tokens = re.findall(r"http://127.0.0.1:8000/moderation/link/([^/\s]+)/", part)
        links = [DeskLink.read(token) for token in tokens]
        assert [link.comment for link in links] == [rows[n].pk for n in (5, 4, 3, 2, 1)]
        assert {link.user for link in links} == {mona.pk}
    assert logged_in(mona).get(f"/moderation/link/{tokens[0]}/").status_code == 200
    assert len(links) == digests.LINKED


def test_used_links_are_forgotten_when_they_have_expired(mona: Any, comment: Comment) -> None:
    decide(logged_in(mona), address(mona, comment))
    assert prune_links.call() == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=24, seconds=5)):
        assert prune_links.call() == 1
    assert not UsedLink.objects.exists()


def test_no_token_is_written_to_the_log(
    mona: Any, comment: Comment, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    place = address(mona, comment)
    decide(logged_in(mona), place.replace(":", "%3A"), "none")
    client.post(f"/admin/login/?next={place}", {}, headers={"Origin": "https://evil.example"})
    logging.getLogger("django.request").warning("Not Found: %s", place)
    written = "\n".join(map(Line("%(message)s").format, caplog.records))
    assert "/moderation/link/…" in written
    assert place.split("/")[3] not in written
    assert place.split("/")[3].replace(":", "%3A") not in written
