"""Writing an article in Chromium: pictures, insets, keys, and the security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.factories import make_article, make_image, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def editor() -> User:
    return make_user("eve", "Editor")


@pytest.fixture
def desk(page: Page, live_server: LiveServer, editor: User) -> Page:
    """A page with an editor logged in."""
    return log_in(page, live_server)


def log_in(page: Page, server: LiveServer) -> Page:
    page.goto(f"{server.url}/admin/login/?next=/admin/")
    page.fill("#id_username", "eve")
    page.fill("#id_password", "secret")
    page.click("[type=submit]")
    return page


def open_article(page: Page, server: LiveServer, article: Article) -> None:
    page.goto(f"{server.url}/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".tiptap")).to_be_visible()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("[name=_continue]")
    expect(page.locator(".tiptap")).to_be_visible()


def enter_caption(page: Page) -> None:
    """Click into the caption of the only picture, once its preview no longer moves it."""
    figure = page.locator(".tiptap figure")
    expect(figure.locator(".figure-credit")).to_contain_text("©")
    expect(figure.locator("img")).to_have_js_property("complete", True)
    for _ in range(5):  # a busy browser may tell the editor of the click too late for it to count
        figure.locator("figcaption").click()
        page.wait_for_timeout(100)
        if page.evaluate(INSIDE_A_FIGURE):
            return
    raise AssertionError("The caption cannot be clicked into.")


INSIDE_A_FIGURE = """() => {
  const { editor } = document.querySelector(".tiptap");
  return editor.isFocused && editor.state.selection.$from.parent.type.name === "newsFigure";
}"""


def body_of(article: Article) -> str:
    article.refresh_from_db()
    return article.body


def draft(body: str, **fields: Any) -> Article:
    return make_article("Harbour reopens", publish=False, body=body, **fields)


def test_no_admin_page_breaks_the_security_policy(desk: Page, live_server: LiveServer) -> None:
    image = make_image(renditions=True)
    article = draft(f'<figure data-image="{image.pk}"></figure>', lead_image=image)
    for address in (
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/articles/article/{article.pk}/delete/",
        "/admin/articles/image/",
        "/admin/articles/image/add/",
        f"/admin/articles/image/{image.pk}/change/",
        "/admin/articles/section/add/",
        "/admin/comments/discussion/",
    ):
        answer = desk.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        desk.wait_for_load_state("networkidle")


def test_saving_untouched_text_changes_nothing(desk: Page, live_server: LiveServer) -> None:
    image = make_image(renditions=True)
    other = make_article("Other story")
    article = draft(
        "<p>One <strong>bold</strong> <em>word</em><br>and a "
        '<a href="https://example.org/">link</a>.</p>\n<h2>Heading</h2>\n'
        f'<figure data-image="{image.pk}" data-size="wide"><figcaption>At <em>dawn</em>'
        "</figcaption></figure>\n"
        f'<aside data-article="{other.pk}">Other story</aside>\n<aside>Not written yet</aside>\n'
        "<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>\n<ol><li>First</li></ol>\n"
        "<blockquote><p>Said.</p></blockquote>\n<h3>End</h3>"
    )
    before = article.body
    open_article(desk, live_server, article)
    desk.locator(".tiptap").press("Control+End")
    desk.keyboard.type("!")
    desk.keyboard.press("Backspace")
    save(desk)
    assert body_of(article) == before


def test_body_of_one_inset_is_not_taken_for_empty(desk: Page, live_server: LiveServer) -> None:
    make_article("Other story")
    article = draft("")
    open_article(desk, live_server, article)
    desk.click("[data-name=readMore]")
    desk.fill("dialog input", "other")
    desk.locator(".picker-results button", has_text="Other story").click()
    save(desk)
    assert "Other story</aside>" in body_of(article)


def test_picture_is_placed_with_its_credit_on_screen(desk: Page, live_server: LiveServer) -> None:
    image = make_image(renditions=True)
    article = draft("<p>Text.</p>")
    open_article(desk, live_server, article)
    desk.locator(".tiptap").press("Control+End")
    desk.click("[data-name=picture]")
    desk.locator(".picker-results button").first.click()
    figure = desk.locator(".tiptap figure")
    expect(figure.locator(".figure-credit")).to_contain_text("© Harbour Pictures / Ada Moreno")
    figure.get_by_role("button", name="Wide").click()
    figure.locator("figcaption").click()
    desk.keyboard.type("Own caption")
    desk.keyboard.press("Enter")
    desk.keyboard.type("After")
    save(desk)
    assert body_of(article) == (
        f'<p>Text.</p>\n<figure data-image="{image.pk}" data-size="wide">'
        "<figcaption>Own caption</figcaption></figure>\n<p>After</p>"
    )
    expect(desk.locator(".tiptap figcaption")).to_have_text("Own caption")


def test_pictures_of_a_body_are_asked_for_at_once(desk: Page, live_server: LiveServer) -> None:
    images = [make_image(renditions=True) for _ in range(3)]
    article = draft("".join(f'<figure data-image="{image.pk}"></figure>' for image in images))
    asked: list[str] = []
    desk.on("request", lambda request: "ids=" in request.url and asked.append(request.url))
    open_article(desk, live_server, article)
    expect(desk.locator(".figure-credit").last).to_contain_text("Ada Moreno")
    assert len(asked) == 1


def test_backspace_in_an_empty_caption_removes_the_picture_in_two_steps(
    desk: Page, live_server: LiveServer
) -> None:
    image = make_image(renditions=True)
    article = draft(f'<p>Text.</p><figure data-image="{image.pk}"></figure><p>More.</p>')
    open_article(desk, live_server, article)
    enter_caption(desk)
    desk.keyboard.press("Backspace")
    expect(desk.locator(".tiptap figure.is-selected")).to_be_visible()
    desk.keyboard.press("Backspace")
    save(desk)
    assert body_of(article) == "<p>Text.</p>\n<p>More.</p>"


def test_arrow_down_leaves_a_picture_at_the_end(desk: Page, live_server: LiveServer) -> None:
    image = make_image(renditions=True)
    article = draft(f'<p>Text.</p><figure data-image="{image.pk}"></figure>')
    open_article(desk, live_server, article)
    enter_caption(desk)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.type("Below")
    save(desk)
    assert body_of(article).endswith("</figure>\n<p>Below</p>")


def test_link_is_made_and_removed(desk: Page, live_server: LiveServer) -> None:
    article = draft("<p>Linked</p>")
    open_article(desk, live_server, article)
    desk.locator(".tiptap").press("Control+a")
    desk.keyboard.press("Control+k")
    desk.fill("#link-address", "example.org/page")
    desk.keyboard.press("Enter")
    save(desk)
    assert body_of(article) == '<p><a href="https://example.org/page">Linked</a></p>'
    desk.locator(".tiptap a").click()
    desk.click("[data-name=link]")
    desk.get_by_role("button", name="Remove link").click()
    save(desk)
    assert body_of(article) == "<p>Linked</p>"


def test_refused_publication_keeps_what_was_typed(desk: Page, live_server: LiveServer) -> None:
    image = make_image(renditions=True, creators=[], provider=None)
    article = draft(f'<p>Text.</p><figure data-image="{image.pk}"></figure>')
    open_article(desk, live_server, article)
    desk.locator(".tiptap p").first.click()
    desk.keyboard.press("End")
    desk.keyboard.type(" Typed")
    with desk.expect_navigation():
        desk.click("[name=_publish]")
    expect(desk.locator(".errorlist").first).to_contain_text("it has no credit")
    expect(desk.locator(".tiptap")).to_contain_text("Text. Typed")
    assert body_of(article).startswith("<p>Text.</p>")


# What the stock admin brings along; see docs. Nothing of ours may be added to it.
STOCK = ".select2-container, .select2-search__field, .datetime, .tabular, .selector, th.original"


@pytest.mark.usefixtures("editor")
def test_nothing_of_ours_fails_the_accessibility_rules(
    visitor: Callable[..., Page], live_server: LiveServer
) -> None:
    desk = log_in(visitor(bypass_csp=True), live_server)  # axe itself adds style elements
    image = make_image(renditions=True)
    bare = make_image(renditions=True, creators=[], provider=None)
    article = draft(
        f'<p>A <a href="/x/">link</a></p><figure data-image="{image.pk}"></figure>'
        f'<figure data-image="{bare.pk}"></figure><aside>Unwritten</aside><h2>B</h2>'
        "<ul><li>C</li></ul><blockquote><p>D</p></blockquote>"
    )
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        desk.goto(f"{live_server.url}/admin/articles/image/add/")
        assert_accessible(desk)
        desk.goto(f"{live_server.url}/admin/articles/article/add/")
        assert_accessible(desk)
        open_article(desk, live_server, article)
        expect(desk.locator(".figure-problems")).to_contain_text("it has no credit")
        assert_accessible(desk)
        desk.click("[data-name=picture]")
        expect(desk.locator(".picker-results button")).to_have_count(2)
        assert_accessible(desk)


def assert_accessible(page: Page) -> None:
    context = {"exclude": [[part] for part in STOCK.split(", ")]}
    found = Axe().run(page, context=context).response["violations"]
    assert not [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]
