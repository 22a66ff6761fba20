"""Lines of the log are only ever added, but for what a person may have erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from comments.models import Act, Decision
from comments.models.log import Log
from comments.models.once import WrittenOnce
from comments.models.personal_data import PersonalData
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona() -> User:
    return make_user("mona", "Moderator")


@pytest.fixture
def written(mona: User) -> list[Any]:
    row = make_comment(status="waiting")
    return [
        row.approve(by=mona, reason="checked", message="Thank you, Nadia."),
        Act.objects.log("note", mona, comment=row, reason="Nadia Fell is known here"),
    ]


@pytest.mark.parametrize("which", [0, 1], ids=["decision", "act"])
def test_no_line_is_changed_or_deleted(written: list[Any], which: int) -> None:
    row = written[which]
    everything = type(row).objects.all()
    row.reason = "never"
    attempts = [
        row.save,
        lambda: row.save(update_fields=["reason"]),
        row.delete,
        lambda: everything.update(reason="never"),
        everything.delete,
        lambda: everything.bulk_update([row], ["reason"]),
        lambda: everything.update_or_create(pk=row.pk, defaults={"reason": "never"}),
        lambda: type(row).objects.filter(pk=row.pk).update(by=None),
    ]
    for attempt in attempts:
        with pytest.raises(WrittenOnce, match="only ever added to"):
            attempt()
    assert everything.get().reason in ("checked", "Nadia Fell is known here")


def test_an_account_that_is_deleted_leaves_its_lines(written: list[Any], mona: User) -> None:
    mona.delete()
    assert Decision.objects.get().by is None
    assert Act.objects.get().by is None
    assert [line.who for line in Log().lines()] == [
        "somebody whose account is deleted",
        "the machine",
    ]


@pytest.mark.parametrize("texts", [True, False])
def test_erasing_a_person_empties_what_was_written_about_them(
    written: list[Any], texts: bool
) -> None:
    list(PersonalData.under("nadia@example.com").erase(texts=texts))
    decision, act = Decision.objects.earliest("pk"), Act.objects.get()
    assert (decision.message, decision.verb, decision.by) == ("", "approve", written[0].by)
    assert (act.reason, act.verb, act.by) == ("", "note", written[1].by)


def test_a_person_is_told_what_the_desk_noted(written: list[Any]) -> None:
    (facts,) = PersonalData.under("nadia@example.com").export()
    (told,) = facts["desk"]
    assert (told["act"], told["text"]) == ("note", "Nadia Fell is known here")
    assert "mona" not in str(facts)
