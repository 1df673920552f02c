"""Rules on reports: each with rows that it tells, and rows that come close."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from paths import PACKAGE
from vocabularies import complete, forms, vocabulary_of

from perf_report import resources
from perf_report.model.plan import Plan, RevisionApproval, RevisionKind
from perf_report.model.plan_at import plan_at
from perf_report.model.report import Report
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.parse.document import parse_document
from perf_report.parse.load import load_plan
from perf_report.parse.reports import build_report, load_report
from perf_report.parse.scorings import load_scorings
from perf_report.score.rules import REPORT_RULES, check_report
from perf_report.score.rules.report_rule import ProjectReport, ReportContext
from perf_report.score.rules.texts import WrittenReport

PLAN = """\
format: 1
year: 2025
department: {code: water, name: {zh: 水务局, en: Water Bureau}}
form: overall-2015
framework: output-cost
currency_unit: 万元
tasks:
  - {id: patrols, text: {zh: 巡查。, en: Patrols.}, funds: {basic: 90.00, project: 30.00}}
goals:
  - id: rivers
    tasks: [patrols]
    text: {zh: 河道整洁。, en: Clean rivers.}
    indicators:
      - {id: boats, category: output.quantity, name: {zh: 船只, en: Boats}, target: ≥17艘}
      - {id: rate, category: output.quality, name: {zh: 合格率, en: Pass rate}, target: ≥95%}
      - {id: done, category: output.timeliness, name: {zh: 完成时间, en: Date}, target: 2025-11-30}
      - {id: known, category: benefit.social, name: {zh: 知晓度, en: Awareness},
         target: {zh: 知晓度提升, en: Better known}}
"""
GOALS = "goals: {rivers: {achieved: {zh: 河道保持整洁。, en: The rivers are clean.}}}\n"
REPORT = """\
format: 1
report: evaluation
of: {department: water, year: 2025}
form: department-evaluation
scoring: mof-2020
as_of: 2025-12-31
funds:
  patrols: {initial: 120.00, executed: 110.00}
weights: {output: 60, benefit: 30, satisfaction: 0}
{GOALS}indicators:
  boats: {actual: 18艘}
  rate: {actual: 96%}
  done: {actual: 2025-11-20}
  known: {actual: {zh: 知晓度提高, en: More known}, tier: achieved, score: 28}
""".replace("{GOALS}", GOALS)
MONITORING = """\
format: 1
report: monitoring
of: {department: water, year: 2025}
form: monitoring-central
through: 2025-07
funds:
  patrols: {initial: 120.00, executed: 60.00, expected: 120.00}
indicators:
  boats: {so_far: 9艘, expected: 17艘, likelihood: certain}
  rate:
    {so_far: 94%, expected: 95%, likelihood: possible, causes: [staff],
     reason: {zh: 人手不足。, en: Few staff.}}
  done: {so_far: 2025-07-20, likelihood: certain}
  known: {so_far: {zh: 宣传中, en: Under way}, likelihood: certain}
"""


def plan_of(text: str = PLAN) -> Plan:
    loaded = load_plan(Source(name="plan.yaml", data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    return complete(loaded.plan)


def yaml_of(text: str) -> Any:
    root = parse_document(Source(name="report.yaml", data=text.encode())).root
    assert root is not None
    return root.value()


def report_of(text: str) -> Report:
    loaded = load_report(Source(name="report.yaml", data=text.encode()))
    assert loaded.report is not None, loaded.findings
    return loaded.report


def context_of(text: str, plan: Plan | None = None, **given: Any) -> ReportContext:
    plan = plan or plan_of()
    return ReportContext(
        report=report_of(text),
        scorings=load_scorings(()),
        forms=forms(),
        plan=plan,
        vocabulary=vocabulary_of(plan),
        **given,
    )


def told(context: ReportContext) -> list[tuple[str, str]]:
    """The messages with their places."""
    written = WrittenReport(characters=frozenset(range(0x10000)))
    return [
        (each.message_id, ".".join(map(str, each.route)))
        for each in check_report(context, written, {})
    ]


def edited(text: str, *edits: tuple[str, str]) -> str:
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


BOATS, RATE, DONE = "indicators.boats", "indicators.rate", "indicators.done"
REASON = "reason: {zh: 说明。, en: Why.}"
GOAL, OTHER_GOAL = "achieved: {zh: 完成。, en: Done.}", "{zh: 清淤。, en: Dredge.}"
NOT_COMPARED = ["report-comparable"] * 2
LEFT_OUT = "not_applicable: {zh: 取消。, en: Cancelled.}"

EVALUATIONS: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]] = [
    ([], []),
    ([("  boats: {actual: 18艘}\n", "")], [("report-unanswered", BOATS)]),
    ([("form: department-evaluation\n", "")], [("report-unprinted", "")]),
    (
        [("as_of:", "conclusion: {zh: 完成较好。, en: Mostly done.}\nas_of:")],
        [("report-unprinted-part", "conclusion")],
    ),
    ([("form: department-eval", "form: departments-eval")], [("report-form-close", "form")]),
    ([("form: department-evaluation", "form: overall-2015")], [("report-form-stage", "form")]),
    (
        [("form: department-evaluation", "form: monitoring-central")],
        [("report-form-stage", "form")],
    ),
    (
        [
            ("form: department-evaluation", "form: project-evaluation-2020"),
            ("  patrols: {initial", "  total: {initial"),
        ],
        [("report-form-subject", "form")],
    ),
    (
        [("executed: 110.00}", "executed: 110.00, extra: {achieve: {zh: 完成。, en: Done.}}}")],
        [("report-field-close", "funds.patrols.extra.achieve")],
    ),
    (
        [("executed: 110.00}", "executed: 110.00, extra: {executed_fiscal: many}}")],
        [("form-value-amount", "funds.patrols.extra.executed_fiscal")],
    ),
    (
        [("as_of:", "fields: {reporter: {zh: 某人, en: Someone}}\nas_of:")],
        [("report-field-none", "fields.reporter")],
    ),
    (
        [("actual: 18艘", "actual: 18艘, extra: {core: true}")],
        [("report-field-none", f"{BOATS}.extra.core")],
    ),
    ([("actual: 18艘", "not_applicable: {zh: 取消。, en: Cancelled.}")], []),
    (
        [("actual: 18艘", "actual: 18艘, not_applicable: {zh: 取消。, en: Cancelled.}")],
        [("score-not-applicable", f"{BOATS}.not_applicable")],
    ),
    (
        [("  boats:", "  boat: {actual: 1艘}\n  boats:")],
        [("report-unknown-close", "indicators.boat")],
    ),
    (
        [("rivers: {", "hills: {")],
        [("report-goal-unanswered", "goals.rivers"), ("report-unknown", "goals.hills")],
    ),
    ([(GOALS, "")], [("report-goal-unanswered", "goals.rivers")]),
    ([(GOALS, ""), ("form: department-evaluation\n", "")], [("report-unprinted", "")]),
    ([("satisfaction: 0", "satisfaction: 0, delight: 0")], [("report-unknown", "weights.delight")]),
    (
        [("  patrols: {", "  patrol: {initial: 0, executed: 0}\n  patrols: {")],
        [("report-unknown-close", "funds.patrol")],
    ),
    ([("18艘", "18次")], [("report-comparable", f"{BOATS}.actual")]),
    ([("18艘", "18")], []),
    (
        [("actual: 18艘", "actual: {zh: 已完成, en: Done}")],
        [("report-comparable", f"{BOATS}.actual")],
    ),
    ([("18艘", "2025-11-20")], [("report-comparable", f"{BOATS}.actual")]),
    ([("{actual: 2025-11-20}", "{actual: 3天}")], [("report-comparable", f"{DONE}.actual")]),
    (
        [("2025-11-20", "2026-01-15"), ("}\n  known", f", {REASON}}}\n  known")],
        [("report-date", f"{DONE}.actual")],
    ),
    ([("as_of: 2025-12-31", "as_of: 2026-12-31")], []),
    ([("as_of: 2025-12-31", "as_of: 2027-01-01")], [("report-date-as-of-late", "as_of")]),
    (
        [("as_of: 2025-12-31", "as_of: 2024-12-31")],
        [("report-date-as-of", "as_of"), ("report-date", f"{DONE}.actual")],
    ),
    ([("as_of: 2025-12-31", "as_of: 2026-02-28")], []),
    ([("executed: 110.00", "executed: 120.00")], []),
    ([("executed: 110.00", "executed: 120.01")], [("report-executed", "funds.patrols.executed")]),
    (
        [("executed: 110.00", "adjusted: 130.00, executed: 120.01")],
        [("report-adjustment", "funds.patrols.adjusted")],
    ),
    (
        [("initial: 120.00", "initial: 102.00"), ("executed: 110", "executed: 100")],
        [("report-budget", "funds.patrols.initial")],
    ),
    ([(", executed: 110.00", "")], [("score-execution", "funds.patrols")]),
    ([("initial: 120.00, ", "")], [("score-execution-budget", "funds.patrols")]),
    (
        [("initial: 120.00, executed: 110.00", "executed: 0")],
        [("report-budget-none", "funds.patrols")],
    ),
    (
        [("18艘", "17艘"), ("96%", "95%"), ("2025-11-20", "2025-11-30")],
        [("report-copied", "indicators")],
    ),
    ([("18艘", "17"), ("96%", "95%"), ("2025-11-20", "2025-11-29")], []),
    ([("18艘", "16艘")], [("score-reason", BOATS)]),
    ([("18艘", f"16艘, {REASON}")], []),
    ([("18艘", "22艘")], []),
    ([("18艘", "23艘")], [("score-over-completion", BOATS)]),
    ([("18艘", f"23艘, {REASON}")], []),
    ([("18艘", f"16艘, {REASON}, score: 18.82")], []),
    ([("18艘", f"16艘, {REASON}, score: 18.83")], [("score-written", f"{BOATS}.score")]),
    ([("18艘", "18艘, score: 20.01")], [("score-written-above", f"{BOATS}.score")]),
    ([("score: 28", "score: 23")], [("score-tier-range", "indicators.known.score")]),
    ([("18艘", "18艘, tier: achieved")], [("score-unused", f"{BOATS}.tier")]),
    ([("18艘", f"18艘, score_{REASON}")], [("score-unused-reason", f"{BOATS}.score_reason")]),
    (
        [("actual: 18艘", f"{LEFT_OUT}, score: 3")],
        [("score-unused-applicable", f"{BOATS}.score")],
    ),
    (
        [("scoring: mof-2020", "scoring: mof-2020\nthrough: 2025-12")],
        [("score-unused-through", "through")],
    ),
    ([("scoring: mof-2020", "scoring: mof-1999")], [("score-scoring", "scoring")]),
    ([("scoring: mof-2020\n", "")], [("score-none", "")]),
    (
        [("scoring: mof-2020\n", ""), ("18艘", "16艘")],
        [("score-none", ""), ("score-reason", BOATS)],
    ),
    ([("output: 60", "output: 70")], [("score-weights-sum", "weights")]),
    (
        [
            ("initial: 120.00, executed: 110.00", "initial: 0"),
            ("actual: 18艘", LEFT_OUT),
            ("actual: 96%", LEFT_OUT),
            ("actual: 2025-11-20", LEFT_OUT),
            ("actual: {zh: 知晓度提高, en: More known}, tier: achieved, score: 28", LEFT_OUT),
        ],
        [("report-budget", "funds.patrols.initial"), ("score-nothing", "indicators")],
    ),
    ([("知晓度提高, en: More known", "知晓度提高")], [("text-missing", "indicators.known.actual")]),
    (
        [("知晓度提高, en: More known", "提高3%, en: 4% more")],
        [("number-parity", "indicators.known.actual.en")],
    ),
    ([("知晓度提高, en", "待翻译, en")], [("text-unfinished", "indicators.known.actual.zh")]),
]

MONITORED: list[tuple[list[tuple[str, str]], list[tuple[str, str]]]] = [
    ([], []),
    ([("so_far: 9艘, ", "")], [("report-unanswered-monitoring", BOATS)]),
    *(
        (
            [("report: monitoring", f"report: monitoring\n{key}: {value}")],
            [("score-unused-monitoring", key)],
        )
        for key, value in (
            ("scoring", "mof-1999"),
            ("as_of", "2025-07-31"),
            ("weights", "{output: 60}"),
        )
    ),
    ([("17艘", "17次")], [("report-comparable", f"{BOATS}.expected")]),
    ([("so_far: 2025-07-20", "so_far: {zh: 正在实施, en: Under way}")], []),
    ([("so_far: 9艘", "so_far: {zh: 尚未统计, en: Not counted yet}")], []),
    ([("2025-07-20", "2025-08-01")], [("report-date", f"{DONE}.so_far")]),
    (
        [("through: 2025-07", "through: 2024-07")],
        [("report-date-through", "through"), ("report-date", f"{DONE}.so_far")],
    ),
    ([(" causes: [staff],", "")], [("report-likelihood-causes", f"{RATE}.likelihood")]),
    (
        [(",\n     reason: {zh: 人手不足。, en: Few staff.}", "")],
        [("report-likelihood", f"{RATE}.likelihood")],
    ),
    ([("expected: 120.00", "expected: 130.00")], []),
    ([("expected: 120.00", "expected: 60.00")], []),
    (
        [("expected: 120.00", "expected: 59.99")],
        [("report-executed-expected", "funds.patrols.expected")],
    ),
    ([(", expected: 17艘, likelihood: certain", "")], [("report-likelihood-missing", BOATS)]),
    (
        [("form: monitoring-central\n", ""), (", expected: 17艘, likelihood: certain", "")],
        [("report-unprinted", "")],
    ),
    # How likely a target is agrees with what is expected.
    (
        [("17艘, likelihood", "16艘, likelihood")],
        [("report-likelihood-certain", f"{BOATS}.likelihood")],
    ),
    ([("95%, likelihood: possible", "94%, likelihood: impossible")], []),
    (
        [("95%, likelihood: possible", "95%, likelihood: impossible")],
        [("report-likelihood-impossible", f"{RATE}.likelihood")],
    ),
]


@pytest.mark.parametrize(
    ("text", "edits", "wanted"),
    [
        *((REPORT, edits, wanted) for edits, wanted in EVALUATIONS),
        *((MONITORING, edits, wanted) for edits, wanted in MONITORED),
    ],
)
def test_a_rule_tells_what_is_wrong_and_nothing_else(
    text: str, edits: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    assert sorted(told(context_of(edited(text, *edits)))) == sorted(wanted)


SICHUAN = (resources.example_reports_path() / "project-evaluation-sichuan.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("route", "limit"),
    [
        (("goals", "smooth-roads", "achieved"), 100),
        (("fields", "process"), 200),
        (("funds", "fiscal", "reason"), 100),
        (("conclusion",), 200),
        (("problems",), 200),
        (("measures",), 200),
    ],
)
def test_a_text_is_as_long_as_its_form_allows(route: tuple[str, ...], limit: int) -> None:
    found = []
    for length in (limit, limit + 1):
        data: Any = yaml_of(SICHUAN)
        place = data
        for step in route[:-1]:
            place = place.setdefault(step, {})
        place[route[-1]] = {"zh": "字" * length, "en": "Text"}
        context = replace(context_of(REPORT), report=build_report(data))
        found.append([id_ for id_ in told(context) if id_[0] == "report-text-long"])
    assert found == [[], [("report-text-long", ".".join(route))]]


MISSED = edited(REPORT, ("18艘", f"16艘, {REASON}"))


@pytest.mark.parametrize(
    ("evaluation", "monitoring", "wanted"),
    [
        (MISSED, [MONITORING], [("report-monitoring", BOATS)]),
        (REPORT, [MONITORING], []),
        (
            MISSED,
            [edited(MONITORING, ("17艘, likelihood: certain", "17艘, likelihood: possible"))],
            [],
        ),
        # The last month counts, in whatever order the files are.
        (
            MISSED,
            [
                edited(
                    MONITORING,
                    ("2025-07\n", "2025-09\n"),
                    ("17艘, likelihood: certain", "17艘, likelihood: possible"),
                ),
                MONITORING,
            ],
            [],
        ),
    ],
)
def test_what_monitoring_called_certain_is_compared_with_the_evaluation(
    evaluation: str, monitoring: list[str], wanted: list[tuple[str, str]]
) -> None:
    context = context_of(evaluation, others=tuple(map(report_of, monitoring)))
    assert told(context) == wanted


def test_the_adjusted_budget_is_that_of_the_adjusted_plan() -> None:
    plan = replace(plan_of(), revision_kind=RevisionKind.ADJUSTMENT)
    same = edited(REPORT, ("initial: 120.00", "initial: 100.00, adjusted: 120.00"))
    other = edited(same, ("adjusted: 120.00", "adjusted: 121.00"))
    assert told(context_of(same, plan)) == []
    assert told(context_of(other, plan)) == [("report-budget-adjusted", "funds.patrols.adjusted")]
    left_out = edited(REPORT, ("initial: 120.00", "initial: 121.00"))
    assert told(context_of(left_out, plan)) == [("report-budget-adjusted", "funds.patrols.initial")]


@pytest.mark.parametrize(
    ("day", "initial", "wanted"),
    [
        # Monitoring of July is of the targets before an adjustment of August, not of July.
        (date(2025, 8, 1), "initial: ≥18艘, ", (["report-likelihood-certain"], "≥18艘")),
        (date(2025, 8, 1), "", (["report-adjustment-since"], "≥17艘")),
        (date(2025, 7, 31), "initial: ≥18艘, ", ([], "≥17艘")),
        (None, "initial: ≥18艘, ", (["report-initial-unadjusted"], "≥17艘")),
        # Also where it replaces the target of now.
        (date(2025, 8, 1), "initial: 18次, ", ([*NOT_COMPARED, "report-initial"], "18次")),
    ],
)
def test_monitoring_is_of_the_targets_of_its_time(
    day: date | None, initial: str, wanted: tuple[list[str], str]
) -> None:
    approval = RevisionApproval(by=Text(zh="财政局"), on=day) if day else None
    plan = replace(plan_of(), revision_approved=approval)
    text = edited(MONITORING, ("{so_far: 9艘", f"{{{initial}so_far: 9艘"))
    seen = plan_at(plan, report_of(text))
    context = context_of(text, seen, current=plan)
    first = next(iter(seen.all_indicators()))
    assert ([id_ for id_, _ in told(context)], first.target.printed) == wanted


ADJUSTED = replace(plan_of(), revision_kind=RevisionKind.ADJUSTMENT)
SEVERAL = f"{BOATS}.initial"
# A form that prints the target of the start of the year, too.
WITH_INITIAL = [
    ("form: department-evaluation", "form: department-evaluation-chongqing"),
    ("  patrols: {initial", "  total: {initial"),
]


@pytest.mark.parametrize(
    ("plan", "edit", "wanted"),
    [
        (ADJUSTED, ("18艘", "18艘, initial: ≥20艘"), []),
        (ADJUSTED, ("18艘", "18艘, initial: 20"), []),
        (ADJUSTED, ("18艘", "18艘, initial: 20～25艘"), []),
        (ADJUSTED, ("18艘", "18艘, initial: ≥20次"), [("report-initial", SEVERAL)]),
        (ADJUSTED, ("18艘", "18艘, initial: 2025-11-30"), [("report-initial", SEVERAL)]),
        (ADJUSTED, ("18艘", "18艘, initial: {zh: 增加, en: More}"), [("report-initial", SEVERAL)]),
        (ADJUSTED, ("18艘", "18艘, initial: ≥20艘。"), [("unit-form-close", SEVERAL)]),
        (ADJUSTED, ("96%", "96%, initial: ≥950‰"), []),
        (
            ADJUSTED,
            ("actual: 2025-11-20", "actual: 2025-11-20, initial: 10天"),
            [("report-initial", f"{DONE}.initial")],
        ),
        (plan_of(), ("18艘", "18艘, initial: ≥17艘"), []),
        (plan_of(), ("18艘", "18艘, initial: ≥20艘"), [("report-initial-unadjusted", SEVERAL)]),
        (
            plan_of(),
            ("achieved:", f"initial: {OTHER_GOAL}, achieved:"),
            [("report-initial-goal", "goals.rivers.initial")],
        ),
    ],
)
def test_the_target_of_the_start_of_the_year_is_like_the_one_that_replaced_it(
    plan: Plan, edit: tuple[str, str], wanted: list[tuple[str, str]]
) -> None:
    assert told(context_of(edited(REPORT, edit, *WITH_INITIAL), plan)) == wanted


@pytest.mark.parametrize(
    ("indicator", "actual", "times"),
    [
        ("category: output.cost, name: {zh: 总成本}, target: 180万元", "200万元", 1),
        ("category: output.cost, name: {zh: 总成本}, target: 180万元", "180万元", 0),
        ("category: output.cost, name: {zh: 总成本}, target: 180万元", "170万元", 0),
        ("category: output.cost, name: {zh: 总成本}, target: ＝180万元", "200万元", 1),
        ("category: output.cost, name: {zh: 总成本}, target: ≤180万元", "200万元", 0),
        ("category: output.cost, name: {zh: 成本节约额}, target: 18万元", "20万元", 0),
        ("category: output.cost, name: {zh: 总成本}, better: more, target: 1元", "2元", 0),
        ("category: output.timeliness, name: {zh: 时限}, target: 3个工作日", "5个工作日", 1),
        ("category: output.quantity, name: {zh: 培训}, target: 3天", "5天", 0),
        ("category: output.quality, name: {zh: 系统故障率}, target: 2%", "3%", 1),
        ("category: output.quality, name: {zh: 系统故障率}, target: 1/50", "1/40", 1),
        ("category: output.quality, name: {zh: 系统故障率}, target: 1/50", "1/60", 0),
        ("category: output.quantity, name: {zh: 船只}, target: 17艘", "18艘", 0),
    ],
)
def test_a_figure_above_a_target_of_which_less_is_better_is_told(
    indicator: str, actual: str, times: int
) -> None:
    boats = "category: output.quantity, name: {zh: 船只, en: Boats}, target: ≥17艘"
    context = context_of(
        edited(REPORT, ("18艘", actual)), plan_of(edited(PLAN, (boats, indicator)))
    )
    found = [each for each in told(context) if each[0] == "score-direction"]
    assert found == [("score-direction", f"{BOATS}.actual")] * times


BY_SOURCES = edited(REPORT, *WITH_INITIAL)
OF_THE_START = ("achieved:", f"initial: {OTHER_GOAL}, achieved:")
HUBEI = ("form: monitoring-central", "form: monitoring-hubei")


@pytest.mark.parametrize(
    ("text", "edits", "wanted"),
    [
        (REPORT, [("110.00}", f"110.00, {REASON}}}")], ["funds.patrols.reason"]),
        (REPORT, [("18艘", "18艘, initial: ≥20艘")], [SEVERAL]),
        (REPORT, [("18艘", "18艘, initial: ≥20艘"), ("96%", "96%, initial: ≥97%")], [SEVERAL]),
        (REPORT, [("18艘", "18艘, initial: ≥20艘"), *WITH_INITIAL], []),
        (REPORT, [OF_THE_START], ["goals.rivers.initial"]),
        (REPORT, [OF_THE_START, *WITH_INITIAL], []),
        (MONITORING, [], []),
        (MONITORING, [HUBEI], [f"{BOATS}.expected"]),
        # The target of the time prints as the target.
        (MONITORING, [("9艘", "9艘, initial: ≥20艘")], []),
    ],
)
def test_what_a_form_has_no_place_for_is_told_once(
    text: str, edits: list[tuple[str, str]], wanted: list[str]
) -> None:
    found = told(context_of(edited(text, *edits), ADJUSTED))
    assert [place for id_, place in found if id_ == "report-unprinted-part"] == wanted


@pytest.mark.parametrize(
    ("approved", "edits", "others", "wanted"),
    [
        # The initial budget of an adjusted plan is in its reports alone: it is one.
        (date(2025, 6, 1), [], [REPORT], []),
        (
            date(2025, 6, 1),
            [("initial: 120.00", "initial: 100.00")],
            [REPORT, MONITORING.replace("2025-07", "2025-09")],
            [("report-budget-others", "funds.patrols.initial")],
        ),
        (date(2025, 6, 1), [("initial: 120.00", "initial: 100.00")], [], []),
        # After an adjustment more may be executed than the initial budget has, before it not.
        (date(2025, 6, 1), [("120.00, executed: 60", "60.00, executed: 110")], [], []),
        (
            date(2025, 6, 1),
            [("120.00, executed: 60.00, expected: 120", "60.00, executed: 121, expected: 121")],
            [],
            [("report-executed", "funds.patrols.executed")],
        ),
        (
            date(2025, 8, 1),
            [("120.00, executed: 60", "60.00, executed: 110")],
            [],
            [("report-adjustment-since", "through"), ("report-executed", "funds.patrols.executed")],
        ),
    ],
)
def test_monitoring_of_an_adjusted_plan_has_its_budget_compared(
    approved: date,
    edits: list[tuple[str, str]],
    others: list[str],
    wanted: list[tuple[str, str]],
) -> None:
    approval = RevisionApproval(by=Text(zh="财政局"), on=approved)
    plan = replace(ADJUSTED, revision_approved=approval)
    context = context_of(edited(MONITORING, *edits), plan, others=tuple(map(report_of, others)))
    assert told(context) == wanted


PROJECT_PLAN = """\
format: 1
year: 2025
department: {code: water, name: {zh: 水务局, en: Water Bureau}}
project: {code: walls, name: {zh: 堤防, en: Walls}, task: patrols}
form: project-2021
currency_unit: 元
funds: {total: 900000.00, fiscal: 600000.00, other: 300000.00}
goals: [{id: safe, text: {zh: 堤防安全。, en: Safe walls.}}]
indicators:
  - {id: length, category: output.quantity, name: {zh: 长度, en: Length}, target: ≥3千米,
     horizon: annual}
"""
PROJECT = """\
format: 1
report: evaluation
of: {department: water, year: 2025, project: walls}
as_of: 2025-12-31
funds:
  total: {initial: 900000.00, executed: 800000.00}
  fiscal: {initial: 600000.00, executed: 500000.00}
  other: {initial: 300000.00, executed: 300000.00}
indicators:
  length: {actual: 3.5千米}
"""


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        ([], []),
        (
            [("executed: 800000.00", "executed: 0")],
            [("report-sums", "funds.total.executed")],
        ),
        (
            [("{initial: 900000.00,", "{initial: 900000.01,")],
            [("report-budget", "funds.total.initial"), ("report-sums", "funds.total.initial")],
        ),
        # Where a part was adjusted, what was not is as it began.
        (
            [
                ("{initial: 900000.00,", "{initial: 900000.00, adjusted: 800000.00,"),
                ("{initial: 600000.00,", "{initial: 600000.00, adjusted: 500000.00,"),
            ],
            [
                ("report-adjustment", "funds.total.adjusted"),
                ("report-adjustment", "funds.fiscal.adjusted"),
            ],
        ),
        (
            [("{initial: 600000.00,", "{initial: 600000.00, adjusted: 500000.00,")],
            [
                ("report-adjustment", "funds.fiscal.adjusted"),
                ("report-sums", "funds.total.adjusted"),
            ],
        ),
        ([("  total: {initial: 900000.00, executed: 800000.00}\n", "")], []),
        (
            [("  other:", "  others:")],
            [
                ("report-unknown-close", "funds.others"),
                ("report-sums", "funds.total.executed"),
                ("report-sums", "funds.total.initial"),
            ],
        ),
        # A row of money is the form's, and no task of the plan.
        (
            [("  other:", "  roadworks: {executed: 1.00}\n  other:")],
            [("report-unknown-row", "funds.roadworks")],
        ),
    ],
)
def test_the_amounts_of_the_rows_of_a_form_add_up(
    edits: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    found = told(context_of(edited(PROJECT, *edits), plan_of(PROJECT_PLAN)))
    assert sorted(found) == sorted([*wanted, ("score-none", ""), ("report-unprinted", "")])


TASKS = edited(
    PLAN,
    ("30.00}}\n", "30.00}}\n  - {id: fish, text: {zh: 放鱼。}, funds: {basic: 7.00}}\n"),
    ("tasks: [patrols]", "tasks: [patrols, fish]"),
)
PATROLS, FISH = (
    "  patrols: {initial: 120.00, executed: 110.00}\n",
    "  fish: {initial: 7.00, executed: 0}\n",
)
TOTAL, FISCAL, OTHER = PROJECT.partition("funds:\n")[2].splitlines(keepends=True)[:3]
SOURCES = TOTAL + FISCAL + OTHER


@pytest.mark.parametrize(
    ("plan", "report", "rows", "wanted"),
    [
        (TASKS, REPORT, PATROLS + FISH, []),
        (TASKS, REPORT, PATROLS, [("report-budget-none", "funds")]),
        (TASKS, REPORT, f"{PATROLS}  fish: {{{REASON}}}\n", [("report-budget-none", "funds.fish")]),
        (TASKS.replace("7.00", "0"), REPORT, PATROLS, []),
        (PROJECT_PLAN, PROJECT, SOURCES, []),
        # The total has all parts, and all parts have the total.
        (PROJECT_PLAN, PROJECT, TOTAL, []),
        (PROJECT_PLAN, PROJECT, FISCAL + OTHER, []),
        (PROJECT_PLAN, PROJECT, FISCAL, [("report-budget-none", "funds")]),
        # By sources, the tasks of the plan are the total.
        (TASKS, BY_SOURCES, "  total: {initial: 127.00, executed: 110.00}\n", []),
        (
            TASKS,
            BY_SOURCES,
            "  total: {initial: 120.00, executed: 110.00}\n",
            [("report-budget", "funds.total.initial")],
        ),
    ],
)
def test_what_has_money_in_the_plan_has_amounts_in_the_report(
    plan: str, report: str, rows: str, wanted: list[tuple[str, str]]
) -> None:
    before = report.partition("funds:\n")[2].partition("weights:")[0].partition("indicators:")[0]
    found = told(context_of(edited(report, (before, rows)), plan_of(plan)))
    assert [each for each in found if each[0].startswith("report-budget")] == wanted


@pytest.mark.parametrize(
    ("executed", "wanted"),
    [
        ("800000.00", []),
        ("1100000.00", []),
        ("1100000.01", [("report-projects", "funds.patrols.executed")]),
    ],
)
def test_projects_have_no_more_than_their_task(
    executed: str, wanted: list[tuple[str, str]]
) -> None:
    plan = plan_of(PROJECT_PLAN)
    report = report_of(edited(PROJECT, ("executed: 800000.00", f"executed: {executed}")))
    project = ProjectReport(plan=plan, vocabulary=vocabulary_of(plan), report=report)
    assert told(context_of(REPORT, projects=(project,))) == wanted
    # The task was adjusted to less than its project, which is as it began.
    less = edited(REPORT, ("initial: 120.00", "initial: 120.00, adjusted: 89.99"))
    assert ("report-projects", "funds.patrols.adjusted") in told(
        context_of(edited(less, ("executed: 110.00", "executed: 89.99")), projects=(project,))
    )
    assert plan.project is not None
    other = replace(plan, project=replace(plan.project, task="other"))
    project = ProjectReport(plan=other, vocabulary=vocabulary_of(other), report=report)
    assert told(context_of(REPORT, projects=(project,))) == []


def test_a_report_without_a_plan_and_one_in_two_files() -> None:
    report = report_of(REPORT)
    alone = ReportContext(report=report, scorings=load_scorings(()), forms=forms())
    assert told(alone) == [("report-plan", "of")]
    assert told(replace(alone, has_invalid_plan=True)) == [("report-plan-invalid", "of")]
    assert told(context_of(REPORT, namesakes=("b.yaml",))) == [("report-duplicate", "report")]


def test_the_weights_of_a_report_have_no_effect_beside_those_of_indicators() -> None:
    plan = plan_of(re.sub(r"target: (≥1|≥9|2025|\{)", r"weight: 22.5, target: \1", PLAN))
    report = edited(REPORT, ("score: 28", "score: 22"))
    assert told(context_of(report, plan)) == [("score-unused-weights", "weights")]


def test_every_rule_is_in_a_row() -> None:
    text = Path(__file__).read_text("utf-8")
    assert {rule.id for rule in REPORT_RULES if f'"{rule.id}' not in text} == set()
    assert _modules() == {rule.id.replace("-", "_") for rule in REPORT_RULES}


def _modules() -> set[str]:
    def found() -> Iterator[str]:
        for path in (PACKAGE / "score" / "rules").glob("*.py"):
            if path.stem not in {"__init__", "report_rule", "texts"}:
                yield path.stem

    return set(found())


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ("initial: 100.00, executed: 90.00", []),
        ("initial: 100.00, executed: 89.99", ["score-reason-execution"]),
        ("initial: 100.00, executed: 89.99, reason: {zh: 招标节约。, en: Tenders.}", []),
        ("initial: 100.00, adjusted: 80.00, executed: 72.00", ["score-reason-adjusted"]),
        (
            "initial: 100.00, adjusted: 80.00, executed: 71.99",
            ["score-reason-adjusted", "score-reason-execution"],
        ),
        ("initial: 100.00, adjusted: 100.00, executed: 95.00", []),
        ("initial: 0, executed: 0", []),
    ],
)
def test_a_scoring_asks_for_the_reasons_of_a_budget(row: str, wanted: list[str]) -> None:
    asked = load_scorings(())["sichuan"].execution
    scorings = {"mof-2020": replace(load_scorings(())["mof-2020"], execution=asked)}
    edits = ("initial: 120.00, executed: 110.00", row)
    context = replace(context_of(edited(REPORT, edits)), scorings=scorings)
    found = [message for message, _ in told(context) if message.startswith("score-reason")]
    assert found == wanted


RIVER = (resources.example_reports_path() / "project-evaluation-2020.yaml").read_text("utf-8")
ROWS = RIVER[RIVER.index("funds:\n") : RIVER.index("goals:\n")]


@pytest.mark.parametrize(
    ("rows", "rate", "wanted"),
    [
        (["total: {initial: 900, executed: 810}", "fiscal: {executed: 800}"], "9/10", []),
        # A row with a reason alone prints as the sum of its parts.
        (
            ["total: {reason: {zh: 无。, en: -}}", "fiscal: {initial: 860, executed: 430}",
             "other: {initial: 40, executed: 20}"],
            "1/2",
            [],
        ),
        (["total: {executed: 810}", "fiscal: {initial: 860, executed: 770}"], None, ["total"]),
        # Not 20 times its budget, which would be full points.
        (["fiscal: {executed: 770}", "other: {initial: 40, executed: 33}"], None, ["fiscal"]),
    ],
)  # fmt: skip
def test_money_without_a_budget_earns_no_points(
    rows: list[str], rate: str | None, wanted: list[str]
) -> None:
    plan = plan_of((resources.example_specs_path() / "project-2021.yaml").read_text("utf-8"))
    text = RIVER.replace(ROWS, "funds:\n" + "".join(f"  {row}\n" for row in rows))
    context = context_of(text, plan)
    assert context.score is not None
    execution = context.score.execution
    assert (execution.rate and str(execution.rate), execution.is_applicable) == (rate, True)
    found = [place for message, place in told(context) if message == "score-execution-budget"]
    assert found == [f"funds.{id_}" for id_ in wanted]


def test_a_target_of_another_horizon_is_not_one_of_the_year() -> None:
    plan = plan_of((resources.example_specs_path() / "project-2021.yaml").read_text("utf-8"))
    answer = "indicators:\n  dikes-all: {actual: 30公里}\n"
    context = context_of(RIVER.replace("indicators:\n", answer), plan)
    assert ("score-unused-horizon", "indicators.dikes-all") in told(context)


@pytest.mark.parametrize(
    ("target", "actual", "is_told"),
    [
        ("≥900万元", "9612000", True),
        ("≥900万元", "9612000元", False),
        ("≥900万元", "961.2", False),
        ("≥900万元", "2900000", False),
        ("≥2亿元", "210000000", True),
        ("≥39万次", "400000", True),
        ("≥900元", "9612000", False),
    ],
)
def test_a_bare_figure_in_a_smaller_unit_is_told(
    target: str, actual: str, *, is_told: bool
) -> None:
    plan = plan_of(PLAN.replace("≥17艘", target))
    found = told(context_of(edited(REPORT, ("18艘", f"{actual}, {REASON}")), plan))
    assert (("report-scale", f"{BOATS}.actual") in found) == is_told
