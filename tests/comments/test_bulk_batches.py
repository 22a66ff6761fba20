"""A batch: one undo for all, killed and begun again, left to the worker, shown in pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from comments.models import Batch, Comment, Decision, Reason
from comments.models.batch import Outcome
from comments.tasks import decide_batch, undo_batch
from tests.factories import make_user

from .deciding import (
    BULK,
    DESK,
    confirm,
    fresh,
    make_moderator,
    make_waiting,
    outcomes,
    picks,
)
from .posting import parse, text

pytestmark = pytest.mark.django_db


def test_who_asked_for_a_second_opinion_does_not_give_it_in_a_batch_either() -> None:
    mona, rows = make_user("mona"), make_waiting(2)
    fresh(rows[0]).escalate(to="second", by=mona)
    batch = Batch.objects.begin("approve", [row.pk for row in rows], by=mona)
    batch.run()
    assert outcomes(batch) == ["second", "done"]


def test_one_undo_takes_back_what_nobody_has_changed_since(client: Client) -> None:
    mona = make_moderator(client)
    rows = make_waiting(3)
    batch = Batch.objects.begin("reject", [row.pk for row in rows], by=mona)
    batch.run()
    fresh(rows[1]).approve(by=make_user("otto"))
    url = f"{DESK}batches/{batch.pk}/"
    assert client.post(url).status_code == 303
    assert outcomes(batch) == ["undone", "kept", "undone"]
    assert [fresh(row).status for row in rows] == ["waiting", "published", "waiting"]
    batch.refresh_from_db()
    assert batch.undone_by == mona
    before = Decision.objects.count()
    client.post(url)
    assert Decision.objects.count() == before


def test_a_batch_that_was_killed_goes_on_and_decides_nothing_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("comments.models.batch.CHUNK", 2)
    mona, rows = make_user("mona"), make_waiting(5)
    batch = Batch.objects.begin("reject", [row.pk for row in rows], by=mona)
    decided = 0
    reject = Comment.reject

    def dying(self: Comment, **more: Any) -> Any:
        nonlocal decided
        decided += 1
        if decided == 4:
            raise KeyboardInterrupt
        return reject(self, **more)

    monkeypatch.setattr(Comment, "reject", dying)
    with pytest.raises(KeyboardInterrupt):
        batch.run()
    monkeypatch.setattr(Comment, "reject", reject)
    assert outcomes(batch) == ["done", "done", "", "", ""]
    assert Decision.objects.count() == 3
    assert decide_batch.call(batch.pk, 0, 0) == 5
    assert outcomes(batch) == ["done"] * 5
    assert Decision.objects.count() == 5


def test_an_undo_stops_what_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comments.models.batch.CHUNK", 1)
    mona, rows = make_user("mona"), make_waiting(4)
    batch = Batch.objects.begin("reject", [row.pk for row in rows], by=mona)
    reject = Comment.reject

    def undone_meanwhile(self: Comment, **more: Any) -> Any:
        if self.pk == rows[1].pk:
            Batch.objects.get(pk=batch.pk).take_back(by=mona)
        return reject(self, **more)

    monkeypatch.setattr(Comment, "reject", undone_meanwhile)
    batch.run()
    assert outcomes(batch)[:1] == ["undone"]
    assert [fresh(row).status for row in rows[2:]] == ["waiting", "waiting"]
    assert decide_batch.call(batch.pk, 0, 0) == 0
    assert Batch.objects.get().can_undo()
    Batch.objects.get().take_back(by=mona)
    assert {fresh(row).status for row in rows} == {"waiting"}


def test_a_long_batch_is_left_to_the_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django_tasks_db.models import DBTaskResult

    mona = make_moderator(client)
    rows = make_waiting(4)
    for module in ("bulk", "batches"):
        monkeypatch.setattr(f"comments.views.desk.{module}.AT_ONCE", 3)
    reason = Reason.objects.get(position=2)
    shown = client.post(BULK, {"verb": "reject", "pick": picks(rows)})
    response = confirm(client, shown, reason=reason.pk, tell="on")
    batch = Batch.objects.get()
    assert outcomes(batch) == [""] * 4
    assert "decided in the background" in text(parse(client.get(response["Location"])))
    queued = DBTaskResult.objects.get(task_path="comments.tasks.decide_batch")
    assert queued.args_kwargs["args"] == [batch.pk, reason.pk, 1]
    decide_batch.call(*queued.args_kwargs["args"])
    assert outcomes(batch) == ["done"] * 4
    assert {d.message for d in Decision.objects.all()} == {reason.message}
    client.post(response["Location"])
    queued = DBTaskResult.objects.get(task_path="comments.tasks.undo_batch")
    assert queued.args_kwargs["args"] == [batch.pk, mona.pk]
    undo_batch.call(batch.pk, make_user("rob").pk)
    assert outcomes(batch) == ["done"] * 4
    undo_batch.call(batch.pk, mona.pk)
    assert outcomes(batch) == ["undone"] * 4


def test_a_batch_whose_moderator_is_gone_is_not_the_machines(client: Client) -> None:
    otto, rows = make_user("otto"), make_waiting(2)
    batch = Batch.objects.begin("approve", [row.pk for row in rows], by=otto)
    otto.delete()
    assert decide_batch.call(batch.pk, 0, 0) == 0
    assert not Decision.objects.exists()


def test_results_are_paged_and_cost_the_same_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    mona = make_moderator(client)
    batch = Batch.objects.begin("reject", range(1, 1251), by=mona)
    url = f"{DESK}batches/{batch.pk}/"
    with django_assert_max_num_queries(9):
        page = parse(client.get(f"{url}?page=13"))
    assert len(page.xpath("//ol[@class='desk-results']/li")) == 50
    for strange in ("0", "-1", "x", "9" * 40):
        assert client.get(f"{url}?page={strange}").status_code == 200
    assert client.get(f"{DESK}batches/999/").status_code == 404


def test_every_outcome_has_words() -> None:
    from comments.models.batch import label

    assert len({label(kind.value) for kind in Outcome}) == len(Outcome)
    assert label("spam") == "spam"
