"""Changes of what can be read in the words of targets: days and figures."""

from perf_report.diff.deadline_days import days_later
from perf_report.diff.figure_moves import Move, figure_move
from perf_report.diff.text_changes import Years
from perf_report.model.measure import measure
from perf_report.model.plan import Indicator
from perf_report.model.target import Deadline, Statement
from perf_report.model.worded_target import day_in_words, figures_in_words

WordedTarget = Deadline | Statement


def worded_days(before: WordedTarget, after: WordedTarget, years: Years) -> int:
    """By how many days the day that the words name is later; 0 if that is not known.

    Words that stay are no change, though the table's year moved on.
    """
    if before.text.zh == after.text.zh:
        return 0
    old = day_in_words(before.text.zh or "", years.old)
    new = day_in_words(after.text.zh or "", years.new)
    return days_later(old, new, years) if old and new else 0


def worded_move(old: Indicator, new: Indicator) -> Move | None:
    """How the figures in the words of two targets moved; None if that is not known."""
    if not isinstance(old.target, Statement) or not isinstance(new.target, Statement):
        return None
    first = figures_in_words(old.target.text.zh or "")
    second = figures_in_words(new.target.text.zh or "")
    if bool(first) != bool(second):
        return "gone" if first else "come"
    if len(first) != 1 or len(second) != 1:
        return None
    (before,), (after,) = first, second
    is_comparable = measure(before).base_unit == measure(after).base_unit
    return figure_move(old, before, new, after) if is_comparable else None
