"""Absolute addresses, made from SITE_URL alone: a request's Host is typed by its sender."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"
