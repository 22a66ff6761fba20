from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles import wire
from articles.models import AlreadyPublished, Article, Outcome


class Command(BaseCommand):
    help = "Import an article from wire copy (plain text); the same text again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish it as well")
        parser.add_argument(
            "--date", metavar="YYYY-MM-DD", help="the day of publication, part of the address"
        )
        parser.add_argument("--update", action="store_true", help="also change a published article")

    def handle(
        self, *, file: Path, publish: bool, date: str | None, update: bool, **options: Any
    ) -> None:
        copy = read(file)
        moment = day(date) if date else None
        with transaction.atomic():
            try:
                article, outcome = Article.objects.import_wire(copy, moment=moment, update=update)
            except AlreadyPublished as error:
                raise CommandError(
                    f"“{copy.headline}” is published already and this text differs: "
                    "repeat the command with --update to change it."
                ) from error
            published = publish and article.status != Article.Status.PUBLISHED
            if published:
                self.publish(article)
        state = "published" if article.status == Article.Status.PUBLISHED else "draft"
        if outcome is Outcome.UNCHANGED and published:
            state = "now published"
        self.stdout.write(f"{outcome}: “{article}” ({state}) {article.get_absolute_url()}")

    def publish(self, article: Article) -> None:
        try:
            article.publish()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error


def read(file: Path) -> wire.WireArticle:
    """Read the copy; every failure is one sentence that names the file and the line."""
    try:
        return wire.read(file.read_bytes())
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    except wire.WireError as error:
        raise CommandError(f"{file}: {error}") from error


def day(text: str) -> datetime:
    """Noon of a day in the newsroom's time zone; today's copy gets the present minute."""
    try:
        chosen = date.fromisoformat(text)
    except ValueError:
        chosen = date.min
    if not 1000 <= chosen.year < 9999:  # an address holds four digits, whatever the time zone
        raise CommandError(f"--date must be a day like 2024-05-14, not {text!r}.")
    if chosen == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(chosen, time(12)))
