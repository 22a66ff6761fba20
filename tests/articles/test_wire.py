"""Reading wire copy: what is understood, and the sentence for what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles import credits
from articles.body import canonical, insets
from articles.wire import WireArticle, WireError, WirePicture, read

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

COPY = """Rail

Night trains return

After eleven years

{picture}

The first train leaves on Friday.

READ MORE: Who pays?

It has six carriages.
"""


def make_copy(picture: str = "A sleeper © North Light / Ana Petrov; Meridian") -> str:
    return COPY.format(picture=picture)


def read_text(text: str) -> WireArticle:
    return read(text.encode())


def picture_of(line: str) -> WirePicture:
    picture = read_text(make_copy(line)).picture
    assert picture is not None
    return picture


def test_every_part_of_the_copy_is_understood() -> None:
    wire = read((SAMPLES / "night-trains.txt").read_bytes())
    assert wire.section == "Rail & Road"
    assert wire.headline == "Night trains return to the coast"
    assert wire.standfirst.startswith("After eleven years the sleeper")
    assert wire.picture == WirePicture(
        "The last sleeper before the line closed",
        credits.Credit(("Ana Petrov",), provider="Meridian", distributor="North Light"),
        "FILE PHOTO",
    )
    assert [inset.headline for inset in insets(wire.body)] == [
        "Ferry strike ends: What’s next for the islands’ timetable",
        "Who pays for the signal at Gannet Point?",
    ]
    assert wire.body.count("<p>") == 4
    assert "39 crowns &amp; a berth" in wire.body


def test_copy_ends_at_leave_a_reply() -> None:
    wire = read((SAMPLES / "night-trains.txt").read_bytes())
    assert "email" not in wire.body
    assert wire.body.endswith("promised an answer by autumn.</p>")


def test_leave_a_reply_within_a_sentence_ends_nothing() -> None:
    wire = read_text(make_copy() + "\nLeave a Reply to the mayor by Monday.\n")
    assert "to the mayor by Monday" in wire.body


def test_copy_without_a_picture_line_has_no_picture() -> None:
    wire = read((SAMPLES / "reservoir.txt").read_bytes())
    assert wire.picture is None
    assert wire.body.count("<p>") == 3


def test_copyright_sign_in_a_later_paragraph_is_text() -> None:
    wire = read_text(make_copy() + "\nThe drawings are © Quay Theatre.\n")
    assert "<p>The drawings are © Quay Theatre.</p>" in wire.body


@pytest.mark.parametrize(
    "changed",
    [
        make_copy().replace("\n", "\r\n"),
        make_copy().replace("\n", "\r"),
        "\ufeff" + make_copy(),
        make_copy().replace(" ", "\N{NO-BREAK SPACE}"),
        make_copy().replace(" ", "  \t "),
        "\n\n" + make_copy().replace("\n\n", "\n \t\n\n\n"),
        make_copy().rstrip(),
        make_copy() + "\n\nLeave a Reply\n\nanything",
    ],
    ids=["CRLF", "CR", "BOM", "NBSP", "double spaces", "blank lines", "no end", "reply form"],
)
def test_how_the_copy_was_typed_makes_no_difference(changed: str) -> None:
    assert read_text(changed) == read_text(make_copy())


def test_lines_without_a_blank_line_between_are_one_paragraph() -> None:
    wire = read_text(make_copy() + "\nIt was\nrebuilt here.\n")
    assert wire.body.endswith("<p>It was rebuilt here.</p>")


def test_another_word_is_another_digest() -> None:
    assert read_text(make_copy()).digest != read_text(make_copy().replace("six", "ten")).digest
    assert read_text(make_copy()).digest != read_text(make_copy("Two © Meridian")).digest


@pytest.mark.parametrize(
    ("line", "flag", "caption"),
    [
        ("FILE PHOTO. A sleeper © Meridian", "FILE PHOTO", "A sleeper"),
        ("File photo: A sleeper © Meridian", "FILE PHOTO", "A sleeper"),
        ("HANDOUT. A drawing © Meridian", "HANDOUT", "A drawing"),
        ("HANDOUT: A drawing © Meridian", "HANDOUT", "A drawing"),
        ("A sleeper © Meridian", "", "A sleeper"),
        ("© Meridian", "", ""),
        ("Handouts lay about © Meridian", "", "Handouts lay about"),
    ],
)
def test_flag_stands_before_the_caption(line: str, flag: str, caption: str) -> None:
    picture = picture_of(line)
    assert (picture.flag, picture.caption) == (flag, caption)


@pytest.mark.parametrize(
    ("line", "composed"),
    [
        ("© North Light / Ana Petrov;  Meridian", "© North Light / Ana Petrov; Meridian"),
        ("©North Light/Ana Petrov;Meridian", "© North Light / Ana Petrov; Meridian"),
        ("© Meridian / Ana Petrov", "© Meridian / Ana Petrov"),
        ("© Meridian / Ana Petrov, Jo Lind", "© Meridian / Ana Petrov, Jo Lind"),
        ("© Meridian", "© Meridian"),
        ("© North Light; Meridian", "© North Light; Meridian"),
        ("© / Ana Petrov", "© Ana Petrov"),
        ("© ; Meridian", "© Meridian"),
        ("© Meridian;", "© Meridian"),
    ],
)
def test_credit_is_composed_as_the_agency_demands(line: str, composed: str) -> None:
    credit = picture_of(f"A sleeper {line}").credit
    assert credits.compose(credit) == composed
    assert credits.compose(credits.parse(composed)) == composed


def test_credit_without_a_distributor_names_the_provider() -> None:
    assert picture_of("A sleeper © Meridian / Ana Petrov").credit == credits.Credit(
        ("Ana Petrov",), provider="Meridian"
    )


LONG = "x" * 501

MALFORMED = [
    ("", 1, "the copy ends before its section label"),
    (" \n\n ", 1, "the copy ends before its section label"),
    ("Leave a Reply", 1, "the copy ends before its section label"),
    ("Rail\n\n", 1, "the copy ends before its headline"),
    ("Rail\n\nTrains\n", 3, "the copy ends before its standfirst"),
    ("Rail\n\nTrains\n\nLeave a Reply\n\nx\n", 3, "the copy ends before its standfirst"),
    ("Rail\n\nTrains\n\nLate\n", 5, "the copy ends before its first paragraph"),
    ("Rail\n\nTrains\n\nLate\n\nA © Meridian\n", 7, "ends before its first paragraph"),
    ("Rail\n\nTrains\n\nLate\n\nREAD MORE: Why\n", 7, "ends before its first paragraph"),
    ("Rail\nTrains\n\nLate\n\nText\n", 2, "the section label must be one line"),
    ("Rail\n\nTrains\nreturn\n\nLate\n\nText\n", 4, "the headline must be one line"),
    ("Rail\n\nTrains\n\nLate\nagain\n\nText\n", 6, "the standfirst must be one line"),
    ("A © Meridian\n\nTrains\n\nLate\n\nText\n", 1, "the section label should stand here"),
    ("Rail\n\nTrains\n\nA © Meridian\n\nText\n", 5, "the standfirst should stand here"),
    ("Rail\n\nREAD MORE: Why\n\nLate\n\nText\n", 3, "the headline should stand here"),
    ("x" * 61 + "\n\nTrains\n\nLate\n\nText\n", 1, "section label is longer than 60"),
    ("Rail\n\n" + "x" * 201 + "\n\nLate\n\nText\n", 3, "headline is longer than 200"),
    (f"Rail\n\nTrains\n\n{LONG}\n\nText\n", 5, "standfirst is longer than 500"),
    ("Rail\n\nTrains\n\nLate\n\nA sleeper ©\n\nText\n", 7, "names nobody after its ©"),
    ("Rail\n\nTrains\n\nLate\n\nA © / ;\n\nText\n", 7, "names nobody after its ©"),
    (f"Rail\n\nTrains\n\nLate\n\n{LONG} © M\n\nText\n", 7, "caption is longer than 500"),
    ("Rail\n\nTrains\n\nLate\n\nA © " + "x" * 101 + "\n\nText\n", 7, "a name in the credit"),
    ("Rail\n\nTrains\n\nLate\n\nText\n\nREAD MORE:\n", 9, "READ MORE needs the headline"),
    ("Rail\n\nTrains\n\nLate\n\nText\x00\n", 7, "a control character"),
    ("Rail\r\n\r\nTrains\x1b\r\n\r\nLate\r\n\r\nText\r\n", 3, "a control character"),
    ("Rail\n\nTrains\uffff\n\nLate\n\nText\n", 3, "a control character"),
]


@pytest.mark.parametrize(("copy", "line", "words"), MALFORMED)
def test_malformed_copy_gets_a_sentence_that_names_the_line(
    copy: str, line: int, words: str
) -> None:
    with pytest.raises(WireError) as error:
        read_text(copy)
    assert error.value.line == line
    assert str(error.value).startswith(f"Line {line}: ")
    assert words in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("charset", ["latin-1", "utf-16", "cp1251"])
def test_copy_in_another_charset_is_refused_at_its_first_strange_line(charset: str) -> None:
    text = "Rail\n\nTraîns à Tarn\n" if charset != "cp1251" else "Rail\n\nПоезда\n"
    with pytest.raises(WireError, match="not UTF-8 text") as error:
        read(text.encode(charset))
    assert error.value.line == (1 if charset == "utf-16" else 3)


line = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
block = line | st.sampled_from(["Leave a Reply", "READ MORE: Why", "READ MORE:", "A © B / C; D"])
copies = st.lists(block, max_size=9).map(lambda blocks: "\n\n".join(blocks).encode())


@given(st.binary(max_size=200) | copies)
@example(make_copy().encode())
@example(b"A\n\nB\n\nC\n\nD\n\nREAD MORE: READ MORE: E")
@example(b"A\n\nB\n\nC\n\nREAD MORE : read more : <b>E</b>\n\n<div>&amp;")
def test_any_bytes_are_an_article_or_a_sentence(data: bytes) -> None:
    wire = article_or_error(data)
    if isinstance(wire, WireError):
        assert 1 <= wire.line <= data.count(b"\n") + data.count(b"\r") + 1
    else:
        assert wire.section
        assert wire.headline
        assert canonical(wire.body) == wire.body
        assert "<p>" in wire.body


def article_or_error(data: bytes) -> WireArticle | WireError:
    try:
        return read(data)
    except WireError as error:
        return error


printable = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
plain = printable.filter(lambda text: not set(text) & set("©:/;"))


@given(st.tuples(plain, plain, plain), st.lists(plain, min_size=1, max_size=5), st.booleans())
def test_what_was_written_is_what_is_read(
    heads: tuple[str, str, str], paragraphs: list[str], has_bom: bool
) -> None:
    text = "\n\n".join([*heads, "A © B", *paragraphs])
    wire = read(text.encode("utf-8-sig" if has_bom else "utf-8"))
    assert (wire.section, wire.headline, wire.standfirst) == heads
    assert wire.body.count("<p>") == len(paragraphs)
    assert read(text.encode()) == wire
