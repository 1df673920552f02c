"""The cells of one indicator, by the columns that a form asks for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.model.category_kind import Better
from perf_report.model.form import IndicatorColumn, IndicatorsBlock, ShownColumn, ValueType
from perf_report.model.framework import Category, Level1
from perf_report.model.plan import Indicator
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.model.target import (
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Deadline,
    Measured,
    Operator,
    Quantity,
    Target,
)
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.indicator_keys import route_in
from perf_report.render.blocks.indicator_lists import Entry
from perf_report.render.blocks.level_weights import level_weight
from perf_report.render.blocks.report_cells import report_notes, report_runs, report_value
from perf_report.render.blocks.sheet_columns import goal_cell, sheet_cell
from perf_report.render.blocks.values import choice_runs, print_value
from perf_report.render.grid.cells import LineCell, Note
from perf_report.render.localized_text import TextRuns, deduplicate

_LEVELS = (IndicatorColumn.LEVEL1, IndicatorColumn.LEVEL2)
_REASON = frozenset({IndicatorColumn.REASON})
_POINTS = frozenset({IndicatorColumn.SCORE, IndicatorColumn.RATIO})
_NAMES = frozenset({IndicatorColumn.NAME, IndicatorColumn.LEVEL3})


def column_kind(shown: ShownColumn) -> str:
    """The kind of a column's cells, which the style sheet knows."""
    if shown.own:
        return "amount" if shown.own.type is ValueType.MONEY else "value"
    if shown.builtin in _NAMES:
        return "name"
    if shown.ticks:
        return "tick"
    return "weight" if shown.builtin in _POINTS else shown.id


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorCells:
    """Makes the cells of entries; `path` is the key of the merged cells to the left of them."""

    context: BlockContext
    block: IndicatorsBlock
    path: str
    band: str = ""

    def cells(self, columns: Sequence[ShownColumn], entry: Entry, start: int) -> Iterator[LineCell]:
        """Yield the cells of an entry from a column on."""
        filler = self
        for column, shown in enumerate(columns, start=start):
            cell = filler.cell(shown, entry, column)
            yield cell
            if cell.key:
                filler = IndicatorCells(
                    context=self.context, block=self.block, path=cell.key, band=self.band
                )

    def cell(self, shown: ShownColumn, entry: Entry, column: int) -> LineCell:
        """Return one cell of an entry."""
        if shown.builtin in _LEVELS:
            return self._level(shown, entry, column)
        if shown.field or shown.funds:
            return sheet_cell(shown, self.context, column, self.path)
        if entry.indicator is None:
            label = self._column_label(shown)
            return LineCell(column=column, runs=(), kind=column_kind(shown), label=label)
        if shown.builtin in _NAMES:
            return self._name(entry.indicator, column, entry.route)
        if shown.builtin is IndicatorColumn.GOAL:
            return goal_cell(shown, self.context, entry.indicator, column, self.path)
        route = (*entry.route, *route_in(shown)) if entry.route else ()
        return replace(self._value(shown, entry.indicator, column), route=route)

    def _level(self, shown: ShownColumn, entry: Entry, column: int) -> LineCell:
        """A level, merged with those above; in the order of the document it is repeated."""
        if entry.path is None:
            return LineCell(column=column, runs=(), kind=shown.id, band=self.band)
        level: Level1 | Category = entry.path[_LEVELS.index(IndicatorColumn(shown.id))]
        key = "" if self.block.order == "document" else f"{self.path}_{level.id}".replace(".", "_")
        return LineCell(
            column=column,
            runs=self._level_label(level),
            kind=shown.id,
            name=f"{self.band}{shown.id}",
            key=key,
            is_header=True,
            band=self.band,
            room=self.context.label_room,
        )

    def _level_label(self, level: Level1 | Category) -> TextRuns:
        """The label of a level, with its points where the form prints them."""
        runs = self.context.localizer.text(level.label)
        weight = level_weight(level, self.context)
        if not self.block.shows_weights or not weight:
            return runs
        localizer = self.context.localizer
        id_ = "level-points" if self.context.reported else "level-weight"
        return localizer.runs(
            catalogue.format("form", id_, label=run.text, weight=weight)
            for catalogue, run in zip(localizer.mode_catalogues, runs, strict=True)
        )

    def _name(self, indicator: Indicator, column: int, route: Route) -> LineCell:
        return LineCell(
            column=column,
            runs=self.context.localizer.text(indicator.name),
            kind="name",
            name=f"{self.band}name",
            is_header=True,
            notes=tuple(self._notes_of_name(indicator)),
            room=0,
            band=self.band,
            item=f"indicator:{indicator.id}",
            route=(*route, "name") if route else (),
        )

    def _value(self, shown: ShownColumn, indicator: Indicator, column: int) -> LineCell:
        runs = self._value_runs(shown, indicator)
        is_target = shown.builtin is IndicatorColumn.TARGET
        return LineCell(
            column=column,
            runs=runs,
            kind=_target_kind(indicator.target) if is_target else column_kind(shown),
            label=self._column_label(shown),
            room=0,
            choices=tuple(self._choices(shown)),
            band=self.band,
            notes=self._notes_of_reason(indicator) if shown.builtin in _REASON else (),
            value=report_value(indicator, shown) if self.context.reported else (),
        )

    def _value_runs(self, shown: ShownColumn, indicator: Indicator) -> TextRuns:
        """What stands in a column: what a report says, or else what the plan does."""
        context, reported = self.context, self.context.reported
        if shown.own:
            own = {**indicator.extra, **(reported.of(indicator).extra if reported else {})}
            value = own.get(shown.own.id)
            return print_value(value, shown.own.type, context.localizer, shown.own.choices)
        columns = {column.builtin for column in self.block.columns}
        said = report_runs(context, reported, indicator, shown, columns) if reported else None
        if said is not None:
            return said
        return _READERS[IndicatorColumn(shown.id)](context, indicator, shown)

    def _choices(self, shown: ShownColumn) -> Iterator[TextRuns]:
        """What may stand in a column: the form's own choices, or the signs of targets."""
        localizer = self.context.localizer
        if shown.builtin is IndicatorColumn.SIGN:
            yield from map(localizer.number, Operator)
        type_ = shown.own.type if shown.own else ValueType.CHOICE
        choices = shown.own.choices if shown.own else shown.choices
        yield from choice_runs(type_, choices, localizer)

    def _column_label(self, shown: ShownColumn) -> TextRuns:
        """What a narrow screen prints before a value; a target below its name needs no words."""
        is_plain = shown.builtin is IndicatorColumn.TARGET and not self.context.is_sheet
        return () if is_plain else self.context.label(shown.label_under(self.band))

    def _notes_of_name(self, indicator: Indicator) -> Iterator[Note]:
        """What an indicator says that has no column of its own, with its label."""
        shown = {column.builtin for column in self.block.columns}
        localizer, reported = self.context.localizer, self.context.reported
        if reported:
            yield from (
                () if shown & _REASON else report_notes(self.context, reported, indicator, shown)
            )
            return
        for column in _NOTED:
            runs = () if column in shown else _READERS[column](self.context, indicator, None)
            if runs:
                year = indicator.baseline.year if indicator.baseline else None
                label = localizer.form_string(f"note-{column}", year=year)
                yield Note(label=label, runs=runs)

    def _notes_of_reason(self, indicator: Indicator) -> tuple[Note, ...]:
        """What a report says that has no column of its own, beside the reason."""
        shown, reported = {column.builtin for column in self.block.columns}, self.context.reported
        return tuple(report_notes(self.context, reported, indicator, shown)) if reported else ()


def _target_kind(target: Target) -> str:
    if isinstance(target, Measured):
        return "quantity"
    return "deadline" if isinstance(target, Deadline) else "statement"


# --- What stands in each column ---

_Reader = Callable[[BlockContext, Indicator, ShownColumn | None], TextRuns]


def _target(context: BlockContext, indicator: Indicator, _: ShownColumn | None) -> TextRuns:
    text = context.vocabulary.target_text(indicator, indicator.target)
    return deduplicate(context.localizer.text(text))


def _sign(context: BlockContext, indicator: Indicator, shown: ShownColumn | None) -> TextRuns:
    """The sign; words are 定性, as the forms of the finance systems have it."""
    if not indicator.target.printed:
        return ()
    if not isinstance(indicator.target, Measured):
        choices = shown.choices if shown else ()
        return print_value("qualitative", ValueType.CHOICE, context.localizer, choices)
    sign = context.vocabulary.target_columns(indicator).sign
    return context.localizer.number(sign) if sign else ()


def _figure(context: BlockContext, indicator: Indicator, _: ShownColumn | None) -> TextRuns:
    value = context.vocabulary.target_columns(indicator).value
    return deduplicate(context.localizer.text(value))


def _unit(context: BlockContext, indicator: Indicator, _: ShownColumn | None) -> TextRuns:
    unit = context.vocabulary.target_columns(indicator).unit
    return deduplicate(context.localizer.text(unit))


def _choice(choose: Callable[[Indicator], str | None]) -> _Reader:
    """What says one of the choices of a column."""

    def read(context: BlockContext, indicator: Indicator, shown: ShownColumn | None) -> TextRuns:
        chosen = choose(indicator)
        choices = shown.choices if shown else ()
        return print_value(chosen, ValueType.CHOICE, context.localizer, choices) if chosen else ()

    return read


def _weight(context: BlockContext, indicator: Indicator, _: ShownColumn | None) -> TextRuns:
    if indicator.weight is None:
        return ()
    return context.localizer.number(f"{indicator.weight.normalize():f}")


def _baseline(context: BlockContext, indicator: Indicator, _: ShownColumn | None) -> TextRuns:
    if indicator.baseline is None:
        return ()
    return context.text(context.vocabulary.target_text(indicator, indicator.baseline.value))


def _text(name: str) -> _Reader:
    def read(context: BlockContext, indicator: Indicator, shown: ShownColumn | None) -> TextRuns:
        del shown
        return context.text(getattr(indicator, name))

    return read


def _type(indicator: Indicator) -> str | None:
    if not indicator.target.printed:
        return None
    return "quantitative" if isinstance(indicator.target, Measured) else "qualitative"


def _direction(indicator: Indicator) -> str | None:
    if indicator.wanted is not None:
        return str(indicator.wanted)
    operator = indicator.target.operator if isinstance(indicator.target, Quantity) else None
    if operator in LOWER_BOUNDS:
        return str(Better.MORE)
    return str(Better.LESS) if operator in UPPER_BOUNDS else None


_READERS: dict[IndicatorColumn, _Reader] = {
    IndicatorColumn.TARGET: _target,
    IndicatorColumn.SIGN: _sign,
    IndicatorColumn.VALUE: _figure,
    IndicatorColumn.UNIT: _unit,
    IndicatorColumn.TYPE: _choice(_type),
    IndicatorColumn.DIRECTION: _choice(_direction),
    IndicatorColumn.WEIGHT: _weight,
    IndicatorColumn.BASELINE: _baseline,
    **{IndicatorColumn(name): _text(name) for name in INDICATOR_NOTES},
}

# What is noted below the name where there is no column for it, in this order.
_NOTED = (
    *(IndicatorColumn(name) for name in ("definition", "formula", "standard", "source", "basis")),
    IndicatorColumn.WEIGHT,
    IndicatorColumn.BASELINE,
    IndicatorColumn.RESPONSIBLE,
    IndicatorColumn.NOTE,
)
