"""What changes mean: every kind has a rule and an opposite, and no rule could be otherwise."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from cases import for_each
from change_rows import ROWS
from change_rows.parts import Row, told
from change_rows.reasons import reasons_of_the_code
from usual_funds import usual_funds
from vocabularies import complete

from perf_report.diff import significance
from perf_report.diff.assessment import Assessment, Significance
from perf_report.diff.change import COMBINED_KINDS, Change, ChangeKind
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.mirrors import MIRRORS, ONE_WAY, WAIVERS, opposite
from perf_report.diff.significance import RULES, AssessedChange, Policy, assess
from perf_report.messages import load_catalogue
from perf_report.model.plan import Department, Goal, Indicator, Plan, Task
from perf_report.model.target import Operator, Quantity
from perf_report.model.text import LANGUAGES, Language, Text


def rows_of(kind: ChangeKind) -> list[Row]:
    """The rows of the table that have a change of this kind."""
    found = [row for row in ROWS if any(change[0] == kind for change in row.changes)]
    assert found, kind
    return found


@cache
def a_change(kind: ChangeKind) -> Change:
    assessed: tuple[AssessedChange, ...] = rows_of(kind)[0].compare().assessed
    return next(item.change for item in assessed if item.change.kind is kind)


# --- Kinds, rules and mirrors ---


def test_every_kind_has_a_rule() -> None:
    assert RULES.keys() == set(ChangeKind)


def test_every_kind_has_a_mirror_or_is_one() -> None:
    assert {*MIRRORS, *MIRRORS.values(), *ONE_WAY} == set(ChangeKind)
    assert not ONE_WAY & {*MIRRORS, *MIRRORS.values()}


def test_a_mirror_belongs_to_one_kind_alone() -> None:
    apart = {kind: mirror for kind, mirror in MIRRORS.items() if kind is not mirror}
    assert len({*apart, *apart.values()}) == 2 * len(apart)
    assert len(set(MIRRORS.values())) == len(MIRRORS)


def test_kinds_that_follow_from_others_mirror_each_other() -> None:
    assert {MIRRORS.get(kind, kind) for kind in COMBINED_KINDS} <= COMBINED_KINDS


@for_each("kind", WAIVERS)
def test_a_waiver_gives_a_reason_and_is_needed(kind: ChangeKind) -> None:
    assert len(WAIVERS[kind].split()) > 5
    assert WAIVERS[kind].endswith(".")
    there, back = assess(a_change(kind), Policy()), assess(a_change(MIRRORS[kind]), Policy())
    assert back.assessment.significance is not opposite(there.assessment.significance)


@for_each("significance", Significance)
def test_the_opposite_of_the_opposite_is_the_same(significance: Significance) -> None:
    assert opposite(opposite(significance)) is significance
    steady = significance in {Significance.NEUTRAL, Significance.UNCLEAR}
    assert (opposite(significance) is significance) == steady


# --- Mirrors, on every row of the table ---

BOTH_WAYS: dict[str, ChangeKind] = {
    kind: other for pair in MIRRORS.items() for kind, other in (pair, pair[::-1])
}
WAIVED = {*WAIVERS, *(MIRRORS[kind] for kind in WAIVERS)}


def assessments(assessed: Iterable[AssessedChange]) -> list[tuple[str, str, str]]:
    """Kind, where the thing stands, and what it means, in any order."""
    return sorted(
        (
            item.change.kind.value,
            repr((item.change.old_route, item.change.new_route)),
            meaning(item),
        )
        for item in assessed
        if "added" not in item.change.detail and item.change.kind not in ONE_WAY
    )


def mirrored(assessed: Iterable[AssessedChange]) -> list[tuple[str, str, str]]:
    """The assessments that the way back has to give."""
    return sorted(
        (
            BOTH_WAYS[item.change.kind].value,
            repr((item.change.new_route, item.change.old_route)),
            "waived"
            if item.change.kind in WAIVED
            else opposite(item.assessment.significance).value,
        )
        for item in assessed
        # More money beside something new is asked about; less beside something removed is not.
        if "added" not in item.change.detail and item.change.kind not in ONE_WAY
    )


def meaning(item: AssessedChange) -> str:
    return "waived" if item.change.kind in WAIVED else item.assessment.significance.value


@for_each("row", ROWS)
def test_the_way_back_is_judged_oppositely(row: Row) -> None:
    assert assessments(row.compare_back().assessed) == mirrored(row.compare().assessed)


# --- Signs and figures ---

POINTS = [Decimal(count) / 4 for count in range(81)]


def allowed(target: Quantity) -> set[Decimal]:
    """Which of some points a target allows."""
    figure = target.value
    tests = {
        Operator.AT_LEAST: lambda point: point >= figure,
        Operator.MORE_THAN: lambda point: point > figure,
        Operator.AT_MOST: lambda point: point <= figure,
        Operator.LESS_THAN: lambda point: point < figure,
        Operator.EXACTLY: lambda point: point == figure,
    }
    return {point for point in POINTS if tests[target.operator or Operator.EXACTLY](point)}


FLOORS = {Operator.AT_LEAST, Operator.MORE_THAN}
CEILINGS = {Operator.AT_MOST, Operator.LESS_THAN}
FIGURES = [("10", "8"), ("10", "10"), ("10", "12"), ("10", "10.5"), ("10", "9.5")]


def plan_with(target: Quantity) -> Plan:
    words = Text(zh="窗口数量", en="Windows")
    item = Indicator(id="windows", category="output.quantity", name=words, target=target)
    return Plan(
        year=2025,
        department=Department(code="bureau", name=words),
        framework="output-cost",
        currency_unit="万元",
        tasks=(Task(id="task", text=words, funds=usual_funds(basic=Decimal(1))),),
        goals=(Goal(id="goal", tasks=("task",), text=words, indicators=(item,)),),
    )


def compare_quantities(before: Quantity, after: Quantity) -> Comparison:
    return compare_plans(complete(plan_with(before)), complete(plan_with(after)), Policy())


def meant(before: Quantity, after: Quantity) -> str:
    """What a change of sign or figure means, by what the two allow."""
    signs = {before.operator, after.operator}
    if signs <= FLOORS or signs <= CEILINGS:
        old, new = allowed(before), allowed(after)
        return "stronger" if new < old else "weaker" if new > old else "same"
    if Operator.EXACTLY not in signs:
        return "unclear sign-turned"
    if signs == {Operator.EXACTLY}:
        return "same" if before.value == after.value else "unclear exact"
    return meant_of_exact(before, after)


def meant_of_exact(before: Quantity, after: Quantity) -> str:
    """The same where either sign is ＝ and the other a bound."""
    has_floor = bool({before.operator, after.operator} & FLOORS)
    is_exact, is_apart = after.operator is Operator.EXACTLY, not allowed(before) & allowed(after)
    if is_apart and not has_floor:
        # ＜10 allows nothing at all; whether ＝10 asks for more or for less, nothing tells.
        return "unclear exact"
    if before.value != after.value:
        return "stronger" if (after.value > before.value) == has_floor else "weaker"
    if is_apart:
        # ＝10 does not reach what ＞10 asks for.
        return "weaker" if is_exact else "stronger"
    return "unclear bound-to-exact" if is_exact else "unclear exact-to-bound"


@for_each("new", Operator)
@for_each("old", Operator)
@for_each("lower,higher", FIGURES)
def test_signs_and_figures_mean_what_they_allow(
    old: Operator, new: Operator, lower: str, higher: str
) -> None:
    before = Quantity(operator=old, figure=lower, unit="个")
    after = Quantity(operator=new, figure=higher, unit="个")
    assessed = [
        f"{item.assessment.significance} {item.assessment.reason}"
        for item in compare_quantities(before, after).assessed
    ]
    expected = meant(before, after)
    assert len(assessed) == (expected != "same")
    assert all(said.startswith(expected) for said in assessed)


@for_each("new", Operator)
@for_each("old", Operator)
@for_each("first,second", FIGURES)
def test_signs_and_figures_are_judged_oppositely_on_the_way_back(
    old: Operator, new: Operator, first: str, second: str
) -> None:
    before = Quantity(operator=old, figure=first, unit="个")
    after = Quantity(operator=new, figure=second, unit="个")
    there, back = compare_quantities(before, after), compare_quantities(after, before)
    assert assessments(back.assessed) == mirrored(there.assessed)


def test_another_notation_of_the_figures_means_the_same() -> None:
    for old in Operator:
        for new in Operator:
            before = Quantity(operator=old, figure="2", unit="小时")
            after = Quantity(operator=new, figure="3", unit="小时")
            noted = Quantity(operator=new, figure="180", unit="分钟")
            first, second = compare_quantities(before, after), compare_quantities(before, noted)
            assert assessments(first.assessed) == assessments(second.assessed)


# --- Questions ---


@for_each("language", LANGUAGES)
def test_what_is_unclear_asks_a_question_and_nothing_else_does(language: Language) -> None:
    told = {(change[5], change[6]) for row in ROWS for change in row.changes}
    unclear = {reason for significance_, reason in told if significance_ == Significance.UNCLEAR}
    questions = load_catalogue(language).tables["question"]
    # Those about reports that were edited are asked in tests/score.
    of_plans = {reason for reason in questions if not reason.endswith("-edited")}
    assert of_plans == unclear | {"policy"}
    assert all(question.endswith(("?", "？")) for question in questions.values())


# --- A project's policy ---


@for_each("wanted", Significance)
@for_each("kind", ChangeKind)
def test_a_policy_overrides_one_kind_and_no_other(kind: ChangeKind, wanted: Significance) -> None:
    policy = Policy(significance={kind.value: wanted})
    for other in ChangeKind:
        assessment = assess(a_change(other), policy).assessment
        if other is kind:
            assert assessment == Assessment(significance=wanted, reason="policy")
        else:
            assert assessment == assess(a_change(other), Policy()).assessment


def test_a_policy_is_followed_where_plans_are_compared() -> None:
    policy = Policy(significance={"target-loosened": Significance.UNCLEAR})
    (row,) = [row for row in ROWS if row.name == "a floor that falls"]
    assert [change[5:] for change in told(row.compare(policy))] == [("unclear", "policy")]


def test_a_policy_says_which_level_counts_as_an_outcome() -> None:
    (row,) = [row for row in ROWS if row.name == "a figure in place of words"]
    kinds = [change[0] for change in told(row.compare(Policy(outcomes=("output",))))]
    assert kinds == ["target-quantified"]


# --- Rules broken on purpose ---


def fails(kind: ChangeKind) -> bool:
    """Whether the table notices that the rule of a kind is broken."""
    return any(told(row.compare()) != list(row.changes) for row in rows_of(kind))


def test_the_table_is_content_with_the_rules_as_they_are() -> None:
    assert [kind for kind in ChangeKind if fails(kind)] == []


@for_each("constant", Significance)
@for_each("kind", ChangeKind)
def test_a_rule_that_always_says_one_thing_is_noticed(
    kind: ChangeKind, constant: Significance, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = RULES[kind]
    expected = {change[5] for row in rows_of(kind) for change in row.changes if change[0] == kind}

    def broken(change: Change) -> Assessment:
        # Where nothing but this significance is expected, only the reason can be wrong.
        right = rule(change)
        reason = "broken" if expected == {constant} else right.reason
        return replace(right, significance=constant, reason=reason)

    monkeypatch.setattr(significance, "RULES", {**RULES, kind: broken})
    assert fails(kind)


REASONS = sorted(reasons_of_the_code() - {"policy"})


@for_each("reason", REASONS)
def test_a_verdict_turned_round_is_noticed_whatever_its_reason(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turned(kind: ChangeKind) -> Any:
        def broken(change: Change) -> Assessment:
            assessment = RULES[kind](change)
            others = [other for other in Significance if other is not assessment.significance]
            wrong = replace(assessment, significance=others[0])
            return wrong if assessment.reason == reason else assessment

        return broken

    monkeypatch.setattr(significance, "RULES", {kind: turned(kind) for kind in ChangeKind})
    rows = [row for row in ROWS if any(change[6] == reason for change in row.changes)]
    assert rows
    assert all(told(row.compare()) != list(row.changes) for row in rows)
