from __future__ import annotations

from typing import NoReturn

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files under names that change with their content, compressed beforehand."""

    support_js_module_import_aggregation = True


class StorageAway(OSError):
    """The store of pictures on another machine does not answer, or refuses."""


class PrivateFiles(FileSystemStorage):
    """Files that have no address: Django's own storage would make one up from MEDIA_URL."""

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("A private file has no address.")
