"""The form, the links to it and what stands around a reply, after WordPress's template tests.

Byline differs: a reply at any depth can be answered, `/comments/<id>/reply/` stands where WordPress
has `?replytocom=`, and the form of a closed thread is replaced by a sentence.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Discussion, Thread
from comments.models.personal_data import PersonalData, as_json
from tests.factories import make_article, make_comment, make_user
from tests.reading import fetch, xml

from .posting import form_of, parse, reply, send, text, typed_in

pytestmark = pytest.mark.django_db

ADDRESS = "nadia.fell@example.com"


# --- The form ------------------------------------------------------------------------------------


def test_the_form_stands_under_its_title_with_its_promise_and_fields(client: Client) -> None:
    page = fetch(client, make_article().get_absolute_url())
    section = page.get_element_by_id("respond")
    assert text(section.xpath(".//h2")[0]) == "Leave a Reply"
    promise = "Your email address will not be published. Required fields are marked *"
    assert promise in text(section)
    form = form_of(page)
    assert form.method == "POST"
    kinds = {
        name: (form.inputs[name].tag, form.inputs[name].get("type"))
        for name in ("body", "name", "email", "website", "parent")
    }
    assert kinds == {
        "body": ("textarea", None),
        "name": ("input", "text"),
        "email": ("input", "email"),
        "website": ("input", "url"),
        "parent": ("input", "hidden"),
    }
    complete = {n: form.inputs[n].get("autocomplete") for n in ("name", "email", "website")}
    assert complete == {"name": "name", "email": "email", "website": "url"}
    for name in ("body", "name", "email", "website"):
        label = form.xpath(f".//label[@for='{form.inputs[name].get('id')}']")
        assert ("*" in text(label[0])) is (name != "website")


def test_who_is_logged_in_is_asked_for_the_text_alone(client: Client) -> None:
    article = make_article()
    client.force_login(make_user("ada", "Editor"))
    inputs = form_of(fetch(client, article.get_absolute_url())).inputs
    assert not {"name", "email", "website"} & set(inputs.keys())
    assert "body" in inputs.keys()  # noqa: SIM118 - not a mapping


@pytest.mark.parametrize("login", ["", "Editor"])
def test_a_closed_thread_has_neither_form_nor_links_to_it(client: Client, login: str) -> None:
    article = make_article()
    row = make_comment(article)
    Thread.objects.update(mode="closed")
    if login:
        client.force_login(make_user("ada", login))
    page = fetch(client, article.get_absolute_url())
    assert "Replies to this article are closed." in text(page.get_element_by_id("respond"))
    assert not page.xpath("//*[@id='respond']//form")
    assert not page.xpath("//a[contains(@href, '/reply/')]")
    answer = client.get(f"/comments/{row.pk}/reply/")
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{article.get_absolute_url()}#respond",
    )


# --- Links to answer a reply ---------------------------------------------------------------------


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_every_reply_can_be_answered_however_deep(client: Client, depth: int) -> None:
    Discussion.objects.update(depth=depth)
    article, rows = make_article(), []
    for number in range(7):
        above = rows[-1] if rows else None
        rows.append(make_comment(article, parent=above, name=f"Otto {number}", body=f"{number}"))
    page = fetch(client, article.get_absolute_url())
    for number, row in enumerate(rows):
        (link,) = reply(page, row.pk).xpath(".//a[text()='Reply']")
        assert link.get("href") == f"/comments/{row.pk}/reply/"
        assert link.get("aria-label") == f"Reply to Otto {number}"


def test_a_name_cannot_leave_the_label_of_its_link(client: Client) -> None:
    article = make_article()
    row = make_comment(article, name='" onclick="x"><b>')
    (link,) = reply(fetch(client, article.get_absolute_url()), row.pk).xpath(".//a[text()='Reply']")
    assert link.get("aria-label") == 'Reply to " onclick="x"><b>'
    assert set(link.keys()) == {"href", "aria-label"}


def test_the_form_for_an_answer_names_whom_it_answers_and_can_be_left(client: Client) -> None:
    article = make_article()
    row = make_comment(article, name="Otto Brandt")
    page = fetch(client, f"/comments/{row.pk}/reply/")
    section = page.get_element_by_id("respond")
    assert "In reply to Otto Brandt" in text(section)
    assert section.xpath(".//a[text()='Cancel']/@href") == [f"{article.get_absolute_url()}#respond"]
    assert typed_in(page)["parent"] == str(row.pk)


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "removed"])
def test_the_form_for_an_answer_gives_no_hidden_name_away(client: Client, status: str) -> None:
    row = make_comment(status=status, name="Otto Brandt")
    response = client.get(f"/comments/{row.pk}/reply/")
    assert response.status_code == 404
    assert "Otto" not in response.content.decode()


@pytest.mark.parametrize("number", ["0", "987654", "9" * 30, "three", "-1"])
def test_there_is_no_form_for_answering_nothing(client: Client, number: str) -> None:
    assert client.get(f"/comments/{number}/reply/").status_code == 404


@pytest.mark.parametrize("query", ["replytocom=1", "replytocom[]=x", "parent=1"])
def test_a_query_makes_the_articles_form_answer_nobody(client: Client, query: str) -> None:
    article = make_article()
    make_comment(article, name="Otto Brandt")
    page = fetch(client, f"{article.get_absolute_url()}?{query}")
    assert typed_in(page)["parent"] == ""
    assert "Otto" not in text(page.get_element_by_id("respond"))


# --- What stands around a reply ------------------------------------------------------------------


@pytest.mark.parametrize("website", ["https://fell.example/", ""])
def test_a_name_leads_to_the_website_only_where_there_is_one(client: Client, website: str) -> None:
    article = make_article()
    row = make_comment(article, name="N. Fell <n>", website=website)
    element = reply(fetch(client, article.get_absolute_url()), row.pk)
    assert text(element.xpath(".//header//bdi")[0]) == "N. Fell <n>"
    links = element.xpath(".//header//a[.//bdi]")
    assert [link.get("href") for link in links] == ([website] if website else [])
    assert {link.get("rel") for link in links} <= {"nofollow ugc noopener"}


def test_no_avatar_comes_from_elsewhere_or_from_the_address(client: Client) -> None:
    here = make_article()
    make_comment(here, email="one@example.com")
    page = fetch(client, here.get_absolute_url())
    assert not page.xpath("//*[@id='comments']//img")
    first = str(page.xpath("string(//*[@id='comments']//header/i/@class)"))
    row = make_comment(here, email="two@example.org", body="Again.")
    again = reply(fetch(client, here.get_absolute_url()), row.pk)
    assert first == again.xpath("string(.//header/i/@class)") != ""


def test_the_time_is_that_of_sending_and_readable_by_machines(client: Client) -> None:
    article = make_article()
    sent = timezone.now() - timedelta(days=400)
    row = make_comment(article, submitted_at=sent)
    (moment,) = reply(fetch(client, article.get_absolute_url()), row.pk).xpath(".//time")
    assert moment.get("datetime") == f"{sent:%Y-%m-%dT%H:%MZ}"
    assert str(timezone.localtime(sent).year) in text(moment)


def test_the_feed_has_the_newest_public_replies_first(client: Client) -> None:
    article = make_article("Tea & <biscuits>")
    rows = [make_comment(article, name=f"Otto & {n} <b>", body=f"N {n}") for n in range(3)]
    make_comment(article, status="waiting", body="Hidden.")
    for number, row in enumerate(rows):
        moment = timezone.now() - timedelta(hours=9 - number)
        Comment.objects.filter(pk=row.pk).update(published_at=moment)
    for address in (f"{article.get_absolute_url()}feed/", "/comments/feed/"):
        items = list(xml(client.get(address)).iter("item"))
        found = [item.findtext("description") for item in items]
        assert found == ["<p>N 2</p>", "<p>N 1</p>", "<p>N 0</p>"]
        assert "Otto & 2 <b>" in (items[0].findtext("title") or "")


# --- Mail and personal data ----------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["", "approve", "reject", "mark_spam", "remove"])
def test_nobody_is_mailed_while_a_reader_or_a_moderator_waits(client: Client, verb: str) -> None:
    mona = make_user("mona", "Moderator", email="mona@news.example")
    send(client, make_article())
    if verb:
        getattr(Comment.objects.get(), verb)(by=mona)
    assert mail.outbox == []


def export(address: str) -> Any:
    data = PersonalData.under(address)
    return json.loads("".join(as_json(data.export(), data.export_notices())))["replies"]


def test_an_unknown_address_has_nothing_to_export_or_erase() -> None:
    make_comment()
    assert export("nobody@example.org") == []
    assert list(PersonalData.under("nobody@example.org").erase()) == []


def test_of_one_person_everything_is_exported_and_only_the_text_stays(client: Client) -> None:
    article = make_article()
    send(client, article, website="https://fell.example/", body="Mine.")
    row = Comment.objects.get()
    row.approve(by=None)
    make_comment(article, name="Otto", email="otto@example.com", body="Not mine.")
    (found,) = export(ADDRESS.upper())
    assert (found["name"], found["email"], found["text"]) == ("Nadia Fell", ADDRESS, "Mine.")
    assert (found["website"], found["state"]) == ("https://fell.example/", "published")
    assert found["address"].endswith(f"/comments/{row.pk}/")
    sent = row.submitted_at
    assert list(PersonalData.under(ADDRESS).erase()) == [1]
    row.refresh_from_db()
    kept = (row.name, row.website, row.body, row.status, row.submitted_at, row.user)
    assert kept == ("Anonymous", "", "Mine.", "published", sent, None)
    assert (row.email_sealed, row.client_prefix, row.user_agent) == (None, "", "")
    assert export(ADDRESS) == []
    assert len(export("otto@example.com")) == 1
    page = parse(Client().get(article.get_absolute_url()))
    assert text(reply(page, row.pk).xpath(".//header/b")[0]) == "Anonymous"


def test_more_than_five_hundred_replies_are_exported_and_erased() -> None:
    first = make_comment(email=ADDRESS)
    first.refresh_from_db()
    rows = []
    for number in range(510):
        first.pk, first.token_digest = None, f"t{number}"
        rows.append(Comment(**{f.attname: getattr(first, f.attname) for f in first._meta.fields}))
    Comment.objects.bulk_create(rows)
    assert len(export(ADDRESS)) == 511
    assert sum(PersonalData.under(ADDRESS).erase()) == 511
    assert not Comment.objects.exclude(name="Anonymous").exists()
    assert not Comment.objects.exclude(email_index="").exists()
