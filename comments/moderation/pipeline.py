"""From a submission to one verdict."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

from .decision import NEVER_MUTED, decide
from .normalise import INVISIBLE
from .rules import RULES
from .verdicts import Facts, Signal, Submission, Verdict

log = logging.getLogger(__name__)

NOTHING_KNOWN = Facts()
DETAIL = 200  # characters kept of what a rule saw
MUTED = "muted: "  # what a muted rule saw begins with this


def moderate(reply: Submission, facts: Facts = NOTHING_KNOWN) -> Verdict:
    """Collect the signals of every rule, then decide once.

    A rule or a source of facts that fails is left out and leaves the reply waiting, never
    published and never filed as spam for that alone.
    """
    return decide(reply, facts, tuple(_signals(reply, facts)))


def _signals(reply: Submission, facts: Facts) -> Iterator[Signal]:
    for rule in RULES:
        try:
            found = list(rule(reply, facts))
        except Exception:
            log.exception("The rule %s failed", rule.__name__)
            found = [Signal("rule_failed", 1.0, rule.__name__)]
        for signal in found:
            detail = INVISIBLE.sub("", signal.detail)
            if signal.code in facts.muted - NEVER_MUTED:
                yield Signal(signal.code, 0.0, f"{MUTED}{detail}"[:DETAIL], is_muted=True)
            else:
                yield replace(signal, detail=detail[:DETAIL])
    for source in facts.failed:
        yield Signal("rule_failed", 1.0, source[:DETAIL])
