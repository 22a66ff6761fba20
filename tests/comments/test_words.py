"""The lists that editors keep: what each kind of line matches, and what it does not."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.moderation import Facts, Submission, moderate
from comments.moderation.normalise import visible
from comments.moderation.words import parse, problems
from tests.comments.submitting import codes, make_submission, submissions


def matches(words: str, body: str = "So it is.", **fields: Any) -> tuple[str, ...]:
    return parse(words).matches(make_submission(body=body, **fields))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("casino", "A CASINO!"),
        ("Casino", "a casino"),
        ("casino", "A ｃａｓｉｎｏ and сasіno"),
        ("casino", "ca\u200bsi\u00adno"),
        ("спам", "Это СПАМ, господа."),
        ("straße", "An der STRASSE"),
        ("हिन्दी", "यह हिन्दी है"),
        ("don't", "I don’t. Don't!"),
        ("casino*", "two casinos"),
        ("*casino", "a megacasino"),
        ("*casino*", "two megacasinos"),
        ("vi*gra", "cheap vixxgra"),
        ("earn money", "Earn\n  MONEY now"),
        ("earn money", "earn-money"),
        ("earn *money", "earn bigmoney"),
        ("earn * money", "earn more money"),
        ("$$$", "make $$$ fast"),
        ("c++", "I write C++ all day"),
        ("🎰", "play 🎰🎰"),
        ("賭博", "合法賭博網站"),
        ("สแปม", "นี่คือสแปมนะ"),
        ("カジノ", "オンラインカジノへ"),
        (r"/earn \$?\d+ a day/", "You EARN $500 a day"),
        (r"/^so/", "So it is."),
        (r"/(a+)+$/", "a" * 4000),
        ("/ｃａｓｉｎｏ/", "ｃａｓｉｎｏ"),
        ("pills.example", "Go to pills.example now"),
        ("pills.example", "Go to shop.PILLS.example."),
        ("pills.example", "http://user@www.pills.example:80/x"),
        ("*.pills.example", "https://a.pills.example"),
        ("bücher.example", "http://xn--bcher-kva.example/"),
        ("xn--bcher-kva.example", "http://bücher.example/"),
        ("mail.example", "write to me@mail.example"),
        ("<b>", "some <b>bold</b> words"),
        ("example.com/casino", "see example.com/casino now"),
    ],
)
def test_a_line_matches_what_it_is_for(line: str, text: str) -> None:
    assert matches(f"other\n{line}\n# end", text) == (visible(line),)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("casino", "casinos and megacasino"),
        ("# casino", "casino"),
        ("", "casino"),
        ("спам", "спамер"),
        ("casino*", "megacasino"),
        ("*casino", "casinos"),
        ("earn money", "earn some money"),
        ("earn money", "learn moneys"),
        ("earn * money", "earn, spend and lose money"),
        ("c++", "the letter c, and c+"),
        ("c++", "abc++"),
        ("ass", "a classic assessment of the grass"),
        ("पाक", "पाकिस्तान"),
        ("pills.example", "notpills.example pills.example.org"),
        ("pills.example", "pills example"),
        ("/^it/", "So it is."),
        ("192.0.2.1", "My address is 192.0.2.1"),
    ],
)
def test_a_line_leaves_other_texts_alone(line: str, text: str) -> None:
    assert matches(line, text) == ()


@pytest.mark.parametrize("field", ["name", "website", "user_agent"])
def test_every_field_is_searched(field: str) -> None:
    assert matches("spam-bot", **{field: "http://spam-bot/"}) == ("spam-bot",)


def test_phrases_end_where_a_field_ends() -> None:
    assert matches("fell money", "Money for all", name="Nadia Fell") == ()


@pytest.mark.parametrize("line", ["nadia@example.com", "example.com", "/nadia@/", "*nadia*"])
def test_the_address_is_never_searched(line: str) -> None:
    assert matches(line, name="Fell", email="nadia@example.com") == ()


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.0/24", "192.0.2.255"),
        ("192.0.2.9/24", "192.0.2.1"),
        ("192.0.2.0/24", "::ffff:192.0.2.1"),
        ("2001:db8::/32", "2001:db8:1::1"),
    ],
)
def test_a_range_matches_the_sender(line: str, address: str) -> None:
    assert matches(line, client_address=address) == (line,)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("192.0.2.7", "192.0.2.8"),
        ("192.0.2.0/24", "192.0.3.0"),
        ("192.0.2.0/24", ""),
        ("192.0.2.0/24", "unknown"),
        ("2001:db8::/32", "2001:db9::1"),
    ],
)
def test_a_range_leaves_other_senders_alone(line: str, address: str) -> None:
    assert matches(line, client_address=address) == ()


def test_every_line_that_matches_is_named_once() -> None:
    assert set(matches("a*\nalpha\nbeta\n/alp/", "alpha alpha abc")) == {"a*", "alpha", "/alp/"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/(/", "missing ): ("),
        ("/(?<=a)b/", "invalid perl operator: (?<="),
        (r"/(a)\1/", r"invalid escape sequence: \1"),
        ("/a*/", "it would match every reply"),
        ("//", "it would match every reply"),
        ("*", "it would match every reply"),
        ("/./", "it would match every reply"),
        ("0.0.0.0/0", "it would match every reply"),
        ("::/0", "it would match every reply"),
        ("192.0.2.0/40", "write a whole address, or a range such as 192.0.2.0/24"),
        ("192.0.2.", "write a whole address, or a range such as 192.0.2.0/24"),
        ("賭*博", "a * can stand only among letters of scripts with spaces"),
    ],
)
def test_a_line_that_cannot_be_used_is_explained_and_left_out(line: str, why: str) -> None:
    words = f"# list\n{line}\ncasino"
    (problem,) = problems(words)
    assert (problem.line, problem.pattern, problem.why) == (2, line, why)
    assert str(problem) == f"Line 2: the pattern {line} is not valid: {why}."
    assert matches(words, "a casino") == ("casino",)


def test_a_good_list_has_no_problems() -> None:
    assert problems("# ok\n\ncasino\n/x+/\n192.0.2.0/24\n2001:db8::1\npills.example") == []


def fastest(words: str) -> float:
    """Seconds to look for a list in an ordinary reply, undisturbed."""
    reply = make_submission(body="Residents of the quay were never asked. " * 9)
    listed = parse(words)
    times = []
    for _ in range(30):
        began = process_time()
        listed.matches(reply)
        times.append(process_time() - began)
    return min(times)


def test_a_thousand_times_the_words_cost_little_more() -> None:
    lines = [f"word{number}\nearn {number} dollars" for number in range(5000)]
    assert fastest("\n".join(lines)) < 5 * fastest("\n".join(lines[:5]))


def test_a_pattern_that_explodes_elsewhere_does_not_hang() -> None:
    began = process_time()
    matches(r"/(a|aa)+$/" + "\n/(x+x+)+y/", "a" * 4000 + "x" * 4000 + "!")
    assert process_time() - began < 10


@given(st.text(), submissions)
@examples(deadline=None)
def test_any_list_can_be_read_and_used(words: str, reply: Submission) -> None:
    listed = parse(words)
    lines = {visible(line).strip() for line in words.splitlines()}
    assert lines.issuperset(listed.matches(reply))
    assert lines.issuperset(problem.pattern for problem in listed.problems)


@given(st.text(alphabet="/*.#() abcß賭1:", max_size=40), submissions)
@examples(deadline=None)
def test_any_list_of_signs_is_either_good_or_explained(words: str, reply: Submission) -> None:
    assert "rule_failed" not in codes(moderate(reply, Facts(held_words=words)))
