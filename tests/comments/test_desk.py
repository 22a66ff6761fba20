"""The moderators' desk: who may come in, what is decided there, what is never shown."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from comments.models import Comment, Decision
from tests.factories import make_article, make_comment, make_user

from .posting import parse, reply, text

pytestmark = pytest.mark.django_db

DESK = "/moderation/"


def make_moderator(client: Client, *groups: str) -> Any:
    user = make_user("mona", *(groups or ("Moderator",)))
    client.force_login(user)
    return user


def decide(client: Client, comment: Comment, verb: str, **fields: Any) -> Any:
    values = {"verb": verb, "revision": comment.revision}
    return client.post(f"{DESK}{comment.pk}/", values | fields, follow=True)


def verbs(card: Any) -> list[str]:
    """What the forms of a card offer to do."""
    return card.xpath(".//*[@name='verb']/@value")


def alerts(response: Any) -> str:
    return " ".join(text(element) for element in parse(response).xpath("//*[@role='alert']"))


def said(response: Any) -> str:
    """What the desk tells the moderator, as one text."""
    return " ".join(text(found) for found in parse(response).xpath("//*[@role='status']")).strip()


def test_who_is_not_logged_in_is_asked_to(client: Client) -> None:
    response = client.get(DESK)
    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next={DESK}"
    comment = make_comment(status="waiting")
    assert client.post(f"{DESK}{comment.pk}/", {"verb": "approve"}).status_code in {302, 403}
    assert Comment.objects.get().status == "waiting"


def test_nobody_keeps_what_waits(client: Client) -> None:
    make_moderator(client)
    assert "no-store" in client.get(DESK)["Cache-Control"]


@pytest.mark.parametrize("groups", [(), ("Reporter",)], ids=["none", "reporter"])
def test_staff_without_the_permission_stay_outside(client: Client, groups: tuple[str]) -> None:
    comment = make_comment(status="waiting", body="secret words")
    client.force_login(make_user("rob", *groups))
    for response in (client.get(DESK), decide(client, comment, "approve")):
        assert response.status_code == 403
        assert b"secret words" not in response.content
        assert "You may not see this page" in text(parse(response))
    assert Comment.objects.get().status == "waiting"


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
@pytest.mark.parametrize(
    ("verb", "status"), [("approve", "published"), ("reject", "rejected"), ("mark_spam", "spam")]
)
def test_editors_and_moderators_decide(client: Client, group: str, verb: str, status: str) -> None:
    user = make_moderator(client, group)
    comment = make_comment(status="waiting", name="Otto Brandt", body="Well *said*.")
    card = reply(parse(client.get(DESK)), comment.pk)
    assert "Otto Brandt" in text(card)
    assert card.xpath(".//em/text()") == ["said"]
    assert {"approve", "reject", "mark_spam"} <= set(verbs(card))
    response = decide(client, comment, verb)
    assert response.redirect_chain == [(f"{DESK}#receipt", 303)]
    assert said(response) == f"The reply of Otto Brandt is {status} now."
    assert Comment.objects.get().status == status
    assert Decision.objects.get().by == user
    assert not parse(response).xpath(f"//*[@id='comment-{comment.pk}']")


def test_who_may_only_look_sees_no_buttons(client: Client) -> None:
    user = make_user("val")
    user.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(user)
    comment = make_comment(status="waiting")
    card = reply(parse(client.get(DESK)), comment.pk)
    assert not card.xpath(".//button | .//form | .//input")
    assert decide(client, comment, "approve").status_code == 403


def test_a_decision_needs_the_token_of_its_form() -> None:
    client = Client(enforce_csrf_checks=True)
    make_moderator(client)
    comment = make_comment(status="waiting")
    assert decide(client, comment, "approve").status_code == 403
    form = reply(parse(client.get(DESK)), comment.pk).xpath(".//form")[0]
    client.post(form.get("action"), dict(form.form_values()) | {"verb": "approve"})
    assert Comment.objects.get().status == "published"


def test_looking_decides_nothing(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    page = client.get(f"{DESK}{comment.pk}/?verb=approve&revision=1")
    assert page.status_code == 200
    assert reply(parse(page), comment.pk) is not None
    assert Comment.objects.get().status == "waiting"
    assert client.post(f"{DESK}{comment.pk + 9}/", {"verb": "approve"}).status_code == 404


@pytest.mark.parametrize("verb", ["reject", "approve"])
def test_a_stale_page_decides_nothing_and_says_why(client: Client, verb: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", name="Otto Brandt")
    Comment.objects.get().approve(by=None)
    response = decide(client, comment, verb)
    assert response.status_code == 409
    assert "Otto Brandt" in alerts(response)
    assert "nothing was changed" in alerts(response)
    assert Comment.objects.get().status == "published"
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "revision", ["", "x", "0", "-1", "9" * 30, "9" * 5000, str(2**63 - 1), "1.0", "\x00"]
)
def test_a_revision_that_is_none_decides_nothing(client: Client, revision: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    assert decide(client, comment, "approve", revision=revision).status_code == 409
    assert Comment.objects.get().status == "waiting"


@pytest.mark.parametrize("verb", ["", "delete", "withdraw", "save", "__class__", "approve "])
def test_unknown_decisions_are_refused_with_a_sentence(client: Client, verb: str) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting")
    response = decide(client, comment, verb)
    assert response.status_code == 422
    assert "This decision does not exist." in alerts(response)
    assert Comment.objects.get().status == "waiting"


def test_a_slip_is_undone_from_its_receipt(client: Client) -> None:
    make_moderator(client)
    comment = make_comment(status="waiting", name="Otto Brandt")
    page = parse(decide(client, comment, "reject"))
    form = page.xpath(f"//*[@id='receipt']//form[@action='{DESK}{comment.pk}/']")[0]
    assert verbs(form) == ["undo"]
    values = dict(form.form_values()) | {"verb": "undo"}
    response = client.post(form.get("action"), values, follow=True)
    assert said(response) == "The reply of Otto Brandt is waiting now."
    assert reply(parse(response), comment.pk) is not None
    assert not parse(response).xpath("//button[@value='undo']")


def test_what_is_due_first_lies_in_front_and_every_card_names_its_place_and_signals(
    client: Client,
) -> None:
    make_moderator(client)
    article = make_article("Harbour reopens")
    above = make_comment(article, name="Ida Lund", body="The first word.")
    rows = [
        make_comment(article, status="waiting", body="Second, which no rule doubts"),
        make_comment(article, parent=above, status="waiting", body="http://one.example/"),
    ]
    make_comment(article, status="spam", body="Not here")
    page = parse(client.get(DESK))
    assert page.xpath("//*[starts-with(@id, 'comment-')]/@id") == [
        f"comment-{row.pk}" for row in rows
    ]
    card = reply(page, rows[1].pk)
    for words in ("Harbour reopens", "Ida Lund", "The first word.", "links"):
        assert words in text(card)
    assert "2 replies wait" in text(page)


def test_the_desk_shows_no_address_and_nothing_made_from_one(client: Client) -> None:
    make_moderator(client)
    address = "Nadia.Fell@Example.com"
    for status in ("waiting", "published", "rejected", "spam"):
        make_comment(status=status, email=address, body=status, client_prefix="ab" * 32)
    row = Comment.objects.first()
    assert row is not None
    assert row.email_sealed is not None
    pages = [client.get(DESK), decide(client, Comment.objects.waiting().get(), "approve")]
    functions = [
        row.email_index,
        row.email_index.partition(":")[2],
        bytes(row.email_sealed).decode(),
    ]
    for form in (address, address.lower(), address.strip().casefold()):
        functions += [form, form.partition("@")[0]]
        functions += [hashlib.new(h, form.encode()).hexdigest() for h in ("md5", "sha1", "sha256")]
    for response in pages:
        content = response.content.decode()
        assert not [found for found in functions if found in content]
        assert row.client_prefix not in content
