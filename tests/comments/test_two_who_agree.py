"""Where a section asks for it, a reply passed on is decided once two moderators choose the same."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Section
from comments.models import Comment, Decision, SectionDiscussion, Stale
from comments.models.state import SecondOpinion
from tests.factories import make_article, make_comment, make_user

from .deciding import ask_for_two, decide, fresh, make_moderator, passed_on
from .posting import parse, text

pytestmark = pytest.mark.django_db

STATUS = {"approve": "published", "reject": "rejected", "mark_spam": "spam", "remove": "removed"}


@pytest.fixture(autouse=True)
def two_agree() -> None:
    ask_for_two()


@pytest.fixture
def mona() -> User:
    return make_user("mona", "Moderator")


@pytest.fixture
def otto() -> User:
    return make_user("otto", "Moderator")


def last(comment: Comment) -> Decision:
    return Decision.objects.filter(comment=comment).latest("pk")


# --- When it is decided -------------------------------------------------------------------------


@pytest.mark.parametrize("verb", STATUS)
def test_the_second_who_chooses_the_same_decides(mona: User, otto: User, verb: str) -> None:
    status = "published" if verb == "remove" else "waiting"
    comment = passed_on(mona, status)
    getattr(fresh(comment), verb)(by=mona)
    row = fresh(comment)
    assert (row.status, row.escalated) == (status, "second")
    assert (last(comment).verb, last(comment).opinion) == ("opinion", verb)
    getattr(fresh(comment), verb)(by=otto, reason="Agreed.", message="Sorry.")
    row = fresh(comment)
    assert (row.status, row.escalated) == (STATUS[verb], "")
    assert (last(comment).by, last(comment).reason) == (otto, "Agreed.")


def test_who_says_the_same_twice_does_not_agree_with_themselves(mona: User) -> None:
    comment = passed_on(make_user("ida"))
    for _ in range(2):
        fresh(comment).approve(by=mona)
    assert fresh(comment).status == "waiting"


def test_when_two_differ_a_third_decides_with_either(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    fresh(comment).reject(by=otto)
    assert fresh(comment).status == "waiting"
    fresh(comment).reject(by=make_user("ida"))
    assert fresh(comment).status == "rejected"


def test_of_one_person_the_newest_opinion_counts(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    fresh(comment).reject(by=mona)
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "waiting"
    fresh(comment).approve(by=mona)
    assert fresh(comment).status == "published"


def test_a_new_text_of_a_published_reply_is_refused_by_two(mona: User, otto: User) -> None:
    comment = make_comment(status="published")
    comment.edit("Another text of it.")
    fresh(comment).escalate(to="second", by=mona)
    fresh(comment).reject(by=mona)
    assert fresh(comment).proposed is not None
    fresh(comment).reject(by=otto)
    row = fresh(comment)
    assert (row.status, row.proposed, row.body) == ("published", None, "Well said.")
    assert last(comment).refuses_edit


def test_nobody_agrees_to_a_text_that_the_other_has_not_seen(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    fresh(comment).edit("Something else.")
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "waiting"
    fresh(comment).approve(by=mona)
    assert fresh(comment).status == "published"


def test_only_what_was_said_since_it_was_passed_on_counts(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    fresh(comment).escalate(to="editor", by=mona)
    fresh(comment).escalate(to="second", by=mona)
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "waiting"


def test_what_an_account_said_that_is_gone_does_not_count(mona: User, otto: User) -> None:
    comment = passed_on(otto)
    fresh(comment).approve(by=mona)
    mona.delete()
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "waiting"


def test_the_machine_asks_nobody(mona: User) -> None:
    comment = passed_on(mona)
    fresh(comment).mark_spam(by=None)
    assert fresh(comment).status == "spam"


@pytest.mark.parametrize("to", ["editor", "legal"])
def test_what_is_left_to_somebody_else_is_decided_by_one(mona: User, to: str) -> None:
    comment = make_comment(status="waiting")
    comment.escalate(to=to, by=mona)
    fresh(comment).approve(by=mona)
    assert fresh(comment).status == "published"


def test_elsewhere_who_asks_leaves_it_to_others(mona: User, otto: User) -> None:
    article = make_article("Elsewhere", section=Section.objects.create(name="Sport"))
    comment = make_comment(article, status="waiting")
    comment.escalate(to="second", by=mona)
    with pytest.raises(SecondOpinion, match="leaves the decision to others"):
        fresh(comment).approve(by=mona)
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "published"


def test_a_reply_that_does_not_wait_for_it_costs_no_question_more(mona: User) -> None:
    spent = []
    for _ in range(2):
        comment = Comment.objects.select_related("article").get(
            pk=make_comment(status="waiting").pk
        )
        with CaptureQueriesContext(connection) as queries:
            comment.approve(by=mona)
        spent.append([query["sql"] for query in queries])
        SectionDiscussion.objects.update(needs_two=False)
    assert len(spent[0]) == len(spent[1])
    assert not any("sectiondiscussion" in sql for sql in spent[0])


# --- Two at once --------------------------------------------------------------------------------


def test_two_who_agree_at_once_make_one_decision(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    one, two = fresh(comment), fresh(comment)
    one.approve(by=otto)
    with pytest.raises(Stale):
        two.approve(by=make_user("ida"))
    assert Decision.objects.filter(comment=comment, verb="approve").count() == 1


def test_two_first_opinions_at_once_are_one(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    one, two = fresh(comment), fresh(comment)
    one.approve(by=mona)
    with pytest.raises(Stale):
        two.approve(by=otto)
    fresh(comment).approve(by=otto)
    assert fresh(comment).status == "published"


def test_a_card_from_before_an_opinion_is_stale(client: Client, mona: User) -> None:
    comment = passed_on(mona)
    seen = fresh(comment).revision
    fresh(comment).reject(by=mona, reason="Insult")
    make_moderator(client, "ida")
    response = decide(client, comment, "approve", revision=seen)
    assert response.status_code == 409
    assert "mona: would reject" in text(parse(response))
    assert last(comment).by == mona


# --- Undo ---------------------------------------------------------------------------------------


def test_an_opinion_is_taken_back(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    revision = fresh(comment).revision
    undone = fresh(comment).undo(by=mona)
    assert undone is not None
    assert undone.undoes is not None
    assert undone.undoes.verb == "opinion"
    row = fresh(comment)
    assert (row.status, row.escalated, row.revision) == ("waiting", "second", revision + 1)
    row.approve(by=otto)
    assert fresh(comment).status == "waiting"


def test_undoing_the_decision_leaves_the_opinions(mona: User, otto: User) -> None:
    comment = passed_on(mona)
    fresh(comment).approve(by=mona)
    fresh(comment).approve(by=otto)
    fresh(comment).undo(by=otto)
    row = fresh(comment)
    assert (row.status, row.escalated) == ("waiting", "second")
    row.approve(by=make_user("ida"))
    assert fresh(comment).status == "published"


# --- Where a section says it --------------------------------------------------------------------


def test_editors_switch_it_on_the_sections_page(client: Client) -> None:
    SectionDiscussion.objects.all().delete()
    section = Section.objects.get()
    client.force_login(make_user("ada", "Editor"))
    place = reverse("admin:articles_section_change", args=[section.pk])
    box = "//input[@name='discussion-0-needs_two']"
    assert not parse(client.get(place)).xpath(box)[0].checked
    sent = {"name": section.name, "slug": section.slug, "position": section.position}
    sent |= {f"discussion-{name}_FORMS": 1 for name in ("TOTAL", "MAX_NUM")}
    sent |= {"discussion-INITIAL_FORMS": 0, "discussion-0-section": section.pk}
    sent |= {"discussion-0-slow_seconds": 300, "discussion-0-needs_two": "on"}
    assert client.post(place, sent).status_code == 302
    assert SectionDiscussion.objects.get().needs_two
    assert parse(client.get(place)).xpath(box)[0].checked
