"""Blocks are made, listed and lifted; what waits is filed with one, and goes back with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Act, Batch, Block, Comment, Decision, Tally
from tests.factories import make_article, make_comment, make_user

from .at_the_desk import DESK, enter, enter_as, told, whoever
from .blocking import BLOCKS, NETWORK, PILLS, lift, make, make_spam, preview, typed
from .posting import parse, send, text

pytestmark = pytest.mark.django_db


# --- The block ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "days"), [("1", 1), ("7", 7), ("30", 30), ("182", 182), ("", None)]
)
def test_a_block_is_made_for_a_time_and_written_down(
    client: Client, length: str, days: int | None
) -> None:
    user = enter(client, "Moderator")
    comment = make_spam()
    response = make(client, comment, length=length)
    block = Block.objects.get()
    assert (block.kind, block.value, block.article_id) == ("host", "shop.pills.example", None)
    assert (block.by, block.reason) == (user, "spam shop")
    if days is None:
        assert block.expires_at is None
    else:
        assert block.expires_at is not None
        left = block.expires_at - timezone.now()
        assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)
    act = Act.objects.get()
    assert (act.verb, act.by, act.comment, act.reason) == ("block", user, comment, "spam shop")
    assert f"host ({block.pk}), whole site, until" in act.after
    assert "Blocked: host" in told(response)
    assert "shop.pills.example" in text(parse(response))
    assert Comment.objects.get().status == "waiting"


def test_an_act_names_no_digest(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam(client_prefix=NETWORK)
    make(client, comment, what="network", scope="article")
    block, act = Block.objects.get(), Act.objects.get()
    assert (block.value, block.article) == (NETWORK, comment.article)
    assert act.article == comment.article
    assert NETWORK not in f"{act.before}{act.after}{act.reason}"
    assert "one article" in act.after


# --- The waiting ones ---------------------------------------------------------------------------


def test_the_waiting_ones_are_filed_as_one_batch_when_asked(client: Client) -> None:
    user = enter(client, "Moderator")
    rows = [make_spam(n) for n in range(3)]
    kept = make_comment(status="waiting", body="An honest word.")
    published = make_spam(9, status="published")
    response = make(client, rows[0], file="3")
    assert {r.status for r in Comment.objects.filter(pk__in=[r.pk for r in rows])} == {"spam"}
    for row, status in ((kept, "waiting"), (published, "published")):
        row.refresh_from_db()
        assert row.status == status
    batch = Batch.objects.get()
    assert (batch.by, batch.verb) == (user, "mark_spam")
    assert batch.results == [[row.pk, "done"] for row in rows]
    assert set(batch.decisions.values_list("comment", flat=True)) == {row.pk for row in rows}
    assert "3 decided." in told(response)
    for row in rows:
        assert f"{row.pk} (Nadia Fell): decided" in told(response)
    assert Tally.objects.read()["spam"] == 3


def test_what_was_approved_in_the_same_moment_is_left_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client, "Moderator")
    comment = make_spam()
    enact = Block.enact

    def approve_meanwhile(block: Block, **facts: object) -> None:
        enact(block, **facts)
        Comment.objects.get().approve(by=None)

    monkeypatch.setattr(Block, "enact", approve_meanwhile)
    response = make(client, comment, file="1")
    assert Comment.objects.get().status == "published"
    assert "had changed in the meantime, left alone" in told(response)


def test_nothing_is_filed_unless_asked(client: Client) -> None:
    enter(client, "Moderator")
    make(client, make_spam())
    assert Comment.objects.get().status == "waiting"
    assert not Batch.objects.exists()


def test_a_number_that_has_changed_is_confirmed_anew(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam()
    form = parse(preview(client, comment)).xpath("//form[contains(@class, 'act-form')]")[0]
    make_spam(2)
    sent = typed(file="1", previewed=form.fields["previewed"], make="1")
    response = client.post(f"{DESK}{comment.pk}/block/", sent)
    assert response.status_code == 422
    assert "2 replies wait now." in text(parse(response))
    assert not Block.objects.exists()


def test_above_twenty_the_number_is_typed(client: Client) -> None:
    enter(client, "Moderator")
    rows = [make_spam(n) for n in range(21)]
    field = parse(preview(client, rows[0])).xpath("//*[@name='file']")[0]
    assert field.get("type") in (None, "text")
    assert not field.get("value")
    make(client, rows[0], file="21")
    assert Comment.objects.filter(status="spam").count() == 21
    assert len(Batch.objects.get().results) == 21


def test_who_may_not_decide_blocks_without_filing(client: Client) -> None:
    enter(client, rights=("ban_comment",))
    comment = make_spam()
    assert not parse(preview(client, comment)).xpath("//*[@name='file']")
    form = parse(preview(client, comment)).xpath("//form[contains(@class, 'act-form')]")[0]
    sent = typed(file="1", previewed=form.fields["previewed"], make="1")
    assert client.post(f"{DESK}{comment.pk}/block/", sent).status_code == 422
    assert Comment.objects.get().status == "waiting"


# --- Lifting ------------------------------------------------------------------------------------


def test_lifting_ends_a_block_and_takes_back_what_was_filed_with_it(client: Client) -> None:
    user = enter(client, "Moderator")
    rows = [make_spam(n) for n in range(3)]
    make(client, rows[0], file="3")
    since = Comment.objects.get(pk=rows[2].pk)
    since.approve(by=make_user("otto"))
    block = Block.objects.get()
    response = lift(client, block)
    block.refresh_from_db()
    assert block.lifted_at is not None
    assert [Comment.objects.get(pk=row.pk).status for row in rows] == [
        "waiting",
        "waiting",
        "published",
    ]
    assert "2 taken back, 1 somebody has changed it since, left alone." in told(response)
    assert f"{rows[0].pk} (Nadia Fell): taken back" in told(response)
    assert f"{rows[2].pk} (Nadia Fell): somebody has changed it since" in told(response)
    batch = Batch.objects.get()
    assert batch.undone_at is not None
    assert batch.undone_by == user
    act = Act.objects.get(verb="lift")
    assert (act.by, act.reason) == (user, "spam shop")
    assert f"({block.pk})" in act.before


def test_a_block_is_lifted_once(client: Client) -> None:
    enter(client, "Moderator")
    comment = make_spam()
    make(client, comment, file="1")
    block = Block.objects.get()
    lift(client, block)
    Comment.objects.get().mark_spam(by=None)
    assert "has ended already" in told(lift(client, block))
    assert Comment.objects.get().status == "spam"
    assert Act.objects.filter(verb="lift").count() == 1


def test_an_expired_block_cannot_be_lifted(client: Client) -> None:
    enter(client, "Moderator")
    block = Block.objects.create(
        kind="host", value="x.example", reason="x", expires_at=timezone.now()
    )
    assert "has ended already" in told(lift(client, block))
    assert not Act.objects.exists()


def test_lifting_one_block_leaves_what_another_has_filed(client: Client) -> None:
    enter(client, "Moderator")
    first = make_spam()
    make(client, first, file="1")
    make(client, first, what="phrase", phrase="stuff")
    lift(client, Block.objects.latest("pk"))
    assert Comment.objects.get().status == "spam"


# --- The list -----------------------------------------------------------------------------------


def test_the_list_says_how_many_each_block_has_caught(client: Client) -> None:
    enter(client, "Moderator")
    make_spam(1, status="spam")  # before the block: it has caught nothing of it
    block = Block.objects.create(kind="host", value="pills.example", reason="spam shop")
    other = Block.objects.create(kind="host", value="bags.example", reason="spam shop")
    for number in range(3):
        send(Client(), make_article(f"Later {number}"), body=PILLS)
    page = parse(client.get(BLOCKS))
    assert "caught 3 replies" in text(page.xpath(f"//*[@id='block-{block.pk}']")[0])
    assert "caught 0 replies" in text(page.xpath(f"//*[@id='block-{other.pk}']")[0])


def test_the_list_costs_the_same_queries_however_many_blocks_there_are(client: Client) -> None:
    enter(client, "Moderator")
    spent = []
    for more in (2, 20):
        for number in range(more):
            Block.objects.create(kind="host", value=f"h{number}.example", reason="x")
            send(Client(), make_article(f"Of {more} {number}"), body=f"http://h{number}.example")
        with CaptureQueriesContext(connection) as queries:
            client.get(BLOCKS)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 10


def test_ended_blocks_stand_on_a_page_of_their_own(client: Client) -> None:
    enter(client, "Moderator")
    past = timezone.now() - timedelta(days=1)
    standing = Block.objects.create(kind="phrase", value="now", reason="still rude")
    lifted = Block.objects.create(kind="phrase", value="then", reason="was rude", lifted_at=past)
    over = Block.objects.create(kind="phrase", value="ago", reason="too rude", expires_at=past)
    for address, blocks in ((BLOCKS, {standing}), (f"{BLOCKS}?ended=1", {lifted, over})):
        page = parse(client.get(address))
        found = set(page.xpath("//li[starts-with(@id, 'block-')]/@id"))
        assert found == {f"block-{block.pk}" for block in blocks}
        assert len(page.xpath("//form[contains(@action, '/lift/')]")) == len(blocks & {standing})


# --- The admin ----------------------------------------------------------------------------------


def test_the_admin_writes_the_same_acts(client: Client) -> None:
    user = enter(client, "Moderator")
    sent = {"kind": "host", "value": "pills.example", "article": "", "reason": "spam shop"}
    client.post("/admin/comments/block/add/", sent | {"expires_at_0": "", "expires_at_1": ""})
    block = Block.objects.get()
    assert (Act.objects.get().verb, Act.objects.get().by) == ("block", user)
    chosen = {"action": "lift", "_selected_action": [block.pk]}
    client.post("/admin/comments/block/", chosen)
    client.post("/admin/comments/block/", chosen)
    assert list(Act.objects.values_list("verb", "reason")) == [
        ("lift", "spam shop"),
        ("block", "spam shop"),
    ]


# --- Who may ------------------------------------------------------------------------------------


@whoever("moderator", "superuser")
def test_only_who_may_block_sees_makes_and_lifts(client: Client, name: str, may: bool) -> None:
    comment = make_spam()
    block = Block.objects.create(kind="host", value="x.example", reason="secret reason")
    enter_as(client, name)
    for address in (BLOCKS, f"{DESK}{comment.pk}/block/"):
        response = client.get(address)
        assert response.status_code == (200 if may else 403)
        assert may or b"secret reason" not in response.content
    assert preview(client, comment).status_code == (200 if may else 403)
    lift(client, block)
    block.refresh_from_db()
    assert (block.lifted_at is not None) is may
    assert Act.objects.exists() is may


def test_strangers_are_asked_to_log_in(client: Client) -> None:
    comment = make_spam()
    block = Block.objects.create(kind="host", value="x.example", reason="x")
    for address in (BLOCKS, f"{DESK}{comment.pk}/block/", f"{BLOCKS}{block.pk}/lift/"):
        assert client.post(address).status_code in {302, 405}
        assert client.get(address).status_code == 302
    assert not Decision.objects.filter(verb="mark_spam").exists()


def test_looking_lifts_nothing(client: Client) -> None:
    enter(client, "Moderator")
    block = Block.objects.create(kind="host", value="x.example", reason="x")
    assert client.get(f"{BLOCKS}{block.pk}/lift/").status_code == 405
    assert Block.objects.get().lifted_at is None


def test_pages_that_name_no_reply_or_block_are_not_found(client: Client) -> None:
    enter(client, "Moderator")
    assert client.get(f"{DESK}999/block/").status_code == 404
    assert client.post(f"{BLOCKS}999/lift/").status_code == 404
