"""What pages about a reply depend on, in the words of `Cache-Tag` and of `announce`."""

from __future__ import annotations


def of_thread(article_id: int) -> str:
    """The tags of a page that shows an article's replies."""
    return f"article:{article_id} thread:{article_id} site"
