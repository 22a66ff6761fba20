"""Every kind of page at two widths, light and dark: axe, no sideways scrolling, no errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Route
from pytest_django.live_server_helper import LiveServer

from articles.views.lists import SectionPage
from tests.browser.steps import SUMMARY, fill_reply, log_in, send
from tests.factories import make_user
from tests.newsroom import make_newsroom

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
WIDEST = "document.scrollingElement.scrollWidth"


class Inspection:
    """Collects what is wrong on the pages that are shown to it."""

    def __init__(self, visitor: Visitor, server: str, **settings: Any) -> None:
        self.server, self.width = server, settings["viewport"]["width"]
        self.found: list[str] = []
        self.console: list[str] = []
        self.page = visitor(reduced_motion="reduce", **settings)
        self.page.on("console", self.listen)

    def listen(self, message: ConsoleMessage) -> None:
        """An answer that is an error page by intent is not a mistake of the page."""
        own_answer = message.location.get("url") == self.page.url
        if message.type in {"error", "warning"} and not own_answer:
            self.console.append(message.text)

    def visit(self, kind: str, address: str, status: int = 200) -> None:
        answer = self.page.goto(self.server + address)
        assert answer is not None
        assert answer.status == status, kind
        self.look(kind)

    def look(self, kind: str, *rules: str) -> None:
        """Ask axe, for these rules only if any are named, and whether the page is too wide."""
        self.page.evaluate("scrollTo(0, 0)")
        options = {"runOnly": list(rules)} if rules else None
        for violation in Axe().run(self.page, options=options).response["violations"]:
            self.found += [
                f"{kind}: {violation['id']} at {node['target']}" for node in violation["nodes"]
            ]
        if (widest := self.page.evaluate(WIDEST)) > self.width:
            self.found.append(f"{kind}: {widest} px wide")
        self.found += [f"{kind}: console says {text}" for text in self.console]
        self.console.clear()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 320])
def inspection(
    request: pytest.FixtureRequest, visitor: Visitor, live_server: LiveServer, scheme: str
) -> Iterator[Inspection]:
    viewport = {"width": request.param, "height": 800}
    found = Inspection(visitor, live_server.url, viewport=viewport, color_scheme=scheme)
    yield found
    assert not found.found, "\n".join(found.found)


def test_public_pages_are_accessible(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = make_newsroom()
    unknown = pages.pop("unknown address")
    for kind, address in pages.items():
        inspection.visit(kind, address)
    inspection.visit("unknown address", unknown, 404)
    monkeypatch.setattr(SectionPage, "get", lambda *args, **kwargs: 1 / 0)
    inspection.visit("broken page", pages["section"], 500)


def test_answers_to_a_form_are_accessible(inspection: Inspection) -> None:
    article = make_newsroom()["article"]
    page = inspection.page
    page.goto(inspection.server + article)
    fill_reply(page, "A reply.", email="not an address")
    send(page)
    page.locator(SUMMARY).wait_for()
    inspection.look("refused form")
    fill_reply(page, "A reply.")
    send(page)
    inspection.look("own waiting reply")
    page.get_by_role("link", name="Reply to Reader 1").click()
    inspection.look("form under a reply")

    def in_latin(route: Route) -> None:
        form = "application/x-www-form-urlencoded; charset=latin-1"
        route.continue_(method="POST", headers={"content-type": form}, post_data="body=x")

    page.route("**/comments/", in_latin)
    inspection.visit("request in a foreign charset", f"{article}comments/", 400)


def test_desk_is_accessible(inspection: Inspection) -> None:
    make_newsroom()
    make_user("mira", "Moderator")
    make_user("rex")
    page = inspection.page
    log_in(page, inspection.server, "mira")
    inspection.look("desk")
    page.get_by_role("button", name="Approve").first.click()
    page.locator(".desk-receipt").wait_for()
    inspection.look("desk after a decision")
    page.context.clear_cookies()
    log_in(page, inspection.server, "rex", "/admin/")
    inspection.visit("forbidden page", "/moderation/", 403)
