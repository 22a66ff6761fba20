"""What moderators do at the desk, in one word each."""

from __future__ import annotations

from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from comments.models import Comment, Reason
from tests.browser.steps import log_in
from tests.factories import make_article, make_comment, make_user


def make_queue(number: int) -> list[Comment]:
    """So many replies that wait, in the order of the queue, and two reasons to reject one."""
    make_reasons()
    article = make_article()
    bodies = (f"Reply number {n}: the ferry left at dawn, said somebody." for n in range(number))
    return [make_comment(article, status="waiting", name="Ada", body=body) for body in bodies]


def make_reasons() -> None:
    Reason.objects.all().delete()  # a newsroom begins with some
    for position, title in enumerate(("Off topic", "Insult"), 1):
        Reason.objects.create(title=title, message=f"{title}.", position=position)


def open_desk(
    page: Page, server: str, name: str = "mona", *, groups: tuple[str, ...] = ("Moderator",)
) -> None:
    make_user(name, *groups)
    log_in(page, server, name)


def card(page: Page, comment: Comment | int) -> Locator:
    number = comment if isinstance(comment, int) else comment.pk
    return page.locator(f"#comment-{number}")


def receipt(page: Page, comment: Comment | int) -> Locator:
    number = comment if isinstance(comment, int) else comment.pk
    return page.locator(f"#comment-{number}.desk-receipt")


def cards(page: Page) -> Locator:
    return page.locator(".desk-card:not(.desk-settled)")


def press(page: Page, keys: Iterable[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> int:
    """The number of the reply whose card has the focus; 0 for none."""
    script = "() => +(document.activeElement.closest('.desk-card')?.dataset.comment ?? 0)"
    return int(page.evaluate(script))


def expect_focus(page: Page, comment: Comment) -> None:
    expect(card(page, comment)).to_be_focused()


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def close_help(page: Page) -> None:
    """The dialog closes a moment after the key."""
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
