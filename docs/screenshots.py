"""Take the pictures of README and docs from a running demonstration newsroom, into docs/img/.

python docs/screenshots.py http://127.0.0.1:8000 [login:password]    (the login adds the desk)

The desk is left as it was: what is decided for a picture is taken back.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

FOLDER = Path(__file__).parent / "img"
LIMIT = 300_000  # bytes
LEAD = ".card-lead .card-headline a"
WIDE, PHONE = {"width": 1280, "height": 960}, {"width": 390, "height": 844}


def save(what: Page | Locator, name: str) -> None:
    """A PNG with as many colours of its own as fit below the limit."""
    shot = Image.open(BytesIO(what.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    for colours in (256, 128, 64, 32):
        shot.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=2).save(path, optimize=True)
        if path.stat().st_size < LIMIT:
            break
    print(f"{path.name}: {path.stat().st_size // 1000} kB, {colours} colours")


def readers(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport=WIDE)
    page.goto(site, wait_until="networkidle")
    save(page, "front")
    article = urljoin(site, page.locator(LEAD).get_attribute("href") or "/")
    page.goto(article, wait_until="networkidle")
    save(page, "article")
    page.locator("#comments").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
    save(page, "thread")
    phone = browser.new_page(viewport=PHONE, color_scheme="dark")
    phone.goto(article, wait_until="networkidle")
    save(phone, "phone")


def moderators(browser: Browser, site: str, login: str) -> None:
    page = browser.new_page(viewport=WIDE)
    enter(page, site, login)
    save(page, "desk")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.locator(".desk-receipt").wait_for()
    page.keyboard.press("r")
    save(page, "desk-reasons")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.locator(".desk-receipt").wait_for(state="detached")
    page.keyboard.press("?")
    save(page.locator("#desk-help"), "desk-keys")
    page.keyboard.press("Escape")
    page.goto(urljoin(site, "/moderation/?order=score"), wait_until="networkidle")
    save(page.locator(".desk-card").first, "desk-card")
    for number in range(3):
        page.locator("[data-act=select]").nth(number).check()
    save(page, "desk-many")
    page.goto(urljoin(site, "/moderation/dashboard/"), wait_until="networkidle")
    save(page, "desk-dashboard")
    phone = browser.new_page(viewport=PHONE, color_scheme="dark", has_touch=True)
    enter(phone, site, login)
    save(phone, "desk-phone")


def enter(page: Page, site: str, login: str) -> None:
    name, _, password = login.partition(":")
    page.goto(urljoin(site, "/admin/login/?next=/moderation/"))
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_url("**/moderation/")
    page.wait_for_load_state("networkidle")


def main(site: str, login: str = "") -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        readers(browser, site)
        if login:
            moderators(browser, site, login)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
