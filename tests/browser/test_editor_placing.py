"""Pictures and insets go between the paragraphs, and take nobody's place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_editor import body_of, draft, log_in, open_article, save
from tests.factories import make_article, make_image, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_an_inset_right_after_a_picture_leaves_the_picture(
    page: Page, live_server: LiveServer
) -> None:
    make_user("eve", "Editor")
    make_image(renditions=True)
    make_article("Other story")
    article = draft("<p>First.</p><p>Second.</p>")
    open_article(log_in(page, live_server), live_server, article)
    page.locator(".tiptap p").first.click()
    for name, choice in (("picture", "harbour"), ("readMore", "Other story")):
        page.click(f"[data-name={name}]")
        page.locator(".picker-results button", has_text=choice).first.click()
    save(page)
    order = re.findall(r"<p>First|<figure|<aside|<p>Second", body_of(article))
    assert order == ["<p>First", "<figure", "<aside", "<p>Second"]
