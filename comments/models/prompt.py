"""The question that the newsroom puts over the form, so that replies are about something."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from articles.changes import announce

from .act import Act
from .state import Stale

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .thread import Thread

PROMPT_LENGTH = 200  # characters, as many as a line of the log holds


class Prompted(models.Model):
    """Mixed into Thread: what its readers are asked, and how that is changed."""

    prompt = models.CharField(
        _("question to readers"),
        max_length=PROMPT_LENGTH,
        blank=True,
        help_text=_("It stands over the form as long as replies are taken."),
    )

    class Meta:
        abstract = True

    def change_prompt(self, prompt: str, *, by: User) -> bool:
        """Ask something else from now on and write down who said so; False for no change.

        Raises Stale when somebody else has changed it since this was read.
        """
        thread = cast("Thread", self)
        before, rows = self.prompt, type(thread).objects.filter(article=thread.article)
        if prompt == before:
            return False
        with transaction.atomic():
            rows.get_or_create(article=thread.article)
            if not rows.filter(prompt=before).update(prompt=prompt):
                raise Stale
            Act.objects.log("prompt", by, article=thread.article, before=before, after=prompt)
            announce(f"thread:{thread.article_id}")
        self.prompt = prompt
        return True
