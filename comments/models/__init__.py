from .act import Act
from .appeal import Appeal
from .batch import Batch
from .block import Block
from .claim import Claim
from .classifier_version import ClassifierVersion
from .comment import Comment
from .decision import Decision
from .discussion import Discussion
from .host import Host
from .modes import Mode, SectionDiscussion
from .notice import Notice
from .presence import Presence
from .reason import Reason
from .report import Report
from .signal import Signal
from .state import Stale
from .subscription import Subscription
from .tally import Tally
from .thread import Terms, Thread
from .used_link import UsedLink
from .version import Version

__all__ = [
    "Act",
    "Appeal",
    "Batch",
    "Block",
    "Claim",
    "ClassifierVersion",
    "Comment",
    "Decision",
    "Discussion",
    "Host",
    "Mode",
    "Notice",
    "Presence",
    "Reason",
    "Report",
    "SectionDiscussion",
    "Signal",
    "Stale",
    "Subscription",
    "Tally",
    "Terms",
    "Thread",
    "UsedLink",
    "Version",
]
