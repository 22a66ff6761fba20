"""What came since the last visit, and while the page is open: marked, never pushed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from comments.models import Comment
from tests.browser.steps import fill_reply, form, press_until_focused, send
from tests.factories import make_article, make_comment

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
TOPS = "() => [...document.querySelectorAll('.reply, #respond')].map(e => e.offsetTop)"
SHIFT = """() => performance.getEntriesByType("layout-shift").length"""


@pytest.fixture
def article() -> Article:
    article = make_article("Harbour reopens", body="<p>The first ferry left at dawn.</p>")
    for number in range(8):
        make_comment(article, name=f"Reader {number}", body="A word. " * 60)
    return article


def marked(page: Page) -> list[int]:
    """The numbers of the replies that carry the mark."""
    found = page.locator(".reply:has(> header > .new)")
    names = found.evaluate_all("replies => replies.map(reply => reply.id)")
    return [int(name.removeprefix("comment-")) for name in names]


def news(page: Page) -> str:
    page.wait_for_function("() => localStorage.visits")
    lines = page.locator("#comments .news")
    return lines.inner_text() if lines.count() else ""


def test_first_visit_marks_nothing(page: Page, address: str) -> None:
    page.goto(address)
    assert news(page) == ""
    assert marked(page) == []


def test_replies_since_the_last_visit_are_marked_and_walked_with_the_keyboard(
    page: Page, article: Article, address: str
) -> None:
    page.goto(address)
    assert news(page) == ""
    first = Comment.objects.earliest("pk")
    under = make_comment(article, parent=first, name="Ada Moreno")
    held = make_comment(article, status="waiting", submitted_at=timezone.now() - timedelta(days=2))
    held.approve(by=None)
    page.goto(address)
    assert "2 replies are new since your last visit" in news(page)
    assert marked(page) == [held.pk, under.pk]
    page.locator("summary").first.click()  # folded away, and found all the same
    button = page.get_by_role("button", name="Next new reply")
    button.press("Enter")
    expect(page.locator(f"#comment-{held.pk}")).to_be_focused()
    press_until_focused(page, button, limit=5)
    page.keyboard.press("Enter")
    expect(page.locator(f"#comment-{under.pk}")).to_be_focused()
    expect(button).to_have_count(0)
    page.goto(address)
    assert news(page) == ""


def test_own_reply_is_no_news(page: Page, address: str) -> None:
    page.goto(address)
    fill_reply(page, "I was on that ferry.")
    send(page)
    reply = Comment.objects.get(name="Ines Calder")
    expect(page.locator(f"#comment-{reply.pk}")).to_be_focused()
    assert news(page) == ""
    reply.approve(by=None)
    page.evaluate("""() => {
      const visits = JSON.parse(localStorage.visits);
      for (const [key, seen] of Object.entries(visits)) visits[key] = seen.slice(-3);
      localStorage.visits = JSON.stringify(visits);
    }""")
    page.goto(address)
    assert marked(page)
    assert reply.pk not in marked(page)


def test_articles_without_replies_leave_no_trace(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + make_article("Quiet").get_absolute_url(), wait_until="networkidle")
    assert page.evaluate("() => localStorage.length") == 0


def test_no_more_than_two_hundred_articles_are_remembered(page: Page, address: str) -> None:
    page.goto(f"{address}feed/")
    page.evaluate("""() => {
      const visits = Object.fromEntries([...Array(250).keys()].map(n => [`/article-${n}/`, [n]]));
      localStorage.visits = JSON.stringify(visits);
    }""")
    page.goto(address)
    page.wait_for_function("() => localStorage.visits.includes('harbour')")
    kept = page.evaluate("() => Object.keys(JSON.parse(localStorage.visits))")
    assert len(kept) == 200
    assert "/article-249/" in kept
    assert "/article-0/" not in kept


@pytest.fixture
def reading(page: Page, address: str) -> Page:
    """A page in the middle of its thread, whose clock the test moves."""
    page.clock.install()
    page.goto(address, wait_until="networkidle")
    page.wait_for_function("() => localStorage.visits")
    page.locator(".reply").nth(3).scroll_into_view_if_needed()
    return page


def test_new_replies_wait_for_the_press_of_a_button(reading: Page, article: Article) -> None:
    page = reading
    before = page.evaluate(TOPS)
    place = page.evaluate("() => scrollY")
    ada = make_comment(article, parent=Comment.objects.earliest("pk"), name="Ada Moreno")
    make_comment(article, name="Otto Reyes")
    button = page.get_by_role("button", name="2 new replies")
    expect(button).to_have_count(0)
    page.clock.fast_forward(61_000)
    expect(button).to_be_visible()
    expect(page.get_by_role("status").filter(has=button)).to_be_visible()
    assert page.evaluate(TOPS) == before
    assert page.evaluate("() => scrollY") == place
    assert page.evaluate(SHIFT) == 0
    button.press("Enter")
    expect(page.locator(f"#comment-{ada.pk}")).to_be_focused()
    expect(page.locator(f"#comment-{ada.pk}")).to_be_in_viewport()
    assert len(marked(page)) == 2
    expect(page.get_by_role("heading", name="10 replies")).to_have_count(1)
    expect(button).to_have_count(0)
    page.get_by_role("button", name="Next new reply").press("Enter")
    expect(page.locator(".reply:focus")).to_contain_text("Otto Reyes")
    page.clock.fast_forward(61_000)
    expect(button).to_have_count(0)


def test_form_and_folded_branches_stay_when_replies_come(
    page: Page, article: Article, address: str
) -> None:
    first, second, *_ = Comment.objects.order_by("pk")
    make_comment(article, parent=first, name="Below")
    page.clock.install()
    page.goto(address)
    page.locator("summary").click()
    page.locator(f"#comment-{second.pk}").get_by_role("link", name="Reply to").click()
    form(page).locator("[name=body]").fill("Half a thought")
    make_comment(article, name="Otto Reyes")
    page.clock.fast_forward(61_000)
    page.get_by_role("button", name="1 new reply").click()
    expect(page.locator(".reply:focus")).to_contain_text("Otto Reyes")
    expect(page.locator(f"#comment-{second.pk} + #respond")).to_be_visible()
    expect(form(page).locator("[name=body]")).to_have_value("Half a thought")
    expect(page.locator("details")).not_to_have_attribute("open", "")
    page.locator("#respond").get_by_text("Cancel").click()
    expect(page.locator("#comments #respond")).to_have_count(0)


def test_asking_backs_off_where_there_is_no_answer_and_ends_after_two_hours(
    reading: Page,
) -> None:
    asked: list[str] = []

    def fail(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503)

    reading.route("**/comments/count", fail)
    for _ in range(5):
        reading.clock.fast_forward(61_000)
        reading.wait_for_timeout(50)
    assert len(asked) == 2
    for _ in range(60):
        reading.clock.fast_forward(600_000)
    at_end = len(asked)
    reading.clock.fast_forward(6_000_000)
    reading.wait_for_timeout(50)
    assert len(asked) == at_end
    expect(reading.locator(".fresh button")).to_have_count(0)
