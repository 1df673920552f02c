"""Messages that call a value what it is, for rules that values of several names have."""

from collections.abc import Mapping
from typing import Any

from perf_report.model.route import Route

# By a rule and by what a schema says that a value is.
_MESSAGES = {
    ("weight", "score"): "weight-score",
    ("weight", "points"): "weight-points",
    ("wrong-type", "score"): "wrong-type-score",
    ("wrong-type", "points"): "wrong-type-points",
    ("date-form", "month"): "date-form-month",
}
_OF_TARGET = ("", "target-syntax-close")
_OF_BASELINE = ("target-syntax-baseline", "target-syntax-baseline-close")


def message_of(rule: str, schema: Mapping[str, Any]) -> str:
    """Return the message of a rule on a value of a schema; empty for that of the rule."""
    return _MESSAGES.get((rule, schema.get("x-subject", "")), "")


def messages_of_target(route: Route) -> tuple[str, str]:
    """Return the messages on a text that cannot be read, and on one with what it may mean."""
    return _OF_BASELINE if route[-2:] == ("baseline", "value") else _OF_TARGET
