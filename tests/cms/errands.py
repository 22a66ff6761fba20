"""Tasks for the worker of the tests."""

from __future__ import annotations

from django_tasks import task

ran: list[int] = []


@task()
def note(number: int) -> int:
    ran.append(number)
    return number


@task()
def break_down() -> None:
    raise ValueError("broken")
