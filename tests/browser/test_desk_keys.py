"""The queue is emptied with the keyboard: which key does what, and when none does anything."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Comment, Decision, Signal
from tests.browser.desk_steps import (
    card,
    cards,
    expect_focus,
    focused,
    make_queue,
    open_desk,
    press,
    receipt,
    statuses,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_hundred_replies_are_cleared_with_the_keyboard_alone(
    page: Page, live_server: LiveServer
) -> None:
    replies = make_queue(100)
    ways = [["a"], ["r", "2"], ["s"], ["r", "r"], ["r", "Enter"]]
    ends = ["published", "rejected", "spam", "rejected", "rejected"]
    open_desk(page, live_server.url)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.keyboard.press("j")
    order = []
    for number in range(100):
        order.append(focused(page))
        press(page, ways[number % 5])
        expect(receipt(page, order[-1])).to_be_visible()
        if number < 99:
            page.wait_for_function("() => document.activeElement.matches('.desk-card')")
    assert sorted(order) == [reply.pk for reply in replies]
    now = {reply.pk: reply.status for reply in Comment.objects.all()}
    assert [now[pk] for pk in order] == ends * 20
    decisions = Decision.objects.order_by("pk").values_list("comment", "by__username", "reason")
    assert [pk for pk, _by, _reason in decisions] == order, "one decision each"
    assert {by for _pk, by, _reason in decisions} == {"mona"}
    assert [reason for _pk, _by, reason in decisions][:5] == ["", "Insult", "", "", ""]
    assert loads == [], "no page was loaded"
    expect(cards(page)).to_have_count(0)


def test_j_and_k_walk_and_stop_at_the_ends(page: Page, live_server: LiveServer) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    for key, there in zip(
        "jjjjkkk", (first, second, third, third, second, first, first), strict=True
    ):
        page.keyboard.press(key)
        expect_focus(page, there)
    assert statuses() == ["waiting"] * 3


def test_the_focus_goes_on_and_the_receipt_says_undo(page: Page, live_server: LiveServer) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    press(page, "jj")
    page.keyboard.press("a")
    expect_focus(page, third)
    expect(page.locator("#desk-said")).to_have_text("Approved. 2 left.")
    expect(page.locator("#waiting-title")).to_have_text("2 replies wait")
    expect(receipt(page, second).get_by_role("button", name=re.compile("Undo"))).to_be_visible()
    page.keyboard.press("s")
    expect_focus(page, first)
    expect(page.locator("#desk-said")).to_have_text("Marked as spam. 1 left.")
    page.keyboard.press("a")
    expect(page.locator("#desk-said")).to_have_text("Approved. Nothing is left.")
    assert page.evaluate("() => document.activeElement.tagName") in {"H1", "H2"}
    assert statuses() == ["published", "published", "spam"]


def test_u_takes_back_the_newest_and_then_the_one_before(
    page: Page, live_server: LiveServer
) -> None:
    first, second, third = make_queue(3)
    open_desk(page, live_server.url)
    press(page, "j")
    for key, after in (("a", second), ("s", third)):
        page.keyboard.press(key)
        expect_focus(page, after)
    page.keyboard.press("u")
    expect_focus(page, second)
    expect(page.locator("#desk-said")).to_have_text("Undone. 2 left.")
    page.keyboard.press("u")
    expect_focus(page, first)
    assert statuses() == ["waiting"] * 3
    page.keyboard.press("u")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect_focus(page, second)
    assert statuses() == ["rejected", "waiting", "waiting"]


def test_the_reasons_close_with_escape(page: Page, live_server: LiveServer) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    press(page, "jr")
    reason = card(page, reply).get_by_role("button", name=re.compile("Insult"))
    expect(reason).to_be_visible()
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()
    expect_focus(page, reply)
    press(page, "2")
    expect(reason).to_be_hidden()
    assert statuses() == ["waiting"]


@pytest.mark.parametrize("key", ["Control+a", "Alt+a", "Meta+a", "Shift+A", "Control+s"])
def test_modifiers_belong_to_the_browser(page: Page, live_server: LiveServer, key: str) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.keyboard.press("r")  # what came before it has had its time when this is seen
    expect(card(page, reply).locator("details.desk-reject[open]")).to_be_visible()
    assert statuses() == ["waiting"]


PAGES = {"c": "context", "h": "history", "e": "redact", "w": "reply", "b": "block"}
FIELDS = """() => {
  const card = document.querySelector('.desk-card');
  for (const name of ['input', 'textarea', 'select', 'div']) {
    const field = document.createElement(name);
    field.className = 'field-of-a-test';
    if (name === 'div') field.contentEditable = 'true';
    card.append(field);
  }
}"""


def test_keys_typed_into_fields_are_text(page: Page, live_server: LiveServer) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    page.evaluate(FIELDS)
    for field in page.locator(".field-of-a-test").all():
        field.focus()
        press(page, "as")
        expect(field).to_be_focused()
    page.locator(".desk [name=q]").first.focus()
    press(page, "as?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    assert statuses() == ["waiting"]


@pytest.mark.parametrize(
    "event",
    ["{key: 'a', isComposing: true}", "{key: 'Process', keyCode: 229}", "{key: 'a', keyCode: 229}"],
)
def test_an_input_method_is_left_alone(page: Page, live_server: LiveServer, event: str) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("j")
    dispatch = f"""() => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {{bubbles: true, cancelable: true, ...{event}}}))"""
    assert page.evaluate(dispatch), "not prevented"
    expect(card(page, reply)).not_to_have_attribute("aria-busy", "true")
    assert statuses() == ["waiting"]


def test_a_key_held_down_decides_once(page: Page, live_server: LiveServer) -> None:
    make_queue(3)
    open_desk(page, live_server.url)
    page.keyboard.press("j")
    for _repeat in range(5):
        page.keyboard.down("a")  # from the second on these are repeats
    page.keyboard.up("a")
    expect(page.locator(".desk-receipt")).to_have_count(1)
    assert statuses() == ["published", "waiting", "waiting"]


def test_x_chooses_and_shift_x_a_range(page: Page, live_server: LiveServer) -> None:
    make_queue(5)
    open_desk(page, live_server.url)
    press(page, ["j", "j", "x", "j", "j", "Shift+X"])
    boxes = page.locator("[data-act=select]")
    checked = [box.is_checked() for box in boxes.all()]
    assert checked == [False, True, True, True, False]
    press(page, ["k", "x"])
    assert [box.is_checked() for box in boxes.all()] == [False, True, False, True, False]


def test_shift_decides_about_all_that_are_chosen(page: Page, live_server: LiveServer) -> None:
    make_queue(4)
    open_desk(page, live_server.url)
    bar = page.get_by_role("group", name="All that are chosen")
    expect(bar).to_be_hidden()
    press(page, ["j", "x", "j", "x", "Shift+S"])
    page.wait_for_url(re.compile("/moderation/bulk/"))
    expect(page.locator(".desk-samples > li")).to_have_count(2)
    page.get_by_role("button", name="Decide about 2 replies").click()
    expect(page.get_by_role("heading", name="One decision about 2 replies")).to_be_visible()
    assert statuses() == ["spam", "spam", "waiting", "waiting"]
    page.goto(f"{live_server.url}/moderation/")
    press(page, "jx")
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Choose none").click()
    expect(bar).to_be_hidden()


def test_v_shows_all_of_a_text(page: Page, live_server: LiveServer) -> None:
    veiled, long = make_queue(2)
    Signal.objects.create(comment=veiled, code="blocked_word", weight=3, detail="rats")
    long.edit("\n\n".join(f"Line {number}" for number in range(30)))
    open_desk(page, live_server.url)
    for comment, last in ((veiled, "the ferry left"), (long, "Line 29")):
        card(page, comment).focus()
        words = card(page, comment).locator(".desk-text p", has_text=last)
        expect(words).not_to_be_in_viewport()
        page.keyboard.press("v")
        words.scroll_into_view_if_needed()
        expect(words).to_be_in_viewport()
        expect_focus(page, comment)


def test_the_slash_goes_to_the_search(page: Page, live_server: LiveServer) -> None:
    make_queue(1)
    open_desk(page, live_server.url)
    page.keyboard.press("/")
    field = page.locator(".desk [name=q]").first
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def test_what_was_typed_stays_when_it_cannot_be_done(page: Page, live_server: LiveServer) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    press(page, "jd")
    here = card(page, reply)
    note = here.get_by_label("Note for colleagues (optional)").first
    note.fill("Ask the port first.")
    here.get_by_role("button", name="Ask its writer").click()
    expect(here.get_by_role("alert")).to_contain_text("Please write what should be changed")
    expect(note).to_have_value("Ask the port first.")
    here.get_by_label("What should be changed").fill("Please name the ferry.")
    here.get_by_role("button", name="Ask its writer").click()
    expect(receipt(page, reply)).to_contain_text("sent back to its writer")
    expect(page.locator("#desk-said")).to_contain_text("asked to revise")


def test_n_writes_a_note_and_the_card_stays(page: Page, live_server: LiveServer) -> None:
    first, second = make_queue(2)
    open_desk(page, live_server.url)
    press(page, "jn")
    page.keyboard.type("Known from last week, a friend.")
    card(page, first).get_by_role("button", name="Keep the note").click()
    expect(card(page, first).locator("[data-act=note]")).to_contain_text("1 note")
    expect(page.locator("#desk-said")).to_contain_text("The note is kept.")
    expect_focus(page, first)
    page.keyboard.press("a")
    expect_focus(page, second)
    assert statuses() == ["published", "waiting"]


def test_a_letter_opens_each_page_of_a_reply(page: Page, live_server: LiveServer) -> None:
    (reply,) = make_queue(1)
    open_desk(page, live_server.url)
    for key, place in PAGES.items():
        page.keyboard.press("j")
        page.keyboard.press(key)
        page.wait_for_url(re.compile(rf"/moderation/{reply.pk}/{place}/"))
        page.goto(f"{live_server.url}/moderation/")
    assert statuses() == ["waiting"]


def test_p_picks_where_that_is_offered_and_does_nothing_elsewhere(
    page: Page, live_server: LiveServer
) -> None:
    waiting, picked = make_queue(2)
    picked.approve(by=None)
    open_desk(page, live_server.url)
    press(page, "jp")
    expect_focus(page, waiting)
    page.goto(f"{live_server.url}/moderation/?pile=unseen")
    press(page, "jp")
    expect(card(page, picked)).to_contain_text("editor’s pick")
    expect_focus(page, picked)
    assert list(Comment.objects.order_by("pk").values_list("is_picked", flat=True)) == [False, True]
