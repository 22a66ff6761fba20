from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The project as an app, for its management commands."""

    name = "cms"
