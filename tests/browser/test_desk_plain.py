"""The desk without script: every decision is a form, every answer a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Block, Comment, Decision
from comments.models.search import index
from tests.browser.desk_steps import card, make_queue, open_desk, statuses

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    return visitor(java_script_enabled=False)


def test_approve_reject_with_a_reason_and_undo(page: Page, live_server: LiveServer) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    with page.expect_navigation():
        card(page, first).get_by_role("button", name=re.compile("Approve")).click()
    expect(page.get_by_role("status").first).to_contain_text("The reply of Ada is published now.")
    card(page, second).locator("summary[data-act=reject]").click()
    with page.expect_navigation():
        card(page, second).get_by_role("button", name=re.compile("Insult")).click()
    assert statuses() == ["published", "rejected", "waiting"]
    assert Decision.objects.first().reason == "Insult"  # type: ignore[union-attr]
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Undo")).first.click()
    assert statuses() == ["published", "waiting", "waiting"]
    expect(card(page, second)).to_be_visible()
    expect(card(page, third)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/moderation/(#receipt)?$"))


def unfold(page: Page, reply: Comment, act: str) -> Locator:
    """The card with what that button folds out."""
    page.goto(page.url.split("#")[0])
    there = card(page, reply)
    there.locator(f"summary[data-act={act}]").click()
    return there


def said(page: Page) -> Locator:
    return page.locator("[role=status], [role=alert]").first


def test_what_folds_out_of_a_card(page: Page, live_server: LiveServer) -> None:
    later, passed_on, asked, noted = make_queue(4)
    open_desk(page, live_server.url)
    unfold(page, noted, "note").locator("[name=note]").last.fill("A friend of the house.")
    card(page, noted).get_by_role("button", name="Keep the note").click()
    expect(card(page, noted).locator(".desk-remarks")).to_contain_text("A friend of the house.")
    unfold(page, later, "defer").get_by_role("button", name="Tomorrow").click()
    expect(card(page, later)).to_have_count(0)
    unfold(page, passed_on, "defer").get_by_role("button", name="A lawyer").click()
    expect(card(page, passed_on)).to_contain_text("for a lawyer")
    unfold(page, asked, "defer").get_by_role("button", name="Ask its writer").click()
    expect(said(page)).to_contain_text("Please write what should be changed")
    unfold(page, asked, "defer").locator("[name=message]").fill("Please name the ferry.")
    card(page, asked).get_by_role("button", name="Ask its writer").click()
    expect(page.locator(".desk-card")).to_have_count(2)
    verbs = Decision.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["defer", "escalate", "ask"]


def test_the_pages_behind_a_card(page: Page, live_server: LiveServer) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    card(page, first).get_by_role("link", name="Redact").click()
    page.locator("[name=kept]").fill("Reply number 0: the ferry left at dawn.")
    page.get_by_role("button", name="Redact and approve").click()
    expect(said(page)).to_contain_text("published")
    card(page, second).get_by_role("link", name="Answer").click()
    page.get_by_label("Your reply").fill("It left at six.")
    page.get_by_role("button", name="Approve and reply").click()
    expect(said(page)).to_be_visible()
    card(page, third).get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="What has happened")).to_be_visible()
    page.get_by_role("link", name="Back to the queue").click()
    card(page, third).get_by_role("link", name="Context").click()
    card(page, third).get_by_role("button", name=re.compile("Spam")).click()
    expect(said(page)).to_contain_text("spam")
    assert statuses() == ["published", "published", "spam", "published"]
    first.refresh_from_db()
    assert first.is_redacted


def test_many_at_once_and_all_of_it_back(page: Page, live_server: LiveServer) -> None:
    rows = make_queue(3)
    open_desk(page, live_server.url)
    bar = page.get_by_role("group", name="All that are chosen")
    expect(bar).to_be_hidden()
    for reply in rows[:2]:
        card(page, reply).locator("[data-act=select]").check()
    bar.get_by_role("button", name="Reject").click()
    page.get_by_label("Reason").select_option("Insult")
    page.get_by_role("button", name="Decide about 2 replies").click()
    assert statuses() == ["rejected", "rejected", "waiting"]
    page.get_by_role("button", name="Undo all of it").click()
    expect(said(page)).to_have_text("The batch is taken back.")
    assert statuses() == ["waiting"] * 3


def test_a_block_a_search_and_a_mode(page: Page, live_server: LiveServer) -> None:
    first, second = make_queue(2)
    index([first.pk, second.pk])
    open_desk(page, live_server.url, groups=("Moderator", "Editor"))
    card(page, first).get_by_role("link", name="Block").click()
    page.get_by_label("A phrase").check()
    page.get_by_label("Phrase", exact=True).fill("number 0")
    page.get_by_label("Reason").fill("Tests us.")
    page.get_by_role("button", name="See what it would catch").click()
    expect(page.locator(".act-preview")).to_contain_text("1 reply of the last 30 days")
    page.get_by_role("button", name="Block", exact=True).click()
    block = Block.objects.get()
    page.goto(f"{live_server.url}/moderation/blocks/")
    page.locator(f"#block-{block.pk}").get_by_role("button", name="Lift").click()
    expect(page.get_by_text("Nobody and nothing is blocked.")).to_be_visible()
    page.goto(f"{live_server.url}/moderation/")
    page.get_by_role("searchbox").fill("number 1")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".desk-card")).to_have_count(1)
    card(page, second).get_by_role("link", name="only these").click()
    page.get_by_label("Replies", exact=True).select_option("closed")
    page.get_by_role("button", name="Change").click()
    expect(page.locator(".act-numbers")).to_contain_text("closed")


def test_nothing_that_needs_the_script_is_shown(page: Page, live_server: LiveServer) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("kbd:visible")).to_have_count(0)
