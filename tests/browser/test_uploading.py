"""Uploading many pictures in Chromium: bars, refusals, dropping, the worker's copies."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Image, Rendition
from tests.factories import make_user
from tests.pictures import picture_bytes, picture_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

UPLOAD = "/admin/articles/image/upload/"
DROP = """([zone, files]) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], name, {type: "image/jpeg"}));
  }
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: carried});
    zone.dispatchEvent(event);
  }
}"""


def payload(name: str, data: bytes | None = None) -> FilePayload:
    content = picture_file(name).read() if data is None else data
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def open_upload(page: Page, server: LiveServer) -> Page:
    make_user("eve", "Editor")
    page.goto(f"{server.url}/admin/login/?next={UPLOAD}")
    page.fill("#id_username", "eve")
    page.fill("#id_password", "secret")
    page.click("[type=submit]")
    expect(page.locator("[data-zone]")).to_be_visible()
    # The server of the tests shares one connection to SQLite among its threads.
    page.evaluate("document.querySelector('[data-upload]').dataset.atOnce = 1")
    return page


@pytest.fixture
def upload(page: Page, live_server: LiveServer) -> Page:
    """The page with its script running."""
    open_upload(page, live_server)
    expect(page.get_by_role("button", name="Upload")).to_be_hidden()
    return page


def rows(page: Page) -> Any:
    return page.locator("[data-results] > li")


def test_each_file_gets_its_own_answer_and_a_way_to_its_form(upload: Page) -> None:
    upload.set_input_files(
        "#files", [payload("one.jpg"), payload("note.jpg", b"Only words."), payload("two.webp")]
    )
    expect(rows(upload)).to_have_count(3)
    expect(upload.locator("[data-summary-line]")).to_have_text("3 of 3 sent")
    expect(rows(upload).nth(1)).to_contain_text("note.jpg is not a JPEG, PNG, WebP, AVIF or GIF")
    for number in (0, 2):
        expect(rows(upload).nth(number)).to_contain_text("Its copies are being prepared.")
        expect(rows(upload).nth(number).locator("progress")).to_be_hidden()
    addresses = {image.get_absolute_url() for image in Image.objects.all()}
    links = [link.get_attribute("href") for link in upload.locator(".upload-link").all()]
    assert set(links) == addresses
    assert len(addresses) == 2


def test_only_a_page_without_script_has_a_button(upload: Page) -> None:
    expect(upload.get_by_role("button", name="Upload")).to_be_hidden()
    expect(upload.locator("#files-help")).to_contain_text("or drop them here")


def test_picture_appears_once_the_worker_has_made_it(upload: Page) -> None:
    upload.set_input_files("#files", [payload("one.jpg")])
    expect(rows(upload)).to_contain_text("Its copies are being prepared.")
    Rendition.objects.make(Image.objects.get())
    expect(rows(upload).locator("img")).to_have_js_property("complete", True)
    expect(rows(upload)).to_contain_text("before it can be published: it has no credit")


def test_file_that_the_worker_refuses_is_told(upload: Page) -> None:
    upload.set_input_files("#files", [payload("one.jpg")])
    expect(rows(upload)).to_contain_text("Its copies are being prepared.")
    Image.objects.get().refuse("The picture cannot be decoded: the file is damaged.")
    expect(rows(upload)).to_contain_text("The picture cannot be decoded: the file is damaged.")


def test_files_are_dropped_anywhere_on_the_page(upload: Page) -> None:
    files = [(n, base64.b64encode(picture_file(n).read()).decode()) for n in ("a.jpg", "b.jpg")]
    upload.evaluate(DROP, [upload.query_selector("body"), files])
    expect(upload.locator("[data-summary-line]")).to_have_text("2 of 2 sent")
    expect(rows(upload).first).to_contain_text("In the library")
    assert Image.objects.count() == 2


def test_too_large_a_file_is_refused_before_it_is_sent(upload: Page) -> None:
    upload.evaluate("document.querySelector('[data-upload]').dataset.mostBytes = 1000")
    sent: list[str] = []
    upload.on("request", lambda request: sent.append(request.method))
    upload.set_input_files("#files", [payload("one.jpg", picture_bytes())])
    expect(rows(upload)).to_contain_text("It is larger than 40 MB.")
    assert "POST" not in sent


def test_broken_line_can_be_tried_again(upload: Page) -> None:
    upload.context.set_offline(True)
    upload.set_input_files("#files", [payload("one.jpg")])
    again = rows(upload).get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    upload.context.set_offline(False)
    again.click()
    expect(rows(upload)).to_contain_text("Its copies are being prepared.")
    expect(upload.locator("[data-summary-line]")).to_have_text("1 of 1 sent")


def test_it_works_without_a_script(visitor: Callable[..., Page], live_server: LiveServer) -> None:
    page = open_upload(visitor(java_script_enabled=False), live_server)
    page.set_input_files("#files", [payload("one.jpg"), payload("note.jpg", b"Only words.")])
    page.get_by_role("button", name="Upload").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Describe and credit it").click()
    expect(page.locator("#id_caption")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_is_accessible_and_fits(
    visitor: Callable[..., Page], live_server: LiveServer, scheme: str, width: int
) -> None:
    settings = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = open_upload(visitor(bypass_csp=True, **settings), live_server)  # axe adds styles
    page.set_input_files("#files", [payload("one.jpg"), payload("note.jpg", b"Only words.")])
    expect(page.locator("[data-summary-line]")).to_have_text("2 of 2 sent")
    found = Axe().run(page, context="#content").response["violations"]
    assert not [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
