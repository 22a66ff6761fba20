from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _


class ImageShape(models.Model):
    """How a picture stands, written by the database from its size: a base of Image."""

    class Orientation(models.TextChoices):
        LANDSCAPE = "landscape", _("landscape")
        PORTRAIT = "portrait", _("upright")
        SQUARE = "square", _("square")
        UNKNOWN = "unknown", _("no file")

    orientation = models.GeneratedField(
        expression=Case(
            When(width=0, then=Value("unknown")),
            When(Q(width__gt=F("height")), then=Value("landscape")),
            When(Q(width__lt=F("height")), then=Value("portrait")),
            default=Value("square"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
        verbose_name=_("orientation"),
    )

    class Meta:
        abstract = True
