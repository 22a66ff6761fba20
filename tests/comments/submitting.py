"""Submissions as the rules get them: complete unless a test says otherwise."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from comments.moderation import Submission, Verdict


def make_submission(**fields: Any) -> Submission:
    values = {
        "name": "Nadia Fell",
        "email": "nadia@example.com",
        "website": "",
        "body": "So it is.",
    }
    return Submission(**(values | fields))


def codes(verdict: Verdict) -> list[str]:
    return [signal.code for signal in verdict.signals]


submissions = st.builds(
    Submission,
    name=st.text(max_size=100),
    email=st.text(max_size=50),
    website=st.text(max_size=50),
    body=st.text(max_size=300),
    client_prefix=st.text(max_size=8),
    client_address=st.one_of(st.text(max_size=8), st.ip_addresses().map(str)),
    reader=st.text(max_size=8),
    user_agent=st.text(max_size=50),
    is_staff=st.just(False),
    origin_known=st.booleans(),
    decoys=st.lists(st.text(max_size=20), max_size=2).map(tuple),
    took=st.one_of(st.none(), st.floats()),
)
