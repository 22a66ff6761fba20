"""What is erased once the time has passed for which traces of people are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from .block import Block
from .claim import Claim
from .comment import Comment
from .notice import Notice
from .report import Report
from .subscription import Subscription

BATCH = 2000  # rows of one statement: nobody who writes meanwhile has to wait for long
NO_ADDRESS = {"email_sealed": None, "email_index": ""}
ERASED = NO_ADDRESS | {"client_prefix": "", "user_agent": ""}  # of a reply, together
SENDER = NO_ADDRESS | {"name": ""}  # of a notice
PEOPLE = (Block.Kind.NETWORK, Block.Kind.PERSON)


def forget(before: datetime) -> dict[str, int]:
    """Erase what points at a person and is older than that; how many rows of each kind.

    An address stays while its reader is subscribed, or waits for the decision about a notice, a
    digest while its block is in force.
    """
    ended = Q(lifted_at__lt=before) | Q(expires_at__lt=before)
    claims = Claim.objects.filter(asked_at__lt=before)
    unproven = Subscription.objects.filter(asked_at__lt=before, confirmed_at=None)
    left = Subscription.objects.exclude(ended_at=None).exclude(**NO_ADDRESS)
    decided = Notice.objects.filter(decided_at__lt=before)
    sent = Notice.objects.filter(received_at__lt=before)
    return {
        "replies": _erase(Comment.objects.filter(submitted_at__lt=before), ERASED),
        "reports": _erase(Report.objects.filter(reported_at__lt=before), {"client_prefix": ""}),
        "requests": (
            _delete(claims.filter(confirmed_at=None))
            + _erase(claims, {"email_index": ""})
            + _delete(unproven)
            + _erase(left, NO_ADDRESS)
        ),
        "blocks": _erase(Block.objects.filter(ended, kind__in=PEOPLE), {"value": ""}),
        "notices": _erase(decided, SENDER) + _erase(sent, {"client_prefix": ""}),
    }


def _erase(rows: models.QuerySet[Any], values: dict[str, Any]) -> int:
    count = last = 0
    while numbers := _next(rows.exclude(**values), last):
        count += rows.model._default_manager.filter(pk__in=numbers).update(**values)
        last = numbers[-1]
    return count


def _delete(rows: models.QuerySet[Any]) -> int:
    count = last = 0
    while numbers := _next(rows, last):
        count += rows.model._default_manager.filter(pk__in=numbers).delete()[0]
        last = numbers[-1]
    return count


def _next(rows: models.QuerySet[Any], last: int) -> list[int]:
    return list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
