"""Numbers and addresses that people should not publish. What is found is never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .normalise import LINK, visible
from .verdicts import Facts, Signal, Submission

EMAIL = re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
CARD = re.compile(r"(?<![\d.,])[2-6]\d{3}(?:[ -]?\d){9,15}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w.,/+-])(?:"
    r"(?:\+|00)[1-9](?:[ ().\-/]{0,3}\d){8,14}"  # with the code of a country (ITU E.164)
    r"|\(?0[1-9](?:[ ().\-/]{0,3}\d){7,11}"  # with the trunk prefix
    r"|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"  # in North America
    r")(?![\w/]|[.,]\d)"
)
DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")

# How long an account number is in each country (the register of ISO 13616).
IBAN_LENGTHS = {
    country: int(length)
    for length, countries in (
        line.split(":")
        for line in (
            "15:NO",
            "16:BE",
            "18:DK FI FO GL NL SD FK",
            "19:MK SI",
            "20:AT BA EE KZ LT LU XK MN",
            "21:CH CR HR LI LV",
            "22:BG BH DE GB GE IE ME RS VA",
            "23:AE GI IL IQ OM TL SO",
            "24:AD CZ ES MD PK RO SA SE SK TN VG",
            "25:LY PT ST",
            "26:IS TR",
            "27:BI DJ FR GR IT MC MR SM",
            "28:AL AZ BY CY DO GT HN HU LB NI PL SV",
            "29:BR EG PS QA UA",
            "30:JO KW MU YE",
            "31:MT SC",
            "32:LC",
            "33:RU",
        )
    )
    for country in countries.split()
}


def personal_data(reply: Submission, facts: Facts) -> Iterator[Signal]:
    """A telephone, card or account number or an email address stands in the text."""
    if found := list(_found(LINK.sub(" ", visible(reply.body)))):
        yield Signal("personal_data", 1.0, ", ".join(dict.fromkeys(found)))


def _found(text: str) -> Iterator[str]:
    """What was found, in words; of a number only its last two digits."""
    for account in filter(None, map(_account, IBAN.findall(text))):
        yield f"account number …{account[-2:]}"
        text = text.replace(account, " ")
    for card in filter(is_card, CARD.findall(text)):
        yield f"payment card …{card[-2:]}"
        text = text.replace(card, " ")
    for phone in PHONE.findall(text):
        if not DATE.search(phone) and len(_digits(phone)) >= 9:
            yield f"phone number …{_digits(phone)[-2:]}"
    if EMAIL.search(text):
        yield "email address"


def is_card(number: str) -> bool:
    """Whether the check digit of 13 to 19 digits is right (Luhn, ISO/IEC 7812-1 annex B)."""
    digits = [int(digit) for digit in reversed(_digits(number))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and not _sum(digits, doubled) % 10


def _sum(digits: list[int], doubled: Iterator[int]) -> int:
    return sum(digits[::2]) + sum(doubled)


def is_iban(number: str) -> bool:
    """Whether length and check digits of an account number are right (ISO 13616, ISO 7064)."""
    number = number.replace(" ", "").upper()
    if len(number) != IBAN_LENGTHS.get(number[:2]):
        return False
    moved = number[4:] + number[:4]
    return moved.isalnum() and int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def _account(found: str) -> str:
    """The account number at the beginning of what was found, as it was typed; "" for none."""
    wanted = IBAN_LENGTHS.get(found[:2].upper(), 0)
    end, seen = 0, 0
    while seen < wanted and end < len(found):
        seen += found[end] != " "
        end += 1
    return found[:end] if is_iban(found[:end]) else ""


def _digits(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


RULES = (personal_data,)
