"""Several moderators at one queue, and a network that fails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Comment, Decision, Presence
from tests.browser.desk_steps import (
    card,
    cards,
    expect_focus,
    make_queue,
    open_desk,
    press,
    receipt,
    statuses,
)
from tests.browser.steps import log_in
from tests.factories import make_comment, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
PLACES = """() => [scrollY, document.activeElement.id,
  ...[...document.querySelectorAll('.desk-card')].map(card => card.getBoundingClientRect().top)]"""


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """Its clock stands until a test moves it on."""
    page = visitor()
    page.clock.install()
    return page


@pytest.fixture
def otto() -> User:
    return make_user("otto", "Moderator")


def poll(page: Page) -> None:
    with page.expect_response("**/moderation/changes/**"):
        page.clock.run_for(10_000)


def fresh(page: Page) -> Locator:
    return page.locator("#desk-fresh button")


def test_what_a_colleague_decided_is_grey_with_the_name(
    page: Page, live_server: LiveServer, otto: User
) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    press(page, "j")
    second.reject(by=otto)
    poll(page)
    grey = card(page, second)
    expect(grey).to_contain_text("otto: rejected")
    expect(grey.get_by_role("button", name="Approve")).to_have_count(0)
    assert all(button.is_disabled() for button in grey.locator("button").all())
    link = grey.get_by_role("link", name="Open it")
    expect(link).to_have_attribute("href", f"/moderation/{second.pk}/")
    page.keyboard.press("j")
    expect_focus(page, third)
    page.keyboard.press("k")
    expect_focus(page, first)
    page.keyboard.press("a")
    expect(receipt(page, first)).to_be_visible()
    assert statuses() == ["published", "rejected", "waiting"]


def test_an_own_decision_that_a_colleague_takes_back_says_so(
    page: Page, live_server: LiveServer, otto: User
) -> None:
    first, _second = make_queue(2)
    open_desk(page, live_server.url)
    press(page, "ja")
    expect(receipt(page, first)).to_be_visible()
    poll(page)
    expect(receipt(page, first)).not_to_contain_text("otto")
    Comment.objects.get(pk=first.pk).undo(by=otto)
    poll(page)
    expect(receipt(page, first)).to_contain_text("otto took a decision back: waiting")


def test_who_comes_second_decides_nothing_and_sees_both(
    page: Page, live_server: LiveServer, otto: User
) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    reply.reject(by=otto)
    press(page, "ja")
    stale = card(page, reply)
    expect(stale.get_by_role("alert")).to_contain_text("changed since you looked")
    expect(stale).to_contain_text("otto: rejected")
    expect_focus(page, reply)
    assert statuses() == ["rejected"]
    assert Decision.objects.count() == 1


def test_who_stays_with_a_card_is_named_to_the_others(
    page: Page, visitor: Visitor, live_server: LiveServer
) -> None:
    first, second = make_queue(2)
    colleague = visitor()
    colleague.clock.install()
    open_desk(page, live_server.url)
    open_desk(colleague, live_server.url, "otto")
    page.keyboard.press("j")
    page.clock.run_for(2_000)
    page.keyboard.press("j")
    with page.expect_response(f"**/moderation/{second.pk}/presence/"):
        page.clock.run_for(3_100)
    assert [row.comment_id for row in Presence.objects.all()] == [second.pk], "not in passing"
    poll(colleague)
    expect(card(colleague, second)).to_contain_text("mona is looking at this")
    expect(card(colleague, first)).not_to_contain_text("mona is looking at this")
    Presence.objects.all().delete()
    poll(colleague)
    expect(card(colleague, second)).not_to_contain_text("mona is looking at this")


def test_new_replies_wait_behind_a_button_and_nothing_moves(
    page: Page, live_server: LiveServer
) -> None:
    replies = make_queue(6)
    open_desk(page, live_server.url)
    press(page, "jjj")
    before = page.evaluate(PLACES)
    new = [make_comment(replies[0].article, status="waiting") for _name in range(2)]
    poll(page)
    expect(fresh(page)).to_have_text("2 new")
    assert page.evaluate(PLACES) == before
    expect(cards(page)).to_have_count(6)
    poll(page)
    assert page.evaluate(PLACES) == before
    fresh(page).click()
    expect(cards(page)).to_have_count(8)
    expect(fresh(page)).to_have_count(0)
    expect_focus(page, new[0])
    poll(page)
    expect(fresh(page)).to_have_count(0)


def test_numbers_of_tabs_and_title_follow(page: Page, live_server: LiveServer, otto: User) -> None:
    replies = make_queue(4)
    open_desk(page, live_server.url)
    count = page.locator("[data-pile=waiting] [data-count]")
    expect(count).to_have_text("4")
    press(page, "ja")
    expect(count).to_have_text("3")
    Comment.objects.get(pk=replies[3].pk).mark_spam(by=otto)
    poll(page)
    expect(count).to_have_text("2")
    expect(page.locator("[data-pile=spam] [data-count]")).to_have_text("1")
    expect(page).to_have_title(re.compile("^2 replies wait"))
    expect(page.locator("#waiting-title")).to_have_text("2 replies wait")


def test_a_receipt_turns_grey_after_the_time_for_an_undo(
    page: Page, live_server: LiveServer
) -> None:
    first, _second = make_queue(2)
    open_desk(page, live_server.url)
    press(page, "ja")
    line = receipt(page, first)
    expect(line).to_be_visible()
    page.clock.run_for(29_000)
    late = line.get_by_role("link", name="Undo in Decided by me")
    expect(late).to_be_hidden()
    page.clock.run_for(1_500)
    expect(late).to_be_visible()


def test_nobody_asks_while_the_page_is_hidden(page: Page, live_server: LiveServer) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    page.clock.run_for(60_000)
    assert asked == []
    with page.expect_response("**/moderation/changes/**"):
        page.evaluate(hide, False)
        page.clock.run_for(100)


def test_without_an_answer_nothing_is_lost(page: Page, live_server: LiveServer) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    address = f"**/moderation/{reply.pk}/"
    page.route(address, lambda route: route.abort())
    press(page, "ja")
    alert = card(page, reply).get_by_role("alert")
    expect(alert).to_contain_text("No answer came.")
    expect_focus(page, reply)
    page.unroute(address)
    page.route(address, lambda route: route.fulfill(status=500, body="oh"))
    page.keyboard.press("a")
    expect(alert).to_contain_text("The server could not do this.")
    page.unroute(address)
    page.keyboard.press("a")
    expect(receipt(page, reply)).to_be_visible()
    assert statuses() == ["published"]


def test_an_ended_login_is_said_and_after_a_new_one_it_goes_on(
    page: Page, live_server: LiveServer
) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    kept = page.context.cookies()
    page.context.clear_cookies()
    page.context.add_cookies([one for one in kept if one["name"] == "csrftoken"])
    press(page, "ja")
    expect(card(page, reply).get_by_role("alert")).to_contain_text("no longer logged in")
    again = page.context.new_page()
    log_in(again, live_server.url, "mona")
    page.keyboard.press("a")
    expect(receipt(page, reply)).to_be_visible()
    assert statuses() == ["published"]


def test_a_decision_under_way_is_sent_once(page: Page, live_server: LiveServer) -> None:
    first, second = make_queue(2)
    open_desk(page, live_server.url)
    held: list[Route] = []
    page.route(f"**/moderation/{first.pk}/", lambda route: held.append(route))
    page.keyboard.press("j")
    for _press in range(3):
        page.keyboard.press("a")
        page.keyboard.press("s")
    expect(card(page, first)).to_have_attribute("aria-busy", "true")
    card(page, first).locator("[data-act=approve]").click()
    assert len(held) == 1
    held[0].continue_()
    expect_focus(page, second)
    assert Decision.objects.count() == 1
    assert statuses() == ["published", "waiting"]
