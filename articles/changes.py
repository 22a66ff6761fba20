"""The one seam between what changes and who keeps copies of pages.

A verb says which pages it changed by naming their tags; whoever keeps pages (a cache, a CDN)
listens to `pages_changed`. Tags are the words of the `Cache-Tag` header: `article:12`,
`thread:12`, `lists`.
"""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal

pages_changed = Signal()  # sent with tags: tuple[str, ...], after the commit


def announce(*tags: str) -> None:
    """Say, once the running transaction has committed, that pages with these tags changed."""
    transaction.on_commit(lambda: pages_changed.send(sender=None, tags=tags), robust=True)
