from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# ISO 8601 as far as it is known: a year, a month, a day, a time; an offset only where one was said.
MOMENT = r"^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$"
IS_MOMENT = RegexValidator(MOMENT, _("Write a date like 2024, 2024-05, 2024-05-14 or with a time."))


class ImageOrigin(models.Model):
    """How, when and where a picture came about, and what its file says: a base of Image."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photograph")
        ILLUSTRATION = "illustration", _("illustration")
        GRAPHIC = "graphic", _("graphic")
        SCREENGRAB = "screengrab", _("screen grab")
        COMPOSITE = "composite", _("composite")
        AI = "ai", _("made by AI")

    class Precision(models.TextChoices):
        YEAR = "year", _("year")
        MONTH = "month", _("month")
        DAY = "day", _("day")
        MINUTE = "minute", _("minute")
        SECOND = "second", _("second")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PHOTO)
    digital_source_type = models.CharField(
        _("digital source type"),
        max_length=200,
        blank=True,
        help_text=_("The IPTC term for how it was made, as an address."),
    )
    ai_system = models.CharField(_("AI system"), max_length=200, blank=True)
    date_created = models.CharField(
        _("taken on"),
        max_length=40,
        blank=True,
        validators=[IS_MOMENT],
        help_text=_("As exactly as it is known: 2024, 2024-05, 2024-05-14 or with a time."),
    )
    date_precision = models.CharField(
        max_length=8, choices=Precision, blank=True, default="", editable=False
    )
    place_text = models.CharField(_("place"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=200, blank=True)
    country_code = models.CharField(_("country code"), max_length=10, blank=True)
    job_id = models.CharField(_("job number"), max_length=200, blank=True)
    # What the file says, with where it says it (Metadata.as_json in articles.imaging.metadata).
    embedded = models.JSONField(default=dict, blank=True, editable=False)
    has_c2pa = models.BooleanField(_("has Content Credentials"), default=False, editable=False)

    class Meta:
        abstract = True


def precision(moment: str) -> str:
    """How exactly a date like "2024-05" is known; "" for none."""
    of_length = {4: "year", 7: "month", 10: "day", 16: "minute"}
    plain = moment[:10] + moment[10:].partition("+")[0].partition("-")[0].rstrip("Z")
    return of_length.get(len(plain), "second" if len(plain) > 16 else "")
