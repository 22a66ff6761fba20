"""Notices and objections for everybody: axe, narrow and wide, light and dark, no script needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from comments.models import Appeal, Comment, Notice
from tests.browser.steps import log_in
from tests.browser.test_accessibility import Inspection
from tests.comments.notifying import FACTS, WHY, make_notice, page
from tests.comments.owning import make_own, mine
from tests.factories import make_comment, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Visitor = Callable[..., Page]
REASONS = {"ground": "law", "basis": "Penal code, section 7", "statement": FACTS}
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


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


def make_decided(comment: Comment, verb: str) -> Notice:
    notice = Notice.objects.select_related("comment").get(pk=make_notice(comment).pk)
    by = make_user(verb, "Moderator")
    if verb == "uphold":
        notice.uphold(by=by, **REASONS)
    else:
        notice.refuse(by=by, statement=f"It is an opinion. {LONG}")
    return notice


def test_pages_for_readers_are_accessible(inspection: Inspection) -> None:
    own, reply = make_own("published"), make_comment(body=LONG)
    upheld, refused = make_decided(own, "uphold"), make_decided(reply, "refuse")
    inspection.visit("form", f"/notice/?comment={reply.pk}")
    inspection.page.get_by_role("button", name="Send the notice").click()
    expect(inspection.page.locator("#form-errors")).to_be_focused()
    inspection.look("refused form")
    inspection.visit("upheld notice", page(upheld))
    inspection.visit("refused notice", page(refused))
    inspection.visit("own reply", mine(own))
    inspection.page.get_by_role("button", name="Send it").click()
    inspection.look("refused objection")
    inspection.page.get_by_label("Why should it be decided anew?").fill(f"A joke. {LONG}")
    inspection.page.get_by_role("button", name="Send it").click()
    expect(inspection.page.get_by_text("Somebody else looks at it.")).to_be_visible()
    inspection.look("objection")


def test_the_room_of_the_notices_is_accessible(inspection: Inspection) -> None:
    own, reply = make_own("published"), make_comment(body=f"See https://evil.example/{LONG}")
    upheld = make_decided(own, "uphold")
    assert upheld.decision is not None
    appeal = Appeal.objects.against(upheld.decision, f"A joke. {LONG}")
    late = make_notice(reply, explanation=f"{LONG} {WHY}", is_trapped=True)
    Notice.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=1))
    make_user("mira", "Moderator", "Editor")
    log_in(inspection.page, inspection.server, "mira", "/moderation/notices/")
    inspection.look("notices")
    inspection.visit("decided notice", f"/moderation/notices/{upheld.pk}/")
    inspection.visit("notice", f"/moderation/notices/{late.pk}/")
    for way in ("Uphold it", "Refuse it"):
        inspection.page.get_by_text(way, exact=True).click()
    inspection.look("notice with its forms open")
    inspection.page.get_by_role("button", name="Uphold the notice").click()
    inspection.look("refused decision")
    inspection.visit("objections", "/moderation/objections/")
    inspection.visit("objection", f"/moderation/objections/{appeal.pk}/")
    inspection.page.get_by_role("button", name="Let it stand").click()
    inspection.look("refused answer")


def test_without_script_from_the_report_to_the_decision(
    visitor: Visitor, live_server: LiveServer
) -> None:
    reply = make_comment(body="Go and hurt him.")
    make_user("mira", "Moderator")
    reader, desk = (visitor(java_script_enabled=False) for _ in range(2))
    reader.goto(f"{live_server.url}/comments/{reply.pk}/report/")
    reader.get_by_role("link", name="This is illegal: send a notice").click()
    reader.get_by_label("Address of the content").fill(f"{live_server.url}/comments/{reply.pk}/")
    reader.get_by_label("Why is it illegal?").fill(WHY)
    reader.get_by_label("It shows or promotes").check()
    reader.get_by_label("I believe in good faith").check()
    reader.get_by_role("button", name="Send the notice").click()
    expect(reader.get_by_text("We have received your notice.")).to_be_visible()
    log_in(desk, live_server.url, "mira", "/moderation/notices/")
    desk.locator("ol.notices").get_by_role("link").click()
    desk.get_by_role("button", name="I examine this").click()
    desk.get_by_text("Uphold it", exact=True).click()
    desk.get_by_label("It is illegal").check()
    desk.get_by_label("Which law or which rule").fill("Penal code, section 7")
    desk.get_by_label("Facts and circumstances").fill(FACTS)
    desk.get_by_role("button", name="Uphold the notice").click()
    expect(desk.get_by_role("status")).to_contain_text("is upheld now")
    reader.reload()
    expect(reader.get_by_text("Your notice was upheld.")).to_be_visible()
    assert Comment.objects.get().status == "removed"
