"""From a wire article to a reader's approved reply, and the answer to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.factories import make_user
from tests.reading import page, words

pytestmark = pytest.mark.django_db

COPY = """City

Ferry returns to the old harbour

After two winters on the slip the Marigold carries passengers again

The Marigold left the old harbour at seven on Monday morning with forty people aboard.

"She sounds the same," said the woman who sells the tickets.

Leave a Reply
"""
ADDRESS = "/2024/05/ferry-returns-to-the-old-harbour/"
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}


def make_published_copy(folder: Path) -> Article:
    file = folder / "ferry.txt"
    file.write_text(COPY)
    call_command("import_article", str(file), "--publish", "--date", "2024-05-21")
    return Article.objects.get()


def fill(form: Any, **typed: str) -> dict[str, str]:
    """The form's own values with what a reader types into it."""
    return {name: form.fields[name] or "" for name in form.fields} | typed


def leave(reader: Client, address: str, **typed: str) -> Any:
    """Open a page, fill in its form, send it, and look at what comes back."""
    form = page(reader.get(address)).xpath("//*[@id='respond']//form")[0]
    values = fill(form, email=f"{typed['name'].split()[0]}@example.com".lower(), **typed)
    return reader.post(form.get("action"), values, headers=FROM_PAGE, follow=True)


def press(moderator: Client, reply: Comment, verb: str) -> None:
    desk = page(moderator.get("/moderation/"))
    form = desk.xpath(f"//*[@id='comment-{reply.pk}']//form")[0]
    values = fill(form, verb=verb)
    assert moderator.post(form.get("action"), values, follow=True).status_code == 200


def thread(address: str = ADDRESS) -> Any:
    """What anybody reads."""
    return page(Client().get(address)).get_element_by_id("comments")


def test_a_reply_travels_from_the_reader_over_the_desk_to_the_page(tmp_path: Path) -> None:
    article = make_published_copy(tmp_path)
    assert article.get_absolute_url() == ADDRESS
    assert "Be the first." in words(thread())

    reader, moderator = Client(), Client(enforce_csrf_checks=True)
    answer = leave(reader, ADDRESS, name="Nadia Fell", body="I was *aboard*.")
    first = Comment.objects.get()
    assert answer.redirect_chain == [(f"{ADDRESS}?received=1#comment-{first.pk}", 303)]
    assert "only you can see it" in words(page(answer).get_element_by_id(f"comment-{first.pk}"))
    assert "aboard" not in words(thread())

    moderator.force_login(make_user("mona", "Moderator"))
    press(moderator, first, "approve")
    shown = thread().get_element_by_id(f"comment-{first.pk}")
    assert "Nadia Fell" in words(shown)
    assert "I was aboard." in words(shown)
    assert "only you can see it" not in words(page(reader.get(ADDRESS)))


def test_an_answer_comes_to_stand_under_the_reply(tmp_path: Path) -> None:
    article = make_published_copy(tmp_path)
    moderator = Client(enforce_csrf_checks=True)
    moderator.force_login(make_user("mona", "Moderator"))
    leave(Client(), ADDRESS, name="Nadia Fell", body="I was aboard.")
    first = Comment.objects.get()
    press(moderator, first, "approve")

    link = thread().xpath(f".//*[@id='comment-{first.pk}']//a[contains(@href, '/reply/')]/@href")
    leave(Client(), link[0], name="Otto Brandt", body="Was it cold?")
    second = Comment.objects.get(parent=first)
    press(moderator, second, "approve")
    below = thread().get_element_by_id(f"comment-{second.pk}")
    assert below.xpath(f"ancestor::li[2]/*[@id='comment-{first.pk}']")
    assert "2 replies" in words(thread())
    assert article.comments.count() == 2

    link = thread().xpath(f".//*[@id='comment-{second.pk}']//a[contains(@href, '/reply/')]/@href")
    leave(Client(), link[0], name="Ida Lund", body="Buy my pills.")
    press(moderator, Comment.objects.get(parent=second), "mark_spam")
    assert "pills" not in words(thread())
    assert "2 replies" in words(thread())


def test_a_slip_at_the_desk_is_put_right_before_anybody_reads_on(tmp_path: Path) -> None:
    make_published_copy(tmp_path)
    moderator = Client(enforce_csrf_checks=True)
    moderator.force_login(make_user("eve", "Editor"))
    leave(Client(), ADDRESS, name="Nadia Fell", body="I was aboard.")
    reply = Comment.objects.get()
    press(moderator, reply, "approve")
    assert "aboard" in words(thread())
    desk = page(moderator.get("/moderation/"))
    form = desk.xpath(f"//form[@action='/moderation/{reply.pk}/']")[0]
    moderator.post(form.get("action"), fill(form, verb="undo"))
    assert "I was aboard." not in words(thread())
    assert [decision.after for decision in reply.decisions.all()] == ["waiting", "published"]
