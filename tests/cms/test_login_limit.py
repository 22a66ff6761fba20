"""Wrong passwords are counted by all processes together, and told of in the same words."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"


def attempt(name: str, password: str = "wrong", address: str = ADDRESS) -> HttpResponse:
    """By a browser of its own, as another process would see it."""
    client = Client(REMOTE_ADDR=address)
    response: HttpResponse = client.post("/admin/login/", {"username": name, "password": password})
    return response


def lock(name: str, settings: Settings) -> HttpResponse:
    answers = [attempt(name) for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[-2].status_code == 200
    return answers[-1]


def test_the_count_is_kept_where_every_process_finds_it(settings: Settings) -> None:
    attempt("eve")
    attempt("eve")
    assert AccessAttempt.objects.get().failures_since_start == 2


def test_locked_login_says_how_long_to_wait_as_other_limits_do(settings: Settings) -> None:
    make_user("eve")
    response = lock("eve", settings)
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    assert "Please wait 15 minutes before you try this login again." in response.content.decode()
    assert attempt("eve", "secret").status_code == 429


def test_nobody_learns_whether_a_login_exists(settings: Settings) -> None:
    make_user("eve")
    real, unreal = lock("eve", settings), lock("nobody", settings)
    assert real.status_code == unreal.status_code == 429
    assert real.content == unreal.content


def test_others_can_still_log_in(settings: Settings) -> None:
    make_user("eve")
    lock("eve", settings)
    assert attempt("eve", "secret", "198.51.100.7").status_code == 302
