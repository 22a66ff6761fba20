"""A made-up newsroom of any size is as true as one that has grown."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q
from django.test import Client

from articles.models import Article
from comments import markup
from comments.models import Comment, Decision, Host, Tally, Thread
from comments.models.state import State
from comments.moderation.links import hosts
from comments.moderation.normalise import fingerprint
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def generate(**numbers: int) -> str:
    out = StringIO()
    given = {"articles": 12, "comments": 400, "waiting": 60} | numbers
    call_command("generate", **given, stdout=out)
    return out.getvalue()


def kept() -> list[Any]:
    """Every number that is kept beside the rows."""
    threads = Thread.objects.order_by("pk").values_list("pk", "reply_count", "root_count")
    places = Comment.objects.order_by("pk").values_list("pk", "branch_size", "answer_count")
    hosts = Host.objects.order_by("pk").values_list("pk", "approved", "rejected")
    return [list(threads), list(places), list(hosts), Tally.objects.read()]


def counted() -> list[Any]:
    """The same numbers, counted."""
    public, once = Q(status="published"), Q(published_at__isnull=False)
    rows, roots = Comment.objects.all(), Comment.objects.filter(parent=None)
    replies, firsts = of(rows.filter(public), "article"), of(roots.filter(once), "article")
    shown, had = of(rows.filter(public), "root"), of(rows.filter(once), "root")
    threads = [(pk, replies[pk], firsts[pk]) for pk in sorted(ids(Thread))]
    places = [(pk, had[pk], shown[pk]) for pk in sorted(ids(Comment))]
    with transaction.atomic():
        Tally.objects.all().delete()
        Tally.objects.recount()
        tally = Tally.objects.read()
        transaction.set_rollback(True)
    return [threads, places, taught(), tally]


def ids(model: Any) -> list[int]:
    return list(model.objects.values_list("pk", flat=True))


def of(rows: Any, whose: str) -> Counter[int]:
    """How many of these rows belong to each article, or to each root."""
    return Counter(rows.values_list(whose, flat=True))


def taught() -> list[Any]:
    """What each host has to its name by the replies that people have judged."""
    known: dict[str, list[int]] = {}
    for row in Comment.objects.exclude(judged=""):
        for host in hosts(row.body, row.website):
            known.setdefault(host, [0, 0])[row.judged != "approved"] += 1
    return [(host, *counts) for host, counts in sorted(known.items())]


def test_as_many_as_asked_for_in_one_sentence() -> None:
    said = generate()
    assert said.startswith("Generated 12 articles and 400 replies, 60 of them waiting, in ")
    assert said.count("\n") == 1
    assert (Article.objects.published().count(), Comment.objects.count()) == (12, 400)
    assert Comment.objects.waiting().count() == 60
    assert Tally.objects.read()["desk:waiting"] == 60
    statuses = set(Comment.objects.values_list("status", flat=True))
    assert statuses == set(Comment.Status.values)


def test_every_kept_number_is_what_counting_finds() -> None:
    generate(comments=900)
    assert kept() == counted()
    assert Host.objects.filter(approved__gt=0).exists()
    assert Host.objects.filter(rejected__gt=0).exists()


def test_the_numbers_stay_true_beside_rows_that_were_there() -> None:
    make_comment(body="See https://maps.example/ for it.").reject(by=make_user())
    generate()
    generate(seed=2)
    assert kept() == counted()
    assert (Article.objects.count(), Comment.objects.count()) == (25, 801)
    assert Article.objects.values("slug").distinct().count() == 25


def facts(seed: int) -> list[Any]:
    """What this seed makes; nothing of it stays."""
    fields = ("name", "body", "status", "submitted_at", "score", "due_at", "token_digest")
    with transaction.atomic():
        generate(seed=seed)
        made = [
            list(Comment.objects.order_by("pk").values_list(*fields)),
            list(Article.objects.order_by("pk").values_list("headline", "slug", "body")),
            list(Decision.objects.order_by("pk").values_list("verb", "decided_at", "by__username")),
        ]
        transaction.set_rollback(True)
    return made


def test_a_seed_makes_the_same_rows_again() -> None:
    assert facts(7) == facts(7)
    assert facts(8) != facts(7)


def test_replies_are_what_the_renderer_and_the_rules_make_of_them() -> None:
    generate()
    for row in Comment.objects.select_related("article", "parent").prefetch_related("signals"):
        assert row.html == markup.render(row.body)
        assert row.fingerprint == fingerprint(row.body)
        assert row.score == pytest.approx(sum(signal.weight for signal in row.signals.all()))
        assert row.article.published_at is not None
        assert row.article.published_at <= row.submitted_at <= NOON
        assert row.published_at is None or row.submitted_at <= row.published_at <= NOON
        if row.parent:
            assert row.parent.published_at is not None
            assert row.parent.published_at <= row.submitted_at
            assert row.depth == row.parent.depth + 1
            assert row.root_id == (row.parent.root_id or row.parent_id)


def test_nobody_has_an_address() -> None:
    generate()
    assert not Comment.objects.exclude(email_sealed=None, email_index="", user_agent="").exists()


def test_decisions_lead_from_one_state_to_the_next() -> None:
    generate(comments=900)
    ends = dict(Comment.objects.values_list("pk", "status"))
    now = dict.fromkeys(ends, "waiting")
    moments = list(Decision.objects.order_by("pk").values_list("decided_at", flat=True))
    assert moments == sorted(moments)
    for decision in Decision.objects.order_by("pk"):
        assert decision.before == now[decision.comment_id]
        now[decision.comment_id] = decision.after
    assert now == ends


@pytest.mark.parametrize("status", ["published", "rejected", "spam", "removed"])
def test_a_made_up_decision_can_be_undone(status: str) -> None:
    generate(comments=900)
    row = Comment.objects.filter(status=status).exclude(judged="").latest("pk")
    standing = row.decisions.latest("pk")
    row.undo(by=make_user())
    assert row.status == standing.before
    assert State.of(row).judged == standing.judged_before
    assert kept() == counted()


def test_an_edit_that_was_taken_can_be_undone() -> None:
    generate(comments=2000)
    decision = Decision.objects.exclude(text_before=None).latest("pk")
    assert decision.proposed_before
    assert decision.text_before
    row = decision.comment
    assert row.body == decision.proposed_before.body
    row.undo(by=make_user())
    assert row.body == decision.text_before.body
    assert row.proposed == decision.proposed_before


def test_pages_show_what_was_made(client: Client) -> None:
    generate()
    thread = Thread.objects.latest("reply_count")
    page = client.get(thread.article.get_absolute_url()).content.decode()
    assert f"{thread.reply_count} replies" in page
    public = Comment.objects.filter(article=thread.article, parent=None, status="published")
    for row in public.order_by("submitted_at")[:20]:
        assert f'id="comment-{row.pk}"' in page
    assert client.get("/").status_code == 200


def test_the_desks_search_finds_what_was_made() -> None:
    generate()
    row = Comment.objects.waiting().latest("pk")
    found = Comment.objects.matching(row.body.split(".")[0][:60].rsplit(" ", 1)[0])
    assert row in found
    assert found.count() < 100
    assert Comment.objects.matching("zyzzyva").count() == 0


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({"articles": -1}, "Numbers of rows cannot be negative."),
        ({"waiting": -1}, "Numbers of rows cannot be negative."),
        ({"comments": 5, "waiting": 6}, "Of 5 replies 6 cannot wait."),
        (
            {"comments": 5, "waiting": 0, "longest": 6},
            "Of 5 replies 6 cannot stand under one article.",
        ),
        (
            {"articles": 0},
            "Replies need articles to stand under: give --articles a number above 0.",
        ),
    ],
)
def test_impossible_numbers_are_refused_in_a_sentence(numbers: dict[str, int], why: str) -> None:
    with pytest.raises(CommandError, match=f"^{why}$"):
        generate(**numbers)
    assert not Article.objects.exists()


def test_nothing_is_left_when_it_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.generate.traces.decide", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        generate()
    assert not Article.objects.exists()
    assert not Tally.objects.exists()


def test_articles_alone_and_nothing_at_all() -> None:
    generate(articles=3, comments=0, waiting=0)
    assert Thread.objects.filter(reply_count=0).count() == 3
    generate(articles=0, comments=0, waiting=0)
    assert Article.objects.count() == 3


def test_all_may_wait() -> None:
    generate(comments=50, waiting=50)
    assert Comment.objects.waiting().count() == 50
    assert not Decision.objects.exists()


def test_one_article_gets_the_longest_thread() -> None:
    generate(comments=400, longest=300)
    sizes = sorted(of(Comment.objects.all(), "article").values())
    assert sum(sizes) == 400
    assert sizes[-1] >= 300 > 3 * sizes[-2]
    assert kept() == counted()
