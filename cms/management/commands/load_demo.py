from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from articles.models import Article
from cms.demo import load
from comments.models import Comment


class Command(BaseCommand):
    help = "Load the demonstration newsroom into an empty database."

    def handle(self, **options: Any) -> None:
        if Article.objects.exists():
            raise CommandError("There are articles already: the demonstration needs an empty site.")
        with Progress(transient=True) as progress:
            bar = progress.add_task("The demonstration newsroom", total=load.steps())
            load.load(lambda _what: progress.advance(bar))
        articles, replies = Article.objects.count(), Comment.objects.count()
        self.stdout.write(
            f"Loaded a demonstration newsroom: {articles} articles, {replies} replies."
        )
