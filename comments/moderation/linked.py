"""Where a reply leads: most lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from .links import addresses, hosts
from .verdicts import Facts, History, Signal, Submission

# Services that hide where a link leads.
SHORTENERS = frozenset(
    """
    adf.ly bit.do bit.ly bl.ink buff.ly cutt.ly dlvr.it goo.gl goo.su is.gd j.mp lnkd.in
    linktr.ee ow.ly qr.ae rb.gy rebrand.ly s.id shorte.st shorturl.at soo.gd surl.li t.co
    t.ly t2m.io tiny.cc tinyurl.com trib.al u.to urlz.fr v.gd vk.cc wp.me x.gd zpr.io
    """.split()  # noqa: SIM905
)
TRUSTED = 3  # approvals from which a host speaks for a reply


def links(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """Addresses in the text; from the newsroom's limit on they hold the reply."""
    if found := addresses(reply.body):
        code = "many_links" if 0 < facts.link_limit <= len(found) else "links"
        yield Signal(code, min(1.0 + 0.5 * len(found), 4.0), ", ".join(found))


def known_hosts(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """What moderators thought of replies with the same hosts: one signal for each opinion."""
    opinions: dict[str, list[str]] = {}
    for host in hosts(reply.body, reply.website):
        if opinion := _opinion(past := facts.hosts.get(host, History())):
            counts = f" (approved {past.approved}x, rejected {past.rejected}x)"
            opinions.setdefault(opinion, []).append(host + counts * (past != History()))
    for code, found in opinions.items():
        yield Signal(code, OPINIONS[code], ", ".join(found))


OPINIONS = {"bad_host": 2.0, "new_host": 0.3, "known_host": -0.5}


def _opinion(past: History) -> str:
    if past.rejected > past.approved:
        return "bad_host"
    if past.approved >= TRUSTED and past.approved >= 10 * past.rejected:
        return "known_host"
    return "" if past.approved or past.rejected else "new_host"


def shorteners(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A link that hides where it leads."""
    if found := SHORTENERS.intersection(hosts(reply.body, reply.website)):
        yield Signal("shortener", 1.0, ", ".join(sorted(found)))


RULES = (links, known_hosts, shorteners)
