"""What is said of two reports: one that was edited, the course of a year, and two years."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from vocabularies import vocabulary_of

from perf_report.diff.assessment import Significance
from perf_report.diff.change import ReportChangeKind
from perf_report.diff.change_data import fingerprint, value_data
from perf_report.diff.comparison import Comparison
from perf_report.diff.significance import AssessedChange, Policy
from perf_report.messages import load_catalogue
from perf_report.model.actual_reading import read_actual
from perf_report.model.report import Cause, FundsReport, IndicatorReport, Likelihood, Month, Report
from perf_report.model.source import Source
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES, Text
from perf_report.parse.reports import load_report
from perf_report.render.changes.change_text import describe_change
from perf_report.render.changes.located_changes import locate_changes
from perf_report.render.changes.report import Side, TableChanges
from perf_report.render.changes.summary_text import side_heading, table_title
from perf_report.score.changes import facts
from perf_report.score.changes.facts import find_report_changes, report_added, report_removed
from perf_report.score.changes.report_pair import ReportPair
from perf_report.score.changes.significance import assess_report_change
from score.test_report_rules import (
    MONITORING,
    PLAN,
    PROJECT,
    PROJECT_PLAN,
    REPORT,
    context_of,
    edited,
    plan_of,
)

Edit = tuple[str, str]
Told = tuple[str, str, object, object, str]

NEXT = PLAN.replace("year: 2025", "year: 2026").replace("2025-11-30", "2026-11-30")


def compare(before: str, after: str) -> Iterator[AssessedChange]:
    plans = [plan_of(NEXT if "year: 2026" in text else PLAN) for text in (before, after)]
    contexts = [context_of(text, plan) for text, plan in zip((before, after), plans, strict=True)]
    for change in find_report_changes(ReportPair(*contexts)):
        yield assess_report_change(change, Policy())


def told(before: str, after: str) -> list[Told]:
    return [
        (
            item.change.kind.value,
            item.change.subject.id,
            value_data(item.change.before),
            value_data(item.change.after),
            f"{item.assessment.significance.value} {item.assessment.reason}",
        )
        for item in compare(before, after)
    ]


REASON = "reason: {zh: 说明。, en: Why.}"
MISSED = edited(REPORT, ("18艘", f"16艘, {REASON}"))

EDITED: list[tuple[Edit, list[tuple[str, str, str]]]] = [
    # Kind, id of the subject, significance and reason.
    (
        ("18艘", "19艘"),
        [("actual-changed", "boats", "unclear actual-edited")],
    ),
    (
        ("18艘", f"16艘, {REASON}"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("actual-changed", "boats", "unclear actual-edited"),
            ("outcome-changed", "boats", "unclear outcome-edited"),
            ("score-changed", "boats", "unclear points-edited"),
            ("answer-changed", "boats", "unclear answer-edited"),
        ],
    ),
    (
        ("score: 28", "score: 27"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("score-changed", "known", "unclear points-edited"),
        ],
    ),
    (
        ("actual: 18艘", "not_applicable: {zh: 取消。, en: Cancelled.}"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("actual-changed", "boats", "unclear actual-edited"),
            ("score-changed", "boats", "unclear points-edited"),
            ("answer-changed", "boats", "weaker left-out"),
        ],
    ),
    (
        ("executed: 110.00", "executed: 111.00"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("execution-changed", "water", "unclear points-edited"),
            ("amount-changed", "patrols", "unclear amount-edited"),
        ],
    ),
    # Nothing budgeted: execution is not applicable, and its points are gone.
    (
        ("initial: 120.00, executed: 110.00", "initial: 0, executed: 0"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("execution-changed", "water", "unclear points-edited"),
            ("amount-changed", "patrols", "unclear amount-edited"),
            ("amount-changed", "patrols", "unclear amount-edited"),
        ],
    ),
    # Good instead of excellent: nobody writes the grade, but everybody reads it.
    (
        ("18艘", f"8艘, {REASON}"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("report-changed", "water", "unclear points-edited"),
            ("actual-changed", "boats", "unclear actual-edited"),
            ("outcome-changed", "boats", "unclear outcome-edited"),
            ("score-changed", "boats", "unclear points-edited"),
            ("answer-changed", "boats", "unclear answer-edited"),
        ],
    ),
    (
        ("as_of: 2025-12-31", "as_of: 2026-01-31"),
        [("report-changed", "water", "neutral report-edition")],
    ),
    (
        ("funds:", "conclusion: {zh: 良好。, en: Good.}\nfunds:"),
        [("report-changed", "water", "unclear head-edited")],
    ),
    (
        ("The rivers are clean.", "The rivers are cleaner."),
        [("answer-changed", "rivers", "unclear answer-edited")],
    ),
    (("18艘", "18"), [("actual-changed", "boats", "neutral only-writing")]),
    (
        ("output: 60, benefit: 30, satisfaction: 0", "output: 59, benefit: 31, satisfaction: 0"),
        [
            ("total-changed", "water", "unclear points-edited"),
            ("report-changed", "water", "unclear head-edited"),
            *(
                (kind, id_, meaning)
                for id_ in ("boats", "rate", "done")
                for kind, meaning in (
                    ("score-changed", "unclear points-edited"),
                    ("answer-changed", "unclear answer-edited"),
                )
            ),
            # The office chose its points, which are of more by now.
            ("answer-changed", "known", "unclear answer-edited"),
        ],
    ),
    (("2025-11-20", "{zh: 11月20日, en: 20 November, by: 2025-11-20}"), []),
]


@pytest.mark.parametrize(("edit", "wanted"), EDITED)
def test_whatever_changes_in_a_report_is_told(
    edit: Edit, wanted: list[tuple[str, str, str]]
) -> None:
    found = told(REPORT, edited(REPORT, edit))
    assert [(kind, id_, meaning) for kind, id_, _, _, meaning in found] == wanted


def test_values_are_those_of_the_reports() -> None:
    (change,) = told(REPORT, edited(REPORT, ("18艘", "19艘")))
    assert change[2:4] == (
        {"zh": "18艘", "en": change[2]["en"]},  # type: ignore[index]
        {"zh": "19艘", "en": change[3]["en"]},  # type: ignore[index]
    )
    found = told(REPORT, edited(REPORT, ("executed: 110.00", "executed: 111.00")))
    assert [(each[2], each[3]) for each in found] == [
        ("97.17", "97.25"),  # the total
        ("9.17", "9.25"),  # the points for budget execution
        ("110.00", "111.00"),
    ]


def test_an_amount_is_named_by_the_label_of_its_row() -> None:
    """The rows of money are those of the form of the report, or else of the plan."""
    plan = plan_of(PROJECT_PLAN)
    for form, label in (
        ("", "其中：当年财政拨款"),
        ("form: project-evaluation-2020\n", "其中：本年财政拨款"),
    ):
        text = PROJECT.replace("as_of", f"{form}as_of")
        sides = (text, edited(text, ("executed: 500000.00", "executed: 400000.00")))
        pair = ReportPair(*(context_of(each, plan) for each in sides))
        (change,) = find_report_changes(pair)
        assert (change.subject.id, change.subject.name.zh) == ("fiscal", label)


LAST = REPORT
THIS = REPORT.replace("2025", "2026")


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (("18艘", "18艘"), []),
        (("18艘", "20艘"), [("actual-changed", "stronger actual-up")]),
        (("18艘", "17艘"), [("actual-changed", "weaker actual-down")]),
        (
            ("18艘", f"9艘, {REASON}"),
            [
                ("total-changed", "weaker points-down"),
                ("actual-changed", "weaker actual-down"),
                ("outcome-changed", "weaker outcome-down"),
                ("score-changed", "weaker points-down"),
            ],
        ),
        # Each day is compared with the target of its own year.
        (("2026-11-20", "2026-11-25"), [("actual-changed", "weaker actual-down")]),
        (("知晓度提高", "知晓度大增"), [("actual-changed", "neutral actual-moved")]),
        # What counted last year and does not now moves the total.
        (
            ("actual: 18艘", "not_applicable: {zh: 取消, en: Cancelled}"),
            [("total-changed", "weaker points-down"), ("answer-changed", "weaker left-out")],
        ),
    ],
)
def test_two_years_are_compared_by_what_was_reached(
    edit: Edit, wanted: list[tuple[str, str]]
) -> None:
    found = told(LAST, edited(THIS, edit))
    assert [(each[0], each[4]) for each in found] == wanted


@pytest.mark.parametrize(
    ("monitoring", "evaluation", "wanted"),
    [
        (
            MONITORING,
            REPORT,
            [
                ("actual-changed", "boats", "stronger actual-up"),
                ("actual-changed", "rate", "stronger actual-up"),
            ],
        ),
        (
            MONITORING,
            MISSED,
            [
                ("actual-changed", "boats", "weaker actual-down"),
                ("outcome-changed", "boats", "weaker outcome-down"),
                ("actual-changed", "rate", "stronger actual-up"),
            ],
        ),
        (
            edited(MONITORING, ("17艘, likelihood: certain", "17艘, likelihood: impossible")),
            REPORT,
            [
                ("actual-changed", "boats", "stronger actual-up"),
                ("outcome-changed", "boats", "stronger outcome-up"),
                ("actual-changed", "rate", "stronger actual-up"),
            ],
        ),
    ],
)
def test_an_evaluation_is_compared_with_what_monitoring_expected(
    monitoring: str, evaluation: str, wanted: list[tuple[str, str, str]]
) -> None:
    found = [each for each in told(monitoring, evaluation) if each[1] in {"boats", "rate"}]
    assert [(kind, id_, meaning) for kind, id_, _, _, meaning in found] == wanted


def test_a_report_of_another_month_has_another_fingerprint() -> None:
    plan = plan_of()
    prints = set()
    for month in ("07", "09"):
        before = MONITORING.replace("2025-07\n", f"2025-{month}\n")
        (item,) = compare(before, before.replace("9艘", "8艘"))
        prints.add(fingerprint(plan, item.change))
    assert len(prints) == 2


def test_a_report_that_is_gone_is_weaker_and_a_project_may_say_otherwise() -> None:
    context = context_of(REPORT)
    assert context.plan
    policy = Policy(significance={"report-removed": Significance.NEUTRAL})
    removed = report_removed(context.report, context.plan)
    added = report_added(context.report, context.plan)
    assert assess_report_change(removed, Policy()).assessment.significance.value == "weaker"
    assert assess_report_change(added, Policy()).assessment.significance.value == "neutral"
    assert assess_report_change(removed, policy).assessment.significance.value == "neutral"


NAME = Text(zh="改写", en="Reworded")
# Another value for every field of a report, of a row of its funds and of an answer.
OF_REPORT: dict[str, object] = {
    "form": "other", "scoring": "hubei", "as_of": date(2026, 1, 15), "revision": 2,
    "revision_note": NAME, "through": Month(2025, 8), "goals": {"rivers": NAME},
    "initial_goals": {"rivers": NAME}, "weights": {"output": Decimal(50)}, "conclusion": NAME,
    "problems": NAME, "measures": NAME, "fields": {"remark": NAME},
}  # fmt: skip
OF_FUNDS: dict[str, object] = {
    **dict.fromkeys(("initial", "adjusted", "executed", "expected"), Decimal("1.5")),
    "reason": NAME, "extra": {"note": NAME},
}  # fmt: skip
OF_ANSWER: dict[str, object] = {
    "actual": read_actual("5艘", 2025), "so_far": read_actual("5艘", 2025),
    "expected": read_actual("5艘", 2025), "tier": "missed", "score": Decimal("1.5"),
    **dict.fromkeys(("score_reason", "reason", "remedy", "not_applicable"), NAME),
    "likelihood": Likelihood.POSSIBLE, "causes": (Cause.STAFF,),
    "initial": read_target("≥9艘", 2025), "extra": {"note": NAME},
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        *(("report", name, value) for name, value in OF_REPORT.items()),
        *(("funds", name, value) for name, value in OF_FUNDS.items()),
        *(("indicators", name, value) for name, value in OF_ANSWER.items()),
    ],
)
def test_no_field_of_an_edited_report_changes_silently(
    part: str, name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fields are those of a form, which this report does not have.
    monkeypatch.setattr(facts, "public_fields", lambda context: context.report.fields)
    before = context_of(REPORT)
    report = before.report
    if part == "report":
        report = replace(report, **{name: value})
    else:
        rows = dict(getattr(report, part))
        id_ = next(iter(rows))
        rows[id_] = replace(rows[id_], **{name: value})
        changed: dict[str, Any] = {part: rows}
        report = replace(report, **changed)
    after = replace(before, report=report)
    if name == "through":
        # Another month is another report.
        return
    found = list(find_report_changes(ReportPair(before, after)))
    assert found
    for change in found:
        assert assess_report_change(change, Policy()).assessment.reason
        assert change.new_route


def test_the_fields_of_reports_are_all_looked_at() -> None:
    for kind, known, others in (
        (Report, OF_REPORT, {"kind", "of", "unused", "funds", "indicators"}),
        (FundsReport, OF_FUNDS, set[str]()),
        (IndicatorReport, OF_ANSWER, set[str]()),
    ):
        assert {each.name for each in fields(kind)} == known.keys() | others


def test_an_answer_that_goes_with_its_indicator_is_told() -> None:
    old, plan = context_of(REPORT), plan_of()
    goal = plan.goals[0]
    fewer = replace(plan, goals=(replace(goal, indicators=goal.indicators[1:]),))
    new = context_of(REPORT.replace("  boats: {actual: 18艘}\n", ""), fewer)
    for pair, sides in (
        (ReportPair(old, new), ("18艘", None)),
        (ReportPair(new, old), (None, "18艘")),
    ):
        found = [each for each in find_report_changes(pair) if each.subject.id == "boats"]
        values = [[value_data(each.before), value_data(each.after)] for each in found]
        actual = [[one and one["zh"] for one in row] for row in values[:1]]
        # The points come or go with it.
        assert (actual, values[1:]) == (
            [list(sides)],
            [["20.00" if one else None for one in sides]],
        )


CORRECTED = "as_of: 2025-12-31\nrevision: 2\nrevision_note: {zh: 更正。, en: Corrected.}"


@pytest.mark.parametrize(
    ("report", "edit", "wanted"),
    [
        (
            REPORT,
            ("output: 60, benefit: 30, satisfaction: 0", "output: 50, benefit: 40"),
            (
                "水务局 | 报告内容变动（各级指标权重） | 产出指标60、效益指标30、满意度指标0"
                " | 产出指标50、效益指标40"
            ),
        ),
        (
            REPORT,
            ("executed: 110.00}", "executed: 110.00, extra: {achieved: {zh: 完成。, en: Done.}}}"),
            "任务1 · 巡查。 | 填报内容变动（完成情况） |  | 完成。",
        ),
        (
            REPORT,
            ("form: department-evaluation\n", "form: department-evaluation-chongqing\n"),
            "水务局 | 报告内容变动（表样） | 部门整体支出绩效自评表 | 部门整体绩效自评表",
        ),
        (
            MONITORING,
            ("causes: [staff]", "causes: [staff, funding]"),
            "目标1 · 合格率 | 填报内容变动（偏差原因类别） | 人员保障 | 人员保障、经费保障",
        ),
        (
            REPORT,
            ("as_of: 2025-12-31", "as_of: 2025-12-30"),
            "水务局 | 报告内容变动（自评时点） | 2025年12月31日 | 2025年12月30日",
        ),
        # Only the English changed: it is shown, as the Chinese would show no change.
        (
            MONITORING,
            ("en: Few staff.", "en: Too few staff."),
            "目标1 · 合格率 | 填报内容变动（偏差原因） | Few staff. | Too few staff.",
        ),
    ],
)
def test_a_correction_is_told_in_the_words_of_the_form_of_the_report(
    report: str, edit: Edit, wanted: str
) -> None:
    table = table_changes(report, edited(report, edit))
    found = [describe_change(each, table, load_catalogue("zh")) for each in table.changes]
    rows = [
        " | ".join((each.subject, each.kind, "".join(each.before), "".join(each.after)))
        for each in found
    ]
    assert wanted in rows


def test_a_new_edition_of_a_report_is_a_correction() -> None:
    table = table_changes(REPORT, edited(REPORT, ("as_of: 2025-12-31", CORRECTED)))
    assert table.occasion == "correction"
    say = load_catalogue("zh")
    assert table_title(table, say) == "水务局 · 2025年度自评更正"
    assert side_heading(table, "before", say) == "更正前"
    assert table_changes(REPORT, edited(REPORT, ("18艘", "19艘"))).occasion == "change"


def table_changes(before: str, after: str) -> TableChanges:
    """The changes of a report as reports of changes tell them."""
    contexts = [context_of(text) for text in (before, after)]
    sides = [
        Side(
            name="report.yaml",
            plan=plan_of(),
            vocabulary=vocabulary_of(plan_of()),
            document=load_report(Source(name="report.yaml", data=text.encode())).document,
            report=context.report,
            form=context.form,
        )
        for text, context in zip((before, after), contexts, strict=True)
    ]
    comparison = Comparison(
        base=sides[0].plan, revision=sides[1].plan, changes=tuple(compare(before, after))
    )
    return locate_changes(comparison, (sides[0], sides[1]), {})


def test_what_is_unclear_asks_a_question() -> None:
    meanings = {meaning for _, wanted in EDITED for _, _, meaning in wanted}
    unclear = {each.partition(" ")[2] for each in meanings if each.startswith("unclear")}
    questions = load_catalogue("zh").tables["question"]
    assert {reason for reason in questions if reason.endswith("-edited")} == unclear


def test_every_kind_has_words() -> None:
    for language in LANGUAGES:
        say = load_catalogue(language)
        assert all(say.format("change", kind) for kind in ReportChangeKind)


def test_an_indicator_is_followed_by_its_former_id() -> None:
    old, new = context_of(LAST), context_of(THIS, plan_of(NEXT))
    assert new.plan
    goal = new.plan.goals[0]
    renamed = replace(goal.indicators[0], id="vessels", formerly=("boats",))
    plan = replace(new.plan, goals=(replace(goal, indicators=(renamed, *goal.indicators[1:])),))
    text = edited(THIS, ("  boats: {actual: 18艘}", "  vessels: {actual: 20艘}"))
    found = list(find_report_changes(ReportPair(old, context_of(text, plan))))
    assert [(each.kind.value, each.subject.id) for each in found] == [("actual-changed", "vessels")]


def test_the_points_of_another_scoring_are_told_with_their_weights() -> None:
    """By this one execution counts for more, and there are no weights of levels."""
    found = told(REPORT, edited(REPORT, ("mof-2020", "hubei")))
    assert [(kind, old, new) for kind, id_, old, new, _ in found if id_ == "water"] == [
        ("total-changed", "97.17", None),
        ("execution-changed", "9.17", "18.33"),
        ("report-changed", "10", "20"),
        ("report-changed", {"zh": "优", "en": "Excellent"}, None),
        ("report-changed", "mof-2020", "hubei"),
    ]


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        # Nothing else says why there are other points.
        ("≥20艘", ["outcome-changed", "score-changed", "answer-changed neutral target-of-plan"]),
        # It changes no points, and is told where the plans are compared.
        ("≥16艘", []),
    ],
)
def test_a_target_that_changed_the_points_is_told(target: str, wanted: list[str]) -> None:
    plans = plan_of(), plan_of(edited(PLAN, ("≥17艘", target)))
    pair = ReportPair(*(context_of(REPORT, plan) for plan in plans))
    found = [assess_report_change(each, Policy()) for each in find_report_changes(pair)]
    told_of_boats = [
        f"{each.change.kind} {each.assessment.significance.value} {each.assessment.reason}"
        for each in found
        if each.change.subject.id == "boats"
    ]
    assert len(told_of_boats) == len(wanted)
    for line, start in zip(told_of_boats, wanted, strict=True):
        assert line.startswith(start)
