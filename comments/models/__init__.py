from .comment import Comment
from .decision import Decision
from .decisions import Stale
from .discussion import Discussion
from .signal import Signal
from .thread import Thread

__all__ = ["Comment", "Decision", "Discussion", "Signal", "Stale", "Thread"]
