"""Light and dark, still and moving, on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.factories import make_article, make_comment, make_image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
LIGHTNESS = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data[0];
}"""
# What the page's root says when its body begins: before anything can be painted.
FIRST = """
  new MutationObserver((changes, watcher) => {
    if (!document.body) return;
    window.themeOfFirstPaint = document.documentElement.dataset.theme ?? null;
    watcher.disconnect();
  }).observe(document, {childList: true, subtree: true});
"""


def is_dark(page: Page) -> bool:
    return int(page.evaluate(LIGHTNESS)) < 128


@pytest.fixture
def article() -> Article:
    article = make_article(lead_image=make_image(renditions=True))
    make_comment(article, name="Ada Moreno", body="Was it late?")
    return article


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_follows_the_system_until_the_reader_chooses(
    visitor: Visitor, address: str, scheme: str
) -> None:
    page = visitor(color_scheme=scheme)
    page.goto(address)
    assert is_dark(page) is (scheme == "dark")
    chosen = "light" if scheme == "dark" else "dark"
    page.get_by_role("button", name=f"{chosen.capitalize()} page").click()
    assert is_dark(page) is (chosen == "dark")
    page.get_by_role("button", name=f"{scheme.capitalize()} page").click()
    assert is_dark(page) is (scheme == "dark")


def test_choice_is_remembered_on_every_page_without_a_flash(
    page: Page, live_server: LiveServer, address: str
) -> None:
    page.add_init_script(FIRST)
    page.goto(address)
    assert page.evaluate("themeOfFirstPaint") is None
    page.get_by_role("button", name="Dark page").click()
    for other in (f"{live_server.url}/", address):
        page.goto(other, wait_until="domcontentloaded")
        assert page.evaluate("themeOfFirstPaint") == "dark"
        assert is_dark(page)
        expect(page.get_by_role("button", name="Light page")).to_be_visible()


def test_no_switch_is_offered_without_script(visitor: Visitor, address: str) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(address)
    expect(page.get_by_role("banner").get_by_role("button")).to_have_count(0)


def test_nothing_moves_by_itself_for_who_asked_for_less_motion(
    visitor: Visitor, address: str
) -> None:
    smooth = "() => getComputedStyle(document.documentElement).scrollBehavior"
    moving = "() => document.getAnimations().length"
    page = visitor(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate(smooth) == "auto"
    page.get_by_role("link", name="Reply to Ada Moreno").click()
    page.get_by_role("button", name="Post reply").hover()
    assert page.evaluate(moving) == 0


def test_paper_shows_the_story_with_its_credit_and_nothing_to_click(
    page: Page, address: str
) -> None:
    page.goto(address)
    story = page.locator("article").first
    page.emulate_media(media="print", color_scheme="dark")
    expect(story.get_by_role("heading", level=1)).to_be_visible()
    expect(story.locator("figcaption")).to_contain_text("© Harbour Pictures / Ada Moreno")
    expect(story.locator("figcaption")).to_be_visible()
    expect(story.get_by_role("img")).to_be_visible()
    expect(story.get_by_text(page.url.partition("/20")[2])).to_be_visible()
    for hidden in ("#comments", "#respond", "nav", "footer", "button", "[href='#content']"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    assert not is_dark(page)


def test_article_stands_where_no_script_and_no_style_arrives(page: Page, address: str) -> None:
    def drop(route: Route) -> None:
        route.abort()

    page.route("**/*.css", drop)
    page.route("**/*.js", drop)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#respond form")).to_be_visible()
    expect(page.get_by_text("In reply to")).to_be_hidden()
