"""Links in mails that lead one moderator to one reply, as it was when the mail was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.core import signing
from django.urls import reverse

from articles.addresses import absolute

from .models.used_link import LASTS

_signer = signing.TimestampSigner(salt="comments.desk_link")


@dataclass(frozen=True, slots=True)
class DeskLink:
    """Who may decide with it, about which reply, in which revision: all numbers."""

    user: int
    comment: int
    revision: int

    @classmethod
    def read(cls, token: str) -> Self:
        """What a token says. Raises SignatureExpired after 24 hours, else BadSignature."""
        user, comment, revision = _signer.unsign(token, max_age=LASTS).split(".")
        return cls(int(user), int(comment), int(revision))

    def token(self) -> str:
        return _signer.sign(f"{self.user}.{self.comment}.{self.revision}")

    def address(self) -> str:
        """The whole address, for a mail."""
        return absolute(reverse("comments:desk_link", args=[self.token()]))
