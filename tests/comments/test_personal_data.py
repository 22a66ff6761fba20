"""Numbers that nobody should publish are seen, and never repeated."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.moderation import moderate
from comments.moderation.personal_data import is_card, is_iban
from tests.comments.submitting import codes, make_submission


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call +44 20 7946 0958 now", "phone number …58"),
        ("Call 0044 (0)20 7946 0958", "phone number …58"),
        ("Ring 020 7946 0958.", "phone number …58"),
        ("Ring (020) 7946-0958", "phone number …58"),
        ("Text (202) 555-0142 today", "phone number …42"),
        ("Text 202-555-0142", "phone number …42"),
        ("+447700900123 talk to me", "phone number …23"),
        ("My card 4111 1111 1111 1111 was charged", "payment card …11"),
        ("My card 5555-5555-5555-4444", "payment card …44"),
        ("378282246310005", "payment card …05"),
        ("Pay to GB82 WEST 1234 5698 7654 32 please", "account number …32"),
        ("Pay to de89370400440532013000", "account number …00"),
        ("Write to someone@mail.example", "email address"),
        ("mailto:someone@mail.example", "email address"),
    ],
)
def test_personal_data_is_seen(text: str, found: str) -> None:
    verdict = moderate(make_submission(body=text))
    assert [(s.code, s.detail) for s in verdict.signals] == [("personal_data", found)]


@pytest.mark.parametrize(
    "text",
    [
        "In 1914-1918 and 1939-1945, or 2019 2020 2021.",
        "From 01.02.2024 03.04.2024 on, and 2024-05-12.",
        "It cost 1,000,000,000 or 1 000 000 000 pounds.",
        "The share is 0.123456789 of 0,987654321.",
        "My card 4111 1111 1111 1112 is not one.",
        "0000 0000 0000 0000",
        "GB82 WEST 1234 5698 7654 33 is mistyped",
        "See https://example.org/photo?id=4111111111111111&tel=02079460958",
        "We meet @ the harbour.",
        "Flight BA1234, room 2071, 12:30, bus 94.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert "personal_data" not in codes(moderate(make_submission(body=text)))


def test_several_finds_make_one_signal() -> None:
    body = "+44 20 7946 0958, 4111 1111 1111 1111, me@mail.example"
    verdict = moderate(make_submission(body=body))
    assert verdict.signals[0].detail == "payment card …11, phone number …58, email address"


@given(st.text(alphabet="0123456789 +-().,/@ab", max_size=80))
@examples(deadline=None)
def test_no_detail_repeats_more_than_two_digits(text: str) -> None:
    for signal in moderate(make_submission(body=text)).signals:
        if signal.code == "personal_data":
            assert not re.search(r"\d{3}", signal.detail)


@given(st.text(alphabet="0123456789", min_size=12, max_size=18))
def test_exactly_one_check_digit_makes_a_card(digits: str) -> None:
    numbers = [f"{digits}{last}" for last in range(10)]
    right = [number for number in numbers if is_card(number)]
    assert len(right) == 1 or len(set(digits)) == 1


@pytest.mark.parametrize("at", range(4, 22))
def test_one_wrong_digit_spoils_an_account_number(at: int) -> None:
    right = "DE89370400440532013000"
    wrong = str((int(right[at]) + 1) % 10)
    assert is_iban(right)
    assert not is_iban(right[:at] + wrong + right[at + 1 :])
