"""The rules that look at a reply, in pure Python: `moderate(Submission, Facts) -> Verdict`."""

from .pipeline import moderate
from .verdicts import (
    Action,
    Blocked,
    Facts,
    History,
    Person,
    Premoderation,
    Signal,
    Spamminess,
    Submission,
    Verdict,
)

__all__ = [
    "Action",
    "Blocked",
    "Facts",
    "History",
    "Person",
    "Premoderation",
    "Signal",
    "Spamminess",
    "Submission",
    "Verdict",
    "moderate",
]
