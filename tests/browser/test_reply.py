"""Leaving a reply in Chromium, with and without script, up to its place in the thread."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from tests.browser.steps import (
    SUMMARY,
    fill_reply,
    form,
    log_in,
    press_until_focused,
    send,
)
from tests.factories import make_comment, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
WAITS = "Your reply is awaiting moderation: only you can see it."
both_ways = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@both_ways
def test_reply_waits_in_place_where_only_its_author_sees_it(
    visitor: Visitor, address: str, script: bool
) -> None:
    author, somebody = visitor(java_script_enabled=script), visitor()
    author.goto(address)
    fill_reply(author, "I was on that ferry.")
    send(author)

    reply = Comment.objects.get()
    assert reply.status == Comment.Status.WAITING
    own = author.locator(f"#comment-{reply.pk}")
    expect(own).to_contain_text(WAITS)
    expect(own).to_contain_text("I was on that ferry.")
    author.goto(address)
    expect(own).to_contain_text(WAITS)

    somebody.goto(address)
    expect(somebody.locator("#comments")).to_contain_text("No replies yet")
    expect(somebody.locator("body")).not_to_contain_text("I was on that ferry.")


def test_received_reply_takes_the_focus_and_cleans_the_address(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    send(page)
    reply = Comment.objects.get()
    expect(page.locator(f"#comment-{reply.pk}")).to_be_focused()
    expect(page).to_have_url(f"{address}#comment-{reply.pk}")


@both_ways
def test_reader_answers_one_reply_and_a_moderator_lets_it_appear_under_it(
    visitor: Visitor, live_server: LiveServer, article: Article, address: str, script: bool
) -> None:
    make_user("mira", "Moderator")
    first = make_comment(article, name="Ada Moreno", body="Was it late?")
    make_comment(article, name="Otto Reyes", body="Nice photo.")
    author, moderator, reader = visitor(java_script_enabled=script), visitor(), visitor()

    author.goto(address)
    author.get_by_role("link", name="Reply to Ada Moreno").click()
    expect(author.locator("#respond")).to_contain_text("In reply to Ada Moreno")
    assert ("/reply/" in author.url) is not script
    fill_reply(author, "Nine minutes late.")
    send(author)
    answer = Comment.objects.get(parent=first)

    log_in(moderator, live_server.url, "mira")
    card = moderator.locator(f"#comment-{answer.pk}")
    expect(card).to_contain_text("Nine minutes late.")
    expect(card).to_contain_text("Was it late?")
    card.get_by_role("button", name="Approve").click()
    expect(card.locator(".state")).to_have_text("published")
    expect(moderator.locator(".desk-card")).to_have_count(0)

    reader.goto(f"{live_server.url}/comments/{answer.pk}/")
    expect(reader).to_have_url(f"{address}#comment-{answer.pk}")
    under = reader.locator(
        f"li:has(> #comment-{first.pk}) > details > ol > li > #comment-{answer.pk}"
    )
    expect(under).to_contain_text("Nine minutes late.")
    expect(under).to_be_in_viewport()
    expect(reader.locator("#comments")).not_to_contain_text(WAITS)
    assert "ines@example.com" not in reader.content()


def test_undone_approval_takes_the_reply_away_at_once(
    visitor: Visitor, live_server: LiveServer, article: Article, address: str
) -> None:
    make_user("mira", "Moderator")
    waiting = make_comment(article, status="waiting", name="Ada Moreno")
    moderator, reader = visitor(), visitor()
    log_in(moderator, live_server.url, "mira")
    moderator.get_by_role("button", name="Approve").first.click()
    undo = moderator.get_by_role("button", name="Undo: Ada Moreno")
    expect(undo).to_be_visible()
    reader.goto(address)
    expect(reader.locator(f"#comment-{waiting.pk}")).to_be_visible()
    undo.click()
    expect(moderator.locator(f"#comment-{waiting.pk}.desk-card")).to_be_visible()
    reader.reload()
    expect(reader.locator(f"#comment-{waiting.pk}")).to_have_count(0)


@both_ways
def test_refused_reply_comes_back_filled_in_and_can_be_corrected(
    visitor: Visitor, article: Article, address: str, script: bool
) -> None:
    answered = make_comment(article, name="Ada Moreno")
    page = visitor(java_script_enabled=script)
    page.goto(address)
    page.get_by_role("link", name="Reply to Ada Moreno").click()
    fill_reply(page, "Nine minutes late.", email="not an address")
    send(page)

    expect(page.locator(SUMMARY)).to_be_focused()
    expect(page.locator(SUMMARY)).to_be_in_viewport()
    fields = form(page)
    expect(fields.locator("[name=body]")).to_have_value("Nine minutes late.")
    expect(fields.locator("[name=name]")).to_have_value("Ines Calder")
    expect(fields.locator("[name=email]")).to_have_value("not an address")
    expect(fields.locator("[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(fields.locator("[name=email]")).to_have_accessible_description(
        re.compile("like name@example.org")
    )
    expect(page.locator("#respond")).to_contain_text("In reply to Ada Moreno")
    page.locator(SUMMARY).get_by_role("link").click()
    expect(fields.locator("[name=email]")).to_be_focused()

    fields.locator("[name=email]").fill("ines@example.com")
    send(page)
    corrected = Comment.objects.get(parent=answered)
    expect(page.locator(f"#comment-{corrected.pk}")).to_contain_text(WAITS)


def test_form_moves_to_the_answered_reply_and_back(
    page: Page, article: Article, address: str
) -> None:
    answered = make_comment(article, name="Ada Moreno")
    page.goto(address)
    link = page.get_by_role("link", name="Reply to Ada Moreno")
    link.click()
    expect(page.locator(f"#comment-{answered.pk} + #respond")).to_be_visible()
    expect(form(page).locator("[name=body]")).to_be_focused()
    page.locator("#respond").get_by_text("Cancel").click()
    expect(page.locator("#comments #respond")).to_have_count(0)
    expect(page.locator("#respond")).not_to_contain_text("Ada Moreno", use_inner_text=True)
    expect(link).to_be_focused()
    fill_reply(page, "A word of my own.")
    send(page)
    assert Comment.objects.get(name="Ines Calder").parent is None


def test_second_click_sends_no_second_reply(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    form(page).get_by_role("button", name="Post reply").dblclick()
    page.wait_for_url("**#comment-*")
    expect(page.locator("#comments")).to_contain_text(WAITS)
    assert Comment.objects.count() == 1


@both_ways
def test_back_to_top_leads_to_the_top(
    visitor: Visitor, article: Article, script: bool, address: str
) -> None:
    for number in range(20):
        make_comment(article, body=f"Reply number {number}.")
    page = visitor(java_script_enabled=script, reduced_motion="reduce")
    page.goto(address)
    link = page.get_by_role("link", name="Back to top")
    link.scroll_into_view_if_needed()
    expect(page.get_by_role("heading", level=1)).not_to_be_in_viewport()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page).to_have_url(f"{address}#top")


def test_first_tab_stop_skips_to_the_text(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_reply_is_left_with_the_keyboard_alone(page: Page, article: Article, address: str) -> None:
    answered = make_comment(article, name="Ada Moreno")
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    press_until_focused(page, page.get_by_role("link", name="Reply to Ada Moreno"), limit=10)
    page.keyboard.press("Enter")
    fields = form(page)
    expect(fields.locator("[name=body]")).to_be_focused()
    page.keyboard.type("Typed, not clicked.")
    for field, text in (("name", "Ines Calder"), ("email", "ines@example.com"), ("website", "")):
        assert press_until_focused(page, fields.locator(f"[name={field}]")) == 1
        page.keyboard.type(text)
    button = fields.get_by_role("button", name="Post reply")
    assert press_until_focused(page, button) == 2  # the decoys are no stops, the box is one
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reply = Comment.objects.get(parent=answered)
    assert (reply.body, reply.name) == ("Typed, not clicked.", "Ines Calder")
    expect(page.locator(f"#comment-{reply.pk}")).to_be_focused()


@pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
def test_control_and_enter_send_the_reply(page: Page, address: str, keys: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    form(page).locator("[name=body]").focus()
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press(keys)
    reply = Comment.objects.get()
    expect(page.locator(f"#comment-{reply.pk}")).to_contain_text(WAITS)


def test_control_and_enter_do_not_end_a_composition(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "かな")
    form(page).locator("[name=body]").evaluate("""body => body.dispatchEvent(new KeyboardEvent(
      "keydown", {key: "Enter", ctrlKey: true, isComposing: true, bubbles: true}))""")
    page.wait_for_timeout(300)
    expect(page).to_have_url(address)
    assert not Comment.objects.exists()


def test_form_says_to_who_hears_it_whom_it_answers(
    page: Page, article: Article, address: str
) -> None:
    make_comment(article, name="Ada Moreno")
    page.goto(address)
    page.get_by_role("link", name="Reply to Ada Moreno").press("Enter")
    body = form(page).locator("[name=body]")
    expect(body).to_have_accessible_description("In reply to Ada Moreno")
    press_until_focused(page, page.get_by_role("link", name="Cancel"), key="Shift+Tab", limit=2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Reply to Ada Moreno")).to_be_focused()
    expect(body).to_have_accessible_description("")
