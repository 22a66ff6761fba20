"""The desk without script: every decision is a form, every answer a page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Decision
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


def test_nothing_that_needs_the_script_is_shown(page: Page, live_server: LiveServer) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    expect(page.get_by_role("button", name="Keys")).to_have_count(0)
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator("kbd:visible")).to_have_count(0)
