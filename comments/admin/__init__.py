"""Replies in the admin: their settings, and the thread on its article's page.

No admin shows the replies themselves: they are decided on the desk, and addresses stay sealed.
"""

from .blocks import BlockAdmin
from .classifier import ClassifierVersionAdmin
from .discussion import DiscussionAdmin
from .places import SectionInline, ThreadInline
from .reasons import ReasonAdmin

__all__ = [
    "BlockAdmin",
    "ClassifierVersionAdmin",
    "DiscussionAdmin",
    "ReasonAdmin",
    "SectionInline",
    "ThreadInline",
]
