"""The focal point in Chromium: dragged, moved by keys, typed without script; the cuts follow."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Image, Rendition
from tests.browser.steps import log_in
from tests.factories import make_image, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture
def image() -> Image:
    """Left half red, right half blue: a crop tells which part it shows."""
    picture = Pillow.new("RGB", (3200, 800), RED)
    picture.paste(BLUE, (1600, 0, 3200, 800))
    out = io.BytesIO()
    picture.save(out, "PNG")
    file = SimpleUploadedFile("halves.png", out.getvalue(), "image/png")
    return make_image(file=file, renditions=True)


def open_image(page: Page, server: LiveServer, image: Image) -> None:
    make_user("eve", "Editor")
    log_in(page, server.url, "eve", image.get_absolute_url())


def save(page: Page) -> None:
    """Save, let the worker do its task, look again."""
    with page.expect_navigation():
        page.click("[name=_continue]")
    Rendition.objects.make(Image.objects.get())
    page.reload()


def shown(page: Page) -> tuple[int, ...]:
    """The colour in the middle of the square crop, as the page shows it."""
    crop = page.locator(".crops figure", has_text="1x1").locator("img")
    expect(crop).to_have_js_property("complete", True)
    answer = page.request.get(str(crop.evaluate("one => one.src")))
    with Pillow.open(io.BytesIO(answer.body())) as picture:
        pixel = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return tuple(255 * (int(value) > 127) for value in pixel)


def frame_of(page: Page) -> Locator:
    return page.locator(".focal")


def test_dragging_moves_the_cuts(page: Page, live_server: LiveServer, image: Image) -> None:
    open_image(page, live_server, image)
    box = frame_of(page).locator("img").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2, steps=4)
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.locator("#id_focal_x")).to_have_value("0.900")
    save(page)
    assert shown(page) == BLUE
    stored = Image.objects.get()
    assert (stored.focal_x, stored.focal_source) == (pytest.approx(0.9), "manual")


def test_arrow_keys_move_the_point(page: Page, live_server: LiveServer, image: Image) -> None:
    open_image(page, live_server, image)
    point = page.get_by_role("group", name="Focal point")
    point.focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#id_focal_x")).to_have_value("0.100")
    expect(page.locator("#id_focal_y")).to_have_value("0.490")
    save(page)
    assert shown(page) == RED
    assert Image.objects.get().focal_source == "manual"


def test_point_stays_inside_the_picture(page: Page, live_server: LiveServer, image: Image) -> None:
    open_image(page, live_server, image)
    page.get_by_role("group", name="Focal point").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#id_focal_x")).to_have_value("1.000")


def test_numbers_do_it_without_a_script(
    visitor: Callable[..., Page], live_server: LiveServer, image: Image
) -> None:
    page = visitor(java_script_enabled=False)
    open_image(page, live_server, image)
    page.fill("#id_focal_x", "0.9")
    page.click("[name=_continue]")
    Rendition.objects.make(Image.objects.get())
    stored = Image.objects.get()
    assert stored.focal_x == 0.9
    with stored.renditions.get(spec="1x1").file.open() as file, Pillow.open(file) as crop:
        red, _green, blue = crop.convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert blue > 200 > red
