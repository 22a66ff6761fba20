"""The desk on a narrow screen, or at 400 % of a wide one: the first card is in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk_steps import cards, make_queue, open_desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
NARROW = {"width": 320, "height": 640}


def fold(page: Page) -> Locator:
    return page.locator("summary", has_text="Search and filters")


def search(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search")


def test_the_first_card_is_in_sight_and_the_search_one_line_above(
    visitor: Visitor, live_server: LiveServer
) -> None:
    page = visitor(viewport=NARROW, java_script_enabled=False)
    make_queue(2)
    open_desk(page, live_server.url)
    box = cards(page).first.bounding_box()
    assert box
    assert box["y"] < NARROW["height"] * 0.6
    expect(search(page)).to_be_hidden()
    fold(page).click()
    search(page).fill("nothing like it")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No reply here is like that.")).to_be_visible()
    expect(fold(page)).to_contain_text("in use")
    expect(search(page)).to_be_hidden()


def test_the_key_for_the_search_unfolds_it(visitor: Visitor, live_server: LiveServer) -> None:
    page = visitor(viewport=NARROW)
    make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("/")
    expect(search(page)).to_be_focused()


def test_a_wide_screen_shows_it_without_the_line(visitor: Visitor, live_server: LiveServer) -> None:
    page = visitor(java_script_enabled=False)
    make_queue(1)
    open_desk(page, live_server.url)
    expect(search(page)).to_be_visible()
    expect(fold(page)).to_be_hidden()
    page.get_by_role("heading", name="1 reply waits").wait_for()
    search(page).focus()
    expect(search(page)).to_be_focused()
