"""What a form prints of a report on a plan: fields, columns of money, and columns of indicators."""

from collections.abc import Mapping

from perf_report.model.form_blocks import IndicatorColumn, ValueType

# The fields that print what a report has by itself, or what its scores come to.
REPORT_FIELDS = frozenset(
    {
        "report.achieved", "report.as_of", "report.conclusion", "report.goals", "report.grade",
        "report.measures", "report.of", "report.problems", "report.reasons", "report.remedies",
        "report.through", "report.total",
    }
)  # fmt: skip

# The columns of money, each with its type.
REPORT_AMOUNTS: Mapping[str, ValueType] = {
    "initial": ValueType.MONEY,
    "adjusted": ValueType.MONEY,
    "executed": ValueType.MONEY,
    "expected": ValueType.MONEY,
    "rate": ValueType.PERCENT,
    "weight": ValueType.POINTS,
    "score": ValueType.POINTS,
    "reason": ValueType.TEXT,
}

# The columns of indicators that no form of goals has.
REPORT_COLUMNS = frozenset(
    {
        IndicatorColumn.INITIAL, IndicatorColumn.ADJUSTED, IndicatorColumn.ACTUAL,
        IndicatorColumn.RATIO, IndicatorColumn.SCORE, IndicatorColumn.REASON,
        IndicatorColumn.REMEDY, IndicatorColumn.SO_FAR, IndicatorColumn.EXPECTED,
        IndicatorColumn.LIKELIHOOD, IndicatorColumn.CAUSES,
    }
)  # fmt: skip

# What people put where a form has a blank for a tick.
TICKS = frozenset("√✓✔☑■●vV1是")
# What offices put beside a tick into the columns that are not meant.
NO_TICKS = frozenset("□☐×✗✕0否")
