from __future__ import annotations

import gc
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.progress import Progress

from cms.generate.make import make
from cms.generate.plan import Plan

NUMBERS = ("articles", "comments", "waiting", "longest", "seed")


class Command(BaseCommand):
    help = "Add made-up articles and replies, as many as asked for, to see how the site bears them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=100, help="how many (100)")
        parser.add_argument("--comments", type=int, default=1000, help="replies to them (1000)")
        parser.add_argument("--waiting", type=int, default=0, help="of which so many wait (0)")
        parser.add_argument("--longest", type=int, default=0, help="under one article so many (0)")
        parser.add_argument("--seed", type=int, default=1, help="another one makes other rows (1)")

    def handle(self, **options: Any) -> None:
        given = {name: options[name] for name in NUMBERS}
        plan, began = Plan(**given, now=timezone.now()), time.monotonic()
        if problem := plan.problem():
            raise CommandError(problem)
        with Progress(transient=True) as progress:
            bars = {
                "replies": progress.add_task("Articles and replies", total=plan.comments),
                "decisions": progress.add_task("Decisions", total=plan.comments - plan.waiting),
            }
            gc.disable()  # rows refer in no circles, and looking for those takes as long again
            try:
                make(plan, lambda what, count: progress.advance(bars[what], count))
            finally:
                gc.enable()
        self.stdout.write(
            f"Generated {plan.articles:,} articles and {plan.comments:,} replies,"
            f" {plan.waiting:,} of them waiting, in {time.monotonic() - began:.0f} s."
        )
