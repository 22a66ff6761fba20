from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User


def ensure(say: Callable[[str], None]) -> None:
    """Make a superuser where there is none, and say its password: the only time it is shown.

    BYLINE_LOGIN makes its superuser beside others too. A login that exists is never touched.
    """
    if settings.BYLINE_LOGIN:
        _ensure_named(*settings.BYLINE_LOGIN, say)
    elif not _someone_can_log_in():
        name, password = _free_name(), secrets.token_urlsafe(12)
        User.objects.create_superuser(name, password=password)
        say(f"Login: {name}   Password: {password}   (shown this once)")


def _ensure_named(name: str, password: str, say: Callable[[str], None]) -> None:
    user = User.objects.filter(username=name).first()
    if user is None:
        User.objects.create_superuser(name, password=password)
        say(f"Login: {name}, with the password of BYLINE_LOGIN.")
    elif not check_password(password, user.password):
        say(
            f"BYLINE_LOGIN: {name} exists already and keeps another password;"
            f" `manage.py changepassword {name}` changes it."
        )


def _someone_can_log_in() -> bool:
    users = User.objects.filter(is_superuser=True, is_active=True)
    return users.exclude(password__startswith="!").exclude(password="").exists()  # noqa: S106


def _free_name() -> str:
    taken = User.objects.filter(username="admin").exists()
    return f"admin-{secrets.token_hex(2)}" if taken else "admin"
