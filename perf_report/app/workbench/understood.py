"""What a target that a person types is understood as, in words."""

from datetime import date
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.target import Deadline, Operator, Quantity, Range, Ratio, Target
from perf_report.model.target_reading import read_target
from perf_report.render.dates import day_words

_WORDS = {
    Operator.AT_LEAST: "at-least",
    Operator.AT_MOST: "at-most",
    Operator.MORE_THAN: "more-than",
    Operator.LESS_THAN: "less-than",
    Operator.EXACTLY: "exactly",
}


def understood_target(value: Any, year: int, say: Catalogue) -> str:
    """Return in words what a target of a plan of a year says."""
    if isinstance(value, dict):
        by = _day(value.get("by"))
        return _deadline(by, say) if by else say.format("workbench", "understood-words")
    target = read_target(str(value), year)
    return _say(target, say) if target else say.format("workbench", "understood-nothing")


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _deadline(by: date, say: Catalogue) -> str:
    return say.format("workbench", "understood-deadline", day=day_words(by, say))


def _say(target: Target, say: Catalogue) -> str:
    if isinstance(target, Quantity):
        bound = say.format(
            "workbench",
            _WORDS[target.compared_operator],
            figures=target.figure,
            unit=target.unit_name,
        )
        return say.format("workbench", "understood", words=bound.strip())
    if isinstance(target, Range):
        values = {"least": target.lower, "most": target.upper, "unit": target.unit_name}
        return say.format("workbench", "understood-range", **values)
    if isinstance(target, Ratio):
        return say.format("workbench", "understood-ratio", figures=target.first, most=target.second)
    if isinstance(target, Deadline):
        return _deadline(target.by, say)
    return say.format("workbench", "understood-words")
