from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .image_file import ImageFile, new_public_id
from .image_rights import ImageRights

if TYPE_CHECKING:
    from django.contrib.auth.models import User

REASON = 500  # characters


class Killable(ImageRights, ImageFile):
    """Taking a picture away from everywhere at once, as an agency may demand at any hour."""

    is_being_decided = False  # while its kill is stored, or taken back
    _history_user: Any
    _change_reason: str

    class Meta:
        abstract = True

    def kill(self, *, by: User | None = None, reason: str) -> None:
        """Make it unusable everywhere; its public files are deleted once that is stored.

        Raises ValidationError without a reason: whoever meets the picture later must know.
        """
        reason = " ".join(reason.split())
        if not reason:
            raise ValidationError(_("Say why the picture is killed."), code="reason")
        if self.killed_at:
            return
        with transaction.atomic():
            self.killed_at, self.killed_by, self.kill_reason = timezone.now(), by, reason[:REASON]
            self._keep(by, _("Killed: %(reason)s") % {"reason": reason})
            self._withdraw()

    def revive(self, *, by: User | None = None, reason: str = "") -> None:
        """Undo the kill. The worker makes its public files again, under new addresses.

        The history keeps that it was killed, by whom and why.
        """
        if not self.killed_at:
            return
        self.public_id = new_public_id()  # at the old one caches may remember that it is gone
        self.killed_at, self.killed_by, self.kill_reason = None, None, ""
        self._keep(by, _("Revived. %(reason)s") % {"reason": " ".join(reason.split())})

    def _keep(self, by: User | None, said: str) -> None:
        if by is not None:
            self._history_user = by
        self._change_reason = said.strip()[:100]  # as long as the history keeps
        self.is_being_decided = True
        try:
            self.save(update_fields=["killed_at", "killed_by", "kill_reason", "public_id"])
        finally:
            self.is_being_decided = False

    def _withdraw(self) -> None:
        from .rendition import Rendition

        Rendition.objects.withdraw(self)  # type: ignore[arg-type]  # an Image
