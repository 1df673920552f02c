"""The score of a whole evaluation: weights, execution, what is not applicable, total and grade."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from paths import DATA
from vocabularies import forms, vocabulary_of

from perf_report.model.actual_reading import read_actual
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Department, Goal, Indicator, Plan, Task
from perf_report.model.report import FundsReport, IndicatorReport, Report, ReportKind
from perf_report.model.scoring import Scoring
from perf_report.model.source_tree import SourceTree
from perf_report.model.target import Statement
from perf_report.model.target_reading import read_target
from perf_report.model.text import Text
from perf_report.parse.reports import load_report
from perf_report.parse.scorings import load_scorings
from perf_report.parse.source import read_source
from perf_report.score.evaluation import Evaluated, evaluated_indicators, score_evaluation
from perf_report.score.execution import rows_that_count, score_execution
from perf_report.score.rules import check_report, score_weights
from perf_report.score.rules.report_rule import ReportContext
from perf_report.score.rules.texts import WrittenReport
from perf_report.score.score import EvaluationScore

NAME = Text(zh="示例", en="Example")
MOF = load_scorings(())["mof-2020"]
HUBEI = load_scorings(())["hubei"]
CATEGORIES = ("output.quantity", "output.quality", "benefit.social", "satisfaction.beneficiary")


def plan(weights: Mapping[str, str] | None = None, targets: str = "≥10个") -> Plan:
    target = read_target(targets, 2025)
    assert target is not None
    indicators = tuple(
        Indicator(
            id=category.replace(".", "-"),
            category=category,
            name=NAME,
            target=target,
            weight=Decimal(weights[category]) if weights and category in weights else None,
        )
        for category in CATEGORIES
    )
    goal = Goal(id="goal", text=NAME, tasks=("task",), indicators=indicators)
    return Plan(
        year=2025,
        department=Department(code="water", name=NAME),
        framework="output-cost",
        currency_unit="万元",
        tasks=(Task(id="task", text=NAME),),
        goals=(goal,),
    )


def report(plan_: Plan, actual: str = "10个", **changes: IndicatorReport) -> Report:
    indicators = {
        each.id: IndicatorReport(actual=read_actual(actual, 2025))
        for each in plan_.all_indicators()
    }
    indicators |= {key.replace("_", "-"): value for key, value in changes.items()}
    return Report(
        kind=ReportKind.EVALUATION,
        of=plan_.identity,
        indicators=indicators,
        funds={"task": FundsReport(initial=Decimal(200), executed=Decimal(191))},
    )


def score(plan_: Plan, report_: Report, scoring: Scoring = MOF) -> EvaluationScore:
    given = Evaluated(plan=plan_, vocabulary=vocabulary_of(plan_), report=report_, scoring=scoring)
    return score_evaluation(given)


def findings(plan_: Plan, report_: Report, scoring: Scoring = MOF) -> list[Finding]:
    context = ReportContext(
        report=replace(report_, scoring=scoring.id),
        scorings={scoring.id: scoring},
        plan=plan_,
        vocabulary=vocabulary_of(plan_),
        forms=forms(),
    )
    written = WrittenReport(characters=frozenset(range(0x10000)))
    # What prints is not of these tests.
    return [each for each in check_report(context, written, {}) if each.rule != "report-unprinted"]


def messages(plan_: Plan, report_: Report, scoring: Scoring = MOF) -> list[str]:
    """What is wrong, without notes."""
    found = findings(plan_, report_, scoring)
    return [each.message_id for each in found if each.severity is not Severity.INFO]


def test_the_points_of_levels_are_spread_and_added_to_the_execution() -> None:
    found = score(plan(), report(plan()))
    assert [str(each.weight) for each in found.indicators] == ["25.00", "25.00", "30.00", "10.00"]
    assert (str(found.execution.score), str(found.total)) == ("9.55", "99.55")
    assert found.grade
    assert found.grade.id == "excellent"


def test_the_total_is_the_sum_of_what_was_rounded() -> None:
    found = score(plan(), report(plan(), "3个"))
    assert [str(each.score) for each in found.indicators] == ["7.50", "7.50", "9.00", "3.00"]
    assert (str(found.total), found.grade and found.grade.id) == ("36.55", "poor")


def test_what_is_not_applicable_is_left_out_and_the_rest_scaled() -> None:
    left_out = IndicatorReport(not_applicable=NAME)
    found = score(plan(), report(plan(), "9个", benefit_social=left_out))
    # 22.50 + 22.50 + 9.00 + 9.55 = 63.55 of 70.
    assert (found.applicable, found.points, str(found.total)) == (
        Decimal(70),
        Decimal("63.55"),
        "90.79",
    )


def test_where_nothing_was_budgeted_execution_is_left_out() -> None:
    rows = {"task": FundsReport(initial=Decimal(0), executed=Decimal(0))}
    found = score(plan(), replace(report(plan(), "9个"), funds=rows))
    # 22.50 + 22.50 + 27.00 + 9.00 = 81.00 of 90.
    assert (found.execution.is_applicable, str(found.total)) == (False, "90.00")


def test_nothing_applies_without_a_division_by_zero() -> None:
    left_out = {each.id: IndicatorReport(not_applicable=NAME) for each in plan().all_indicators()}
    found = score(plan(), replace(report(plan()), indicators=left_out, funds={}))
    assert (found.applicable, found.total, found.grade) == (Decimal(0), None, None)
    assert found.is_empty
    empty = replace(report(plan()), indicators=left_out, funds={})
    assert messages(plan(), empty) == ["score-nothing"]
    # With an actual value that cannot be scored, a score is missing: something applies.
    some = replace(empty, indicators=report(plan()).indicators)
    assert not score(plan({"output.quantity": "80"}), some).is_empty


@pytest.mark.parametrize(
    ("budget", "executed", "points"),
    [
        ("200", "191", "9.55"),
        ("200", "0", "0.00"),
        ("200", "200", "10.00"),
        ("200", "230", "10.00"),
        ("409.60", "398.21", "9.72"),
        ("3", "2", "6.67"),
        ("0.000001", "0.0000005", "5.00"),
    ],
)
def test_execution_is_its_weight_by_the_rate(budget: str, executed: str, points: str) -> None:
    rows = {"task": FundsReport(adjusted=Decimal(budget), executed=Decimal(executed))}
    found = score_execution(MOF, rows)
    assert str(found.score) == points
    assert found.rate == Fraction(executed) / Fraction(budget)


def test_parts_of_a_total_are_not_added_to_it() -> None:
    tree = SourceTree(ids=("total", "fiscal", "other"), parts={"total": ("fiscal", "other")})
    row = FundsReport(initial=Decimal(1))
    both = {"fiscal": row, "other": row}
    assert list(rows_that_count({"total": row, **both}, tree)) == ["total"]
    assert list(rows_that_count(both, tree)) == ["fiscal", "other"]
    assert list(rows_that_count(both, None)) == ["fiscal", "other"]


COARSE, PLACES = replace(HUBEI, places=0), "score-weights-places"
OWN = {
    "output.quantity": "30",
    "output.quality": "20",
    "benefit.social": "20",
    "satisfaction.beneficiary": "10",
}


def test_own_weights_go_before_those_of_levels() -> None:
    found = score(plan(OWN), report(plan(OWN)), HUBEI)
    assert [each.weight for each in found.indicators] == [30, 20, 20, 10]
    assert (str(found.execution.score), str(found.total)) == ("19.10", "99.10")


@pytest.mark.parametrize(
    ("weights", "scoring", "message"),
    [
        (OWN, MOF, "score-weights-own"),
        ({**OWN, "output.quantity": "29.99"}, HUBEI, "score-weights-own"),
        ({"output.quantity": "80"}, HUBEI, "score-weights-some"),
        (None, HUBEI, "score-weights-none"),
        # No score has more decimals than the scoring gives, and no points have either.
        ({**OWN, "output.quantity": "29.5", "output.quality": "20.5"}, COARSE, PLACES),
        (
            None,
            replace(
                MOF,
                places=0,
                weights={**MOF.weights, "output": Decimal(55), "benefit": Decimal(25)},
            ),
            PLACES,
        ),
        (None, load_scorings(())["cost-2040"], "score-weights-empty"),
    ],
)
def test_weights_that_do_not_fit_are_an_error(
    weights: Mapping[str, str] | None, scoring: Scoring, message: str
) -> None:
    found = score(plan(weights), report(plan(weights)), scoring)
    assert messages(plan(weights), report(plan(weights)), scoring) == [message]
    assert (found.total, {each.weight for each in found.indicators}) == (None, {None})


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        ({"output": 60, "satisfaction": 0}, ["score-weights-level"]),
        ({"output": 50, "benefit": 30, "satisfaction": 9}, ["score-weights-sum"]),
    ],
)
def test_the_weights_of_a_report_must_fit(weights: dict[str, int], wanted: list[str]) -> None:
    own = {level: Decimal(points) for level, points in weights.items()}
    scoring = replace(MOF, weights={"output": Decimal(90)}) if "benefit" not in weights else MOF
    assert wanted[0] in messages(plan(), replace(report(plan()), weights=own), scoring)


def test_a_level_is_named_by_its_label_also_where_only_another_framework_has_it() -> None:
    made, scoring = plan(), load_scorings(())["cost-2040"]
    levels = {"cost": Text(zh="成本指标", en="Cost")}
    scored = replace(report(made), scoring=scoring.id)
    context = ReportContext(
        report=scored,
        scorings={scoring.id: scoring},
        levels=levels,
        plan=made,
        vocabulary=vocabulary_of(made),
    )
    found = [each for each in score_weights.check(context) if each.message == "score-weights-empty"]
    assert [each.arguments["level"] for each in found] == [levels["cost"]]


def test_a_report_may_give_the_points_of_an_empty_level_to_others() -> None:
    made = plan()
    goal = replace(made.goals[0], indicators=made.goals[0].indicators[:3])
    made = replace(made, goals=(goal,))
    assert messages(made, report(made)) == ["score-weights-empty"]
    weights = {"benefit": Decimal(40), "satisfaction": Decimal(0)}
    found = score(made, replace(report(made), weights=weights))
    assert [each.weight for each in found.indicators] == [25, 25, 40]
    assert str(found.total) == "99.55"


def written(number: str, **others: object) -> IndicatorReport:
    actual = read_actual("9个", 2025)
    given = {"actual": actual, "reason": NAME, "score": Decimal(number), **others}
    return IndicatorReport(**given)  # type: ignore[arg-type]  # of several types


@pytest.mark.parametrize(
    ("reported", "counts", "wanted"),
    [
        (written("27"), "27.00", []),
        (written("27.00"), "27.00", []),
        (written("28"), "27.00", ["score-written"]),
        (written("28", score_reason=NAME), "28.00", []),
        (written("31", score_reason=NAME), "27.00", ["score-written-above"]),
    ],
)
def test_a_score_written_by_hand_needs_a_reason_where_the_rule_gives_another(
    reported: IndicatorReport, counts: str, wanted: list[str]
) -> None:
    given = report(plan(), benefit_social=reported)
    assert str(score(plan(), given).indicators[2].score) == counts
    assert messages(plan(), given) == wanted


def test_a_score_written_by_hand_has_no_more_decimals_than_the_scoring_gives() -> None:
    whole = plan({**OWN, "benefit.social": "20"})
    for number, wanted in (("18.5", ["score-written-places"]), ("18", [])):
        given = report(whole, benefit_social=written(number, score_reason=NAME))
        assert messages(whole, given, COARSE) == wanted


def words(**given: object) -> IndicatorReport:
    return IndicatorReport(actual=Statement(text=NAME), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reported", "wanted"),
    [
        (words(tier="achieved", score=Decimal(24)), []),
        (words(tier="achieved", score=Decimal(30)), []),
        (words(tier="achieved", score=Decimal("23.99")), ["score-tier-range"]),
        (words(tier="partly", score=Decimal(24), reason=NAME), []),
        (words(tier="partly", score=Decimal("24.01"), reason=NAME), ["score-tier-range"]),
        (words(tier="partly", score=Decimal("24.01"), reason=NAME, score_reason=NAME), []),
        (
            words(tier="achieved", score=Decimal("30.01")),
            ["score-tier-range", "score-written-above"],
        ),
        (words(tier="achieved"), ["score-tier-score"]),
        (words(tier="splendid", score=Decimal(24)), ["score-tier-unknown"]),
        (words(score=Decimal(24)), ["score-tier"]),
        (words(tier="missed", score=Decimal(10)), ["score-reason"]),
    ],
)
def test_words_are_held_inside_their_tier(reported: IndicatorReport, wanted: list[str]) -> None:
    made = plan()
    goal, target = made.goals[0], Statement(text=NAME)
    changed = [
        replace(each, target=target) if each.id == "benefit-social" else each
        for each in goal.indicators
    ]
    made = replace(made, goals=(replace(goal, indicators=tuple(changed)),))
    assert messages(made, report(made, benefit_social=reported)) == wanted


def test_what_was_missed_or_far_exceeded_needs_a_reason() -> None:
    missed = findings(plan(), report(plan(), "9个"))
    assert {(each.message_id, each.severity) for each in missed} == {
        ("score-reason", Severity.WARNING)
    }
    far = findings(plan(), report(plan(), "13个"))
    assert {(each.message_id, each.severity) for each in far} == {
        ("score-over-completion", Severity.ERROR)
    }


def test_every_indicator_is_answered_and_no_other_is_named() -> None:
    given = report(plan(), benefit_socials=IndicatorReport(actual=read_actual("1个", 2025)))
    indicators = dict(given.indicators)
    del indicators["benefit-social"]
    given = replace(given, indicators=indicators)
    assert messages(plan(), given) == ["report-unanswered", "report-unknown-close"]
    assert score(plan(), given).total is None


@pytest.mark.parametrize(
    ("reported", "wanted"),
    [
        (IndicatorReport(actual=read_actual("9台", 2025)), "report-comparable"),
        (IndicatorReport(actual=Statement(text=NAME), tier="achieved"), "report-comparable"),
        (
            IndicatorReport(actual=read_actual("9个", 2025), not_applicable=NAME),
            "score-not-applicable",
        ),
    ],
)
def test_an_actual_value_that_does_not_fit(reported: IndicatorReport, wanted: str) -> None:
    assert messages(plan(), report(plan(), benefit_social=reported)) == [wanted]


def test_a_budget_without_execution_is_an_error() -> None:
    rows = {"task": FundsReport(initial=Decimal(5)), "tusk": FundsReport(executed=Decimal(5))}
    given = replace(report(plan()), funds=rows)
    found = score(plan(), given)
    wanted = ["report-unknown-close", "score-execution", "score-execution-budget"]
    assert messages(plan(), given) == wanted
    assert (found.total, found.execution.score) == (None, None)


def test_the_evaluation_of_the_real_table(real_plan: Plan) -> None:
    path = DATA / "reports" / "2025-ccpit-tianjin-evaluation.yaml"
    loaded = load_report(read_source(path)).report
    assert loaded is not None
    found = score(real_plan, loaded)
    assert messages(real_plan, loaded) == []
    assert sum(each.weight or 0 for each in found.indicators) == 90
    by_id = {each.id: each for each in found.indicators}
    # 48 outputs share 50 points: 1.05 for the first 8, 1.04 for the others; 6 % against ≤5 %.
    assert str(by_id["system-failure-rate"].weight) == "1.05"
    assert str(by_id["system-failure-rate"].score) == "0.84"
    # 5230.60 in all, of which 5094.11 was executed.
    assert (found.execution.budget, found.execution.executed) == (
        Decimal("5230.60"),
        Decimal("5094.11"),
    )
    assert found.grade is not None
    assert found.grade.id == "excellent"


def test_a_report_is_on_the_indicators_of_the_year(real_plan: Plan) -> None:
    vocabulary = vocabulary_of(real_plan)
    assert len(evaluated_indicators(real_plan, vocabulary)) == 79


def test_a_plan_with_money_needs_funds_in_its_report(real_plan: Plan) -> None:
    path = DATA / "reports" / "2025-ccpit-tianjin-evaluation.yaml"
    loaded = load_report(read_source(path)).report
    assert loaded is not None
    assert messages(real_plan, replace(loaded, funds={})) == ["score-execution-none"]
