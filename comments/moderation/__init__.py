"""The rules that look at a reply, in pure Python: `moderate(Submission) -> Verdict`."""

from .pipeline import moderate
from .verdicts import Action, Signal, Submission, Verdict

__all__ = ["Action", "Signal", "Submission", "Verdict", "moderate"]
