"""What a writer and the desk are told of a new text that was taken or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

from .posting import form_of, parse, send, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Comment:
    """A published reply whose writer has proposed another text."""
    comment = make_comment(make_article())
    comment.edit("Well said, and better now.")
    return comment


def decide(own: Comment, verb: str) -> Any:
    desk = Client()
    desk.force_login(make_user("mona", "Moderator"))
    fields = {"verb": verb, "revision": own.revision}
    return desk.post(f"/moderation/{own.pk}/", fields, follow=True)


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [
        ("approve", "The new text of Nadia Fell is published now.", "new text taken"),
        ("reject", "was refused; readers see the earlier one.", "new text refused"),
    ],
)
def test_the_desk_says_what_became_of_the_new_text(
    own: Comment, verb: str, said: str, state: str
) -> None:
    page = text(parse(decide(own, verb)))
    assert said in page
    assert state in page


@pytest.mark.parametrize(("verb", "told"), [("reject", True), ("approve", False)])
def test_the_writer_is_told_that_the_new_text_was_refused(
    client: Client, own: Comment, verb: str, told: bool
) -> None:
    decide(own, verb)
    page = text(parse(client.get(f"/comments/mine/{own.own_token}/")))
    assert ("Your new text was not taken: readers see the earlier one." in page) is told


def test_a_rejected_reply_offers_nothing_that_is_over(client: Client) -> None:
    own = make_comment(status="rejected")
    page = text(parse(client.get(f"/comments/mine/{own.own_token}/")))
    assert "Mail me" not in page
    assert "Take it back" not in page


def test_staff_see_under_which_name_they_reply(client: Client) -> None:
    article = make_article()
    client.force_login(make_user("ada", "Editor", first_name="Ada", last_name="Moreno"))
    page = parse(client.get(article.get_absolute_url()))
    assert "You reply as Ada Moreno." in text(page.get_element_by_id("respond"))
    assert not form_of(page).xpath(".//input[@name='email']")
    send(client, article, csrfmiddlewaretoken=form_of(page).fields["csrfmiddlewaretoken"])
    assert Comment.objects.get().name == "Ada Moreno"


def test_another_browser_with_the_secret_of_a_staff_reply_is_no_staff(client: Client) -> None:
    own = make_comment(user=make_user("ada", "Editor"), is_staff=True, email="")
    client.post(f"/comments/mine/{own.own_token}/", {"act": "edit", "body": "Something else."})
    own.refresh_from_db()
    assert own.body == "Well said."
    assert own.proposed is not None
