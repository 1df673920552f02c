"""Next year's spec of any form: what a form asks for by itself is carried over with a mark."""

import pytest
from form_example import SPEC

from perf_report.model.source import Source
from perf_report.parse.load import load_plan
from perf_report.parse.next_year import NextYearText, ReviewMarks, carry_over

MARKS = ReviewMarks(carried="# carried 2025", moved="# moved 2025", mentions="# mentions 2025")


def carried(text: str) -> NextYearText:
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    return carry_over(loaded.document, 2026, MARKS)


def marked(text: str, mark: str) -> list[str]:
    """The keys of the lines that end in a mark."""
    lines = (line for line in text.splitlines() if line.endswith(f"  # {mark} 2025"))
    return [line.strip(" -").partition(":")[0] for line in lines]


def test_without_the_marks_only_the_year_differs() -> None:
    text = carried(SPEC).text

    bare = text.replace("  # carried 2025", "")
    assert bare == SPEC.replace("year: 2025", "year: 2026")


def test_all_that_the_form_asks_for_and_all_amounts_are_marked() -> None:
    made = carried(SPEC)

    assert marked(made.text, "carried") == [
        "authority", "contact", "period", "nature", "own-budget", "government",
        "fiscal", "others", "{step", "{by", "step", "weights", "weight",
        "target", "weight", "inside", "target", "weight", "remark", "goal", "inside", "target",
    ]  # fmt: skip
    assert '  phone: "00012345678"  # carried 2025  # in the evening\n' in made.text
    assert (made.funds, made.targets, made.figures, made.values) == (2, 3, 4, 14)


def test_a_deadline_under_the_table_moves_and_earlier_names_go() -> None:
    text = SPEC.replace("target: ≥30公里", "target: 2025年底前\n    formerly: old-one")

    made = carried(text)

    assert "    target: 2026年底前  # moved 2025\n" in made.text
    assert "formerly" not in made.text


def test_a_text_of_a_field_that_names_the_year_is_marked() -> None:
    made = carried(SPEC.replace("fields:\n", "fields:\n  opinion: {zh: 2025年同意, en: Agreed}\n"))

    assert marked(made.text, "mentions") == ["opinion"]


@pytest.mark.parametrize(
    "value",
    [
        "2025-03-01", "12.50", "39%", "{from: 2025}", "true", "'00012345678'", "new",
        "{zh: 同意, en: Agreed}", "{code: '2025', name: {zh: 局, en: Bureau}}",
    ],
)  # fmt: skip
def test_a_field_of_any_type_is_marked(value: str) -> None:
    made = carried(SPEC.replace("  nature: new\n", f"  own: {value}\n"))

    assert "own" in marked(made.text, "carried")


def test_an_opinion_of_several_lines_is_marked_where_it_begins() -> None:
    made = carried(SPEC.replace("fields:\n", "fields:\n  opinion:\n    zh: 同意\n    en: Agreed\n"))

    assert "  opinion:  # carried 2025\n    zh: 同意\n" in made.text


def test_a_table_with_neither_goals_nor_indicators_is_carried_over() -> None:
    text = SPEC[: SPEC.index("goals:")]

    assert (carried(text).targets, carried(text).figures) == (0, 1)
