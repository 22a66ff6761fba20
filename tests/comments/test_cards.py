"""What a card of the desk shows about a reply and its sender."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from comments.models import Act, Claim, Comment, Discussion, Host, Presence, Report, Signal
from tests.factories import make_article, make_comment, make_user

from .posting import parse, reply, text

pytestmark = pytest.mark.django_db

DESK = "/moderation/"
TWELVE = "\n\n".join(f"Line {n}" for n in range(6))  # with the empty ones between: 11


@pytest.fixture
def mona() -> User:
    return make_user("mona", "Moderator")


@pytest.fixture
def desk(client: Client, mona: User) -> Client:
    client.force_login(mona)
    return client


def card(desk: Client, comment: Comment, query: str = "") -> Any:
    return reply(parse(desk.get(DESK + query)), comment.pk)


def words(card: Any, selector: str) -> str:
    return " ".join(text(found) for found in card.xpath(f".//*[contains(@class, '{selector}')]"))


def test_it_carries_what_script_and_forms_need(desk: Client) -> None:
    comment = make_comment(status="waiting")
    shown = card(desk, comment)
    assert shown.get("data-comment") == str(comment.pk)
    assert shown.get("data-revision") == str(comment.revision)
    assert shown.get("tabindex") == "-1"
    acts = {"approve", "reject", "spam", "defer", "redact", "select", "context", "history", "note"}
    assert acts <= set(shown.xpath(".//@data-act"))
    for form in shown.xpath(".//form"):
        fields = dict(form.form_values())
        assert fields["revision"] == str(comment.revision)
        assert fields["seen"] == comment.seen
        assert fields["csrfmiddlewaretoken"]
        assert fields["next"] == ""
    keys = shown.xpath(".//*[@data-act='approve']/kbd/text()")
    assert keys == ["a"]


def test_forms_lead_back_to_the_same_page_of_the_queue(desk: Client) -> None:
    comment = make_comment(status="waiting", body="http://one.example/")
    shown = card(desk, comment, "?signal=links&order=oldest")
    assert {dict(f.form_values())["next"] for f in shown.xpath(".//form")} == {
        "signal=links&order=oldest"
    }


def test_each_reason_is_a_button_with_its_digit(desk: Client) -> None:
    row = card(desk, make_comment(status="waiting")).xpath(".//details[@class='desk-reject']")[0]
    digits = row.xpath(".//button/@data-digit")
    assert digits == [str(n) for n in range(1, 10)]
    assert row.xpath(".//button[not(@data-digit)]/@value") == [""]
    assert row.xpath(".//input[@name='verb']/@value") == ["reject"]
    assert row.xpath(".//input[@name='tell']")


@pytest.mark.parametrize(
    ("status", "offered", "missing"),
    [
        ("waiting", {"approve", "reject", "mark_spam", "defer", "ask", "escalate"}, {"undo"}),
        ("published", {"keep", "remove", "mark_spam", "pick", "undo"}, {"approve", "reject"}),
        ("rejected", {"approve", "mark_spam", "undo"}, {"reject", "defer"}),
        ("spam", {"approve", "reject", "undo"}, {"mark_spam"}),
        ("removed", {"approve", "undo"}, {"remove"}),
    ],
)
def test_what_can_be_done_depends_on_where_it_stands(
    desk: Client, status: str, offered: set[str], missing: set[str]
) -> None:
    shown = card(desk, make_comment(status=status), "?pile=all")
    found = set(shown.xpath(".//*[@name='verb']/@value"))
    assert offered <= found
    assert not missing & found


def test_about_what_its_writer_took_back_nothing_is_decided(desk: Client) -> None:
    comment = make_comment()
    comment.withdraw()
    assert not card(desk, comment, "?pile=all").xpath(".//form")


def test_every_signal_has_its_weight_and_who_says_so(desk: Client) -> None:
    comment = make_comment(status="waiting")
    for code, weight in (("held_word", 2.0), ("classifier", -1.25), ("reports", 1.0)):
        Signal.objects.create(comment=comment, code=code, weight=weight, detail=f"of {code}")
    chips = [text(found) for found in card(desk, comment).xpath(".//*[@class='chips']/li")]
    assert chips == [
        "+2.0 word that is held rule of held_word",
        "+1.0 reported by readers readers of reports",
        "-1.2 classifier model of classifier",
    ]


def test_links_lead_nowhere_and_hosts_have_their_history(desk: Client) -> None:
    Host.objects.create(name="pills.example", approved=3, rejected=12)
    comment = make_comment(
        status="waiting",
        body="See http://pills.example/win and https://fresh.example",
        website="https://own.example/me",
    )
    shown = card(desk, comment)
    assert not shown.xpath(".//*[contains(@class, 'desk-text')]//@href")
    assert shown.xpath(".//mark/text()") == ["http://pills.example/win", "https://fresh.example"]
    hosts = words(shown, "desk-hosts")
    assert "pills.example approved 3x, rejected 12x" in hosts
    assert "fresh.example not judged before" in hosts
    assert "own.example not judged before" in hosts
    assert "https://own.example/me" in words(shown, "desk-website")


def test_strong_words_are_folded_and_marked(desk: Client) -> None:
    Discussion(held_words="idiot*\nearn money").save()
    comment = make_comment(status="waiting", body="You idiots, <b>earn money</b>")
    plain = make_comment(status="waiting", body="Nothing of that kind")
    shown = card(desk, comment)
    assert shown.xpath(".//details[@class='desk-veil']//mark/text()") == ["idiots", "earn money"]
    assert not card(desk, plain).xpath(".//details[@class='desk-veil']")


@pytest.mark.parametrize(
    ("body", "is_long"),
    [
        (TWELVE, False),
        (f"{TWELVE}\n\n{TWELVE}", True),
        ("word " * 150, False),
        ("word " * 200, True),
    ],
)
def test_after_twelve_lines_a_text_is_folded_but_there(
    desk: Client, body: str, is_long: bool
) -> None:
    comment = make_comment(status="waiting", body=body)
    shown = card(desk, comment)
    assert bool(shown.xpath(".//details[@class='desk-all']")) is is_long
    assert text(shown).count(body.split()[-1]) >= body.count(body.split()[-1])


def test_an_edit_is_shown_with_what_it_changes(desk: Client) -> None:
    comment = make_comment(body="The old bridge rusts")
    Comment.objects.get().edit("The new bridge <b>rusts</b>")
    shown = card(desk, comment)
    assert shown.xpath(".//del/text()") == ["old"]
    assert "new" in shown.xpath(".//ins/text()")
    assert not shown.xpath(".//*[contains(@class, 'desk-changes')]//b")


def test_a_redacted_text_is_shown_with_what_was_taken_out(desk: Client, mona: User) -> None:
    comment = make_comment(status="waiting", body="Call Otto at home")
    comment.redact("Call at home", by=mona)
    shown = card(desk, comment)
    assert "Otto" in "".join(shown.xpath(".//del/text()"))
    assert "edited by a moderator" in words(shown, "desk-flag")


def prove(comment: Comment, index: str) -> None:
    Claim.objects.create(
        comment=comment, reader=comment.reader, email_index=index, confirmed_at=timezone.now()
    )


def test_the_strip_counts_what_became_of_the_same_person(desk: Client, mona: User) -> None:
    for number in range(4):
        old = make_comment(status="waiting", reader="laptop", email="", body=f"Old {number}")
        (old.reject if number == 3 else old.approve)(by=mona)
    elsewhere = make_comment(status="waiting", reader="phone", email="", body="On the phone")
    elsewhere.approve(by=mona)
    prove(old, "1:mine")
    prove(elsewhere, "1:mine")
    comment = make_comment(status="waiting", reader="phone", email="", body="New")
    strip = words(card(desk, comment), "desk-author")
    assert strip.replace(" :", ":").startswith("Same person: 4 approved, 1 rejected")
    assert "Claimed" not in strip


def test_a_typed_address_is_called_claimed_and_never_shown(desk: Client, mona: User) -> None:
    make_comment(status="waiting", email="otto@example.com", body="First").approve(by=mona)
    comment = make_comment(status="waiting", email="otto@example.com", body="Second")
    shown = card(desk, comment)
    strip = words(shown, "desk-author")
    assert "Nothing is proven about who this is." in strip
    assert "Claimed only, by the same typed address: 1 approved, 0 rejected" in strip
    assert "otto@" not in text(shown)


def test_a_reply_does_not_speak_for_itself(desk: Client, mona: User) -> None:
    comment = make_comment(status="waiting", reader="laptop")
    comment.approve(by=mona)
    strip = words(card(desk, comment, "?pile=all"), "desk-author")
    assert strip == "Nothing is proven about who this is."


def test_colleagues_are_named_while_they_look(desk: Client, mona: User) -> None:
    comment, own = make_comment(status="waiting"), make_comment(status="waiting")
    Presence.objects.begin(comment.pk, make_user("ida"))
    Presence.objects.begin(own.pk, mona)
    assert "ida is looking at this" in text(card(desk, comment))
    assert "is looking at this" not in text(card(desk, own))
    Presence.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "is looking at this" not in text(card(desk, comment))


def test_notes_deferral_and_escalation_are_told(desk: Client, mona: User) -> None:
    comment = make_comment(status="waiting")
    for _n in range(2):
        Act.objects.log("note", mona, comment=comment, reason="Look here")
    comment.escalate(to="legal", by=mona)
    comment.defer(until=timezone.now() + timedelta(days=1), by=mona)
    shown = text(card(desk, comment, "?deferred=1"))
    for sentence in ("2 notes", "for a lawyer", "put off until"):
        assert sentence in shown


def test_names_and_reports_are_text(desk: Client) -> None:
    comment = make_comment(name="<script>alert(1)</script>", body="Fine")
    Report.objects.create(comment=comment, reason="other", text="<img src=x>")
    shown = card(desk, comment, "?pile=reported")
    assert not shown.xpath(".//script | .//img")
    assert "<script>alert(1)</script>" in text(shown)
    assert "<img src=x>" in text(shown)


def test_addresses_are_offered_only_to_who_may_see_them(desk: Client, mona: User) -> None:
    comment = make_comment(status="waiting")
    link = f".//a[@href='{DESK}{comment.pk}/address/']"
    assert not card(desk, comment).xpath(link)
    mona.user_permissions.add(Permission.objects.get(codename="reveal_address"))
    assert card(desk, comment).xpath(link)


def test_the_conversation_is_shown_as_cards(desk: Client) -> None:
    article = make_article()
    root = make_comment(article, body="The root")
    middle = make_comment(article, parent=root, body="The middle")
    before = make_comment(article, parent=middle, body="A sibling before")
    comment = make_comment(article, parent=middle, status="waiting", body="This one")
    after = make_comment(article, parent=middle, status="spam", body="A sibling after")
    answer = make_comment(article, parent=comment, status="waiting", body="An answer")
    other = make_comment(article, body="Another root")
    found = parse(desk.get(f"{DESK}{comment.pk}/context/"))
    shown = [int(n) for n in found.xpath("//article/@data-comment")]
    rows = [root, middle, before, comment, answer, after]
    assert shown == [row.pk for row in rows]
    assert other.pk not in shown
    assert all(reply(found, row.pk).xpath(".//form") for row in rows)
    assert desk.get(f"{DESK}{other.pk + 99}/context/").status_code == 404


def test_the_history_tells_everything_in_its_order(desk: Client, mona: User) -> None:
    comment = make_comment(status="waiting", body="First words http://one.example/")
    Comment.objects.get().edit("Second words http://one.example/")
    comment = Comment.objects.get()
    comment.reject(by=mona, reason="Off topic", message="It is not about the article.")
    comment.undo(by=mona)
    Act.objects.log("note", mona, comment=comment, reason="I was too quick.")
    comment.approve(by=mona)
    Report.objects.create(comment=comment, reason="abuse", text="Rude")
    found = parse(desk.get(f"{DESK}{comment.pk}/history/"))
    lines = [text(line) for line in found.xpath("//*[@class='desk-events']/li")]
    wanted = [
        ("reported: It attacks or insults somebody", "Rude"),
        ("published", "mona"),
        ("noted", "I was too quick."),
        ("taken back: waiting", "mona"),
        ("rejected", "Off topic", "It is not about the article.", "links"),
        ("edited by its writer", "First", "Second"),
        ("sent", "Nadia Fell"),
    ]
    assert len(lines) == len(wanted)
    for line, parts in zip(lines, wanted, strict=True):
        assert all(part in line for part in parts), (line, parts)
