"""The page of the discussion settings, its trial box, and what the classifier has learnt."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from comments.models import Block, ClassifierVersion, Comment, Decision, Discussion, Host, Signal
from tests.factories import make_article, make_comment, make_user

from .posting import parse, text

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/discussion/"
PAGE, TRY = f"{LIST}1/change/", f"{LIST}try/"


def login(client: Client, *groups: str) -> Client:
    client.force_login(make_user("ada", *groups))
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    return login(client, "Editor")


def typed(**fields: Any) -> dict[str, Any]:
    """What the page sends when nothing on it was touched."""
    row = Discussion.objects.get()
    names = (
        *("is_open", "close_after_days", "edit_minutes", "premoderation", "link_limit"),
        *("held_words", "blocked_words", "page_size", "order", "depth", "body_length"),
        *("digest_minutes", "notice_days"),
    )
    values = {name: getattr(row, name) for name in names}
    return {**values, "is_open": "on", "links_need_login": "on", "retention_days": "", **fields}


def errors(response: Any) -> str:
    return " ".join(map(text, parse(response).xpath("//ul[contains(@class, 'errorlist')]")))


# --- The settings -------------------------------------------------------------------------------


def test_the_list_leads_straight_to_the_one_row(editor: Client) -> None:
    response = editor.get(LIST)
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert editor.get(f"{LIST}add/").status_code == 403
    assert editor.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403


def test_where_the_row_was_lost_it_is_made_again(editor: Client) -> None:
    sent = typed(page_size=20)
    Discussion.objects.all().delete()
    assert editor.get(LIST)["Location"] == f"{LIST}add/"
    assert editor.post(f"{LIST}add/", sent).status_code == 302
    assert Discussion.objects.get(pk=1).page_size == 20


def test_editors_keep_the_settings(editor: Client) -> None:
    lists = {"held_words": "casino\r\n# remark\r\n/p[i1]lls/", "blocked_words": "pills.example"}
    response = editor.post(PAGE, typed(premoderation="nothing", page_size="20", **lists))
    assert response.status_code == 302
    row = Discussion.objects.get()
    assert (row.premoderation, row.page_size) == ("nothing", 20)
    assert row.held_words.split() == ["casino", "#", "remark", "/p[i1]lls/"]


@pytest.mark.parametrize("groups", [(), ("Reporter",), ("Moderator",)], ids=str)
@pytest.mark.parametrize("address", [LIST, PAGE, TRY])
def test_who_may_not_configure_replies_stays_outside(
    client: Client, groups: tuple[str], address: str
) -> None:
    login(client, *groups)
    assert client.get(address).status_code == 403
    assert client.post(address, typed(page_size=20, body="x")).status_code == 403
    assert Discussion.objects.get().page_size == 50


@pytest.mark.parametrize("address", [LIST, PAGE, TRY])
def test_who_is_not_logged_in_is_asked_to(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")


def test_who_may_only_look_changes_nothing_and_tries_nothing(client: Client) -> None:
    user = make_user("val")
    user.user_permissions.add(Permission.objects.get(codename="view_discussion"))
    client.force_login(user)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert not parse(page).xpath(f"//a[@href='{TRY}']")
    assert client.post(PAGE, typed(page_size=20)).status_code == 403
    assert client.get(TRY).status_code == 403


@pytest.mark.parametrize("field", ["held_words", "blocked_words"])
def test_lines_that_cannot_be_used_are_named_with_the_reason(editor: Client, field: str) -> None:
    words = "casino\n/(unclosed/\n*\n192.0.2/33\n</textarea><b>"
    response = editor.post(PAGE, typed(page_size="20", **{field: words}))
    assert response.status_code == 422
    said = errors(response)
    assert "Line 2, “/(unclosed/”, cannot be used: " in said
    assert "Line 3, “*”, cannot be used: it would match every reply." in said
    assert "Line 4, “192.0.2/33”, cannot be used: " in said
    form = parse(response).get_element_by_id("discussion_form")
    assert form.fields[field].replace("\r\n", "\n").strip("\n") == words
    assert form.fields["page_size"] == "20"
    assert Discussion.objects.get().page_size == 50


@pytest.mark.parametrize(
    "wrong",
    [
        {"close_after_days": str(2**62)},
        {"close_after_days": "36501"},
        {"digest_minutes": "10081"},
        {"edit_minutes": "1441"},
        {"page_size": "4"},
        {"page_size": "201"},
        {"depth": "0"},
        {"depth": "11"},
        {"body_length": "99"},
        {"body_length": "50001"},
        {"retention_days": "0"},
        {"link_limit": "-1"},
        {"premoderation": "sometimes"},
        {"order": "random"},
        {"page_size": "\x00"},
    ],
    ids=str,
)
def test_numbers_out_of_bounds_are_refused(editor: Client, wrong: dict[str, str]) -> None:
    before = Discussion.objects.values().get()
    response = editor.post(PAGE, typed(**wrong))
    assert response.status_code == 422
    assert errors(response)
    assert Discussion.objects.values().get() == before


def test_the_page_says_when_networks_are_compared(editor: Client) -> None:
    page = text(parse(editor.get(PAGE)))
    assert "Networks are compared with a reply while it is being sent" in page
    assert "Nothing here is compared with anybody's email address." in page


# --- The trial box ------------------------------------------------------------------------------


def attempt(client: Client, **fields: str) -> Any:
    return client.post(TRY, {"body": "A word.", "name": "", "website": "", "network": ""} | fields)


def outcome(response: Any) -> str:
    assert response.status_code == 200
    return text(parse(response).get_element_by_id("outcome"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("What a fine bridge.", "It would be published at once."),
        ("What a casino.", "It would wait for a moderator."),
        ("What pills.", "It would be filed as spam."),
    ],
)
def test_the_box_says_what_would_become_of_a_text(editor: Client, body: str, said: str) -> None:
    Discussion.objects.update(
        premoderation="nothing", held_words="casino", blocked_words="pills\n192.0.2.0/24"
    )
    assert said in outcome(attempt(editor, body=body))


def test_the_box_names_every_signal_and_nothing_that_failed(editor: Client) -> None:
    said = outcome(attempt(editor, body="See http://one.example/", name="www.pills.example"))
    for words in ("links: http://one.example/ (+1.5)", "web address as name: www.pills.example"):
        assert words in said
    assert "failed" not in said
    assert outcome(attempt(editor)).endswith("the settings above the lists.")


def test_the_box_compares_the_network_that_is_typed(editor: Client) -> None:
    Discussion.objects.update(blocked_words="192.0.2.0/24")
    assert "filed as spam" in outcome(attempt(editor, network="192.0.2.77"))
    assert "wait for a moderator" in outcome(attempt(editor, network="198.51.100.7"))


def test_the_box_knows_blocks_and_names_of_the_newsroom(editor: Client) -> None:
    Block.objects.create(kind="host", value="pills.example", reason="shop")
    elsewhere = make_article()
    Block.objects.create(kind="phrase", value="fine bridge", reason="here", article=elsewhere)
    assert "host: shop" in outcome(attempt(editor, website="https://pills.example/"))
    assert "shop" not in outcome(attempt(editor, body="A fine bridge."))
    assert "signs with a name of the newsroom" in outcome(attempt(editor, name="Byline"))


def test_the_box_stores_nothing_and_acts_on_no_link(editor: Client) -> None:
    make_comment(make_article(), status="waiting", body="See http://one.example/ there.")
    models = (Comment, Signal, Decision, Host, Block, Discussion)
    before = [list(model.objects.values()) for model in models]
    outcome(attempt(editor, body="See http://one.example/ there."))
    response = editor.get(f"{TRY}?body=casino&name=x")
    assert response.status_code == 200
    assert not parse(response).xpath("//*[@id='outcome']")
    assert [list(model.objects.values()) for model in models] == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "somewhere"},
        {"network": "192.0.2.0/24"},
        {"body": ""},
        {"body": "\x00"},
        {"name": "x" * 101},
        {"website": "x" * 201},
    ],
    ids=str,
)
def test_the_box_refuses_what_is_no_reply_and_keeps_it(
    editor: Client, wrong: dict[str, str]
) -> None:
    response = attempt(editor, **({"body": "Keep <this>."} | wrong))
    assert response.status_code == 422
    assert errors(response)
    if "body" not in wrong:
        assert "Keep &lt;this&gt;." in response.content.decode()


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script>", "x" * 20_000, "\u202e\u200b", "%s{{ x }}"]
)
def test_strange_texts_break_nothing(editor: Client, body: str) -> None:
    response = attempt(editor, body=body, name=body[:100], website=body[:200])
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


# --- The classifier -----------------------------------------------------------------------------

VERSIONS = "/admin/comments/classifierversion/"


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_what_the_classifier_has_learnt_is_shown_and_not_changed(
    client: Client, group: str
) -> None:
    row = ClassifierVersion.objects.create(approved=300, spam=40, auc=0.97, recall=0.8)
    login(client, group)
    assert "0.97" in text(parse(client.get(VERSIONS)))
    assert client.get(f"{VERSIONS}{row.pk}/change/").status_code == 200
    assert client.post(f"{VERSIONS}{row.pk}/change/", {"approved": 1}).status_code == 403
    assert client.get(f"{VERSIONS}add/").status_code == 403
    assert client.post(f"{VERSIONS}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ClassifierVersion.objects.get().approved == 300


def test_reporters_do_not_see_what_the_classifier_has_learnt(client: Client) -> None:
    assert login(client, "Reporter").get(VERSIONS).status_code == 403
