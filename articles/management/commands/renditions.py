from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from articles.models import Image, Rendition
from articles.models.public_files import NEVER


class Command(BaseCommand):
    help = "Make the published copies of pictures that lack some, and renew those out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--missing",
            action="store_true",
            required=True,
            help="look at every picture, and make only what is not there or out of date",
        )

    def handle(self, **options: Any) -> None:
        began, refused = time.monotonic(), Image.objects.filter(status=Image.Status.REFUSED)
        refused_before = refused.count()
        seen, touched, files = self._make()
        broken = refused.count() - refused_before
        self.stdout.write(
            f"Made {files:,} files of {touched:,} pictures in {time.monotonic() - began:.0f} s;"
            f" {seen - touched - broken:,} were complete, {broken:,} cannot be decoded."
        )

    def _make(self) -> tuple[int, int, int]:
        """How many pictures were looked at, how many got files, how many files."""
        images = Image.objects.with_credit().exclude(file="").exclude(status__in=NEVER)
        seen, touched, files = images.count(), 0, 0
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Pictures", total=seen)
            for image in images.order_by("pk").iterator(chunk_size=200):
                made = Rendition.objects.make(image)
                touched, files = touched + bool(made), files + made
                progress.advance(bar)
        return seen, touched, files
