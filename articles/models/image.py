from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.background import later
from articles.changes import announce
from articles.imaging.fingerprint import Looks, bands, sha256
from articles.imaging.inspect import Refused, inspect

from . import image_terms
from .duplicate import Duplicate
from .image_conflicts import Conflict, conflicts
from .image_credit import ImageCredit
from .image_elsewhere import ELSEWHERE, keep_elsewhere
from .image_file import is_new, new_public_id
from .image_filling import Filling
from .image_kill import Killable
from .image_library import ImageManager
from .image_origin import precision
from .image_queries import ImageQuerySet
from .image_reading import Readable
from .image_search import Searchable, index_later
from .image_shape import ImageShape
from .image_words import ImageWords

if TYPE_CHECKING:
    from articles.imaging.metadata import Metadata

    from .article import Article
    from .image_use import ImageUse
    from .rendition import Rendition

# Derived, or never changed after the upload: their history would tell nothing.
NO_HISTORY = [
    *("bytes", "mime", "sha256", "dhash", "mirror_dhash"),
    *("dhash_0", "dhash_1", "dhash_2", "dhash_3"),
    *("embedded", "packet_version", "created_at", "updated_at"),
    *("first_printed_at", "printed_in", "shown_until", "orientation"),
]
# What the public files hold: the words in their packets and, for crops, the focal point.
IN_FILES = [
    *("creators", "provider_id", "distributor_id", "credit_style", "credit_override"),
    *("copyright_notice", "source_text", "caption", "headline", "alt_text", "long_description"),
    *("web_statement", "usage_terms", "licensor_name", "licensor_url", "data_mining"),
    *("kind", "digital_source_type", "focal_x", "focal_y"),
]
DERIVED = {"status", "shown_until", "packet_version", "date_precision", "updated_at"}
IN_FILE = {"width", "height", "public_id", "bytes", "mime", "sha256"}


class Image(Killable, Readable, ImageShape, ImageWords, ImageCredit, Searchable):
    """A picture with its words and its rights: the file is the original, never published itself."""

    Status = Killable.Status

    objects = ImageManager.from_queryset(ImageQuerySet)()
    history = HistoricalRecords(excluded_fields=NO_HISTORY)
    renditions: models.QuerySet[Rendition]
    uses: models.QuerySet[ImageUse]

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("kill_image", "Can kill and revive images")]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(sha256=""), name="one_image_of_each_file"
            )
        ]
        indexes = [
            models.Index(fields=["orientation", "-id"], name="image_by_orientation"),
            models.Index(fields=["status", "-id"], name="image_by_status"),
            models.Index(
                fields=["-id"],
                condition=Q(alt_text="", is_decorative=False),
                name="image_without_alt",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or f"{_('image')} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it with what follows from its words; raises Duplicate for a file known already."""
        new_file = is_new(self.file)
        if new_file:
            self._take_in()
        self.date_precision = precision(self.date_created)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *DERIVED, *(IN_FILE if new_file else ())}
        with transaction.atomic():
            before = self._stored()
            if before is not None:
                keep_elsewhere(self, before, new_file=new_file)
            is_reworded, is_other = self._compare(before)
            self._store(*args, **kwargs)
            index_later(self.pk)
            if new_file:
                self.renditions.all().delete()
            if new_file and not (is_reworded or is_other):
                later("articles.tasks.make_renditions", self.pk)
            if is_reworded or is_other:
                self._follow()
            else:
                self.announce()

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_image_change", args=[self.pk])

    @property
    def state(self) -> str:
        """The status at this moment; the stored one follows within a minute."""
        return str(image_terms.status(self, timezone.now()))

    @property
    def is_showable(self) -> bool:
        """Whether readers may see it now, as far as it depends on the picture alone."""
        return not self.problems()

    def problems(self, *, article: Article | None = None, at: datetime | None = None) -> list[str]:
        """Why a picture may not be printed, as ends of sentences; in this article, at this time."""
        if self.killed_at:
            return [image_terms.killed(self)]
        if self.refusal:
            return [self.refusal]
        moment = at or timezone.now()
        problems = [*image_terms.missing(self), *image_terms.untimely(self, moment)]
        if article is not None and not self.may_stand_in(article.pk):
            problems.append(_now("it may be used once and was printed already"))
        return problems

    def fill(self, metadata: Metadata) -> None:
        """Fill the empty fields from what its file says. Nothing typed is lost, nothing saved."""
        Filling(self, metadata).run()

    def conflicts(self) -> list[Conflict]:
        """Where its file says something else than its form."""
        return conflicts(self)

    def conditions(self) -> list[str]:
        """What editors must heed when they print it."""
        return image_terms.conditions(self, timezone.now())

    def may_stand_in(self, article: int | None) -> bool:
        """A picture for one-time use belongs to the article that printed it first."""
        if not self.one_time_use or self.first_printed_at is None:
            return True
        return article is not None and self.printed_in_id == article

    def articles(self) -> QuerySet[Article]:
        """Those that place it, published or not, the newest first."""
        from .article import Article
        from .image_use import ImageUse

        places = ImageUse.objects.filter(image=self).exclude(role=ImageUse.Role.WANTED)
        rows = Article.objects.filter(pk__in=places.values("article"))
        return rows.defer("body", "body_text").newest_first()

    def refuse(self, reason: str | Promise) -> None:
        """The worker could not decode the file: keep it away from every page, and say why.

        A file that came meanwhile is not the one that broke.
        """
        self.refusal = str(reason)[:300]
        self.status = image_terms.status(self, timezone.now())
        same = Image.objects.filter(pk=self.pk, public_id=self.public_id)
        if same.update(status=self.status, refusal=self.refusal):
            self.announce()

    def note_looks(self, looks: Looks) -> None:
        """Keep how the picture looks, so that others that look alike find it."""
        self.dhash, self.mirror_dhash = f"{looks.dhash:016x}", f"{looks.mirrored:016x}"
        self.dhash_0, self.dhash_1, self.dhash_2, self.dhash_3 = bands(looks.dhash)
        names = ("dhash", "mirror_dhash", "dhash_0", "dhash_1", "dhash_2", "dhash_3")
        same = Image.objects.filter(pk=self.pk, public_id=self.public_id)
        same.update(**{name: getattr(self, name) for name in names})

    def look_alikes(self) -> list[tuple[Image, int]]:
        """Other images that look like this one, the nearest first, with the distance in bits."""
        if not self.dhash:
            return []
        looks = Looks(int(self.dhash, 16), int(self.mirror_dhash, 16))
        return Image.objects.exclude(pk=self.pk).alike(looks)

    def settle(self) -> bool:
        """Bring the stored status in line with the clock; whether that changed it."""
        with transaction.atomic():
            is_changed = self._settle()
            if is_changed:
                self._follow()
        return is_changed

    def reprint(self) -> None:
        """Follow its provider, whose name or terms changed."""
        with transaction.atomic():
            self._settle()
            self._follow()

    def _settle(self) -> bool:
        now = timezone.now()
        before, self.shown_until = self.status, image_terms.shown_until(self)
        self.status = image_terms.status(self, now)
        values = {"status": self.status, "shown_until": self.shown_until, "updated_at": now}
        # A save meanwhile, as of a kill, has derived the status already.
        same = Image.objects.filter(pk=self.pk, updated_at=self.updated_at)
        return bool(same.update(**values)) and self.status != before

    def _follow(self) -> None:
        """What a change of words or status brings about: files, the record of prints, pages."""
        if self.file:
            later("articles.tasks.make_renditions", self.pk)
        self._note_print()
        self.announce()

    def announce(self) -> None:
        """Name the pages that show it: those of its articles, and every list."""
        articles = self.uses.exclude(role="wanted").values_list("article", flat=True).distinct()
        announce(f"image:{self.pk}", "lists", *(f"article:{pk}" for pk in articles))

    def _take_in(self) -> None:
        """Note what a new file is. Raises Duplicate."""
        file = self.file.file
        self.sha256, self.bytes = sha256(file), self.file.size
        if known := Image.objects.of_file(self.sha256).exclude(pk=self.pk).first():
            raise Duplicate(known)
        try:
            facts = inspect(file, str(self.file.name), self.bytes)
        except Refused:
            self.mime, self.width, self.height = "", 0, 0
        else:
            self.mime, self.width, self.height = facts.mime, facts.width, facts.height
        file.seek(0)
        self.public_id = new_public_id()  # the old addresses stay in caches for a year
        self.refusal = ""  # a new file gets a new verdict
        self.dhash = self.mirror_dhash = ""
        self.dhash_0 = self.dhash_1 = self.dhash_2 = self.dhash_3 = None

    def _stored(self) -> dict[str, Any] | None:
        """The row as it is now, held until the transaction ends."""
        rows = Image.objects.select_for_update().filter(pk=self.pk)
        return rows.values(*IN_FILES, *ELSEWHERE, "packet_version", "status").first()

    def _compare(self, before: dict[str, Any] | None) -> tuple[bool, bool]:
        """Derive what follows; whether the words in the public files changed, and the status."""
        self.shown_until = image_terms.shown_until(self)
        self.status = image_terms.status(self, timezone.now())
        if before is None:
            return False, False
        is_reworded = any(before[name] != getattr(self, name) for name in IN_FILES)
        self.packet_version = before["packet_version"] + is_reworded
        return is_reworded, before["status"] != self.status

    def _store(self, *args: Any, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                super().save(*args, **kwargs)
        except IntegrityError:
            known = Image.objects.of_file(self.sha256).exclude(pk=self.pk).first()
            if known is None:
                raise
            raise Duplicate(known) from None

    def _note_print(self) -> None:
        from .printed_credit import PrintedCredit

        PrintedCredit.objects.note(self.uses.all())
