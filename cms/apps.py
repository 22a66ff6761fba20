from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    """The project as an app, for its management commands and what it listens to."""

    name = "cms"

    def ready(self) -> None:
        from .pagecache import receivers  # noqa: F401
