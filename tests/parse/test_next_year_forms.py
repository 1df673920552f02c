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

    bare = "\n".join(line.removesuffix("  # carried 2025") for line in text.splitlines()) + "\n"
    assert bare == SPEC.replace("year: 2025", "year: 2026")


def test_dates_periods_figures_and_amounts_are_marked() -> None:
    made = carried(SPEC)

    assert marked(made.text, "carried") == [
        "period", "own-budget", "fiscal", "others", "{step", "from", "weights", "weight",
        "target", "weight", "target", "weight", "target",
    ]  # fmt: skip
    assert (made.funds, made.targets, made.values) == (2, 7, 4)


def test_a_deadline_under_the_table_moves_and_earlier_names_go() -> None:
    text = SPEC.replace("target: ≥30公里", "target: 2025年底前\n    formerly: old-one")

    made = carried(text)

    assert "    target: 2026年底前  # moved 2025\n" in made.text
    assert "formerly" not in made.text


def test_a_text_of_a_field_that_names_the_year_is_marked() -> None:
    made = carried(SPEC.replace("fields:\n", "fields:\n  opinion: {zh: 2025年同意, en: Agreed}\n"))

    assert marked(made.text, "mentions") == ["opinion"]


@pytest.mark.parametrize(
    ("value", "is_marked"),
    [
        ("2025-03-01", True), ("2025-03", True), ("'2025'", True), ("12.50", True), ("39%", True),
        ("{from: 2025}", True), ("{to: 2026-02}", True),
        ("true", False), ("'00012345678'", False), ("new", False), ("{zh: 甲, en: A}", False),
        ("{code: '2025', name: {zh: 局, en: Bureau}}", False),
    ],
)  # fmt: skip
def test_only_dates_and_figures_are_marked(value: str, *, is_marked: bool) -> None:
    made = carried(SPEC.replace("  nature: new\n", f"  own: {value}\n"))

    assert ("own" in marked(made.text, "carried")) is is_marked


def test_a_table_with_neither_goals_nor_indicators_is_carried_over() -> None:
    text = SPEC[: SPEC.index("goals:")]

    assert carried(text).targets == 1
