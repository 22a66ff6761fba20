"""Addresses in a reply: what WordPress links a reader may expect to be linked here too.

The cases follow WordPress's tests of make_clickable. Byline differs where typed HTML is shown as
text, and where names without http:// or www. stay text.
"""

from __future__ import annotations

import pytest
from lxml import html

from comments.markup import render
from comments.moderation import Facts, moderate
from comments.moderation.links import addresses, hosts

from .submitting import codes, make_submission

WIKI = "http://wiki.example/River_(Northern_Arm)"


def links(typed: str) -> list[tuple[str, str]]:
    """(where it leads, what stands after it) for each link of a reply."""
    page = html.fragment_fromstring(f"<div>{render(typed)}</div>")
    return [(link.get("href"), link.tail or "") for link in page.iter("a")]


def text_of(typed: str) -> str:
    return " ".join(html.fragment_fromstring(f"<div>{render(typed)}</div>").text_content().split())


ENDS = (".", ",", ";", ":", "!", "?", "...", "…", ")", "]", ".)", "!)", '"', "”", "»", "’", "。",
        ". So", ", said Otto")  # fmt: skip


@pytest.mark.parametrize("address", ["http://harbour.example", "https://a.example:8443/a?b=1#c"])
def test_what_follows_an_address_in_a_sentence_is_no_part_of_it(address: str) -> None:
    for after in ENDS:
        assert links(f"Look at {address}{after}") == [(address, after)]
        assert text_of(f"Look at {address}{after}") == f"Look at {address}{after}"


@pytest.mark.parametrize(
    "name", ["www.harbour.com/plan", "WWW.harbour.example", "www.harbour.news"]
)
def test_www_is_enough_whatever_the_domain(name: str) -> None:
    for after in ("", *ENDS):
        assert links(f"Look at {name}{after}") == [(f"http://{name}", after)]
        assert text_of(f"Look at {name}{after}") == f"Look at {name}{after}"


@pytest.mark.parametrize("before", ["Look,", "Look.", "Look;", "Look:", "Look!", "Look?", "(", "<",
                                    "< ", "“", "«", "'", '"', "見て"])  # fmt: skip
def test_punctuation_before_an_address_does_not_hide_it(before: str) -> None:
    assert links(f"{before}http://harbour.example/") == [("http://harbour.example/", "")]


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        (WIKI, ""),
        (f"({WIKI})", ")"),
        (f"So {WIKI} it is", " it is"),
        (f"So ({WIKI}) it is", ") it is"),
        (f"So {WIKI}) it is", ") it is"),
        (f"So {WIKI}.) it is", ".) it is"),
        (f"So {WIKI}.)more it is", ".)more it is"),
    ],
)
def test_brackets_belong_to_an_address_only_in_pairs(typed: str, after: str) -> None:
    assert links(typed) == [(WIKI, after)]


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("http://www.詹姆斯.com/", "http://www.xn--8ws00zhy3a.com/"),
        ("http://bg.wiki.example/Баба", "http://bg.wiki.example/%D0%91%D0%B0%D0%B1%D0%B0"),
        ("http://a.example/?a=ба&b=1", "http://a.example/?a=%D0%B1%D0%B0&b=1"),
        ("http://a.example/#!/otto/status/2590", "http://a.example/#!/otto/status/2590"),
        ("http://a.example/x%20y", "http://a.example/x%20y"),
    ],
)
def test_addresses_in_any_script_are_shown_as_typed(typed: str, leads_to: str) -> None:
    assert links(typed) == [(leads_to, "")]
    assert text_of(typed) == typed


@pytest.mark.parametrize("code", ["%E2%80%AE", "%E2%81%A6", "%00", "%01", "%0B", "%EF%BF%BE"])
def test_an_address_brings_no_control_onto_the_page(code: str) -> None:
    """Decoded for reading, it would turn the text around it and break the feed."""
    assert text_of(f"http://a.example/{code}x") == f"http://a.example/{code}x"


def test_borrowed_letters_are_shown_as_the_name_service_knows_them() -> None:
    assert text_of("http://xn--80ak6aa92e.com/") == "http://xn--80ak6aa92e.com/"


@pytest.mark.parametrize(
    "typed", ["`http://a.example`", "```\nhttp://a.example\n```", "`see www.a.example/b`"]
)
def test_nothing_is_linked_inside_code(typed: str) -> None:
    assert links(typed) == []


def test_addresses_beside_code_are_linked() -> None:
    typed = "http://one.example `http://no.example` http://two.example"
    assert [link for link, _ in links(typed)] == ["http://one.example", "http://two.example"]


@pytest.mark.parametrize(
    "typed",
    [
        "<a href='http://a.example/x' title='From http://b.example'>Look</a>",
        "<img src='http://a.example/smile.gif' alt=':)'>",
        "<script>http://a.example</script>",
        "<style>http://a.example</style>",
        "<pre class='x'>http://a.example</pre>",
        "<code>http://a.example</code>",
    ],
)
def test_typed_markup_stays_text_around_its_addresses(typed: str) -> None:
    assert text_of(typed) == typed
    for address, _ in links(typed):
        assert address.startswith(("http://a.example", "http://b.example"))


@pytest.mark.parametrize(
    "address", ["ida@harbour.com", "ida.lund@harbour.com", "Ida@a.b.harbour.com", "0@harbour.org"]
)
def test_emails_are_linked(address: str) -> None:
    assert links(f"Write to <{address}>.") == [(f"mailto:{address}", ">.")]


@pytest.mark.parametrize(
    "typed",
    ["ida", "ida@", "ida@@harbour.com", "@harbour.com", "ida@harbour", "harbour.com", "read.me",
     "version 2.10.com", "ftp.harbour.com/x", "ftp://harbour.com/", "//harbour.com/", "http://",
     "www.", "javascript:alert(1)", "tel:+4930123"],
)  # fmt: skip
def test_other_texts_are_no_addresses(typed: str) -> None:
    assert links(typed) == []
    assert addresses(typed) == []


def test_an_address_repeated_without_a_space_does_not_hang() -> None:
    typed = "http://a.example/2011/03/18/title/" * 40
    assert len(links(typed)) == 1


@pytest.mark.parametrize(
    "typed",
    ["(http://bad.example)x", "http://bad.example,x", "http://bad.example，x", "http://bad.example»x",
     "http://bad.example)@good.example/", "http://bad.example'x", "http://bad.example;x/y",
     "http://bad.example:x", "http://bad.example&x", "http://bad.example%2ex", "www.bad.example,x",
     "http://bad.example。x/", "http://good.example@bad.example/"],
)  # fmt: skip
def test_the_rules_see_the_host_to_which_a_page_would_lead(typed: str) -> None:
    """A sign after the host hides it from neither histories nor blocks."""
    ((address, _),) = links(typed)
    assert hosts(address) == hosts(typed) == ("bad.example",)


@pytest.mark.parametrize(
    ("limit", "code"), [(3, "links"), (2, "many_links"), (1, "many_links"), (0, "links")]
)
@pytest.mark.parametrize("second", ["http://two.example/x)", "www.two.example.", "www.two.news"])
def test_links_are_counted_as_the_page_shows_them(limit: int, code: str, second: str) -> None:
    typed = f"See http://one.example, and {second} but not harbour.com or ida@harbour.com."
    found = codes(moderate(make_submission(body=typed), Facts(link_limit=limit)))
    assert {"links", "many_links"} & set(found) == {code}
    assert len([link for link, _ in links(typed) if link.startswith("http")]) == 2
