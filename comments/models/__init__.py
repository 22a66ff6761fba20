from .block import Block
from .claim import Claim
from .classifier_version import ClassifierVersion
from .comment import Comment
from .decision import Decision
from .decisions import Stale
from .discussion import Discussion
from .host import Host
from .modes import Mode, SectionDiscussion
from .report import Report
from .signal import Signal
from .subscription import Subscription
from .thread import Terms, Thread
from .version import Version

__all__ = [
    "Block",
    "Claim",
    "ClassifierVersion",
    "Comment",
    "Decision",
    "Discussion",
    "Host",
    "Mode",
    "Report",
    "SectionDiscussion",
    "Signal",
    "Stale",
    "Subscription",
    "Terms",
    "Thread",
    "Version",
]
