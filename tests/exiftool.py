"""The independent reader of metadata: exiftool, which knows every form there is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

needs_exiftool = pytest.mark.skipif(
    not shutil.which("exiftool") and not os.environ.get("CI"),
    reason="exiftool is not installed (libimage-exiftool-perl)",
)


def read_with_exiftool(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """For each file name every tag by its group and name, like "XMP-photoshop:Credit"."""
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        command = ["exiftool", "-json", "-G1", "-struct", "-charset", "iptc=utf8", folder]
        run = subprocess.run(command, capture_output=True, check=True)
    tags: list[dict[str, Any]] = json.loads(run.stdout)
    return {one["System:FileName"]: one for one in tags}


def write_with_exiftool(name: str, data: bytes, *arguments: str) -> bytes:
    """The file with tags written by exiftool, its IIM in UTF-8: arguments as on a command line."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        command = ["exiftool", "-q", "-m", "-codedcharacterset=utf8", "-overwrite_original"]
        subprocess.run([*command, *arguments, str(path)], check=True)
        return path.read_bytes()
