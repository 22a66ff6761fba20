"""Pictures in a store that speaks S3: one for all machines of a site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from .storage import StorageAway

IN_MEMORY = 4_000_000  # bytes of a file that is being read; what is larger lies in a temporary file


class BucketFiles(S3Storage):  # type: ignore[misc]
    """Files below a prefix of a bucket, which nobody but this program has to be able to read.

    Published pictures too are fetched by the media view alone: it knows which may be shown now. A
    name that is taken is never written over, as in a folder. Trouble is an OSError, as there.
    """

    def __init__(self, **options: Any) -> None:
        if options.get("endpoint_url"):
            # Few stores but Amazon's have a host name for each bucket.
            options = {"region_name": None, "addressing_style": "path"} | options
            options["region_name"] = options["region_name"] or "us-east-1"
        super().__init__(
            **options,
            file_overwrite=False,
            max_memory_size=IN_MEMORY,
            client_config=Config(
                s3={"addressing_style": options.get("addressing_style", "auto")},
                signature_version="s3v4",
                # Others than Amazon's refuse the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=3,
                read_timeout=20,
                retries={"mode": "standard", "max_attempts": 2},
            ),
        )

    def url(self, name: str | None, *args: Any, **options: Any) -> NoReturn:
        raise ValueError("A file in the bucket has no address.")

    def _open(self, name: str, mode: str = "rb") -> File:
        with _as_in_a_folder():
            file: File = super()._open(name, mode)
            if "r" in mode:
                file.open()  # fetches it: what comes later cannot fail
            return file

    def _save(self, name: str, content: Any) -> str:
        with _as_in_a_folder():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_in_a_folder():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_in_a_folder():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _as_in_a_folder():
            return int(super().size(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_in_a_folder():
            folders, files = super().listdir(path)
            return folders, files


@contextmanager
def _as_in_a_folder() -> Iterator[None]:
    """Raises StorageAway for what the libraries raise. A missing file stays FileNotFoundError."""
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError) as error:
        raise StorageAway(f"The store of MEDIA_STORAGE does not serve: {error}") from error
