from __future__ import annotations

import time
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import Progress

from articles.models import Image, Rendition
from articles.models.image_search import index, unindexed

OVER = (Image.Status.KILLED, Image.Status.EXPIRED)  # have no public files


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
        began, done = time.monotonic(), Counter[str]()
        images = Image.objects.with_credit().exclude(file="")
        with Progress(console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("Pictures", total=images.count())
            for image in images.order_by("pk").iterator(chunk_size=200):
                done.update(_catch_up(image))
                progress.advance(bar)
        done["indexed"] = index(unindexed(list(Image.objects.values_list("pk", flat=True))))
        self.stdout.write(_sentence(done, time.monotonic() - began))


def _catch_up(image: Image) -> dict[str, int]:
    """What was done for one picture; one that was refused gets another chance."""
    done = {"read": int(image.is_unread and image.read_original())}
    if image.status in OVER:
        return done
    if image.refusal:
        image.try_again()
    files = Rendition.objects.make(image, look=True)
    what = "touched" if files else "broken" if image.refusal else "complete"
    return done | {"files": files, what: 1}


def _sentence(done: Counter[str], seconds: float) -> str:
    said = (
        f"Made {done['files']:,} files of {done['touched']:,} pictures in {seconds:.0f} s;"
        f" {done['complete']:,} were complete, {done['broken']:,} cannot be decoded."
    )
    if done["read"]:
        said += f" {done['read']:,} files from before the library were read."
    if done["indexed"]:
        said += f" {done['indexed']:,} pictures were added to the search."
    return said
