"""Changes of what can be read in the words of targets: days and figures."""

from perf_report.diff.deadline_days import days_later
from perf_report.diff.figure_moves import Move, figure_move
from perf_report.diff.text_changes import Years, without_punctuation
from perf_report.model.measure import measure
from perf_report.model.plan import Indicator
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import Quantity, Statement, Worded
from perf_report.model.worded_target import (
    DaysInWords,
    days_in_words,
    figures_in_words,
    may_hold_figure,
)


def worded_days(before: Worded, after: Worded, years: Years) -> int:
    """By how many days the day that the words name is later; 0 if that is not known.

    Words that stay are no change, though the table's year moved on.
    """
    if before.text.zh == after.text.zh:
        return 0
    old, new = _days(before, years.old).day, _days(after, years.new).day
    return days_later(old, new, years) if old and new else 0


def names_start(before: Worded, after: Worded, years: Years) -> bool:
    """Whether the words of either name a day from which something runs, and none by which."""
    sides = _days(before, years.old), _days(after, years.new)
    return any(side.starts and not side.days for side in sides)


def changed_beside_days(before: Worded, after: Worded, years: Years) -> bool:
    """Whether the Chinese words differ in more than the days by which something is due."""
    old, new = _days(before, years.old), _days(after, years.new)
    first, second = without_punctuation(old.rest), without_punctuation(new.rest)
    return (first, old.starts) != (second, new.starts)


def _days(target: Worded, year: int) -> DaysInWords:
    return days_in_words(target.text.zh or "", year)


def worded_move(old: Indicator, new: Indicator) -> Move | None:
    """How the figures in the words of two targets moved; None if that is not known."""
    if not isinstance(old.target, Worded) or not isinstance(new.target, Worded):
        return None
    first, second = figures_in_words(old.target.printed), figures_in_words(new.target.printed)
    if bool(first) != bool(second):
        return "gone" if first else "come"
    if len(first) != 1 or len(second) != 1:
        return None
    (before,), (after,) = first, second
    return figure_move(old, before, new, after) if _converts(before, after) else None


def quantified_move(old: Indicator, new: Indicator, years: Years) -> Move | None:
    """How a figure or a date compares with the words that it replaces.

    None if the words said neither how much nor by when, or if they stay beside a date.
    """
    if not isinstance(old.target, Statement):
        return None
    if isinstance(new.target, Quantity):
        return _move_out_of_words(old, old.target, new, new.target)
    if not isinstance(new.target, Worded):
        return "unclear"
    return "unclear" if changed_beside_days(old.target, new.target, years) else None


def _move_out_of_words(
    old: Indicator, before: Statement, new: Indicator, after: Quantity
) -> Move | None:
    words = before.text.zh or ""
    figures = figures_in_words(words)
    if not figures:
        return "unclear" if may_hold_figure(words) else None
    alike = [figure for figure in figures if _converts(figure, after)]
    (figure, *others) = alike or figures
    if others:
        return "unclear"
    if figure_move(old, figure, new, after) == "weaker":
        return "weaker"
    stated = stated_quantity(before)
    return "stronger" if stated and _asks_as_much(old, stated, new, after) else "unclear"


def _asks_as_much(old: Indicator, stated: Quantity, new: Indicator, after: Quantity) -> bool:
    """Whether a quantity asks for no less than what words stated, under the same sign."""
    if stated.operator is not after.compared_operator or not _converts(stated, after):
        return False
    is_same = measure(stated).value == measure(after).value
    return is_same or figure_move(old, stated, new, after) == "stronger"


def _converts(before: Quantity, after: Quantity) -> bool:
    return measure(before).base_unit == measure(after).base_unit
