"""What a form has a place for: its goals, its rows of money, and its columns of indicators."""

from collections.abc import Mapping

from perf_report.model.form import (
    AMOUNT,
    Column,
    Form,
    GoalsBlock,
    IndicatorsBlock,
    Subject,
    ValueType,
)
from perf_report.model.source_tree import TOTAL
from perf_report.model.text import Text

# A project has one row of money for the sheet of all projects, which prints its budget.
_NO_LABEL = Text()
_SHEET_FUNDS = {TOTAL: {AMOUNT: Column(id=AMOUNT, label=_NO_LABEL, type=ValueType.MONEY)}}

# The columns that a sheet of all projects fills from the head of each project's spec.
SHEET_COLUMNS = frozenset({"unit-name", "project-name", "budget", "goal"})


def lists_under_goals(form: Form | None) -> bool:
    """Whether each goal has its own indicators; not where the form is unknown."""
    return form is not None and form.lists_under_goals


def lists_under_table(form: Form | None) -> bool:
    """Whether the indicators stand in one list; not where the form is unknown."""
    return form is not None and form.lists_under_table


def has_goals(form: Form) -> bool:
    """Whether a goal has a place: a block, the head of its indicators, or a sheet's column."""
    is_sheet = form.subject is Subject.PROJECTS
    return is_sheet or bool(form.blocks_of(GoalsBlock)) or form.lists_under_goals


def shows_weights(form: Form) -> bool:
    """Whether the weights of levels and of goals are printed."""
    return any(block.shows_weights for block in form.blocks_of(IndicatorsBlock))


def funds_columns(form: Form) -> Mapping[str, Mapping[str, Column]]:
    """The columns of every row of money, by the row's id."""
    return _SHEET_FUNDS if form.subject is Subject.PROJECTS else form.funds_columns()


def own_columns(form: Form, horizon: str) -> dict[str, Column]:
    """The form's own columns of the indicators of a horizon, by id, that a spec fills."""
    filled = SHEET_COLUMNS if form.subject is Subject.PROJECTS else frozenset[str]()
    return {
        column.own.id: column.own
        for block in form.blocks_of(IndicatorsBlock)
        if any(each.id == horizon for each in block.horizons)
        for column in block.columns
        if column.own and column.own.id not in filled
    }
