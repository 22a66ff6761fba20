"""What each rule sees in a reply, and what it leaves alone."""

from __future__ import annotations

from typing import Any

import pytest

from comments.moderation import Action, Blocked, Facts, History, Person, Spamminess, moderate
from tests.comments.submitting import codes, make_submission

STAFF = Facts(staff_names=("Ada Moreno",))
HELD = Facts(held_words="casino")
BLOCKED = Facts(blocked_words="casino")
BAD_HOST = Facts(hosts={"one.example": History(approved=3, rejected=12)})
GOOD_HOST = Facts(hosts={"one.example": History(approved=30, rejected=1)})
MIXED_HOST = Facts(hosts={"one.example": History(approved=5, rejected=4)})


def facts_blocking(kind: str, value: str) -> Facts:
    return Facts(blocks=(Blocked(kind, value, "third warning"),))


def facts_guessing(probability: float) -> Facts:
    return Facts(classify=lambda text: Spamminess(probability, ("earn", "money"), 7))


@pytest.mark.parametrize(
    ("code", "fields", "facts"),
    [
        ("decoy", {"decoys": ("", "cheap pills")}, Facts()),
        ("too_fast", {"took": 0.0}, Facts()),
        ("too_fast", {"took": 2.9}, Facts()),
        ("fast", {"took": 3.0}, Facts()),
        ("fast", {"took": 7.9}, Facts()),
        ("address_as_name", {"name": "https://pills.example/"}, Facts()),
        ("address_as_name", {"name": "best-pills.com"}, Facts()),
        ("address_as_name", {"name": "www.pills.example"}, Facts()),
        ("address_as_name", {"name": "ｗｗｗ.pills\u200b.example"}, Facts()),
        ("unknown_origin", {"origin_known": False}, Facts()),
        ("links", {"body": "See https://one.example/ there"}, MIXED_HOST),
        ("links", {"body": "See HTTP://ONE.EXAMPLE/ there"}, MIXED_HOST),
        ("links", {"body": "See www.one.example there"}, MIXED_HOST),
        ("links", {"body": "http://one.example http://one.example"}, Facts(link_limit=0)),
        ("many_links", {"body": "http://one.example http://one.example"}, MIXED_HOST),
        ("many_links", {"body": "http://one.example"}, Facts(link_limit=1)),
        ("new_host", {"website": "https://one.example/"}, Facts()),
        ("bad_host", {"website": "https://one.example/"}, BAD_HOST),
        ("known_host", {"website": "https://one.example/"}, GOOD_HOST),
        ("shortener", {"website": "https://bit.ly/x"}, Facts()),
        ("held_word", {"body": "The Casino burnt down."}, HELD),
        ("blocked_word", {"body": "The Casino burnt down."}, BLOCKED),
        ("repeated", {}, Facts(repeats=2)),
        ("monotonous", {"body": "buy " * 12}, Facts()),
        ("monotonous", {"body": "a" * 25}, Facts()),
        ("shouting", {"body": "THIS IS A SCANDAL AND YOU ALL KNOW IT"}, Facts()),
        ("shouting", {"body": "ЭТО ПРОСТО СКАНДАЛ И ВЫ ВСЕ ЗНАЕТЕ"}, Facts()),
        ("impersonation", {"name": "ada moreno"}, STAFF),
        ("impersonation", {"name": "Аdа  Mоrеnо"}, STAFF),
        ("impersonation", {"name": "Ada\u200b Mo\u2060reno"}, STAFF),
        ("impersonation", {"name": "Ａｄａ Moreno"}, STAFF),
        ("impersonation", {"name": "Ada-Moreno."}, STAFF),
        ("impersonation", {"name": "AdaMoreno"}, STAFF),
        ("impersonation", {"name": "Áda Moreñо"}, STAFF),
        ("impersonation", {"name": "ΝΑTO"}, Facts(staff_names=("Nato",))),
        ("known_reader", {}, Facts(person=Person(approved=1))),
        ("rejected_before", {}, Facts(person=Person(rejected=1))),
        ("blocked", {"reader": "d1"}, facts_blocking("person", "d1")),
        ("blocked", {"client_prefix": "d2"}, facts_blocking("network", "d2")),
        ("blocked", {"body": "An offer: earn money."}, facts_blocking("phrase", "earn money")),
        ("classifier", {}, facts_guessing(0.97)),
        ("classifier", {}, facts_guessing(0.03)),
    ],
)
def test_each_rule_sees_what_it_is_for(code: str, fields: Any, facts: Facts) -> None:
    seen = codes(moderate(make_submission(**fields), facts))
    assert seen.count(code) == 1
    assert set(seen) <= {code, "new_host"}


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"decoys": ("", "")}, Facts()),
        ({"took": None}, Facts()),
        ({"took": 8.0}, Facts()),
        ({"took": -1.0}, Facts()),
        ({"took": float("nan")}, Facts()),
        ({"took": 1e9}, Facts()),
        ({"body": "The ratio was 3:1, as in http or the web at large."}, Facts(link_limit=1)),
        ({"name": "St. John"}, Facts()),
        ({"name": "Dr.Comfort"}, Facts()),
        ({"website": "https://one.example/"}, MIXED_HOST),
        ({"website": "https://one.example/", "body": "Well."}, MIXED_HOST),
        ({"body": "The occasion called for it."}, HELD),
        ({"body": "The occasion called for it."}, BLOCKED),
        ({"name": "Ada Morena"}, STAFF),
        ({"name": "Ada Moreno", "is_staff": True}, STAFF),
        ({"name": "..."}, Facts(staff_names=("---",))),
        ({"body": "NATO AND THE EU"}, Facts()),
        ({"body": "Short NATO note about EU and UN talks in the city"}, Facts()),
        ({"body": "這是一個沒有大小寫的句子這是一個沒有大小寫的句子"}, Facts()),
        ({"body": "1234567890 1234567890 1234567890"}, Facts()),
        ({"body": "No, no, no! Nooooooooo."}, Facts()),
        ({}, Facts(person=Person())),
        ({"reader": "d1"}, facts_blocking("person", "d2")),
        ({"client_prefix": "d1"}, facts_blocking("person", "d1")),
        ({"reader": "d1"}, facts_blocking("network", "d1")),
        ({"reader": ""}, facts_blocking("person", "")),
        ({"client_prefix": ""}, facts_blocking("network", "")),
        ({"body": "Earn the money."}, facts_blocking("phrase", "earn money")),
    ],
)
def test_rules_leave_ordinary_replies_alone(fields: Any, facts: Facts) -> None:
    assert codes(moderate(make_submission(**fields), facts)) == []


def test_more_links_weigh_more_up_to_a_limit() -> None:
    weights = [
        moderate(make_submission(body="http://a.example/ " * count)).signals[0].weight
        for count in (1, 2, 5, 50, 500)
    ]
    assert weights == sorted(weights)
    assert weights[0] < weights[1]
    assert weights[3] == weights[4]


def test_hosts_are_named_with_what_became_of_their_replies() -> None:
    reply = make_submission(body="http://one.example/a", website="http://two.example")
    details = {signal.code: signal.detail for signal in moderate(reply, BAD_HOST).signals}
    assert details["bad_host"] == "one.example (approved 3x, rejected 12x)"
    assert details["new_host"] == "two.example"


@pytest.mark.parametrize("address", ["http://bad.example", "http://a.b.BAD.example:8080/x"])
def test_a_blocked_host_blocks_its_subdomains(address: str) -> None:
    reply = make_submission(body=f"Look: {address}")
    verdict = moderate(reply, facts_blocking("host", "bad.example"))
    assert verdict.action is Action.SPAM
    assert "host: third warning" in [signal.detail for signal in verdict.signals]


@pytest.mark.parametrize("address", ["http://notbad.example", "http://bad.example.org"])
def test_a_blocked_host_leaves_others_alone(address: str) -> None:
    verdict = moderate(make_submission(body=address), facts_blocking("host", "bad.example"))
    assert "blocked" not in codes(verdict)


def test_a_block_never_repeats_the_digest_it_knows() -> None:
    reply = make_submission(reader="0123abcd")
    assert "0123abcd" not in repr(moderate(reply, facts_blocking("person", "0123abcd")))


def test_the_classifier_names_its_words_and_version() -> None:
    signal = moderate(make_submission(), facts_guessing(0.98)).signals[0]
    assert signal.detail == "98 % spam (version 7): earn, money"
    assert signal.weight == pytest.approx(3.89, abs=0.01)
    assert moderate(make_submission(), facts_guessing(0.02)).signals[0].weight < 0


def test_a_good_history_speaks_for_a_reply_and_a_bad_one_against_it() -> None:
    verdict = moderate(make_submission(), Facts(person=Person(approved=3, rejected=1)))
    assert [signal.weight for signal in verdict.signals] == [-1.5, 1.0]


def test_details_fit_where_they_are_kept() -> None:
    verdict = moderate(
        make_submission(
            name="x.com" * 20,
            body="http://a.example/ " * 277,
            decoys=("x" * 4000, "y\x00" * 4000),
        ),
        Facts(failed=("z" * 400,)),
    )
    assert len(verdict.signals) == 6
    for signal in verdict.signals:
        assert len(signal.code) <= 30
        assert len(signal.detail) <= 200
        assert "\x00" not in signal.detail
