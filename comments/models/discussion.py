from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.changes import announce
from comments.moderation import Premoderation


class DiscussionManager(models.Manager["Discussion"]):
    def current(self) -> Discussion:
        """The site's settings, or their defaults while nobody has saved any."""
        return self.first() or Discussion()


def between(least: int, most: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(least), MaxValueValidator(most)]


class Discussion(models.Model):
    """The site's settings for replies: one row, kept by editors in the admin."""

    class Premoderation(models.TextChoices):
        EVERYTHING = Premoderation.EVERYTHING.value, _("every reply")
        NEWCOMERS = Premoderation.NEWCOMERS.value, _("replies of people who are new here")
        NOTHING = Premoderation.NOTHING.value, _("only replies that a rule holds back")

    class Order(models.TextChoices):
        OLDEST = "oldest", _("oldest first")
        NEWEST = "newest", _("newest first")

    is_open = models.BooleanField(
        _("readers may reply"),
        default=True,
        help_text=_("A section or an article can decide otherwise."),
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close threads after"),
        default=0,
        validators=[MaxValueValidator(36_500)],
        help_text=_("Days after publication; 0 keeps them open."),
    )
    premoderation = models.CharField(
        _("a moderator looks first at"),
        max_length=10,
        choices=Premoderation,
        default=Premoderation.EVERYTHING,
    )
    link_limit = models.PositiveSmallIntegerField(
        _("links from which a reply waits"),
        default=2,
        help_text=_("0 lets replies have any number of links."),
    )
    held_words = models.TextField(_("words that hold a reply back"), blank=True, default="")
    blocked_words = models.TextField(_("words that file a reply as spam"), blank=True, default="")
    body_length = models.PositiveIntegerField(
        _("longest reply"),
        default=5000,
        validators=between(100, 50_000),
        help_text=_("In characters."),
    )
    page_size = models.PositiveSmallIntegerField(
        _("first-level replies on a page"), default=50, validators=between(5, 200)
    )
    depth = models.PositiveSmallIntegerField(
        _("levels of answers"),
        default=5,
        validators=between(1, 10),
        help_text=_("Deeper answers stand on the last level and name whom they answer."),
    )
    order = models.CharField(_("order"), max_length=6, choices=Order, default=Order.OLDEST)
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes in which readers may edit"),
        default=15,
        validators=[MaxValueValidator(1440)],
        help_text=_("After sending. While a reply waits, its writer may edit it at any time."),
    )
    retention_days = models.PositiveSmallIntegerField(
        _("days until addresses are erased"),
        null=True,
        blank=True,
        validators=between(1, 3650),
        help_text=_("Empty: what the server's RETENTION_DAYS says."),
    )
    digest_minutes = models.PositiveSmallIntegerField(
        _("minutes between two mails to moderators"),
        default=60,
        validators=[MaxValueValidator(10_080)],
        help_text=_("One mail tells that replies wait; 0 sends none."),
    )
    links_need_login = models.BooleanField(
        _("links in mails need a login"),
        default=True,
        help_text=_("Without, whoever holds such a link decides about its one reply."),
    )
    publish_figures = models.BooleanField(
        _("publish figures"),
        default=False,
        help_text=_("A public page says each month how many replies came and were refused."),
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days to decide about a notice"), default=7, validators=between(1, 90)
    )
    muted_rules = models.JSONField(default=list, editable=False)
    digest_sent_at = models.DateTimeField(null=True, editable=False)

    objects = DiscussionManager()

    class Meta:
        verbose_name = _("discussion settings")
        verbose_name_plural = _("discussion settings")
        permissions = [("configure_replies", "Can configure replies")]

    def __str__(self) -> str:
        return str(_("Discussion settings"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)
        announce("site")

    def retention(self) -> timedelta:
        """How long addresses and other traces of people are kept."""
        return timedelta(days=self.retention_days or settings.RETENTION_DAYS)

    def edit_window(self) -> timedelta:
        return timedelta(minutes=self.edit_minutes)
