"""Credit strings as agencies write them into files, taken apart with the vocabulary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.credits import Vocabulary, fold, read, split_caption, split_flag

KNOWN = Vocabulary.of(
    [
        ("Getty Images", ["Getty"], True),
        ("picture alliance", [], True),
        ("AP", ["Associated Press", "AP Photo"], False),
        ("Reuters", [], False),
        ("AFP", ["Agence France-Presse", "AFP Photo"], False),
        ("Anadolu", ["Anadolu Agency"], False),
        ("dpa", [], False),
        ("The Canadian Press", ["Canadian Press"], False),
    ]
)
ADA = ("Ada Moreno",)


@pytest.mark.parametrize(
    ("line", "creators", "provider", "distributor"),
    [
        ("Photo by Ada Moreno/Getty Images", ADA, "Getty Images", ""),
        ("Ada Moreno/Anadolu via Getty Images", ADA, "Anadolu", "Getty Images"),
        ("ADA MORENO/Anadolu Agency/Getty Images", ("ADA MORENO",), "Anadolu", "Getty Images"),
        ("© Getty Images / Ada Moreno; Anadolu", ADA, "Anadolu", "Getty Images"),
        ("Getty Images/AFP", (), "AFP", "Getty Images"),
        ("(AP Photo/Ada Moreno)", ADA, "AP", ""),
        ("Ada Moreno, AP", ADA, "AP", ""),
        ("REUTERS/Ada Moreno", ADA, "Reuters", ""),
        ("AFP PHOTO / Ada Moreno", ADA, "AFP", ""),
        ("(c) 2024 Ada Moreno / AFP. All rights reserved.", ADA, "AFP", ""),
        ("Foto: Ada Moreno/dpa", ADA, "dpa", ""),
        ("picture alliance/dpa | Ada Moreno", ADA, "dpa", "picture alliance"),
        ("THE CANADIAN PRESS/Paul Chiasson", ("Paul Chiasson",), "The Canadian Press", ""),
        ("Wally Gobetz | Dreamstime.com", ("Wally Gobetz",), "Dreamstime.com", ""),
        ("Ada Moreno", ADA, "", ""),
        ("Copyright Ada Moreno 2023", ADA, "", ""),
        ("Tidewater Pictures", (), "Tidewater Pictures", ""),
        ("Stringer/Reuters", (), "Reuters", ""),
        ("AFP/AFP/Agence France Presse", (), "AFP", ""),
        ("", (), "", ""),
    ],
)
def test_agency_and_person_are_told_apart(
    line: str, creators: tuple[str, ...], provider: str, distributor: str
) -> None:
    credit = read(line=line, known=KNOWN).credit
    assert (credit.creators, credit.provider, credit.distributor) == (
        creators,
        provider,
        distributor,
    )


def test_creators_of_the_file_are_not_repeated_in_another_spelling() -> None:
    found = read(line="A. Moreno/Anadolu", creators=ADA, known=KNOWN).credit
    assert (found.creators, found.provider) == (ADA, "Anadolu")


def test_source_is_for_whom_the_picture_was_made() -> None:
    found = read(line="Getty Images", creators=ADA, source="Anadolu", known=KNOWN).credit
    assert (found.provider, found.distributor) == ("Anadolu", "Getty Images")


@pytest.mark.parametrize("source", ["X03806", "FR158466 AP", "HO", ""])
def test_code_in_the_source_is_nobody(source: str) -> None:
    assert read(line="Reuters", source=source, known=KNOWN).credit.provider == "Reuters"


def test_copyright_is_asked_only_when_nothing_else_names_an_agency() -> None:
    alone = read(copyright_notice="Copyright (c) 2024 Ada Moreno", known=KNOWN)
    assert alone.credit.creators == ADA
    beside = read(creators=ADA, copyright_notice="© 2024 AFP", known=KNOWN).credit
    assert (beside.creators, beside.provider) == (ADA, "AFP")


def test_line_with_more_agencies_than_there_are_parts_is_kept_whole() -> None:
    line = "Ada Moreno/dpa/AFP via Getty Images"
    assert read(line=line, known=KNOWN).line == line


@pytest.mark.parametrize(("line", "source"), [("AP", "HO"), ("Handout via Reuters", "")])
def test_handout_is_seen_in_credit_and_source(line: str, source: str) -> None:
    assert read(line=line, source=source, known=KNOWN).is_handout


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("Cars burn, June 3. THE CANADIAN PRESS/Paul Chiasson", "Cars burn, June 3.", True),
        ("A man walks (AP Photo/Ada Moreno)", "A man walks", True),
        ("A man walks. (Photo by Ada Moreno/Getty Images)", "A man walks.", True),
        ("Dawn. Foto: Ada Moreno/dpa", "Dawn.", True),
        ("Soldiers © Getty Images / Ada; Anadolu", "Soldiers", True),
        ("Dawn over the sea.\nAda Moreno/AFP", "Dawn over the sea.", True),
        ("Dawn (Bo Lind)", "Dawn", True),
        ("He works for Reuters.", "He works for Reuters.", False),
        ("She met Ada Moreno. They left.", "She met Ada Moreno. They left.", False),
        ("Dawn (over the sea)", "Dawn (over the sea)", False),
        ("THE CANADIAN PRESS/Paul Chiasson", "THE CANADIAN PRESS/Paul Chiasson", False),
        ("", "", False),
    ],
)
def test_credit_at_the_end_of_a_caption_is_split_off(
    caption: str, words: str, credit: bool
) -> None:
    found = split_caption(caption, creators=["Bo Lind"], known=KNOWN)
    assert found[0] == words
    assert bool(found[1]) == credit


def test_caption_ending_in_the_very_credit_line_is_split() -> None:
    found = split_caption("Dawn. Tidewater, all hands", credit="Tidewater, all hands", known=KNOWN)
    assert found == ("Dawn.", "Tidewater, all hands")


@pytest.mark.parametrize(
    ("caption", "flag", "words"),
    [
        ("FILE PHOTO: Ships at sea", "FILE PHOTO", "Ships at sea"),
        ("FILE - Ships at sea", "FILE PHOTO", "Ships at sea"),
        ("HANDOUT. Ships at sea", "HANDOUT", "Ships at sea"),
        ("File photo of ships", "", "File photo of ships"),
        ("FILES are kept", "", "FILES are kept"),
        ("FILE PHOTO: ", "", "FILE PHOTO: "),
    ],
)
def test_flag_before_the_caption(caption: str, flag: str, words: str) -> None:
    assert split_flag(caption) == (flag, words)


TEXTS = st.text(max_size=120) | st.text("AaBb /;|,.()©-:\n\t via Reuters", max_size=120)


@given(TEXTS, st.lists(TEXTS, max_size=3), TEXTS, TEXTS)
def test_any_strings_can_be_read(line: str, creators: list[str], source: str, notice: str) -> None:
    found = read(line=line, creators=creators, source=source, copyright_notice=notice, known=KNOWN)
    names = (*found.credit.creators, found.credit.provider, found.credit.distributor)
    assert all(len(name) <= 100 and name == name.strip() for name in names)
    folded = [fold(name) for name in found.credit.creators]
    assert len(set(folded)) == len(folded) or "" in folded


@given(TEXTS, TEXTS)
def test_splitting_leaves_the_beginning_of_the_caption(caption: str, credit: str) -> None:
    words, _credit = split_caption(caption, credit=credit, known=KNOWN)
    assert caption.strip().startswith(words)
    assert bool(words) == bool(caption.strip())
