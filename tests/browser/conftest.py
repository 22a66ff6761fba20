"""Chromium for the tests in this folder; every page fails its test on a policy violation."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connections
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.factories import make_article

# Playwright's own loop runs in this thread, so Django takes every query for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

NAMES = ("chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=15_000)  # how long a loaded machine may take; none waits so long

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and CI needs the browser tests.")
    if path is None:
        pytest.skip("Chromium is not installed.")
    before = {alias: connections[alias] for alias in connections}
    with sync_playwright() as playwright:
        for alias, connection in before.items():
            # Under a running loop Django looks for its connections in another place and would
            # make new ones, which know nothing of the rows to restore after each test.
            connections[alias] = connection
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Underway:
    """How many requests the server has begun and not finished."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def add(self, change: int) -> None:
        with self._changed:
            self._count += change
            self._changed.notify_all()

    def wait_for_none(self) -> None:
        with self._changed:
            if not self._changed.wait_for(lambda: self._count <= 0, timeout=10):
                raise AssertionError("A request was still being answered at the end of a test.")


def let_connections_end(seconds: float = 3) -> None:
    """A thread of the server that ends after the server would close what is no longer shared."""
    end = time.monotonic() + seconds
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0.0, end - time.monotonic()))


@pytest.fixture
def underway() -> Iterator[Underway]:
    """The rows are cleared away after a test; a request still reading them would break that."""
    requests = Underway()

    def begin(**kwargs: object) -> None:
        requests.add(1)

    def end(**kwargs: object) -> None:
        requests.add(-1)

    request_started.connect(begin)
    request_finished.connect(end)
    yield requests
    requests.wait_for_none()
    let_connections_end()
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def visitor(browser: Browser, underway: Underway) -> Iterator[Callable[..., Page]]:
    """Opens pages, each of a context of its own: another reader, another set of cookies.

    At the end of the test none of them may have broken the security policy.
    """
    violations: list[str] = []
    contexts: list[BrowserContext] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            violations.append(message.text)

    def open_page(**settings: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | settings))
        contexts.append(context)
        context.on("console", listen)
        page = context.new_page()
        page.on("pageerror", lambda error: violations.append(f"script error: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not violations, "\n".join(violations)


@pytest.fixture
def page(visitor: Callable[..., Page]) -> Page:
    """One such page, as wide as a desk's screen."""
    return visitor()


@pytest.fixture(autouse=True)
def _no_rate_limits(settings: Settings) -> None:
    """All readers in these tests share one network."""
    settings.RATE_LIMITS = False


@pytest.fixture
def article() -> Article:
    return make_article("Harbour reopens", body="<p>The first ferry left at dawn.</p>")


@pytest.fixture
def address(live_server: LiveServer, article: Article) -> str:
    return live_server.url + article.get_absolute_url()
