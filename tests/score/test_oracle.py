"""The scores of the package beside those of a second computation, over random evaluations."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sampling import tries
from vocabularies import vocabulary

from perf_report.model.category_kind import Better
from perf_report.model.plan import Department, Goal, Indicator, Plan, Task
from perf_report.model.report import Actual, FundsReport, IndicatorReport, Report, ReportKind
from perf_report.model.scoring import (
    AboveEqual,
    AtLeast,
    AtMost,
    ExecutionRule,
    Grade,
    Lateness,
    Scoring,
    Tier,
)
from perf_report.model.target import (
    Deadline,
    Operator,
    Quantity,
    Range,
    Ratio,
    Statement,
    Target,
)
from perf_report.model.text import Text
from perf_report.render.scores.figures import percentage, plain
from perf_report.score.evaluation import Evaluated, score_evaluation
from score import oracle

NAME = Text(zh="示例")
CATEGORIES = {
    "output": "output.quantity",
    "benefit": "benefit.social",
    "satisfaction": "satisfaction.beneficiary",
}
VOCABULARY = vocabulary()
EVALUATIONS = tries(10_000)


@pytest.mark.slow
def test_a_second_computation_gives_the_same_scores() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(EVALUATIONS):
        data = oracle.random_evaluation(seed)
        kinds.update(each["target"]["kind"] for each in data["indicators"])
        assert package_score(data) == oracle.score(data), f"seed {seed}: {data}"
    assert set(kinds) == set(oracle.KINDS)
    assert min(kinds.values()) > EVALUATIONS


def package_score(data: dict[str, Any]) -> dict[str, Any]:
    """What the package makes of the data of the oracle, in the shape of the oracle's result."""
    indicators = {each["id"]: each for each in data["indicators"]}
    plan = Plan(
        year=2025,
        department=Department(code="water", name=NAME),
        framework="output-cost",
        currency_unit="万元",
        tasks=(Task(id="task", text=NAME),),
        goals=(
            Goal(
                id="goal",
                text=NAME,
                tasks=("task",),
                indicators=tuple(map(_indicator, indicators.values())),
            ),
        ),
    )
    report = Report(
        kind=ReportKind.EVALUATION,
        of=plan.identity,
        funds=_funds(data["execution"]),
        indicators={id_: _reported(each) for id_, each in indicators.items()},
        weights={id_: Decimal(weight) for id_, weight in data.get("weights", {}).items()},
    )
    found = score_evaluation(
        Evaluated(
            plan=plan, vocabulary=VOCABULARY, report=report, scoring=_scoring(data["scoring"])
        )
    )
    execution = found.execution
    return {
        "total": _points(found.total),
        "grade": found.grade.id if found.grade else None,
        "execution": {
            "weight": plain(execution.weight),
            "rate": None if execution.rate is None else percentage(execution.rate),
            "score": _points(execution.score),
        },
        "indicators": [
            {
                "id": each.id,
                "weight": plain(each.weight or Decimal(0)),
                "score": _points(each.score),
                "met": each.met,
            }
            for each in found.indicators
        ],
    }


def _points(points: Decimal | None) -> str | None:
    return None if points is None else f"{points:f}"


def _scoring(data: dict[str, Any]) -> Scoring:
    execution = data["execution"]
    return Scoring(
        id=data["id"],
        name=NAME,
        source=NAME,
        execution=ExecutionRule(weight=Decimal(execution["weight"])),
        weights={id_: Decimal(weight) for id_, weight in data["weights"].items()},
        at_least=AtLeast(data["at_least"]),
        at_most=AtMost(data["at_most"]),
        above_equal=AboveEqual(data["above_equal"]),
        late=tuple(
            Lateness(days=int(row["days"]), deduct=100 * (1 - Decimal(row["part"])))
            for row in data.get("late", ())
        ),
        tiers=tuple(
            Tier(
                id=tier["id"],
                label=NAME,
                start=Decimal(tier["from"]),
                end=Decimal(tier["to"]),
            )
            for tier in data["tiers"]
        ),
        places=int(data["places"]),
        grades=tuple(
            Grade(id=grade["id"], label=NAME, start=Decimal(grade["from"]))
            for grade in data["grades"]
        ),
    )


def _funds(data: dict[str, Any]) -> dict[str, FundsReport]:
    if "adjusted" not in data:
        return {}
    adjusted, executed = Decimal(data["adjusted"]), Decimal(data["executed"])
    return {"task": FundsReport(adjusted=adjusted, executed=executed)}


def _indicator(data: dict[str, Any]) -> Indicator:
    return Indicator(
        id=data["id"],
        category=CATEGORIES[data["level"]],
        name=NAME,
        target=_target(data["target"]),
        weight=Decimal(data["weight"]) if data["weight"] else None,
        better=Better(data["better"]) if data["better"] else None,
    )


def _target(data: dict[str, Any]) -> Target:
    match data["kind"]:
        case "quantity":
            return _quantity(data["value"], data["operator"])
        case "duration":
            # The words 个月内 have the sign ≤.
            return _quantity(data["value"], data["operator"] or Operator.AT_MOST)
        case "range":
            return Range(lower=data["low"], upper=data["high"], unit="个", words="示例")
        case "ratio":
            return _ratio(data["value"])
        case "deadline":
            return Deadline(text=NAME, by=date.fromisoformat(data["day"]))
    return Statement(text=NAME)


def _quantity(value: str, sign: str | None = None) -> Quantity:
    return Quantity(operator=Operator(sign) if sign else None, figure=value, unit="个")


def _ratio(value: str) -> Ratio:
    first, _, second = value.partition("/")
    return Ratio(first=first, second=second, words=value)


def _reported(data: dict[str, Any]) -> IndicatorReport:
    if data["not_applicable"]:
        return IndicatorReport(not_applicable=NAME)
    return IndicatorReport(
        actual=_actual(data["target"]["kind"], data["actual"]),
        tier=data["actual"].get("tier"),
        score=Decimal(data["score"]) if data["score"] else None,
    )


def _actual(kind: str, data: dict[str, Any]) -> Actual:
    if "tier" in data:
        return Statement(text=NAME)
    if "day" in data:
        return Deadline(text=NAME, by=date.fromisoformat(data["day"]))
    return _ratio(data["value"]) if kind == "ratio" else _quantity(data["value"])
