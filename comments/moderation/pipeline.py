"""From a submission to one verdict."""

from __future__ import annotations

import logging

from .rules import RULES
from .verdicts import Action, Signal, Submission, Verdict

log = logging.getLogger(__name__)


def moderate(reply: Submission) -> Verdict:
    """Collect the signals of every rule, then decide once.

    The newsroom's own people are published; everybody else waits for a moderator. A rule that
    fails is left out and leaves the reply waiting, never published.
    """
    signals: list[Signal] = []
    failed = False
    for rule in RULES:
        try:
            signals.extend(rule(reply))
        except Exception:
            log.exception("The rule %s failed", rule.__name__)
            signals.append(Signal("rule_failed", 1.0, rule.__name__))
            failed = True
    publish = reply.is_staff and not failed
    return Verdict(Action.PUBLISH if publish else Action.WAIT, tuple(signals))
