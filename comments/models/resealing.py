"""Every stored address under the newest key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from comments import vault

from .block import Block
from .claim import Claim
from .comment import Comment
from .notice import Notice
from .subscription import Subscription

BATCH = 500  # rows of one transaction: nobody who writes meanwhile has to wait for long
SEALED: tuple[type[models.Model], ...] = (Comment, Subscription, Notice)
INDEXED: tuple[type[models.Model], ...] = (Comment, Subscription, Notice, Claim)

Renew = Callable[[int, Any, str], bool | None]


def rows() -> int:
    """How many rows `reseal` looks at."""
    sealed = sum(_with_address(model).count() for model in SEALED)
    return sealed + _with_index(Claim).count()


def reseal() -> Iterator[bool | None]:
    """Go through all of them: True where one was renewed, False where that was not needed.

    None where no key opens it. A row that somebody else changes meanwhile is left to them: they
    write with the newest key. Can be broken off and begun again.
    """
    for model in SEALED:
        yield from _renewed(_with_address(model), "email_sealed", partial(_seal_anew, model))
    yield from _renewed(_with_index(Claim), "comment_id", _index_anew)


def _renewed(found: models.QuerySet[Any], column: str, renew: Renew) -> Iterator[bool | None]:
    """What became of each row, in batches; rows that are added meanwhile come too."""
    last = 0
    while True:
        later = found.filter(pk__gt=last).order_by("pk")
        batch = list(later.values_list("pk", column, "email_index")[:BATCH])
        if not batch:
            return
        with transaction.atomic():
            results = [renew(*row) for row in batch]
        yield from results
        last = batch[-1][0]


def _seal_anew(
    model: type[models.Model], pk: int, sealed: bytes | memoryview, index: str
) -> bool | None:
    if index.startswith(f"{vault.ring()[0][0]}:") and vault.is_current(sealed):
        return False
    try:
        address = vault.unseal(sealed)
    except InvalidToken:
        return None
    same = model._default_manager.filter(pk=pk, email_sealed=sealed, email_index=index)
    anew = {"email_sealed": vault.seal(address), "email_index": vault.index(address)}
    return bool(same.update(**anew))


def _index_anew(pk: int, comment: int, index: str) -> bool:
    """A claim holds no address of its own: the reply's, or its subscription's, tells it."""
    if index.startswith(f"{vault.ring()[0][0]}:"):
        return False
    sealed = [
        *_with_address(Comment).filter(pk=comment).values_list("email_sealed", flat=True),
        *_with_address(Subscription).filter(comment=comment).values_list("email_sealed", flat=True),
    ]
    for address in _opened(sealed):
        if index in vault.indexes(address):
            same = Claim.objects.filter(pk=pk, email_index=index)
            return bool(same.update(email_index=vault.index(address)))
    return False  # it keeps its key until `forget` erases it


def _opened(sealed: list[Any]) -> Iterator[str]:
    for one in sealed:
        try:
            yield vault.unseal(one)
        except InvalidToken:
            continue


def opens(most: int = 100) -> bool:
    """Whether the keys that are here open the newest addresses; True where there is none."""
    rows = _with_address(Comment).order_by("-pk").values_list("email_sealed", flat=True)[:most]
    try:
        for sealed in rows:
            vault.unseal(sealed)
    except InvalidToken:
        return False
    return True


def versions_in_use(*, unreadable: int) -> set[str]:
    """The versions of the keys that a row still needs; all of them when that is not clear."""
    every = {version for version, _secret in vault.ring()}
    if unreadable or _is_network_blocked():
        return every
    version = Substr("email_index", 1, StrIndex("email_index", Value(":")) - 1)
    found = {vault.ring()[0][0]}
    for model in INDEXED:
        rows = _with_index(model).annotate(version=version).order_by()
        found |= set(rows.values_list("version", flat=True).distinct())
    return found & every


def _is_network_blocked() -> bool:
    """The digest of a blocked network does not say which key has made it."""
    blocks = Block.objects.filter(kind=Block.Kind.NETWORK, lifted_at=None).exclude(value="")
    return blocks.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now())).exists()


def _with_address(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.exclude(email_sealed=None)


def _with_index(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.exclude(email_index="")
