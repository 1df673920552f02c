"""The weights of indicators: their own, or that of their level spread over them.

The measures of 2020 (财预〔2020〕10号) give points to level 1. How these are spread where a table
does not say is our own rule: in hundredths by largest remainder, so that the parts add up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perf_report.model.finding import Finding
from perf_report.model.framework import Framework, level_labels
from perf_report.model.plan import Indicator
from perf_report.model.report import Report
from perf_report.model.scoring import Scoring, is_finer
from perf_report.model.text import Text

_RULE = "score-weights"
_FULL = 100
_HUNDREDTH = Decimal("0.01")
NO_LABELS: Mapping[str, Text] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights by the id of the indicator, in document order; none if they are not sound."""

    weights: Mapping[str, Decimal] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def find_weights(
    indicators: Sequence[Indicator],
    framework: Framework,
    scoring: Scoring,
    report: Report,
    labels: Mapping[str, Text] = NO_LABELS,
) -> Weights:
    """Return the weights of the indicators of a table, or what is wrong with them.

    `labels` are those of levels that the framework has not.
    """
    labels = {**labels, **level_labels([framework])}
    own = {each.id: each.weight for each in indicators if each.weight is not None}
    levels = None if own else _by_level(indicators, framework)
    points = {**scoring.weights, **report.weights}
    found = (
        _check_own(indicators, own, scoring)
        if levels is None
        else _check_levels(levels, points, scoring, report, labels)
    )
    findings = tuple(found)
    if findings:
        return Weights(findings=findings)
    weights = own if levels is None else _spread_all(levels, points, indicators)
    findings = tuple(_check_decimals(indicators, weights, scoring))
    return Weights(findings=findings) if findings else Weights(weights=weights)


def _by_level(
    indicators: Sequence[Indicator], framework: Framework
) -> Mapping[str, Sequence[Indicator]]:
    known = {category.id: level.id for level, category in framework.categories()}
    levels: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in indicators:
        levels[known[indicator.category]].append(indicator)
    return levels


def _check_own(
    indicators: Sequence[Indicator], own: Mapping[str, Decimal], scoring: Scoring
) -> Iterator[Finding]:
    without = [each.name for each in indicators if each.weight is None]
    total = sum(own.values(), scoring.execution.weight)
    if without:
        yield _finding("score-weights-some", name=without[0])
    elif total != _FULL:
        yield _finding(
            "score-weights-own", sum=f"{total:f}", execution=f"{scoring.execution.weight:f}"
        )


def _check_levels(
    levels: Mapping[str, Sequence[Indicator]],
    points: Mapping[str, Decimal],
    scoring: Scoring,
    report: Report,
    labels: Mapping[str, Text],
) -> Iterator[Finding]:
    if not points:
        yield _finding("score-weights-none", scoring=scoring.id)
        return
    for level in levels:
        if level not in points:
            yield _finding("score-weights-level", level=labels[level], scoring=scoring.id)
    for level, weight in points.items():
        if weight and level not in levels:
            label = labels.get(level) or Text(zh=level)
            yield _finding("score-weights-empty", level=label, weight=f"{weight:f}")
    total = sum(points.values(), scoring.execution.weight)
    if total != _FULL:
        yield Finding(
            rule=_RULE,
            message="score-weights-sum",
            route=("weights",) if report.weights else (),
            arguments={"sum": f"{total:f}", "execution": f"{scoring.execution.weight:f}"},
        )


def _check_decimals(
    indicators: Sequence[Indicator], weights: Mapping[str, Decimal], scoring: Scoring
) -> Iterator[Finding]:
    """The first weight with more decimals than a score has, which no score could reach."""
    for each in indicators:
        weight = weights[each.id]
        if is_finer(weight, scoring.places):
            arguments = {"name": each.name, "weight": f"{weight:f}", "places": scoring.places}
            yield _finding("score-weights-places", scoring=scoring.id, **arguments)
            return


def _finding(message: str, **arguments: object) -> Finding:
    return Finding(rule=_RULE, message=message, route=("scoring",), arguments=arguments)


def _spread_all(
    levels: Mapping[str, Sequence[Indicator]],
    points: Mapping[str, Decimal],
    indicators: Sequence[Indicator],
) -> Mapping[str, Decimal]:
    weights = {
        each.id: weight
        for level, members in levels.items()
        for each, weight in zip(members, spread(points[level], len(members)), strict=True)
    }
    return {each.id: weights[each.id] for each in indicators}


def spread(points: Decimal, count: int) -> list[Decimal]:
    """Return points in equal parts of whole hundredths, the larger ones first.

    Equal parts have equal remainders, so that the hundredths that are left go in document order.
    """
    each, left = divmod(int(points / _HUNDREDTH), count)
    return [(each + (index < left)) * _HUNDREDTH for index in range(count)]
