"""Every other page of the desk for everybody: axe, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.desk_links import DeskLink
from comments.models import Act, Block, Comment, Signal
from tests.browser.desk_steps import make_reasons
from tests.browser.steps import log_in
from tests.browser.test_accessibility import Inspection
from tests.factories import make_comment, make_user
from tests.newsroom import LONG, make_newsroom

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Scheme = Literal["light", "dark"]
SPAM = f"Win at https://casino.example/{LONG} now, friends of the harbour, it is easy."


class Rooms(Inspection):
    """Looks at a page as it is loaded once: wide and narrow, light and dark.

    Each width and each scheme meets all rules once, the two other pairs those on colours.
    """

    def look(self, kind: str, *rules: str) -> None:
        self.look_at(f"{kind}, wide and light", 1280, "light", *rules)
        self.look_at(f"{kind}, wide and dark", 1280, "dark", *rules, "color-contrast")
        self.look_at(f"{kind}, narrow and light", 320, "light", *rules, "color-contrast")
        self.look_at(f"{kind}, narrow and dark", 320, "dark", *rules)

    def look_at(self, kind: str, width: int, scheme: Scheme, *rules: str) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        super().look(kind, *rules)


@pytest.fixture
def inspection(visitor: Callable[..., Page], live_server: LiveServer) -> Iterator[Rooms]:
    found = Rooms(visitor, live_server.url, viewport={"width": 1280, "height": 800})
    yield found
    assert not found.found, "\n".join(found.found)


def make_rich(stacked: int = 3) -> Comment:
    """A reply about which there is everything to say, in a queue with a stack."""
    make_newsroom()
    make_reasons()
    ida = make_user("ida", "Moderator")
    above = Comment.objects.filter(status="published").earliest("pk")
    for number in range(stacked):
        make_comment(above.article, status="waiting", name=f"{LONG} {number}", body=SPAM)
    above.remove(by=ida)
    above.undo(by=ida)
    rich = make_comment(above.article, parent=above, status="waiting", name=LONG, body=SPAM)
    for code, weight in (("blocked_word", 3.0), ("classifier", 2.2), ("host_approved", -0.5)):
        Signal.objects.create(comment=rich, code=code, weight=weight, detail=LONG)
    Act.objects.log("note", ida, comment=rich, reason=f"Known since last week. {LONG}")
    rich.escalate(to="second", by=ida, reason="Is it fair?")
    Block.objects.create(kind="host", value="evil.example", reason=LONG, by=ida)
    return rich


def enter(inspection: Rooms) -> None:
    make_user("mona", is_superuser=True)
    log_in(inspection.page, inspection.server, "mona")


def test_the_rooms_are_accessible(inspection: Rooms) -> None:
    rich = make_rich()
    enter(inspection)
    inspection.visit("dashboard", "/moderation/dashboard/")
    for summary in inspection.page.locator(".chart-numbers > summary").all():
        summary.click()
    inspection.look("dashboard with its tables")
    inspection.visit("log", "/moderation/log/")
    inspection.visit("log, refused filter", "/moderation/log/?since=yesterday")
    inspection.visit("blocks", "/moderation/blocks/")
    inspection.visit("ended blocks", "/moderation/blocks/?ended=1")
    inspection.visit("an article's replies", f"/moderation/articles/{rich.article_id}/")
    inspection.visit("queue of an article", f"/moderation/?article={rich.article_id}")
    for pile in ("reported", "mine", "all"):
        inspection.visit(pile, f"/moderation/?pile={pile}")
    inspection.visit("problems", "/moderation/?pile=no&older=x&section=no&after=no")
    inspection.visit("empty queue", "/moderation/?q=nothinglikethis")


def test_the_pages_of_a_reply_are_accessible(inspection: Rooms) -> None:
    rich = make_rich()
    enter(inspection)
    page, desk = inspection.page, f"/moderation/{rich.pk}/"
    inspection.visit("card", desk)
    page.get_by_text("Strong words: show the text").click()
    inspection.look("card without its veil")
    inspection.visit("history", f"{desk}history/")
    inspection.visit("redact", f"{desk}redact/")
    inspection.visit("reply", f"{desk}reply/")
    page.get_by_role("button", name="Approve and reply").click()
    expect(page.locator("#form-errors")).to_be_focused()
    inspection.look("refused reply")
    inspection.visit("address", f"{desk}address/")
    page.get_by_label("Why do you need it?").fill("The police asks for it.")
    page.get_by_role("button", name="Show the address").click()
    inspection.look("address shown")
    inspection.visit("block", f"{desk}block/")
    page.get_by_label("casino.example", exact=True).check()
    page.get_by_label("Reason").fill("Advertises.")
    page.get_by_role("button", name="See what it would catch").click()
    expect(page.locator("#preview-title")).to_be_focused()
    inspection.look("what a block would catch")


def test_many_at_once_is_accessible(inspection: Rooms) -> None:
    make_rich(stacked=21)
    enter(inspection)
    page = inspection.page
    page.locator(".desk-stacks > summary").click()
    page.locator(".desk-bulk > summary").click()
    page.locator("[data-act=select]").nth(1).check()
    expect(page.locator(".desk-chosen")).to_be_visible()
    inspection.look("chosen replies")
    page.get_by_role("button", name="All spam").first.click()
    inspection.look("what a stack holds")
    page.locator(".desk-form [name=typed]").fill("1")
    page.locator(".desk-form .button-primary").click()
    inspection.console.clear()  # it tells of every answer that is not a success
    inspection.look("refused number")
    page.locator(".desk-form [name=typed]").fill(page.locator("[name=confirmed]").input_value())
    page.locator(".desk-form .button-primary").click()
    expect(page.get_by_role("button", name="Undo all of it")).to_be_visible()
    inspection.look("batch")
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_role("button", name="Undo all of it")).to_have_count(0)
    inspection.look("batch taken back")


def test_links_from_mails_are_accessible(inspection: Rooms) -> None:
    rich = make_rich()
    enter(inspection)
    mona = make_user("mira", "Moderator")
    inspection.page.context.clear_cookies()
    log_in(inspection.page, inspection.server, "mira")
    link = f"/moderation/link/{DeskLink(mona.pk, rich.pk, rich.revision).token()}/"
    inspection.visit("link", link)
    inspection.page.get_by_role("button", name="Reject").click()
    expect(inspection.page.get_by_role("heading", name="Decided")).to_be_visible()
    inspection.look("link used")
    answer = inspection.page.goto(inspection.server + link)
    assert answer is not None
    inspection.look("link used before")
    inspection.visit("no such reply", "/moderation/999999/", 404)
