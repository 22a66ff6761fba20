"""The counter near the limit: exact for who sees it, quiet for who hears it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comments.models import Comment
from tests.browser.steps import SUMMARY, fill_reply, form, send

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ACCENT = """() => {
  const one = document.createElement("i");
  one.className = "required";
  document.querySelector("#respond").append(one);
  return getComputedStyle(one).color;
}"""


def test_characters_are_counted_near_the_limit_as_the_server_counts(
    page: Page, address: str
) -> None:
    page.goto(address)
    body, words = form(page).locator("[name=body]"), form(page).get_by_text("character")
    body.fill("x" * 4499)
    expect(words).to_have_count(0)
    body.fill("🙂" * 4600)
    seen = form(page).locator("p[aria-hidden]")
    expect(seen).to_have_text("400 characters left")
    body.fill("x" * 4960 + "x\n" * 20)
    expect(seen).to_have_text("1 character left")  # the last line end is not sent
    body.fill("x" * 5012)
    expect(seen).to_have_text("12 characters too many")
    expect(seen).to_have_css("color", page.evaluate(ACCENT))
    heard = form(page).get_by_role("status")
    expect(heard).to_have_text("12 characters too many")
    fill_reply(page, "x" * 5012)
    send(page)
    expect(page.locator(SUMMARY)).to_contain_text("at most 5000 characters; there are 5012")
    expect(seen).to_have_text("12 characters too many")
    body.fill("x" * 5000)
    send(page)
    assert len(Comment.objects.get().body) == 5000


def test_counter_is_not_read_out_at_every_key(page: Page, address: str) -> None:
    page.goto(address)
    body, heard = form(page).locator("[name=body]"), form(page).get_by_role("status")
    body.fill("x" * 4600)
    for _ in range(5):
        body.press("x")
        expect(heard).to_have_text("", timeout=500)
    expect(heard).to_have_text("395 characters left")
