"""Numbers as columns: what is drawn, what the table says, and that odd numbers break nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html

from comments.charts import HEIGHT, stacked

CSS = Path(__file__).resolve().parents[2] / "static" / "css" / "desk-figures.css"
PAPER = ("#ffffff", "#111316")  # tokens.css, light and dark

LABELS = st.text("ab <>&\"'/é\u202eب🙂{}%", max_size=20)
NUMBERS = st.integers(-5, 10**40) | st.sampled_from([0, 1, 10**400])


@st.composite
def numbers(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, list[int]]]]:
    names = draw(st.lists(LABELS, max_size=8))
    values = st.lists(NUMBERS, min_size=len(names), max_size=len(names))
    return names, draw(st.lists(st.tuples(LABELS, values), max_size=40))


def drawn(figure: Any) -> list[tuple[int, int, int]]:
    """x, y and height of each part of the columns."""
    rects = figure.xpath(".//div[@class='chart-plot']/svg//rect")
    return [(int(r.get("x")), int(r.get("y")), int(r.get("height"))) for r in rects]


def table(figure: Any) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in figure.xpath(".//tbody/tr")]


@given(numbers())
@examples(deadline=None)
def test_every_number_stands_in_the_table_and_every_part_inside_the_drawing(
    facts: tuple[list[str], list[tuple[str, list[int]]]],
) -> None:
    names, rows = facts
    figure = html.fragment_fromstring(stacked("Replies", names, rows))
    assert table(figure) == [[label, *map(str, values)] for label, values in rows]
    parts = drawn(figure)
    assert len(parts) == sum(n > 0 for _label, values in rows for n in values)
    for x, y, height in parts:
        assert 0 <= x <= 10 * len(rows)
        assert 1 <= height <= HEIGHT
        assert 0 <= y <= HEIGHT


def test_columns_are_to_scale_and_stand_upon_each_other() -> None:
    figure = html.fragment_fromstring(stacked("R", ["a", "b"], [("Mon", [2, 2]), ("Tue", [5, 5])]))
    assert figure.findtext(".//span[@class='chart-top']") == "10"
    (_, low, _), (_, above, _), (x, half, _), (_, full, _) = drawn(figure)
    assert (low, above, half, full) == (800, 600, 500, 0)
    assert x == 11


def test_the_drawing_is_said_in_words() -> None:
    rows = [("1 Nov", [1, 2]), ("2 Nov", [4, 0])]
    figure = html.fragment_fromstring(stacked("Replies", ["a", "b"], rows, note="By day"))
    drawing = figure.find(".//svg[@role='img']")
    assert drawing.findtext("title") == "Replies"
    assert "From 1 Nov to 2 Nov. The highest column is 2 Nov with 4." in drawing.findtext("desc")
    assert [th.text for th in figure.xpath(".//thead//th")] == ["Day", "a", "b"]
    assert "By day" in figure.findtext("figcaption/span")


def test_without_rows_a_sentence_stands_there() -> None:
    figure = html.fragment_fromstring(stacked("Replies", ["a"], []))
    assert "There are no numbers yet." in figure.text_content()
    assert not figure.xpath(".//table | .//svg")


def test_a_day_with_nothing_draws_nothing() -> None:
    figure = html.fragment_fromstring(stacked("Replies", ["a"], [("Mon", [0])]))
    assert drawn(figure) == []
    assert table(figure) == [["Mon", "0"]]


def test_words_stay_words() -> None:
    bad = "<script>alert(1)</script>&\"'"
    text = stacked(bad, [bad], [(bad, [1])], note=bad, by=bad)
    assert "<script" not in text
    assert "style=" not in text
    assert html.fragment_fromstring(text).xpath(".//tbody/tr/th/text()") == [bad]


def test_a_row_with_too_few_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="1 numbers for 2 names"):
        stacked("Replies", ["a", "b"], [("Mon", [1])])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_from_the_paper(mode: int) -> None:
    pairs = re.findall(r"--chart-\d: light-dark\((#\w{6}), (#\w{6})\)", CSS.read_text())
    assert len(pairs) == 6
    for pair in pairs:
        light, dark = sorted((luminance(pair[mode]), luminance(PAPER[mode])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3
