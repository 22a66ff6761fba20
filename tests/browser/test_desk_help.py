"""The list of keys: another one for an act, none at all, and what is remembered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk_steps import (
    card,
    cards,
    close_help,
    expect_focus,
    make_queue,
    open_desk,
    statuses,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def field(page: Page, act: str) -> Locator:
    return page.locator(f"#key-{act}")


def test_the_question_mark_lists_the_keys_and_nothing_else_works_then(
    page: Page, live_server: LiveServer
) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").focus()
    page.keyboard.press("a")
    close_help(page)
    expect(dialog).to_be_hidden()
    assert statuses() == ["waiting"]


def test_another_key_approves_and_is_printed_and_remembered(
    page: Page, live_server: LiveServer
) -> None:
    first, second = make_queue(2)
    open_desk(page, live_server.url)
    page.keyboard.press("?")
    field(page, "approve").fill("Y")
    close_help(page)
    page.reload()
    button = card(page, first).locator("[data-act=approve] kbd")
    expect(button).to_have_text("y")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("j")
    expect_focus(page, second)
    assert statuses() == ["waiting"] * 2
    page.keyboard.press("y")
    expect_focus(page, first)
    assert statuses() == ["waiting", "published"]


@pytest.mark.parametrize(
    ("key", "sentence"), [("s", "s is taken by: Spam"), ("3", "Digits choose a reason")]
)
def test_a_key_that_has_a_meaning_already_is_refused(
    page: Page, live_server: LiveServer, key: str, sentence: str
) -> None:
    first, _second = make_queue(2)
    open_desk(page, live_server.url)
    page.keyboard.press("?")
    field(page, "approve").fill(key)
    expect(page.locator("#desk-key-said")).to_contain_text(sentence)
    expect(field(page, "approve")).to_have_attribute("aria-invalid", "true")
    close_help(page)
    page.keyboard.press("?")
    expect(field(page, "approve")).to_have_value("a")
    field(page, "approve").fill("y")
    page.get_by_role("button", name="The usual keys").click()
    expect(field(page, "approve")).to_have_value("a")
    close_help(page)
    expect(card(page, first).locator("[data-act=approve] kbd")).to_have_text("a")


def test_an_empty_key_is_off(page: Page, live_server: LiveServer) -> None:
    first, second = make_queue(2)
    open_desk(page, live_server.url)
    page.keyboard.press("?")
    field(page, "spam").fill("")
    close_help(page)
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(card(page, first).locator("[data-act=spam] kbd")).to_be_hidden()
    page.keyboard.press("a")
    expect_focus(page, second)
    assert statuses() == ["published", "waiting"]


def test_the_keyboard_is_switched_off_and_on(page: Page, live_server: LiveServer) -> None:
    (first,) = make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("?")
    page.get_by_label("Use the keyboard like this").uncheck()
    close_help(page)
    for key in "ja?":
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(card(page, first).locator("kbd:visible")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use the keyboard like this").check()
    close_help(page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(cards(page)).to_have_count(0)
    assert statuses() == ["published"]


def test_a_break_is_proposed_after_fifty_minutes(page: Page, live_server: LiveServer) -> None:
    make_queue(12)
    page.clock.install()
    open_desk(page, live_server.url)
    hint = page.locator("#desk-rest")
    page.keyboard.press("j")
    for number in range(1, 12):
        page.keyboard.press("a")
        expect(page.locator(".desk-receipt")).to_have_count(number)
        page.clock.fast_forward("05:00")
        if number < 11:
            expect(hint).to_be_hidden()
    page.keyboard.press("a")
    expect(hint).to_be_visible()
    hint.get_by_role("button").click()
    expect(hint).to_be_hidden()
