"""What agencies demand in a picture's instructions, as flags and an end that acts.

"HANDOUT PHOTO; ONE TIME USE ONLY; NO ARCHIVES; ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION".
English as the wires write it, with the common German and French forms. Case, spacing and
punctuation do not matter. What is not understood stays text for an editor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .deadlines import SPAN, moments, span

MOST = 10_000  # characters
NOT = r"(?:(?<!\w)(?:not|no|isn.t|kein|keine|nicht|pas)\s+(?:a\s+|an\s+|an\s+ap\s+|the\s+)?)"
FILE = (
    rf"(?P<no>{NOT})?\b(?:file\s?(?:photo|pic(?:ture)?|image|shot)s?|"
    r"archiv(?:foto|bild|aufnahme)|photos? d.archives?)\b"
)
HANDOUT = rf"(?P<no>{NOT})?\b(?:hand\s?-?outs?(?:\s?(?:photo|image|picture|foto|bild))?)\b"
ONE_TIME = (
    r"\b(?:one|single)[\s-]*time[\s-]+(?:use|usage|only|publication)|\bsingle[\s-]+use\b|"
    r"\buse\s+(?:only\s+)?once\b|\beinmalige\s+(?:verwendung|nutzung|veröffentlichung)|"
    r"\bnur\s+(?:zur\s+)?einmalige|\b(?:usage|utilisation)\s+unique\b"
)
NO_ARCHIVE = (
    r"\b(?:no|not\s+for)\s+archiv(?:es?|ing|al)\b|\bdo\s+not\s+archive\b|\bno\s+archival\b|"
    r"\bno\s+(?:re)?sales?\s*(?:,|/|or|and|;|-|\s)+\s*(?:no\s+)?archiv|"
    r"\bkeine\s+archiv(?:e|ierung|nutzung)\b|\barchivierung\s+(?:verboten|untersagt|nicht)|"
    r"\bpas\s+d.archiv(?:es?|age)\b|\barchivage\s+interdit"
)
MANDATORY = (
    r"\b(?:mandatory|compulsory|obligatory|must)\s+(?:photo\s+)?credit\b|\bcredit\s+(?:is\s+)?"
    r"(?:mandatory|required|compulsory)\b|\bmust\s+(?:be\s+)?credit(?:ed)?\b|"
    r"\bmit\s+(?:\w+\s+)?nennung\b|\bpflichtnennung\b|\bnennung\s+(?:des\s+\w+\s+)?(?:ist\s+)?"
    r"pflicht|\b(?:crédit|mention)\s+obligatoire\b"
)
EDITORIAL = (
    r"\beditorial\s+(?:use|usage|purposes?)(?:\s+only)?\b|\bonly\s+for\s+editorial\b|"
    r"\b(?:restricted|limited)\s+to\s+editorial\b|\bnur\s+(?:zur|für)\s+redaktionelle|"
    r"\b(?:usage|utilisation)\s+(?:strictement\s+)?[ée]ditorial"
)
NO_EDITORIAL = r"\b(?:no|not\s+for)\s+editorial\b"
NO_SALES = (
    r"\bno\s+(?:re)?-?sales?\b|\bnot\s+for\s+(?:re)?sale\b|"
    r"\bkein(?:e)?\s+(?:weiter)?verk(?:auf|äufe)|\b(?:re)?vente\s+interdite"
)
SPAN_ONLY = (
    r"\b(?:(?:only|valid|available|usable|used?)\s+(?:only\s+)?(?:for|within|up\s+to)|for(?:\s+a)?|"
    r"within|nur|für|innerhalb\s+von|pendant|expires?\s+(?:in|after)|(?:not|no)\s+(?:for\s+)?"
    r"use\s+after|not\s+after|after|until)"
    r"(?:\s+(?:the\s+)?(?:first|next|only|use|a\s+period\s+of|maximum(?:\s+of)?|period\s+of|von))*"
    r"\s*$"
)
UNTIL = (
    r"\b(?:until|till|through|expir(?:es?|y|ing|ation)(?:\s+date)?|valid\s+(?:un)?till?|"
    r"not?\s+(?:for\s+)?us(?:e|ed|age)\s+(?:after|beyond|past)|not\s+after|no\s+later\s+than|"
    r"nur\s+bis|bis\s+(?:zum)?|verwendung\s+bis|jusqu.(?:au)?|off\s+on|kill\s+(?:on|after))"
    r"(?:\s+(?:the|on|zum|einschließlich|including|date|end\s+of))*[\s:]*$"
)
EMBARGO = (
    r"\b(?:embargo(?:ed)?|sperrfrist|not\s+(?:for\s+)?(?:(?:to\s+be\s+)?(?:us(?:e|ed)|"
    r"publi(?:cation|shed)|release[d]?))\s+(?:before|until)|no\s+use\s+(?:before|until)|"
    r"hold\s+for\s+release)\b[^.;]{0,60}$"
)
SPAN_THEN = r"^[\s-]*(?:only|limit|maximum|use|period|nach|from|ab|after\s+transm)"
OPEN_END = (
    r"\b(?:expir(?:es?|y|ing|ation)|valid\s+until|until|till|"
    r"verwendung\s+(?:nur\s+)?bis|nur\s+bis)\b"
)
NO_EMBARGO = r"\b(?:no|without|ohne|keine?)\s+(?:embargo|sperrfrist)"
OPEN_EMBARGO = r"\b(?:embargo(?:ed)?|sperrfrist|hold\s+for\s+release)\b"
CREDIT = re.compile(
    r"(?:mandatory|compulsory)\s+(?:photo\s+)?credit(?:\s+line)?\s*[:=]?\s*"
    r"(?:[\"“”«„]\s*(?P<quoted>[^\"“”»]{2,200})[\"“”»]|(?<=[:=])\s*(?P<plain>[^;.\n\"“”]{2,120}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was understood. `lasts` counts from the transmission; dates are as exact as written."""

    is_file_photo: bool = False
    is_handout: bool = False
    one_time_use: bool = False
    no_archive: bool = False
    mandatory_credit: bool = False
    editorial_only: bool = False
    no_sales: bool = False
    lasts: timedelta | None = None
    until: date | datetime | None = None
    embargo: date | datetime | None = None
    open_embargo: bool = False  # an embargo whose end could not be read
    open_end: bool = False  # an end that could not be read
    credit: str = ""  # the line that the agency demands, word for word


def read(text: str) -> Terms:
    """The terms in a picture's instructions; a text without any gives empty ones."""
    text = " ".join(text[:MOST].split())
    until, embargo = _dates(text)
    lasts = _lasts(text)
    is_dated = bool(until or embargo or lasts)
    is_held = _has(OPEN_EMBARGO, text) and not _has(NO_EMBARGO, text)
    return Terms(
        is_file_photo=_said(FILE, text),
        is_handout=_said(HANDOUT, text),
        one_time_use=_has(ONE_TIME, text),
        no_archive=_has(NO_ARCHIVE, text),
        mandatory_credit=_has(MANDATORY, text),
        editorial_only=_has(EDITORIAL, text) and not _has(NO_EDITORIAL, text),
        no_sales=_has(NO_SALES, text),
        lasts=lasts,
        until=until,
        embargo=embargo,
        open_embargo=is_held and embargo is None,
        open_end=_has(OPEN_END, text) and not is_dated and not is_held,
        credit=_credit(text),
    )


def _has(pattern: str, text: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


def _said(pattern: str, text: str) -> bool:
    """Found at least once without a "not a" before it."""
    return any(not found["no"] for found in re.finditer(pattern, text, re.IGNORECASE))


def _lasts(text: str) -> timedelta | None:
    """ "FOR 14 DAYS", "14 DAYS ONLY": the shortest of them, where a rule stands around it."""
    found = []
    for one in re.finditer(r"[^;.]+", text):
        clause = one[0]
        length = span(clause)
        if length and _is_limit(clause):
            found.append(length)
    return min(found, default=None)


def _is_limit(clause: str) -> bool:
    return any(
        _has(SPAN_ONLY, clause[max(0, one.start() - 60) : one.start()])
        or _has(SPAN_THEN, clause[one.end() :])
        for one in SPAN.finditer(clause)
    )


def _dates(text: str) -> tuple[date | datetime | None, date | datetime | None]:
    """The earliest end and the latest embargo that are dated."""
    ends, embargoes = [], []
    for start, _end, moment in moments(text):
        before = text[max(0, start - 80) : start]
        if _has(EMBARGO, before):
            embargoes.append(moment)
        elif _has(UNTIL, before):
            ends.append(moment)
    return min(ends, key=_order, default=None), max(embargoes, key=_order, default=None)


def _order(moment: date | datetime) -> tuple[int, ...]:
    return moment.timetuple()[:5]


def _credit(text: str) -> str:
    found = CREDIT.search(text)
    demanded = found["quoted"] or found["plain"].partition(" - ")[0] if found else ""
    return " ".join(demanded.split()).strip(" -,")
