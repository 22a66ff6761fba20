"""What a reader's browser keeps: a draft, and who they are if they say so. Nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment, intake
from tests.browser.steps import SUMMARY, fill_reply, form, send
from tests.factories import make_article, make_comment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
BACK = "Your draft is back."
BOX = "Save my name, email, and website in this browser for the next time I comment."


def stored(page: Page) -> dict[str, Any]:
    """What lies in the browser's storage."""
    kept = page.evaluate("() => ({...localStorage})")
    return {name: json.loads(value) for name, value in kept.items()}


def drafts(page: Page) -> list[dict[str, Any]]:
    return [value for name, value in stored(page).items() if name.startswith("draft:")]


def write(page: Page, words: str) -> None:
    """Type into the text and wait until the browser has it."""
    body = form(page).locator("[name=body]")
    body.press_sequentially(words)
    page.wait_for_function(
        "words => Object.values(localStorage).some(kept => kept.includes(words))", arg=words
    )


def new_tab(page: Page, address: str) -> Page:
    tab = page.context.new_page()
    tab.goto(address)
    return tab


def test_draft_survives_a_reload_and_a_closed_tab(page: Page, address: str) -> None:
    page.goto(address)
    write(page, "I was on that ferry.")
    page.reload()
    expect(form(page).locator("[name=body]")).to_have_value("I was on that ferry.")
    expect(form(page)).to_contain_text(BACK)
    other = new_tab(page, address)
    page.close()
    expect(form(other).locator("[name=body]")).to_have_value("I was on that ferry.")
    expect(form(other)).to_contain_text(BACK)


def test_last_words_before_leaving_are_kept(
    page: Page, live_server: LiveServer, address: str
) -> None:
    page.goto(address)
    form(page).locator("[name=body]").press_sequentially("Cut off")
    page.goto(live_server.url)
    page.goto(address)
    expect(form(page).locator("[name=body]")).to_have_value("Cut off")


def test_draft_of_an_answer_comes_back_under_its_reply(
    page: Page, article: Article, address: str
) -> None:
    answered = make_comment(article, name="Ada Moreno")
    page.goto(address)
    page.get_by_role("link", name="Reply to Ada Moreno").click()
    write(page, "Nine minutes late.")
    other = new_tab(page, address)
    expect(other.locator(f"#comment-{answered.pk} + #respond")).to_contain_text(BACK)
    expect(other.locator("#respond")).to_contain_text("In reply to Ada Moreno")
    fill_reply(other, "Nine minutes late.")
    send(other)
    assert Comment.objects.get(parent=answered).body == "Nine minutes late."


def test_discarded_draft_is_gone(page: Page, article: Article, address: str) -> None:
    make_comment(article, name="Ada Moreno")
    page.goto(address)
    page.get_by_role("link", name="Reply to Ada Moreno").click()
    write(page, "Better not.")
    page.reload()
    page.get_by_role("button", name="Discard").press("Enter")
    expect(form(page).locator("[name=body]")).to_have_value("")
    expect(form(page).locator("[name=body]")).to_be_focused()
    expect(page.locator("#comments #respond")).to_have_count(0)
    expect(form(page)).not_to_contain_text(BACK)
    assert drafts(page) == []
    page.reload()
    expect(form(page).locator("[name=body]")).to_have_value("")


def test_draft_is_cleared_once_the_reply_was_received(page: Page, address: str) -> None:
    page.goto(address)
    write(page, "I was on that ferry.")
    fill_reply(page, "I was on that ferry.")
    send(page)
    reply = Comment.objects.get()
    expect(page.locator(f"#comment-{reply.pk}")).to_be_focused()
    page.wait_for_function("() => !Object.keys(localStorage).some(k => k.startsWith('draft:'))")
    page.goto(address)
    expect(form(page).locator("[name=body]")).to_have_value("")
    expect(form(page)).not_to_contain_text(BACK)
    assert set(stored(page)) <= {"visits"}


def test_draft_of_another_article_stays(page: Page, address: str, live_server: LiveServer) -> None:
    elsewhere = live_server.url + make_article("Bridge closed").get_absolute_url()
    page.goto(elsewhere)
    write(page, "About the bridge.")
    page.goto(address)
    fill_reply(page, "About the ferry.")
    send(page)
    page.goto(elsewhere)
    expect(form(page).locator("[name=body]")).to_have_value("About the bridge.")


def test_refused_text_is_no_lost_draft(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.", email="not an address")
    send(page)
    expect(page.locator(SUMMARY)).to_be_focused()
    expect(form(page)).not_to_contain_text(BACK)
    other = new_tab(page, address)
    expect(form(other).locator("[name=body]")).to_have_value("I was on that ferry.")
    expect(form(other)).to_contain_text(BACK)


def test_text_of_a_refused_page_wins_over_the_draft(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "The text that was sent.", email="not an address")
    with page.expect_navigation():
        page.evaluate("""() => {
          const form = document.getElementById("reply-form");
          form.requestSubmit(form.elements.post);
          for (const [key, value] of Object.entries(localStorage)) {
            localStorage[key] = value.replace("The text that was sent.", "An older draft.");
          }
        }""")
    expect(form(page).locator("[name=body]")).to_have_value("The text that was sent.")
    expect(form(page)).not_to_contain_text(BACK)


def test_draft_stays_when_the_reply_could_not_be_stored(
    page: Page, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(intake, "store", fail)
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        send(page)
    assert answer.value.status == 503
    assert [draft["body"] for draft in drafts(page)] == ["I was on that ferry."]
    page.goto(address)
    expect(form(page).locator("[name=body]")).to_have_value("I was on that ferry.")


def post_and_lose_the_answer(page: Page) -> dict[str, list[str]]:
    """What was sent; the browser shows its own error page then."""
    with page.expect_request(lambda request: request.method == "POST") as request:
        form(page).get_by_role("button", name="Post reply").click()
    page.wait_for_url("chrome-error://**")
    return parse_qs(request.value.post_data or "")


def test_attempt_keeps_its_number_while_the_text_stays_the_same(page: Page, address: str) -> None:
    page.route("**/comments/", lambda route: route.abort())
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    first = post_and_lose_the_answer(page)["attempt"]
    page.goto(address)
    expect(form(page)).to_contain_text(BACK)
    again = post_and_lose_the_answer(page)["attempt"]
    page.goto(address)
    form(page).locator("[name=body]").press_sequentially("No: on the next one. ")
    changed = post_and_lose_the_answer(page)["attempt"]
    assert re.fullmatch(r"[0-9a-f]{32}", first[0])
    assert first == again != changed


def test_seconds_spent_on_the_form_are_sent(page: Page, address: str) -> None:
    page.goto(address)
    fields = form(page)
    fields.locator("[name=body]").focus()
    page.wait_for_timeout(1200)
    fill_reply(page, "I was on that ferry.")
    with page.expect_request(lambda request: request.method == "POST") as request:
        send(page)
    took = re.search(r"took=([\d.]+)", request.value.post_data or "")
    assert took
    assert 1.2 <= float(took[1]) < 20


def test_without_storage_the_form_still_works(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('off') }})"
    )
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    send(page)
    reply = Comment.objects.get()
    expect(page.locator(f"#comment-{reply.pk}")).to_be_focused()


def test_name_email_and_website_are_remembered_when_asked_for(
    page: Page, client: Client, article: Article, address: str
) -> None:
    page.goto(address)
    expect(page.get_by_label(BOX)).to_have_count(0)
    fill_reply(page, "I was on that ferry.")
    form(page).locator("[name=website]").fill("https://calder.example")
    page.get_by_label(BOX).check()
    send(page)
    other = new_tab(page, address)
    fields = form(other)
    expect(fields.locator("[name=name]")).to_have_value("Ines Calder")
    expect(fields.locator("[name=email]")).to_have_value("ines@example.com")
    expect(fields.locator("[name=website]")).to_have_value("https://calder.example")
    fields.locator("[name=body]").focus()
    expect(other.get_by_label(BOX)).to_be_checked()
    assert not [c for c in page.context.cookies() if "ines" in str(c) or "Calder" in str(c)]
    answer = page.context.request.get(address)
    assert "ines@example.com" not in answer.text()
    assert "remember" not in client.get(article.get_absolute_url()).content.decode().replace(
        "data-remember", ""
    )


def test_unticked_box_forgets_what_was_remembered(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    page.get_by_label(BOX).check()
    send(page)
    fill_reply(page, "And on the next one.")
    page.get_by_label(BOX).uncheck()
    send(page)
    assert "writer" not in stored(page)
    page.goto(address)
    expect(form(page).locator("[name=email]")).to_have_value("")


def test_nothing_about_the_writer_is_kept_unasked(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.", email="nope")
    send(page)
    assert len(drafts(page)) == 1
    assert "nope" not in json.dumps(stored(page))
    assert "Calder" not in json.dumps(stored(page))


def test_remembered_fields_do_not_overwrite_what_a_refused_page_says(
    page: Page, address: str
) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    form(page).locator("[name=website]").fill("https://calder.example")
    page.get_by_label(BOX).check()
    send(page)
    form(page).locator("[name=website]").fill("")
    fill_reply(page, "Another text.", email="nope")
    send(page)
    expect(form(page).locator("[name=website]")).to_have_value("")
    expect(form(page).locator("[name=email]")).to_have_value("nope")
