"""The one decision, after all signals are known."""

from __future__ import annotations

from collections.abc import Sequence

from .learned import log_odds
from .verdicts import Action, Facts, Premoderation, Signal, Submission, Verdict

# A moderator or an editor has said that these are spam.
BLOCKING = frozenset({"blocked", "blocked_word"})

# A moderator has to look, whatever the newsroom lets through.
HOLDING = frozenset(
    {
        "address_as_name",
        "bad_host",
        "decoy",
        "held_word",
        "impersonation",
        "many_links",
        "personal_data",
        "rejected_before",
        "repeated",
        "rule_failed",
        "shortener",
        "too_fast",
    }
)

# What somebody has said outright, and what protects the newsroom's own name and the rules
# themselves: no switch makes these silent.
NEVER_MUTED = BLOCKING | {"impersonation", "rule_failed"}

# Independent ways of giving a robot away: two decoys are one. Text browsers, too, keep their
# origin to themselves, so that is none.
BOT = frozenset({"address_as_name", "decoy", "too_fast"})
AGREEING = 2  # of them, besides the classifier

CERTAIN = log_odds(0.98)  # with which the classifier may file as spam what robots sent
LIKELY = log_odds(0.9)  # from which it holds a reply back
SAMPLED = 0.01  # of what the classifier would file is shown to moderators all the same


def decide(reply: Submission, facts: Facts, signals: Sequence[Signal]) -> Verdict:
    """The first line that applies decides. Muted signals are kept and not asked."""
    codes = {signal.code for signal in signals if not signal.is_muted}
    failed = "rule_failed" in codes
    if reply.is_staff:
        return (
            _verdict(Action.WAIT, signals) if failed else _verdict(Action.PUBLISH, signals, "staff")
        )
    if codes & BLOCKING:
        return _verdict(Action.SPAM, signals, min(codes & BLOCKING))
    if _is_spam(codes, signals):
        if facts.draw < SAMPLED:
            return _verdict(Action.WAIT, (*signals, Signal("sampled", 0.0)))
        return _verdict(Action.SPAM, signals, "classifier")
    if failed or facts.is_moderated or codes & HOLDING or _doubt(signals) >= LIKELY:
        return _verdict(Action.WAIT, signals)
    if facts.premoderation is Premoderation.NOTHING:
        return _verdict(Action.PUBLISH, signals, "no_objection")
    if facts.is_edit or facts.premoderation is not Premoderation.NEWCOMERS:
        return _verdict(Action.WAIT, signals)
    if _is_trusted(facts):
        return _verdict(Action.PUBLISH, signals, "known_reader")
    return _verdict(Action.WAIT, signals)


def _verdict(action: Action, signals: Sequence[Signal], reason: str = "") -> Verdict:
    return Verdict(action, tuple(signals), reason)


def _is_trusted(facts: Facts) -> bool:
    """Whether the sender has proven that replies were approved, and none rejected lately."""
    if facts.person is None or "known_reader" in facts.muted:
        return False
    rejected = 0 if "rejected_before" in facts.muted else facts.person.rejected
    return facts.person.approved >= 1 and rejected == 0


def _is_spam(codes: set[str], signals: Sequence[Signal]) -> bool:
    """Whether the classifier is certain and robots have given themselves away twice."""
    return _doubt(signals) >= CERTAIN and len(codes & BOT) >= AGREEING


def _doubt(signals: Sequence[Signal]) -> float:
    """The classifier's log-odds; 0 while it is silent."""
    return max((signal.weight for signal in signals if signal.code == "classifier"), default=0.0)
