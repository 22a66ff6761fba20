"""The tab of one's own decisions: all there ever were, each with its undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from comments.models import Batch, Comment
from tests.factories import make_comment, make_user

from .posting import text
from .queueing import DESK, desk, mona, page, tab

__all__ = ["desk", "mona"]  # fixtures

pytestmark = pytest.mark.django_db


def test_decided_by_me_lists_it_newest_first_and_undoes_it_for_ever(
    desk: Client, mona: User
) -> None:
    rows = [make_comment(status="waiting", name=f"Reader {n}") for n in range(3)]
    with time_machine.travel(timezone.now() - timedelta(days=400)):
        for row in rows:
            row.reject(by=mona)
    rows[1].approve(by=make_user("ida"))  # hers is what an undo would take back
    found = page(desk, pile="mine")
    names = found.xpath("//*[@id='desk-list']//bdi/text()")
    assert names == ["Reader 2", "Reader 1", "Reader 0"]
    forms = found.xpath("//*[@id='desk-list']//form")
    assert [form.get("action") for form in forms] == [f"{DESK}{rows[n].pk}/" for n in (2, 0)]
    assert tab(found, "mine") == 0  # of the last day
    desk.post(forms[0].get("action"), dict(forms[0].form_values()) | {"verb": "undo"})
    assert Comment.objects.get(pk=rows[2].pk).status == "waiting"


def test_the_number_of_what_i_decided_says_that_it_counts_a_day(desk: Client, mona: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=30)):
        make_comment(status="waiting").reject(by=mona)
    for _n in range(2):
        make_comment(status="waiting").reject(by=mona)
    found = page(desk, pile="mine")
    assert len(found.xpath("//*[@id='desk-list']//form")) == 3
    assert tab(found, "mine") == 2
    assert text(found.xpath("//*[@data-pile='mine']")[0]) == "Decided by me 2 in the last 24 hours"
    heading = text(found.xpath("//*[@id='waiting-title']")[0])
    assert heading == "Decided by me: 2 in the last 24 hours, earlier ones below"


def test_a_batch_is_one_line_of_what_i_decided(desk: Client, mona: User) -> None:
    batch = Batch.objects.create(by=mona, verb="reject")
    for _n in range(3):
        make_comment(status="waiting").reject(by=mona, batch=batch)
    make_comment(status="waiting").reject(by=mona)
    found = page(desk, pile="mine")
    assert len(found.xpath("//*[@id='desk-list']//form")) == 2
    assert found.xpath(f"//*[@id='desk-list']//form[@action='{DESK}batches/{batch.pk}/']")
