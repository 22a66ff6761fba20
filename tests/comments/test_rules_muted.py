"""A muted rule: what it sees is kept, and decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.models import Act, Comment, Discussion
from comments.models.muting import MUTABLE, switch
from comments.moderation import (
    Action,
    Blocked,
    Facts,
    History,
    Person,
    Premoderation,
    Spamminess,
    Submission,
    moderate,
)
from comments.moderation.decision import HOLDING, NEVER_MUTED
from tests.factories import make_comment, make_user

from .posting import parse, text
from .submitting import codes, make_submission, submissions

OPEN = Facts(premoderation=Premoderation.NOTHING)
NEWCOMERS = Facts(premoderation=Premoderation.NEWCOMERS)
ROBOT = {"decoys": ("pills",), "took": 1.0}
ALL = frozenset(HOLDING | MUTABLE | NEVER_MUTED)
LINKS = "See https://a.example/ and https://b.example/ and https://c.example/."

RULES, DASHBOARD = "/moderation/rules/", "/moderation/dashboard/"


def muted(facts: Facts, *rules: str) -> Facts:
    return replace(facts, muted=frozenset(rules))


# --- The decision -------------------------------------------------------------------------------


def test_a_muted_rule_holds_nothing_back_and_is_kept_without_weight() -> None:
    reply = make_submission(body=LINKS)
    held = moderate(reply, OPEN)
    assert held.action is Action.WAIT
    let_through = moderate(reply, muted(OPEN, "many_links", "new_host"))
    assert (let_through.action, let_through.score) == (Action.PUBLISH, 0.0)
    assert codes(let_through) == codes(held)
    for signal in let_through.signals:
        assert signal.is_muted
        assert signal.detail.startswith("muted: ")
    assert "a.example" in let_through.signals[0].detail


def test_two_robots_signs_of_which_one_is_muted_are_one() -> None:
    facts = replace(OPEN, classify=lambda text: Spamminess(0.999))
    reply = make_submission(**ROBOT)
    assert moderate(reply, facts).action is Action.SPAM
    assert moderate(reply, muted(facts, "decoy")).action is Action.WAIT
    assert moderate(reply, muted(facts, "classifier")).action is Action.WAIT
    assert moderate(reply, muted(facts, "classifier", "decoy", "too_fast")).action is Action.PUBLISH


def test_trust_can_be_muted_and_so_can_distrust() -> None:
    facts = replace(NEWCOMERS, person=Person(approved=2))
    assert moderate(make_submission(), facts).action is Action.PUBLISH
    assert moderate(make_submission(), muted(facts, "known_reader")).action is Action.WAIT
    facts = replace(NEWCOMERS, person=Person(approved=2, rejected=1))
    assert moderate(make_submission(), facts).action is Action.WAIT
    assert moderate(make_submission(), muted(facts, "rejected_before")).action is Action.PUBLISH


@pytest.mark.parametrize(
    ("facts", "action"),
    [
        (replace(OPEN, blocked_words="so"), Action.SPAM),
        (replace(OPEN, blocks=(Blocked("phrase", "so"),)), Action.SPAM),
        (replace(OPEN, staff_names=("Nadia Fell",)), Action.WAIT),
        (replace(OPEN, failed=("hosts",)), Action.WAIT),
    ],
    ids=["blocked word", "block", "impersonation", "rule failed"],
)
def test_what_protects_the_newsroom_cannot_be_muted(facts: Facts, action: Action) -> None:
    reply = make_submission(name="Nadia Fell")
    assert moderate(reply, facts).action is action
    verdict = moderate(reply, replace(facts, muted=ALL))
    assert verdict.action is action
    assert verdict.score > 0


@given(submissions, st.frozensets(st.sampled_from(sorted(ALL))))
@examples(deadline=None)
def test_muting_changes_no_rule_that_is_not_muted(
    reply: Submission, switched: frozenset[str]
) -> None:
    facts = replace(OPEN, hosts={"one.example": History(rejected=3)}, person=Person(rejected=1))
    plain, quiet = moderate(reply, facts), moderate(reply, replace(facts, muted=switched))
    kept = [s for s in plain.signals if s.code != "sampled"]
    assert codes(quiet) == [s.code for s in kept]
    for before, after in zip(kept, quiet.signals, strict=True):
        is_quiet = before.code in switched - NEVER_MUTED
        assert after.is_muted == is_quiet
        assert after.weight == (0 if is_quiet else before.weight)


# --- The switch ---------------------------------------------------------------------------------


@pytest.fixture
def editor(client: Client, db: None) -> User:
    user = make_user("ed", "Editor")
    client.force_login(user)
    return user


@pytest.mark.django_db
def test_who_may_configure_mutes_a_rule_for_new_replies(client: Client, editor: User) -> None:
    Discussion.objects.update(premoderation="nothing")
    assert make_comment(body=LINKS, status="waiting").status == "waiting"
    for rule in ("many_links", "new_host"):
        response = client.post(RULES, {"rule": rule, "verb": "mute"})
        assert (response.status_code, response["Location"]) == (303, f"{DASHBOARD}#rules")
    assert Discussion.objects.get().muted_rules == ["many_links", "new_host"]
    row = Comment.objects.get(pk=make_comment(body=LINKS, status="waiting").pk)
    assert (row.status, row.score) == ("published", 0.0)
    assert {s.detail[:7] for s in row.signals.all()} == {"muted: "}
    act = Act.objects.earliest("pk")
    assert (act.verb, act.by, act.before) == ("mute", editor, "many_links: on")
    assert act.after == "many_links: muted"
    page = parse(client.get(DASHBOARD))
    assert "muted" in text(page.xpath("//*[@id='rule-many_links']")[0])
    client.post(RULES, {"rule": "many_links", "verb": "unmute"})
    assert Discussion.objects.get().muted_rules == ["new_host"]
    assert Act.objects.latest("pk").before == "many_links: muted"


@pytest.mark.django_db
def test_an_edit_is_not_held_by_what_was_muted_when_it_was_sent(editor: User) -> None:
    Discussion.objects.update(muted_rules=["decoy"], premoderation="everything")
    row = make_comment(status="waiting", decoys=("x",))
    Discussion.objects.update(premoderation="nothing")
    row = Comment.objects.get(pk=row.pk)
    row.edit("Quite another text.")
    assert Comment.objects.get().status == "published"


@pytest.mark.django_db
def test_a_second_click_changes_nothing_and_is_no_line(client: Client, editor: User) -> None:
    for _ in range(2):
        response = client.post(RULES, {"rule": "links", "verb": "mute"}, follow=True)
    assert "was like this already" in text(parse(response))
    assert Discussion.objects.get().muted_rules == ["links"]
    assert Act.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["mute", "", "toggle"])
@pytest.mark.parametrize(
    "rule", [*sorted(NEVER_MUTED), "sampled", "reports", "", "nothing", "x" * 999]
)
def test_other_rules_and_words_are_refused_with_a_sentence(
    client: Client, editor: User, rule: str, verb: str
) -> None:
    response = client.post(RULES, {"rule": rule, "verb": verb}, follow=True)
    assert "This rule cannot be switched." in text(parse(response))
    assert Discussion.objects.get().muted_rules == []
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_without_a_row_of_settings_one_is_made() -> None:
    Discussion.objects.all().delete()
    assert switch("links", muted=True, by=make_user("ed"))
    assert Discussion.objects.get().muted_rules == ["links"]


@pytest.mark.django_db
@pytest.mark.parametrize("rights", [(), ("view_comment", "decide_comment", "ban_comment")], ids=str)
def test_nobody_else_may_switch(client: Client, rights: tuple[str, ...]) -> None:
    user = make_user("mona")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    assert client.post(RULES, {"rule": "links", "verb": "mute"}).status_code == 403
    assert Discussion.objects.get().muted_rules == []


@pytest.mark.django_db
def test_strangers_are_asked_to_log_in_and_looking_switches_nothing(client: Client) -> None:
    assert client.post(RULES, {"rule": "links", "verb": "mute"}).status_code == 302
    client.force_login(make_user("ed", "Editor"))
    assert client.get(f"{RULES}?rule=links&verb=mute").status_code == 405
    assert Discussion.objects.get().muted_rules == []
