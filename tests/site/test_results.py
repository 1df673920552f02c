"""What the site tells of the results of a table: the row of an indicator, the search, the years."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cases import for_each

from perf_report.messages import load_catalogue
from perf_report.model.text import Text
from perf_report.site.built_report import SiteReport, parse_site_report
from perf_report.site.built_table import SiteTable, parse_site_table
from perf_report.site.comparison_pages import _view as series_view
from perf_report.site.comparison_pages import compare_years
from perf_report.site.corrections import told_correction
from perf_report.site.history import Action, Event
from perf_report.site.reports_view import list_reports, report_title
from perf_report.site.results_view import view_results
from perf_report.site.revision_pages import _corrected as corrected
from perf_report.site.search_documents import search_documents
from perf_report.site.table_summary import summarize, summarize_report

pytestmark = pytest.mark.usefixtures("papers_kept")

ZH, EN = load_catalogue("zh"), load_catalogue("en")
NAME = {"zh": "水务局", "en": "Water Bureau"}


def value(zh: str, en: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": "quantity", "text": {"zh": zh, "en": en or zh}, **more}


def indicator(id_: str = "boats", **more: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "category": "output.quantity",
        "name": {"zh": "巡查船", "en": "Boats"},
        "target": value("≥17艘", "≥17 boats", value="17", unit={"zh": "艘", "en": "boats"}),
        **more,
    }


def head(year: int = 2025) -> dict[str, Any]:
    return {
        "year": year,
        "department": {"code": "water", "name": NAME},
        "framework": {"id": "output-cost", "name": NAME},
        "languages": ["zh", "en"],
    }


def evaluation(*indicators: dict[str, Any], year: int = 2025, **more: Any) -> SiteReport:
    data = {**head(year), "report": "evaluation", "as_of": f"{year}-12-31", **more}
    return parse_site_report({**data, "indicators": list(indicators)}, {})


def built(*indicators: dict[str, Any], year: int = 2025, reports: Any = ()) -> SiteTable:
    table = parse_site_table({**head(year), "indicators": list(indicators)}, {})
    return replace(table, reports=tuple(reports))


REACHED = indicator(actual=value("16艘", "16 boats"), weight="10", score="9.41", met=False)


def test_a_row_has_the_target_as_first_disclosed_the_actual_value_and_a_word() -> None:
    before = built(
        indicator("ships"),
        year=2024,
        reports=[evaluation(indicator("ships", actual=value("15艘")), year=2024)],
    )
    table = built(
        indicator(formerly=["ships"]),
        indicator("left"),
        reports=[evaluation(REACHED, indicator("left", not_applicable=NAME))],
    )
    first = {"boats": Text(zh="≥20艘"), "left": Text(zh="≥17艘", en="≥17 boats")}
    seen = view_results(replace(table, first=first), before, ZH)
    assert seen is not None
    row, left = seen.rows
    assert (row.first, row.target.zh, row.actual and row.actual.zh) == (
        Text(zh="≥20艘"),
        "≥17艘",
        "16艘",
    )
    assert (row.before, row.word, row.score, row.weight) == (
        Text(zh="15艘", en="15艘"),
        "未达到",
        "9.41",
        "10",
    )
    # What is as it was first disclosed was not adjusted.
    assert (left.first, left.word, left.reason) == (None, "不适用", Text(**NAME))
    assert (seen.missed, seen.has_before, seen.has_points) == (1, True, True)


def test_a_score_by_hand_has_its_reason_beside_it() -> None:
    by_hand = indicator(score="9", weight="10", score_reason=NAME)
    seen = view_results(built(indicator(), reports=[evaluation(by_hand)]), None, ZH)
    assert seen is not None
    assert (seen.rows[0].reason, seen.rows[0].score_reason) == (None, Text(**NAME))


@for_each(
    "met,words",
    [(True, ("达到", "met")), (False, ("未达到", "missed")), (None, ("未评定", "not judged"))],
)
def test_whether_a_target_was_met_is_a_word(*, met: bool | None, words: tuple[str, str]) -> None:
    table = built(indicator(), reports=[evaluation(indicator(met=met))])
    for catalogue, word in zip((ZH, EN), words, strict=True):
        seen = view_results(table, None, catalogue)
        assert seen is not None
        assert seen.rows[0].word == word


def test_a_day_on_which_something_was_done_is_no_deadline() -> None:
    done = {"kind": "deadline", "text": {"zh": "2025年4月28日", "en": "28 April 2025"}}
    report = evaluation(indicator(actual={**done, "deadline": "2025-04-28"}))
    assert report.results["boats"].actual == Text(zh="2025年4月28日", en="28 April 2025")


@pytest.mark.parametrize(("rate", "shown"), [("97.525", "97.53"), ("200/3", "66.67"), ("", "")])
def test_a_rate_is_rounded_as_on_the_form(rate: str, shown: str) -> None:
    execution = {"rate": rate} if rate else {}
    table = built(indicator(), reports=[evaluation(REACHED, execution=execution)])
    seen = view_results(table, None, ZH)
    assert seen is not None
    assert seen.rate == shown


@pytest.mark.parametrize(("applicable", "is_empty"), [("0.00", True), ("10", False), ("", False)])
def test_where_nothing_applies_the_results_say_so(*, applicable: str, is_empty: bool) -> None:
    table = built(indicator(), reports=[evaluation(indicator(), applicable=applicable)])
    seen = view_results(table, None, ZH)
    assert seen is not None
    assert seen.is_empty == is_empty


def test_without_an_evaluation_there_are_no_results() -> None:
    data = {**head(), "report": "monitoring", "through": "2025-07", "indicators": [indicator()]}
    monitoring = parse_site_report(data, {})
    table = built(indicator(), reports=[monitoring])
    assert view_results(table, None, ZH) is None
    assert summarize(table, None).evaluation is None
    assert str(monitoring.identity) == "water/2025#monitoring-07"
    assert [each.title for each in list_reports(table, {}, ZH)] == ["1—7月绩效监控"]
    assert report_title("monitoring-07", EN) == "Monitoring to month 7"


def test_a_list_has_the_grade_of_a_table() -> None:
    grade = {"id": "good", "label": {"zh": "良", "en": "Good"}}
    table = built(indicator(), reports=[evaluation(REACHED, total="84.10", grade=grade)])
    found = summarize(table, None).evaluation
    assert found is not None
    assert (found.total, found.grade, found.missed, found.count) == (
        "84.10",
        Text(zh="良", en="Good"),
        1,
        1,
    )


def test_the_search_finds_what_was_reached() -> None:
    table = built(indicator(), reports=[evaluation(REACHED)])
    chinese, english = search_documents([table])
    assert [(each.anchor, each.text) for each in chinese.sections] == [
        ("indicator-boats", "≥17艘"),
        ("result-boats", "16艘 未达到"),
    ]
    assert english.sections[-1].text == "16 boats missed"


def test_each_year_has_its_targets_what_was_reached_and_a_word() -> None:
    left = indicator("ships", not_applicable=NAME)
    adjusted = built(indicator(formerly=["ships"]), reports=[evaluation(REACHED)])
    years = [
        built(indicator("ships"), year=2024, reports=[evaluation(left, year=2024)]),
        replace(adjusted, first={"boats": Text(zh="≥20艘")}),
        built(indicator(), year=2026),
        built(year=2027),
    ]
    ((_, (drawn,)),) = compare_years(years).goals
    series = series_view("indicator", drawn, "en")
    assert series.anchor == "indicator-boats"
    assert [
        (each.year, each.first and each.first.zh, each.target and each.target.en,
         each.actual and each.actual.en, each.state, each.word, each.score, each.weight)
        for each in series.results
    ] == [
        (2024, None, "≥17 boats", None, "left-out", "not applicable", "", ""),
        (2025, "≥20艘", "≥17 boats", "16 boats", "missed", "missed", "9.41", "10"),
        (2026, None, "≥17 boats", None, "", "", "", ""),
        (2027, None, None, None, "", "", "", ""),
    ]  # fmt: skip
    assert drawn.series.has_results


def test_the_word_of_a_grade_counts_and_its_english_does_not() -> None:
    def graded(zh: str, en: str) -> str:
        return evaluation(REACHED, grade={"id": "good", "label": {"zh": zh, "en": en}}).content

    assert graded("良", "Good") != graded("优", "Good")
    assert graded("良", "Good") == graded("良", "Fine")


@for_each(
    "edits,is_changed",
    [
        ({"actual": value("15艘")}, True),
        ({"score": "9.42"}, True),
        ({"reason": {"zh": "雨季", "en": "Rain"}}, True),
        # What comes from the plan, and derived English, are no words of its author.
        ({"name": {"zh": "船", "en": "Ships"}}, False),
        ({"target": value("≥18艘")}, False),
        ({"actual": value("16艘", "sixteen boats")}, False),
    ],
)
def test_what_changes_a_report_is_what_its_author_wrote(
    edits: dict[str, Any], *, is_changed: bool
) -> None:
    before, after = evaluation(REACHED), evaluation({**REACHED, **edits})
    assert (before.content != after.content) is is_changed
    assert summarize_report(after, None).content == after.content


def test_the_target_of_its_time_makes_no_other_monitoring_report() -> None:
    def content(report: str, *, day: str, **more: Any) -> str:
        data = {**head(), "report": report, day: "2025-07", "indicators": [indicator(**more)]}
        return parse_site_report(data, {}).content

    first = {"initial": value("≥20艘")}
    monitored = (content("monitoring", day="through", **more) for more in ({}, first))
    evaluated = (content("evaluation", day="as_of", **more) for more in ({}, first))
    assert (len(set(monitored)), len(set(evaluated))) == (1, 2)


def test_the_words_of_an_author_count_in_both_languages() -> None:
    def said(en: str) -> str:
        words = {"kind": "statement", "text": {"zh": "提高", "en": en}}
        return evaluation(indicator(actual=words)).content

    assert said("Raised") != said("Higher")


def test_what_was_withdrawn_has_no_pages_of_its_revisions() -> None:
    actions = (
        (1, Action.DISCLOSE), (2, Action.CORRECT), (2, Action.WITHDRAW), (3, Action.DISCLOSE),
        (4, Action.CORRECT),
    )  # fmt: skip
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    events = [
        Event(number=number, time=noon, action=action, revision=revision)
        for number, (revision, action) in enumerate(actions, start=1)
    ]
    pairs = [(old.revision, new.revision) for old, new in corrected(events)]
    assert (pairs, list(corrected(events[:3]))) == ([(3, 4)], [])
    told = told_correction(events)
    assert told is not None
    assert told["before"] == 3
