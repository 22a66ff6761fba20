"""Whether replies are taken: the article decides, else its section, else the site."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.changes import announce
from articles.models import Section


class Mode(models.TextChoices):
    """How replies are taken somewhere; empty leaves the question to the next wider place."""

    INHERIT = "", _("as the section or the site")
    OPEN = "open", _("open")
    MODERATED = "moderated", _("every reply waits for a moderator")
    SLOW = "slow", _("slow: one reply of a person in an interval")
    CLOSED = "closed", _("closed")


class Moded(models.Model):
    """Mixed into what can override the site: a thread, a section."""

    mode = models.CharField(
        _("replies"), max_length=12, choices=Mode, blank=True, default=Mode.INHERIT
    )
    slow_seconds = models.PositiveIntegerField(
        _("interval of the slow mode"),
        default=300,
        validators=[MinValueValidator(1), MaxValueValidator(86_400)],
        help_text=_("In seconds."),
    )

    class Meta:
        abstract = True


class SectionDiscussion(Moded):
    """What a section wants for the replies under its articles."""

    section = models.OneToOneField(
        Section, on_delete=models.CASCADE, primary_key=True, related_name="discussion"
    )
    needs_two = models.BooleanField(
        _("a second opinion needs two who agree"),
        default=False,
        help_text=_(
            "A reply passed on for a second opinion is decided once two moderators choose the same."
        ),
    )

    class Meta:
        verbose_name = _("replies in this section")
        verbose_name_plural = _("replies in this section")

    def __str__(self) -> str:
        return f"{_('replies in')} {self.section}"

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        announce("site")
