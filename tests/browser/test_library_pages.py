"""The pages of the picture library at two widths, light and dark: axe, and no sideways scrolling.

What is Django's own (docs/decisions/0011) is left out by its place.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Image
from tests.browser.steps import log_in
from tests.factories import make_article, make_image, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LIBRARY = "/admin/articles/image/"
STOCK = [[".select2"], [".datetime"], ["#searchbar"]]


def problems(page: Page, width: int) -> list[str]:
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, context={"exclude": STOCK}).response["violations"]
    said = [f"{one['id']} at {node['target']}" for one in found for node in one["nodes"]]
    widest = page.evaluate("document.scrollingElement.scrollWidth")
    return [*said, f"{widest} px wide"] if widest > width else said


def pages() -> dict[str, str]:
    used, killed = make_image(renditions=True), make_image(renditions=True)
    make_article("Harbour reopens", lead_image=killed)
    killed.kill(reason="The agency withdrew it.")
    used.caption = "Corrected"
    used.save()
    return {
        "grid": LIBRARY,
        "nothing found": f"{LIBRARY}?q=zyzzyva",
        "filtered": f"{LIBRARY}?rights=killed",
        "one picture": used.get_absolute_url(),
        "killed picture": killed.get_absolute_url(),
        "kill": f"{LIBRARY}{used.pk}/kill/",
        "revive": f"{LIBRARY}{killed.pk}/kill/",
        "reports": f"{LIBRARY}reports/",
        "history": f"{LIBRARY}{used.pk}/history/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_library_is_accessible_and_fits(
    visitor: Callable[..., Page], live_server: LiveServer, scheme: str, width: int
) -> None:
    make_user("eve", "Editor")
    viewport = {"width": width, "height": 900}
    page = visitor(bypass_csp=True, viewport=viewport, color_scheme=scheme)  # axe adds styles
    log_in(page, live_server.url, "eve", LIBRARY)
    found = {}
    for kind, address in pages().items():
        page.goto(live_server.url + address)
        found[kind] = problems(page, width)
    page.goto(live_server.url + LIBRARY)
    for box in page.locator(".action-select").all():
        box.check()
    page.select_option("select[name=action]", "change_together")
    with page.expect_navigation():
        page.click("button[name=index]")
    found["together"] = problems(page, width)
    page.fill("[name=creators]", "Mara Voss")
    with page.expect_navigation():
        page.get_by_role("button", name="Change them").click()
    expect(page.locator(".messagelist")).to_contain_text("2 pictures changed.")
    page.get_by_role("link", name="Undo").click()
    found["undo"] = problems(page, width)
    with page.expect_navigation():
        page.get_by_role("button", name="Undo this change").click()
    assert {tuple(image.creators) for image in Image.objects.all()} == {("Ada Moreno",)}
    assert not {kind: one for kind, one in found.items() if one}
