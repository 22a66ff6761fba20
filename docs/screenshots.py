"""Take the README's pictures from a running demonstration newsroom, into docs/img/.

python docs/screenshots.py http://127.0.0.1:8000 [login:password]    (the login adds the desk)
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "img"
LIMIT = 300_000  # bytes
LEAD = ".card-lead .card-headline a"


def save(page: Page, name: str) -> None:
    """A PNG with as many colours of its own as fit below the limit."""
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / f"{name}.png"
    for colours in (256, 128, 64, 32):
        shot.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=2).save(path, optimize=True)
        if path.stat().st_size < LIMIT:
            break
    print(f"{path.name}: {path.stat().st_size // 1000} kB, {colours} colours")


def main(site: str, login: str = "") -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        page.goto(site, wait_until="networkidle")
        save(page, "front")
        article = page.locator(LEAD).get_attribute("href") or "/"
        page.goto(urljoin(site, article), wait_until="networkidle")
        save(page, "article")
        page.locator("#comments").evaluate("e => e.scrollIntoView({behavior: 'instant'})")
        save(page, "thread")
        if login:
            name, _, password = login.partition(":")
            page.goto(urljoin(site, "/admin/login/?next=/moderation/"))
            page.fill("#id_username", name)
            page.fill("#id_password", password)
            page.click("[type=submit]")
            page.wait_for_url("**/moderation/")
            save(page, "desk")
        phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
        phone.goto(urljoin(site, article), wait_until="networkidle")
        save(phone, "phone")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
