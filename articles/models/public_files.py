"""Keeping the public files of one image true: what is missing, outdated or in the way."""

from __future__ import annotations

import io
import posixpath
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image as Pillow

from articles.changes import announce
from articles.imaging.crop import Focus
from articles.imaging.fingerprint import looks
from articles.imaging.inspect import Refused
from articles.imaging.renditions import Rendered, fitting
from articles.imaging.spec import CUT
from articles.imaging.stamp import stamp
from articles.imaging.workshop import make

from .image_rights import ImageRights
from .rights_packet import Packets, packets

if TYPE_CHECKING:
    from .image import Image
    from .rendition import Rendition

# Of these no file may lie in public storage.
NEVER = (ImageRights.Status.KILLED, ImageRights.Status.EXPIRED, ImageRights.Status.REFUSED)


class PublicFiles:
    """An image and its renditions, as both were when the work began."""

    def __init__(self, image: Image, rows: list[Rendition], *, look: bool = False) -> None:
        self.image = image
        # How a picture from before looks is read from one of its files, which must be there.
        lost = gone(rows) if look or not image.dhash else set()
        self.lost = {row.pk for row in lost}
        self.rows = [row for row in rows if row.pk not in self.lost]
        self.focus = Focus(image.focal_x, image.focal_y)

    def bring_up_to_date(self) -> int:
        """How many files were written. A file that breaks is refused, with a sentence."""
        self._note_looks_of_rows()
        good = [row for row in self.rows if row.spec not in CUT or row.focus == str(self.focus)]
        words = packets(self.image)
        rewritten, broken = self._with_words(good, words)
        kept = [row for row in good if row not in broken]
        made = self._made(kept, words) if self._lacks_any(kept) else []
        written = [*rewritten, *made]
        if not written:
            return 0
        if self._keep(written):
            return len(written)
        _discard(written)
        return 0

    def _lacks_any(self, rows: list[Rendition]) -> bool:
        """Whether a size or format is missing; which, only the original can say for certain."""
        whole = next((row for row in rows if row.spec not in CUT), None)
        if whole is None:
            return True
        width, height = self.image.width, self.image.height
        is_turned = (whole.width > whole.height) != (width > height)
        upright = (height, width) if is_turned else (width, height)
        have = {(row.spec, row.extension) for row in rows}
        wanted = fitting(upright)
        return any((spec.name, spec.extension) not in have for spec in wanted)

    def _with_words(
        self, rows: list[Rendition], words: Packets
    ) -> tuple[list[Rendition], list[Rendition]]:
        """The outdated among these rows with the words of now, and those whose file is no use."""
        rewritten, broken = [], []
        for row in rows:
            if row.packet_version == self.image.packet_version:
                continue
            try:
                with row.file.open() as file:
                    data = stamp(file.read(), row.mime, *words)
            except (ValueError, FileNotFoundError):
                broken.append(row)
            else:
                rewritten.append(self._stored(row, data))
        return rewritten, broken

    def _made(self, kept: list[Rendition], words: Packets) -> list[Rendition]:
        done = {(row.spec, row.extension) for row in kept}
        try:
            with self.image.file.open() as original:
                made = make(original, done, self.focus)
        except Refused as error:
            self.image.refuse(str(error))
        except FileNotFoundError:
            self.image.refuse(_("The file is gone."))
        else:
            self._note_looks(made)
            return [self._new(one, words) for one in made]
        return []

    def _note_looks(self, made: list[Rendered]) -> None:
        """For the search of pictures that look alike; a small copy looks as the original does."""
        whole = (one.data for one in made if one.spec.name not in CUT and one.spec.format == "JPEG")
        if not self.image.dhash and (data := next(whole, None)):
            self.image.note_looks(looks(Pillow.open(io.BytesIO(data))))

    def _note_looks_of_rows(self) -> None:
        """The same of a picture whose files were made before looks were noted."""
        whole = (row for row in self.rows if row.spec not in CUT and row.extension == "jpg")
        row = next(whole, None)
        if row is None or self.image.dhash:
            return
        try:
            with row.file.open() as file:
                self.image.note_looks(looks(Pillow.open(file)))
        except (OSError, ValueError):  # damaged: made anew, and looked at then
            self.rows.remove(row)
            self.lost.add(row.pk)

    def _new(self, one: Rendered, words: Packets) -> Rendition:
        row = self.image.renditions.model(
            image=self.image,
            spec=one.spec.name,
            extension=one.spec.extension,
            mime=one.spec.mime,
            width=one.width,
            height=one.height,
            focus=str(self.focus) if one.spec.ratio else "",
        )
        return self._stored(row, stamp(one.data, one.spec.mime, *words))

    def _stored(self, row: Rendition, data: bytes) -> Rendition:
        """The row with its new file written and itself not saved yet, the number left out."""
        row.pk, row.image = None, self.image
        row.packet_version, row.bytes = self.image.packet_version, len(data)
        # A name of its own: a storage may overwrite, and the old file goes after the commit.
        name = f"{row.spec}-{row.packet_version}-{secrets.token_hex(4)}.{row.extension}"
        row.file.save(name, ContentFile(data), save=False)
        return row

    def _keep(self, written: list[Rendition]) -> bool:
        """Store the rows, unless the image got another file, was killed or went meanwhile.

        A file with newer words than ours stays.
        """
        images = type(self.image)._default_manager
        same = images.filter(pk=self.image.pk, public_id=self.image.public_id)
        ours = {(row.spec, row.extension): row for row in written}
        with transaction.atomic():
            now = same.select_for_update().first()
            if now is None or not may_be_public(now):
                return False
            for row in now.renditions.all():
                name = (row.spec, row.extension)
                if name in ours and row.packet_version > self.image.packet_version:
                    _discard([ours.pop(name)])
                elif name in ours or row.pk in self.lost:
                    row.delete()  # its file follows after the commit
            now.renditions.bulk_create(ours.values())
            announce(f"image:{self.image.pk}", "lists")
        return True


def may_be_public(image: Image) -> bool:
    """Whether files of it may lie in public storage: also before its words are complete."""
    is_over = image.shown_until is not None and image.shown_until <= timezone.now()
    return bool(image.file) and image.status not in NEVER and not is_over


def gone(rows: Iterable[Rendition]) -> set[Rendition]:
    """Those whose file the storage does not have any more; it is asked once for each folder."""
    folders: dict[str, set[str]] = {}
    lost = set()
    for row in rows:
        folder, name = posixpath.split(str(row.file.name))
        if folder not in folders:
            folders[folder] = _names(row.file.storage, folder)
        if name not in folders[folder]:
            lost.add(row)
    return lost


def _names(storage: Storage, folder: str) -> set[str]:
    try:
        return set(storage.listdir(folder)[1])
    except FileNotFoundError:
        return set()


def _discard(rows: Iterable[Rendition]) -> None:
    for row in rows:
        row.file.delete(save=False)
