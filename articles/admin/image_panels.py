"""What the page of one picture tells beside its fields: its file's words, its twins, its uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.imaging.spec import CARD, CUT, RATIOS
from articles.models import Image

if TYPE_CHECKING:
    from .base import NewsroomAdmin as Base
else:
    Base = object

NOTHING = "-"
ORIGINS = {"xmp": "XMP", "iim": "IIM", "exif": "EXIF"}


class ImagePanels(Base):
    """Mixed into ImageAdmin: read-only fields."""

    @admin.display(description=gettext_lazy("the file says"))
    def file_says(self, image: Image) -> str:
        """Every value as the file gave it, with where it stood."""
        rows = [
            (name.replace("_", " "), _text(entry.get("value")), ORIGINS.get(entry["origin"], ""))
            for name, entry in sorted((image.embedded or {}).items())
            if isinstance(entry, dict) and "origin" in entry
        ]
        row = '<div><dt>{}</dt><dd>{} <span class="origin">{}</span></dd></div>'
        said = format_html_join("", row, rows)
        return format_html('<dl class="file-says">{}</dl>', said) if rows else NOTHING

    @admin.display(description=gettext_lazy("file and form disagree"))
    def disagreements(self, image: Image) -> str:
        lines = [(str(conflict),) for conflict in image.conflicts()] if image.pk else []
        if not lines:
            return _("Nowhere.")
        return format_html(
            '<ul class="warnings">{}</ul>', format_html_join("", "<li>{}</li>", lines)
        )

    @admin.display(description=gettext_lazy("looks like"))
    def twins(self, image: Image) -> str:
        """Pictures that look alike, each with its own credit: one of two may be wrong."""
        found = image.look_alikes()[:8] if image.pk else []
        rows = [
            (other.get_absolute_url(), other, other.credit or _("no credit"))
            for other, _bits in found
        ]
        line = '<li><a href="{}">{}</a> <span class="credit">{}</span></li>'
        return format_html("<ul>{}</ul>", format_html_join("", line, rows)) if rows else NOTHING

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, image: Image) -> str:
        uses = image.uses.select_related("article").defer("article__body") if image.pk else []
        lines = [
            (
                reverse("admin:articles_article_change", args=[use.article_id]),
                use.article,
                use.get_role_display(),
            )
            for use in uses
        ]
        return format_html_join("\n", '<div><a href="{}">{}</a> ({})</div>', lines) or NOTHING

    @admin.display(description=gettext_lazy("credit as it was printed"))
    def prints(self, image: Image) -> str:
        """What stood under the picture, where, from when; the newest first."""
        rows = image.printed_credits.select_related("article").order_by("-printed_at", "-pk")[:30]
        lines = [(row.printed_at, row.article, row.credit or _("not shown")) for row in rows]
        line = "<div>{:%Y-%m-%d %H:%M} {}: {}</div>"
        return format_html_join("\n", line, lines) if lines else NOTHING

    @admin.display(description=gettext_lazy("as it is cut"))
    def crops(self, image: Image) -> SafeString | str:
        """The shapes in which it is shown, with the cut around the focal point."""
        jpegs = [r for r in image.renditions.all() if r.mime == "image/jpeg" and r.spec in CUT]
        address = reverse("admin:articles_image_crop", args=[image.pk, "SPEC"]) if image.pk else ""
        shown = {row.spec if row.spec in RATIOS else CARD: row for row in jpegs}
        rows = [
            (address.replace("SPEC", row.spec), row.spec, row.width, row.height)
            for row in sorted(shown.values(), key=lambda row: row.spec)
        ]
        box = (
            '<figure><img src="{0}" alt="" width="{2}" height="{3}">'
            "<figcaption>{1}, {2} × {3}</figcaption></figure>"
        )
        boxes = format_html_join("", box, rows)
        return format_html('<div class="crops">{}</div>', boxes) if rows else _("not made yet")


def _text(value: Any) -> str:
    """A value of a file in words, whatever its shape."""
    if isinstance(value, dict):
        return " ".join(f"{name}: {_text(part)}" for name, part in value.items() if part)
    if isinstance(value, list | tuple):
        return "; ".join(_text(part) for part in value)
    return str(value)
