from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles import credits
from articles.background import later
from articles.changes import announce

from .credit_style import Style
from .web_address import IS_WEB_ADDRESS

if TYPE_CHECKING:
    from .image import Image

PRINTED = ["name", "short_name", "credit_style", "credit_template", "category"]  # in credits
USUAL = {
    "staff": Style.STAFF,
    "handout": Style.HANDOUT,
    "cc": Style.CREATIVE_COMMONS,
    "public-domain": Style.PUBLIC_DOMAIN,
}
LONGEST = 100  # characters of a name


def check_template(template: str) -> None:
    """A validator: only names of parts in braces, brackets in pairs."""
    if problem := credits.template_problem(template):
        sentence = _now("“%(part)s” is no part of a credit: use %(parts)s.")
        parts = ", ".join(f"{{{name}}}" for name in credits.PARTS)
        raise ValidationError(sentence % {"part": problem, "parts": parts}, code="template")


def check_aliases(aliases: Any) -> None:
    """A validator: a list of names."""
    if not isinstance(aliases, list) or not all(isinstance(name, str) for name in aliases):
        raise ValidationError(_now("Write a list of names."), code="aliases")


class ProviderManager(models.Manager["Provider"]):
    def named(self, name: str, *, active: bool = True) -> Provider | None:
        """The provider of this name or alias, made when it is new; None for an empty name."""
        name = " ".join(name.split())
        if not name:
            return None
        return self.known_as(name) or self.create(name=name[:LONGEST], active=active)

    def known_as(self, name: str) -> Provider | None:
        """The provider of this name or alias, whatever its case, spaces and punctuation."""
        if exact := self.filter(name__iexact=name).first():
            return exact
        known = self.vocabulary().agency(name)
        return self.filter(name=known).first() if known else None

    def vocabulary(self) -> credits.Vocabulary:
        """All names and aliases, to tell agencies from people in the credits of files."""
        rows = self.values_list("name", "aliases", "category")
        delivering = Provider.Category.STOCK
        return credits.Vocabulary.of((name, also, kind == delivering) for name, also, kind in rows)


class Provider(models.Model):
    """Who delivers pictures: an agency, a distributor, the paper's own desk."""

    class Category(models.TextChoices):
        STAFF = "staff", _("staff")
        FREELANCE = "freelance", _("freelance")
        WIRE = "wire", _("wire agency")
        STOCK = "stock", _("stock agency")
        HANDOUT = "handout", _("handout")
        UGC = "ugc", _("sent in by the public")
        CREATIVE_COMMONS = "cc", _("Creative Commons")
        PUBLIC_DOMAIN = "public-domain", _("public domain")

    name = models.CharField(_("name"), max_length=LONGEST, unique=True)
    short_name = models.CharField(
        _("short name"),
        max_length=40,
        blank=True,
        help_text=_("As an agency's own style prints it, where that is not the whole name."),
    )
    aliases = models.JSONField(
        _("also written"),
        default=list,
        blank=True,
        validators=[check_aliases],
        help_text=_("Other names for it that stand in credits."),
    )
    category = models.CharField(
        _("category"), max_length=16, choices=Category, default=Category.WIRE
    )
    credit_style = models.CharField(
        _("style of the credit"), max_length=16, choices=Style, default=Style.HOUSE
    )
    credit_template = models.CharField(
        _("template of the credit"),
        max_length=200,
        blank=True,
        validators=[check_template],
        help_text=_(
            "Instead of a style, for example “[{creators}/]{provider}[ via {distributor}]”: what "
            "stands in brackets is left out where its name is missing."
        ),
    )
    default_terms = models.TextField(
        _("usual terms"), max_length=2000, blank=True, help_text=_("Shown to editors.")
    )
    default_valid_days = models.PositiveIntegerField(
        _("usually valid for"),
        null=True,
        blank=True,
        help_text=_("Days from the upload; empty: without an end."),
    )
    url = models.CharField(_("website"), max_length=300, blank=True, validators=[IS_WEB_ADDRESS])
    active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Confirmed by an editor. A name first seen in a file is not, until then."),
    )

    objects = ProviderManager()
    history = HistoricalRecords()
    images: models.QuerySet[Image]

    class Meta:
        ordering = ["name"]
        verbose_name = _("provider")
        verbose_name_plural = _("providers")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Its name stands in credits on any page, and inside the public files."""
        with transaction.atomic():
            before = Provider.objects.filter(pk=self.pk).values(*PRINTED, "active").first()
            super().save(*args, **kwargs)
            if before and any(before[name] != getattr(self, name) for name in before):
                self._follow()
            announce("site")

    @property
    def style(self) -> str:
        """How it is credited: its own style, else what suits its kind."""
        usual = USUAL.get(self.category, Style.HOUSE)
        return str(usual if self.credit_style == Style.HOUSE else self.credit_style)

    def clean(self) -> None:
        """Each name means one provider."""
        others = Provider.objects.exclude(pk=self.pk).values_list("name", "aliases", flat=False)
        taken = {credits.fold(name): one for one, also in others for name in (one, *also)}
        for name in (self.name, *self.aliases):
            if found := taken.get(credits.fold(name)):
                sentence = _now("“%(name)s” is a name of “%(other)s” already.")
                raise ValidationError(sentence % {"name": name, "other": found}, code="taken")

    def _follow(self) -> None:
        """What is printed of its pictures changed: the worker writes their files anew."""
        from .image import Image

        mine = Image.objects.filter(Q(provider=self) | Q(distributor=self))
        if mine.update(packet_version=F("packet_version") + 1):
            later("articles.tasks.follow_provider", self.pk, 0)
