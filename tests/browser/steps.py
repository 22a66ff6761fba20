"""What readers and moderators do on a page, in one word each."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

SUMMARY = "#form-errors"


def form(page: Page) -> Locator:
    return page.locator("#respond form")


def fill_reply(page: Page, body: str, *, name: str = "Ines Calder", email: str = "") -> None:
    fields = form(page)
    fields.locator("[name=body]").fill(body)
    fields.locator("[name=name]").fill(name)
    fields.locator("[name=email]").fill(email or "ines@example.com")


def send(page: Page) -> None:
    with page.expect_navigation():
        form(page).get_by_role("button", name="Post reply").click()


def log_in(page: Page, server: str, name: str, then: str = "/moderation/") -> None:
    page.goto(f"{server}/admin/login/?next={then}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("secret")
    with page.expect_navigation():
        page.locator("[type=submit]").click()
    expect(page).to_have_url(f"{server}{then}")


def press_until_focused(page: Page, target: Locator, *, key: str = "Tab", limit: int = 80) -> int:
    """How often the key had to be pressed until this element had the focus."""
    for count in range(1, limit + 1):
        page.keyboard.press(key)
        if target.evaluate("element => element === document.activeElement"):
            return count
    raise AssertionError(f"{limit} times {key} did not reach {target}")
