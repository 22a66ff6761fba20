"""Agencies' instructions, read as flags, dates and spans."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.imaging.instructions import Terms, read

HANDOUT = (
    "HANDOUT PHOTO; ONE TIME USE ONLY; NO ARCHIVES; NO SALES; "
    "ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION"
)
FORTNIGHT = timedelta(days=14)
SUMMER = timezone(timedelta(hours=2))


def test_handout_of_an_agency_is_understood_whole() -> None:
    assert read(HANDOUT) == Terms(
        is_handout=True, one_time_use=True, no_archive=True, no_sales=True, lasts=FORTNIGHT
    )


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("FILE PHOTO", {"is_file_photo": True}),
        ("EDS NOTE:A FILE PHOTO", {"is_file_photo": True}),
        ("Archivfoto", {"is_file_photo": True}),
        ("Hand-out", {"is_handout": True}),
        ("one  time\nuse", {"one_time_use": True}),
        ("One-Time Use Only!", {"one_time_use": True}),
        ("nur zur einmaligen Verwendung", {"one_time_use": True}),
        ("Einmalige Verwendung", {"one_time_use": True}),
        ("No Archive", {"no_archive": True}),
        ("NO ARCHIVING", {"no_archive": True}),
        ("DO NOT ARCHIVE", {"no_archive": True}),
        ("NO RESALES, NO ARCHIVES", {"no_archive": True, "no_sales": True}),
        ("pas d'archives", {"no_archive": True}),
        ("MANDATORY  CREDIT", {"mandatory_credit": True}),
        ("crédit obligatoire", {"mandatory_credit": True}),
        ("For editorial use only", {"editorial_only": True}),
        ("RESTRICTED TO EDITORIAL USE", {"editorial_only": True}),
        (
            "Nur zur redaktionellen Verwendung und nur mit vollständiger Nennung des Credits",
            {"editorial_only": True, "mandatory_credit": True},
        ),
        ("NOT FOR SALE", {"no_sales": True}),
        (
            'MANDATORY CREDIT "AFP PHOTO / ADA MORENO" - NO MARKETING',
            {"mandatory_credit": True, "credit": "AFP PHOTO / ADA MORENO"},
        ),
        (
            "MANDATORY CREDIT: Ada Moreno/Tidewater - NO SALES",
            {"mandatory_credit": True, "no_sales": True, "credit": "Ada Moreno/Tidewater"},
        ),
        ("not a file photo", {}),
        ("This is not a handout", {}),
        ("no restrictions", {}),
        ("Profile photographs welcome; archives open", {}),
        ("", {}),
    ],
)
def test_flags(text: str, terms: dict[str, Any]) -> None:
    assert read(text) == Terms(**terms)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("FOR 14 DAYS", FORTNIGHT),
        ("ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION", FORTNIGHT),
        ("only  for\n14   days", FORTNIGHT),
        ("14 DAYS ONLY", FORTNIGHT),
        ("fourteen (14) days only", FORTNIGHT),
        ("AVAILABLE FOR 14 DAYS FROM TRANSMISSION", FORTNIGHT),
        ("for two weeks", FORTNIGHT),
        ("within 48 hours", timedelta(hours=48)),
        ("nur 14 Tage", FORTNIGHT),
        ("FOR 30 DAYS; ONLY FOR 7 DAYS ONLINE", timedelta(days=7)),
        ("taken 14 days ago", None),
        ("FOR 0 DAYS", None),
    ],
)
def test_span_from_the_transmission(text: str, span: timedelta | None) -> None:
    assert read(text).lasts == span


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("NO USE AFTER JUNE 30, 2026", date(2026, 6, 30)),
        ("Expires: 2026-06-30", date(2026, 6, 30)),
        ("valid until 30 June 2026", date(2026, 6, 30)),
        ("Verwendung nur bis 30.06.2026", date(2026, 6, 30)),
        ("until 30/06/2026", date(2026, 6, 30)),
        ("until 30 June 2026, 18:00 GMT", datetime(2026, 6, 30, 18, tzinfo=UTC)),
        ("until 31 June 2026", None),
        ("EXPIRES 03/04/2026", None),
        ("taken on 30 June 2026", None),
    ],
)
def test_end_on_a_date_that_can_be_read_in_one_way(text: str, until: date | None) -> None:
    assert read(text).until == until


@pytest.mark.parametrize("text", ["EXPIRES 03/04/2026", "valid until Friday"])
def test_end_that_cannot_be_read_is_reported(text: str) -> None:
    assert read(text).open_end


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("EMBARGOED UNTIL 18:00 GMT 3 MAY 2026", datetime(2026, 5, 3, 18, tzinfo=UTC)),
        ("Sperrfrist: 3. Mai 2026, 18.00 Uhr", datetime(2026, 5, 3, 18)),
        (
            "Not for publication before 12 May 2026 06:00 CEST",
            datetime(2026, 5, 12, 6, tzinfo=SUMMER),
        ),
        ("EMBARGO: 2026-05-03", date(2026, 5, 3)),
        ("NO EMBARGO", None),
    ],
)
def test_embargo(text: str, moment: date | None) -> None:
    terms = read(text)
    assert (terms.embargo, terms.open_embargo, terms.until) == (moment, False, None)


def test_embargo_without_a_date_is_reported() -> None:
    assert read("EMBARGO until Friday").open_embargo


WORDS = st.sampled_from(
    [
        *("NO", "NOT", "A", "FOR", "14", "DAYS", "ONLY", "UNTIL", "30", "JUNE", "2026", "GMT"),
        *("ARCHIVES", "MANDATORY", "CREDIT", "FILE", "PHOTO", "HANDOUT", "EMBARGO", "18:00"),
        *("03/04/2026", "9999-99-99", "+9999", "99999999", ";", ".", "-", '"', ":"),
    ]
)


@given(st.text(max_size=200) | st.lists(WORDS, max_size=40).map(" ".join))
def test_any_instructions_can_be_read(text: str) -> None:
    assert isinstance(read(text), Terms)


@given(st.integers(1, 365), st.sampled_from(["upper", "lower", "title"]), st.sampled_from(" \n\t"))
def test_case_and_spacing_do_not_matter(days: int, case: str, space: str) -> None:
    text = getattr(f"only for {days} days; no archives", case)().replace(" ", space * 2)
    terms = read(text)
    assert (terms.lasts, terms.no_archive) == (timedelta(days=days), True)


@pytest.mark.parametrize(
    "piece", ["NO ", "for 1 day ", '"', "1.1.", "MANDATORY CREDIT: ", "\n", "until "]
)
def test_long_instructions_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    read(piece * 50_000)
    assert time.process_time() - start < 5
