"""What must not stand in a log is replaced, and nothing else is."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.redaction import redact


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("GET /comments/mine/s3cr3t-t0ken/", "GET /comments/mine/…/"),
        ("from <nadia@example.com>: refused", "from <…>: refused"),
        ("{'nadia@example.com': (550, b'no')}", "{'…': (550, b'no')}"),
        ("postgres://byline:opensesame@db.example/news", "postgres://…@db.example/news"),
        ("203.0.113.9:4711 went away.", "203.0.113.0/24:4711 went away."),
        ("seen at 203.0.113.9.", "seen at 203.0.113.0/24."),
        ("[2001:db8:77:1::9]:443", "[2001:db8:77::/48]:443"),
        ("::ffff:203.0.113.9 asked", "::/48 asked"),
    ],
)
def test_a_secret_is_replaced(said: str, kept: str) -> None:
    assert redact(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "2026-05-07 12:00:00,123 WARNING work: done in 1.5 s",
        "connection to 127.0.0.1:5432 and to ::1 refused",
        "tests/cms/test_redaction.py::test_a_secret",
        "@decorator in Django 5.2.19, key 1.2.3",
        "GET /2026/05/harbour-reopens/ 200",
    ],
)
def test_the_rest_stays_as_it_is(said: str) -> None:
    assert redact(said) == said


@given(
    st.ip_addresses(), st.sampled_from(["{}", "from {} to", "[{}]", "'{}'", "({}, 80)", "x={};"])
)
def test_no_network_address_is_left_whole(
    address: IPv4Address | IPv6Address, sentence: str
) -> None:
    whole = str(address)
    if address.is_loopback or address.is_unspecified or whole.endswith((".0", "::")):
        return
    assert whole not in redact(sentence.format(whole)).replace(f"{whole}/", "")


@given(st.emails())
def test_no_mail_address_is_left(address: str) -> None:
    local, _, _domain = address.rpartition("@")
    said = redact(f"{{'{address}': (550, b'user unknown')}}")
    assert address not in said
    if local.isalnum():
        assert f"'{local}" not in said


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(redact(text), str)
