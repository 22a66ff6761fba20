"""Thousands of attempts to run a script, read by a browser whose policy forbids nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.comments import payloads
from tests.comments.hostile import make_thread

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

HOOKS = """
window.ran = [];
for (const name of ["alert", "prompt", "confirm", "print", "canary"])
  window[name] = (...words) => { window.ran.push(name + ": " + words.join(" ")); };
"""
# What a reader may do on the page by accident: pass over everything, focus and open everything.
TOUCH = """
for (const element of document.querySelectorAll("#comments *"))
  for (const name of ["mouseover", "pointerenter", "focus", "toggle", "animationstart", "wheel"])
    element.dispatchEvent(new Event(name, { bubbles: false }));
"""
STRANGE = """
[...document.querySelectorAll("#comments *")].filter(element =>
  [...element.attributes].some(one => /^on|^style$|^srcdoc$/i.test(one.name)) ||
  (element.href?.protocol ?? element.protocol ?? "http:").match(/javascript|data|vbscript|file/) ||
  element.matches("script,style,iframe,object,embed,img,svg,math,video,audio,form,input,base,meta")
).map(element => element.outerHTML.slice(0, 200))
"""


@pytest.fixture
def unguarded(browser: Browser) -> Iterator[Page]:
    """A page on which the security policy is switched off: escaping alone has to hold."""
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(HOOKS)
    context.route("**/*", lambda route: route.continue_() if "localhost" in route.request.url
                  or "127.0.0.1" in route.request.url else route.abort())  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def make_bombs(count: int, offset: int) -> list[tuple[str, str, str]]:
    """Each attempt as a name, in a website's address and as a text."""
    bombs = payloads.sample(count, offset)
    return [(bomb[:100], f"https://a.example/{bomb}"[:200], bomb) for bomb in bombs]


@pytest.mark.parametrize("part", range(3))
def test_no_attempt_runs(unguarded: Page, live_server: Any, part: int) -> None:
    article = make_thread(make_bombs(900, part * 900 * 7919))
    address = f"{live_server.url}{article.get_absolute_url()}"
    seen: list[str] = []
    unguarded.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    unguarded.on("popup", lambda popup: seen.append(popup.url))
    unguarded.on("pageerror", lambda error: seen.append(str(error)))
    unguarded.on("framenavigated", lambda frame: seen.append(frame.url))
    unguarded.on("request", lambda request: seen.append(request.url) if "evil" in request.url
                 or "a.example" in request.url else None)  # fmt: skip
    unguarded.goto(address)
    assert unguarded.locator("#comments article.reply").count() == 900
    unguarded.evaluate(TOUCH)
    unguarded.wait_for_timeout(200)
    assert unguarded.evaluate("window.ran") == []
    assert unguarded.evaluate(STRANGE) == []
    assert unguarded.evaluate("document.querySelectorAll('iframe,object,embed').length") == 0
    assert unguarded.url == address
    assert seen == [address]


def test_the_hooks_would_notice_a_script(unguarded: Page, live_server: Any) -> None:
    unguarded.goto(f"{live_server.url}/")
    unguarded.set_content(
        "<p id=comments><img src=x onerror=alert(1)><b onfocus=canary()>x</b></p>"
    )
    unguarded.evaluate(TOUCH)
    unguarded.wait_for_function("window.ran.length > 1")
    assert set(unguarded.evaluate("window.ran")) == {"alert: 1", "canary: "}
    assert len(unguarded.evaluate(STRANGE)) == 2


def test_attempts_break_no_rule_of_the_policy(page: Page, live_server: Any) -> None:
    article = make_thread(make_bombs(300, 5))
    page.goto(f"{live_server.url}{article.get_absolute_url()}")
    assert page.locator("#comments article.reply").count() == 300
