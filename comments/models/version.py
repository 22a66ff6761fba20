from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import markup
from comments.moderation.normalise import fingerprint

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from .comment import Comment


def digest(body: str) -> str:
    """16 hexadecimal digits for exactly this text: which one a moderator had before their eyes."""
    return sha256(body.encode()).hexdigest()[:16]


class VersionManager(models.Manager["Version"]):
    def current(self, comment: Comment) -> Version:
        """The version that holds the text the reply has now; made when there is none yet."""
        newest = self.filter(comment=comment, body=comment.body).order_by("pk").last()
        return newest or self.create(
            comment=comment,
            kind=Version.Kind.SENT,
            body=comment.body,
            html=comment.html,
            made_at=comment.submitted_at,
        )

    def write(self, comment: Comment, kind: str, body: str, by: User | None = None) -> Version:
        html = markup.render(body)
        return self.create(comment=comment, kind=kind, body=body, html=html, by=by)


class Version(models.Model):
    """One text of a reply: as it was sent, as its writer edited it, as a moderator redacted it.

    Rows are only ever added; a reply without edits has none. A version that its reply calls
    `proposed` waits for a decision, and the published text stays what it is until then.
    """

    class Kind(models.TextChoices):
        SENT = "sent", _("as sent")
        EDITED = "edited", _("edited by its writer")
        REDACTED = "redacted", _("edited by a moderator")

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="versions"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    body = models.TextField(_("reply"))
    html = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = VersionManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.kind}, {self.body[:40]}"

    def content(self) -> dict[str, str | bool]:
        """What a reply with this text has: it as typed, as HTML, and what finds it elsewhere."""
        return {
            "body": self.body,
            "html": self.html,
            "fingerprint": fingerprint(self.body),
            "is_redacted": self.kind == self.Kind.REDACTED,
        }
