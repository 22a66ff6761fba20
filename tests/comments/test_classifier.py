"""The learning filter: what it learns, how it explains itself, and how it is measured."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from comments.models import ClassifierVersion
from comments.moderation.classifier import HEADER, Model, ready, train
from comments.moderation.evaluation import auc, evaluate, recall

GOOD = "harbour council quay residents crane tuesday plan cost winter ferry school budget"
SPAM = "earn money casino bonus click subscribe cheap pills winner crypto profit loan"
BOTH = "the a and of in is that for it was on are with as this have from"


def make_text(chance: random.Random, own: str, length: int = 12) -> str:
    words = [
        chance.choice((own if chance.random() < 0.25 else BOTH).split()) for _ in range(length)
    ]
    return " ".join(words).capitalize() + "."


def make_examples(count: int = 200, share: float = 0.5, seed: int = 1) -> list[tuple[str, bool]]:
    chance = random.Random(seed)
    labels = [number < count * share for number in range(count)]
    return [(make_text(chance, SPAM if spam else GOOD), spam) for spam in labels]


@pytest.fixture(scope="module")
def model() -> Model:
    return train(make_examples())


def test_it_tells_spam_from_replies(model: Model) -> None:
    assert model.spamminess("Click and earn a casino bonus").probability > 0.9
    assert model.spamminess("The council plans a ferry from the quay").probability < 0.1


def test_it_names_the_words_that_decided(model: Model) -> None:
    found = model.spamminess("This is the casino on the quay")
    assert model.spamminess("Earn a casino bonus").because[0] in SPAM.split()
    assert model.spamminess("The council and the quay").because[0] in GOOD.split()
    assert len(found.because) <= 3


def test_what_it_has_never_seen_is_undecided(model: Model) -> None:
    assert 0.2 < model.spamminess("zzz").probability < 0.8


def test_a_misspelt_word_is_still_known(model: Model) -> None:
    assert model.spamminess("subscribbe casinooo monney").probability > 0.8


def test_the_same_decisions_make_the_same_model() -> None:
    assert train(make_examples()).to_bytes() == train(make_examples()).to_bytes()


def test_a_decision_taken_back_is_unlearnt(model: Model) -> None:
    text = "Zebra crossing zebra crossing"
    before = model.spamminess(text).probability
    learnt = train([*make_examples(), *[(text, True)] * 5])
    assert learnt.spamminess(text).probability > before + 0.1
    assert train(make_examples()).spamminess(text).probability == before


def test_the_probability_is_what_happens() -> None:
    chance = random.Random(3)
    noisy = [(text, spam ^ (chance.random() < 0.2)) for text, spam in make_examples(1200)]
    learnt = train(noisy)
    unseen = [learnt.spamminess(text).probability for text, _ in make_examples(400, 1.0, seed=9)]
    assert 0.65 < sum(unseen) / len(unseen) < 0.9


def test_a_rare_kind_is_not_drowned() -> None:
    learnt = train(make_examples(600, share=0.06))
    assert learnt.spamminess("Earn money, click, casino bonus, cheap pills").probability > 0.5


@pytest.mark.parametrize("rows", [[], [("spam", True)] * 9, [("fine", False)] * 9])
def test_one_kind_alone_teaches_nothing(rows: list[tuple[str, bool]]) -> None:
    with pytest.raises(ValueError, match="both kinds"):
        train(rows)


@pytest.mark.parametrize(
    ("approved", "spam", "enough"),
    [(170, 30, True), (30, 170, True), (169, 30, False), (171, 29, False), (29, 900, False)],
)
def test_it_is_silent_until_it_has_seen_enough(approved: int, spam: int, enough: bool) -> None:
    assert ready(approved, spam) is enough


def test_it_comes_back_from_the_database_as_it_was(model: Model) -> None:
    kept = model.to_bytes()
    again = Model.from_bytes(memoryview(kept))
    assert again == model
    assert len(kept) < 100_000
    assert again.spamminess("Earn a bonus") == model.spamminess("Earn a bonus")


@pytest.mark.django_db
def test_what_is_said_names_the_version_that_said_it(model: Model) -> None:
    for _ in range(2):
        row = ClassifierVersion.objects.create(approved=100, spam=100, weights=model.to_bytes())
    classify = ClassifierVersion.objects.classify()
    assert classify
    found = classify("Earn a casino bonus")
    assert found == replace(model.spamminess("Earn a casino bonus"), version=row.pk)


@pytest.mark.parametrize("cut", [0, 3, HEADER.size - 1, HEADER.size, HEADER.size + 20, -1])
def test_half_a_model_is_refused(model: Model, cut: int) -> None:
    with pytest.raises(ValueError, match="no classifier"):
        Model.from_bytes(model.to_bytes()[:cut])


@pytest.mark.parametrize(
    ("old", "new"), [(b"BYL1", b"BYL0"), (b"BYL1", b"\x80\x04cp")], ids=["version", "pickle"]
)
def test_other_bytes_are_refused(model: Model, old: bytes, new: bytes) -> None:
    with pytest.raises(ValueError, match="no classifier"):
        Model.from_bytes(model.to_bytes().replace(old, new, 1))


def test_a_weight_that_is_no_number_is_refused(model: Model) -> None:
    wrong = HEADER.pack(b"BYL1", float("nan"), 1.0, 0.0) + model.to_bytes()[HEADER.size :]
    with pytest.raises(ValueError, match="no classifier"):
        Model.from_bytes(wrong)


@given(st.binary())
@examples(deadline=None)
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no classifier"):
        Model.from_bytes(data)


def test_any_text_has_a_probability(model: Model) -> None:
    @given(st.text())
    @examples(deadline=None)
    def check(text: str) -> None:
        assert 0 <= model.spamminess(text).probability <= 1

    check()


@pytest.mark.parametrize(
    ("good", "spam", "area"),
    [
        ([0.1, 0.2], [0.8, 0.9], 1.0),
        ([0.8, 0.9], [0.1, 0.2], 0.0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.1, 0.5], [0.5, 0.9], 0.875),
    ],
)
def test_auc_counts_ties_half(good: list[float], spam: list[float], area: float) -> None:
    assert auc(good, spam) == area


def test_recall_allows_one_false_alarm_in_a_hundred() -> None:
    spam = [0.5, 0.7, 0.9, 0.99]
    assert recall([0.1] * 99 + [0.8], spam) == 1.0
    assert recall([0.1] * 98 + [0.8, 0.95], spam) == 0.5
    assert recall([0.1] * 97 + [0.8], spam) == 0.5
    assert recall([0.5] * 100, spam) == 0.75


def rows_in_groups(count: int = 120) -> list[tuple[str, bool, str]]:
    labelled = make_examples(count)
    return [(text, spam, str(number % 3)) for number, (text, spam) in enumerate(labelled)]


def test_every_group_is_left_out_once() -> None:
    seen: list[str] = []

    def watch(groups):  # type: ignore[no-untyped-def]
        for name, rows in groups:
            seen.append(name)
            yield name, rows

    result = evaluate(rows_in_groups(), watch)
    assert seen == ["0", "1", "2"]
    assert (result.n, result.spam, result.groups) == (120, 60, 3)
    assert result.auc > 0.9
    assert result.microseconds > 0


def test_a_group_is_not_judged_by_what_it_teaches() -> None:
    rows = [(text, spam, "a" if spam else "b") for text, spam in make_examples(40)]
    with pytest.raises(ValueError, match="both kinds"):
        evaluate(rows)


def test_one_group_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="two groups"):
        evaluate([(text, spam, "a") for text, spam in make_examples(40)])


HEAD = "\ufeffid,text,label,group\n"


def table(rows: list[tuple[str, bool, str]]) -> str:
    return HEAD + "".join(f'1,"{text}",{spam:d},{group}\n' for text, spam, group in rows)


def test_the_command_prints_what_it_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "spam.csv"
    file.write_text(table(rows_in_groups()), encoding="utf-8")
    call_command("evaluate_spam", str(file))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(("AUC 0.9", "AUC 1.0"))
    assert lines[1].startswith("recall at 1 % false positives ")
    assert lines[2] == "120 rows in 3 groups, 60 of them spam"
    assert lines[3].endswith(" ms per reply")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "spam.csv has no column text, label, group."),
        (b"text,label\na,1\n", "spam.csv has no column group."),
        (b"text,label,group\na,spam,1\n", 'line 2: the label is "spam"; it must be 1 for spam'),
        (b"text,label,group\na,1\n", "line 2: the row is too short."),
        (b"text,label,group\n\xff\xfe,1,1\n", "spam.csv is not in UTF-8."),
        (b"text,label,group\n", "spam.csv: At least two groups are needed"),
        (b"text,label,group\na,1,1\nb,1,2\n", "spam.csv: There is nothing to tell apart"),
    ],
)
def test_the_command_explains_what_is_wrong(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "spam.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("evaluate_spam", str(file))
    assert sentence in str(caught.value)


def test_the_command_explains_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no\.csv cannot be read"):
        call_command("evaluate_spam", str(tmp_path / "no.csv"))
