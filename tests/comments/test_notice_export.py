"""Notices with their statements of reasons as files, for who configures replies."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comments.models import Act, Comment
from comments.views.desk import notice_export
from tests.factories import make_comment, make_user

from .notifying import ADDRESS, FACTS, WHY, decide, login, make_notice

pytestmark = pytest.mark.django_db


def fetch(client: Client, name: str) -> str:
    response = client.get(f"/moderation/{name}")
    assert response.status_code == 200
    return response.getvalue().decode()


def make_several(client: Client) -> None:
    login(client, "mona")
    upheld, refused = make_notice(law="§ 7"), make_notice(make_comment(body="Well."))
    make_notice(explanation='=HYPERLINK("https://evil.example")', name="Hana, Sender")
    decide(client, upheld, "uphold")
    decide(client, refused, "refuse")


def test_both_files_say_the_same(client: Client) -> None:
    make_several(client)
    editor = login(client, "ed", "Editor")
    table = list(csv.DictReader(io.StringIO(fetch(client, "notices.csv"))))
    rows = json.loads(fetch(client, "notices.json"))["notices"]
    assert [row["state"] for row in rows] == ["upheld", "refused", "received"]
    assert rows[0]["restriction"] == "The reply was taken off the page."
    assert rows[0]["facts"] == FACTS
    assert (rows[0]["ground"], rows[0]["basis"]) == ("law", "Penal code, section 7")
    assert (rows[0]["explanation"], rows[0]["law"]) == (WHY, "§ 7")
    assert rows[0]["decided"].endswith("+00:00")
    assert (rows[1]["restriction"], rows[1]["scope"]) == ("The content stays where it is.", "")
    assert (rows[2]["restriction"], rows[2]["automation"], rows[2]["decided"]) == ("", "", "")
    assert rows[0]["reply"] == Comment.objects.earliest("pk").pk
    for line, row in zip(table, rows, strict=True):
        assert {name: cell.removeprefix("'") for name, cell in line.items()} == {
            name: str(cell) for name, cell in row.items()
        }
    acts = Act.objects.filter(verb="export").values_list("by", "reason").order_by("pk")
    assert list(acts) == [(editor.pk, "notices.csv"), (editor.pk, "notices.json")]


def test_no_name_and_no_address_is_in_them(client: Client) -> None:
    make_several(client)
    login(client, "ed", "Editor")
    for name in ("notices.csv", "notices.json"):
        text = fetch(client, name)
        for words in (ADDRESS, "Hana", "mona", "/notice/"):
            assert words not in text


def test_no_cell_is_a_formula(client: Client) -> None:
    make_several(client)
    login(client, "ed", "Editor")
    assert "\"'=HYPERLINK(" in fetch(client, "notices.csv")


@given(st.text(alphabet="=+-@\t\r ＝＋－＠ab1", max_size=6))
def test_what_could_begin_a_formula_never_begins_a_cell(text: str) -> None:
    cell = notice_export.safe(text)
    assert cell.replace("'", "") == text.replace("'", "")
    assert not cell.strip(" ").startswith(notice_export.FORMULA)


@given(st.text(alphabet='=+-@;\t\r\n "＝ab1', max_size=9))
def test_nor_does_it_where_other_signs_part_the_cells(text: str) -> None:
    cells = re.split("[;\t\r\n]", notice_export.safe(text))
    assert not [c for c in cells if c.strip(' "').startswith(("=", "+", "-", "@", "＝"))]


def test_any_number_is_written_as_it_is_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_export, "BATCH", 2)
    comment = make_comment()
    for _ in range(5):
        make_notice(comment)
    login(client, "ed", "Editor")
    response: Any = client.get("/moderation/notices.json")
    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="notices.json"'
    assert "no-store" in response["Cache-Control"]
    assert len(json.loads(response.getvalue())["notices"]) == 5


def test_an_empty_export_is_whole(client: Client) -> None:
    client.force_login(make_user("ed", "Editor"))
    assert json.loads(fetch(client, "notices.json")) == {"notices": []}
    assert fetch(client, "notices.csv").count("\n") == 1
