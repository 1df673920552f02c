"""Labels and values of a form in reports of changes.

A label is the form's own: that of the revision, or of the base for what only the base's form has.
What no form has any more is named by its id.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from perf_report.diff.change import Change, ChangeKind, Detail, NumericDifference
from perf_report.diff.form_values import as_text
from perf_report.diff.subjects import indicator_at
from perf_report.messages import Catalogue
from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.form import (
    AMOUNT,
    Column,
    Field,
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    TableBlock,
)
from perf_report.model.money import format_amount, trim_amount
from perf_report.model.source_tree import TOTAL
from perf_report.model.text import Text, uncapitalized
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.render.changes.difference_text import signed_difference
from perf_report.render.changes.report import ReportedChange, Side, TableChanges

# A cell that changed: its label, its value before and after, and the difference of a figure.
CellLine = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class FormText:
    """The words of a table's forms in the language of a catalogue."""

    table: TableChanges
    catalogue: Catalogue

    @property
    def _forms(self) -> list[Form]:
        """The forms of the reports that are compared, and those of the plans."""
        of_reports = [side.form for side in self._sides if side.form is not None]
        return [*of_reports, *self._plan_forms]

    @property
    def _plan_forms(self) -> list[Form]:
        return [side.vocabulary.form for side in self._sides]

    @property
    def _sides(self) -> list[Side]:
        return [side for side in (self.table.revision, self.table.base) if side is not None]

    def field(self, id_: str) -> Field | None:
        """A field of the forms."""
        fields = (form.asked_fields().get(id_) for form in self._forms)
        return next((field for field in fields if field), None)

    def field_name(self, id_: str) -> Text:
        """The label of a field."""
        field = self.field(id_)
        return field.label if field else Text(zh=id_)

    def table_name(self, id_: str) -> Text:
        """The label of a small table."""
        blocks = (block for form in self._forms for block in form.blocks_of(TableBlock))
        return next((block.label for block in blocks if block.id == id_), Text(zh=id_))

    def row_name(self, change: Change) -> Text:
        """The first text of a row in the order of the form, which says what the row is about."""
        row = cast("Cells", change.before if change.after is None else change.after)
        texts = (as_text(row[id_]) for id_ in self._in_order(change.subject.id, row))
        return next((text for text in texts if text is not None), Text())

    def subject_name(self, change: Change) -> Text:
        """The name of what changed; the form tells that of a field and of a row."""
        if change.subject.type == "field":
            return self.field_name(change.subject.id)
        return self.row_name(change) if change.subject.type == "table" else change.subject.name

    def source_names(self, detail: Detail) -> Iterator[str]:
        """The labels of the sources of money that a detail tells, as they stand in a sentence."""
        for id_ in USUAL_SOURCES.ids:
            if id_ in detail:
                yield self.say(uncapitalized(self._source_name(id_)))

    def _source_name(self, id_: str) -> Text:
        """The label of a source of money of tasks; that of a form's total may have another id."""
        for form in self._forms:
            labels, sources = form.source_labels(), form.task_sources()
            known = labels.get(sources.total if sources and id_ == TOTAL else id_)
            if known:
                return known
        return Text(zh=id_)

    def asked(self, change: Change) -> Field | Column | None:
        """The field of the forms, or the column of their own, that a change is in."""
        id_ = str(change.detail.get("field", "")).rpartition(".")[2]
        if change.subject.type in {"field", "plan"}:
            return self.field(id_)
        columns = (_columns_of(form, change.subject.type).get(id_) for form in self._forms)
        return next((column for column in columns if column), None)

    def indicator_column(self, id_: str) -> str:
        """The label under which a form that the spec names prints a column; else empty."""
        forms = [form for form in self._plan_forms if not form.is_default]
        blocks = (block for form in forms for block in form.blocks_of(IndicatorsBlock))
        columns = (column for block in blocks for column in block.columns)
        return next((self.say(column.label) for column in columns if column.id == id_), "")

    def horizon(self, id_: str, kind: type[GoalsBlock | IndicatorsBlock]) -> str:
        """The label of a horizon above goals or above indicators."""
        horizons = (
            horizon
            for form in self._forms
            for block in form.blocks
            if isinstance(block, kind)
            for horizon in block.horizons
        )
        return next((self.say(each.label) for each in horizons if each.id == id_), id_)

    def indicator_horizon(self, reported: ReportedChange) -> str:
        """The label of the horizon of an indicator that states one; else empty."""
        change, comparison = reported.change, self.table.comparison
        if self.table.is_of_reports:
            return ""
        plan = comparison.base if reported.is_in_base else comparison.revision
        route = change.old_route if reported.is_in_base else change.new_route
        if plan is None or route is None or change.subject.type != "indicator":
            return ""
        horizon = indicator_at(plan, route)[1].horizon
        return self.horizon(horizon, IndicatorsBlock) if horizon else ""

    def indicators(self) -> Text | None:
        """The label of the indicators under the table, if the form has one for all of them."""
        blocks = (block for form in self._forms for block in form.blocks_of(IndicatorsBlock))
        labels = {block.label for block in blocks if block.under == "table"}
        return labels.pop() if len(labels) == 1 else None

    def say(self, text: Text) -> str:
        """A text in the language of the catalogue, or in Chinese."""
        return text.get(self.catalogue.language) or text.zh or ""

    # --- Values ---

    def value(self, value: FieldValue, of: Field | Column | None) -> str:
        """A value as a report prints it; `of` is its field or column."""
        if isinstance(value, bool):
            return self.catalogue.format("form", "yes" if value else "no")
        if isinstance(value, Decimal):
            return format_amount(value)
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, Period):
            return self._period(value)
        if isinstance(value, NamedUnit):
            return self._unit(value)
        labels = {choice.id: choice.label for choice in (of.choices if of else ())}
        return self.say(labels[value]) if value in labels else value

    def _period(self, period: Period) -> str:
        if period.start and period.end:
            return self._format("period", start=period.start, end=period.end)
        id_ = "period-from" if period.start else "period-to"
        return self._format(id_, day=period.start or period.end)

    def _unit(self, unit: NamedUnit) -> str:
        name = self.say(unit.name) if unit.name else ""
        if name and unit.code:
            return self._format("named-unit", name=name, code=unit.code)
        return name or unit.code or ""

    def row(self, table: str, row: Cells) -> str:
        """All cells of a row, in the order of the form."""
        columns, ids = self._columns(table), self._in_order(table, row)
        separator = self.catalogue.format("change", "cells")
        return separator.join(self.value(row[id_], columns.get(id_)) for id_ in ids)

    def _in_order(self, table: str, row: Cells) -> list[str]:
        """The cells of a row in the order of the form."""
        return sorted(row, key=_order_in(self._columns(table)))

    def _columns(self, table: str) -> Mapping[str, Column]:
        found = (form.table_columns().get(table) for form in self._forms)
        return next((columns for columns in found if columns), {})

    # --- Lines of cells ---

    def cell_lines(self, change: Change) -> tuple[CellLine, ...]:
        """The cells of a row or of funds that changed; empty for other changes."""
        if "rows" in change.detail:
            return tuple(self._source_lines(change))
        if change.kind is ChangeKind.TABLE_CHANGED and "cells" in change.detail:
            return tuple(self._row_lines(change))
        return ()

    def _row_lines(self, change: Change) -> Iterator[CellLine]:
        columns = self._columns(change.subject.id)
        cells = cast("tuple[str, ...]", change.detail["cells"])
        old, new = cast("Cells", change.before), cast("Cells", change.after)
        for id_ in sorted(cells, key=_order_in(columns)):
            column = columns.get(id_)
            before, after = (self._value_or_blank(row.get(id_), column) for row in (old, new))
            yield (self.say(column.label) if column else id_, before, after, "")

    def _source_lines(self, change: Change) -> Iterator[CellLine]:
        rows = cast("Mapping[str, NumericDifference]", change.detail["rows"])
        others = cast("tuple[str, ...]", change.detail.get("cells", ()))
        places = self._source_places()
        for key in sorted((*rows, *others), key=_order_in(places)):
            label = places.get(key) or key
            if key in rows:
                yield (label, *self._amounts(rows[key]), signed_difference(rows[key]))
            else:
                old, new = (
                    self._cell_of(cast("Mapping[str, Cells]", side), key)
                    for side in (change.before, change.after)
                )
                yield (label, old, new, "")

    def _amounts(self, moved: NumericDifference) -> tuple[str, str]:
        before = None if moved.before is None else trim_amount(moved.before)
        blank = self._format("blank")
        return format_amount(before) or blank, format_amount(moved.after) or blank

    def _cell_of(self, funds: Mapping[str, Cells], key: str) -> str:
        row, _, column = key.partition(".")
        columns = next((form.funds_columns().get(row, {}) for form in self._forms), {})
        value = funds.get(row, {}).get(column or AMOUNT)
        return self._value_or_blank(value, columns.get(column or AMOUNT))

    def _value_or_blank(self, value: FieldValue | None, of: Column | None) -> str:
        return self._format("blank") if value is None else self.value(value, of)

    def _source_places(self) -> dict[str, str]:
        """The label of every cell of money by source, by row or `row.column`, in printed order."""
        places: dict[str, str] = {}
        for form in self._forms:
            for block in form.blocks_of(FundsBlock):
                for node in block.amounts():
                    label = self.say(node.label)
                    places.setdefault(node.id, label)
                    for column in block.columns:
                        if column.id != AMOUNT:
                            told = self._format("cell", row=label, column=self.say(column.label))
                            places.setdefault(f"{node.id}.{column.id}", told)
        return places

    def _format(self, id_: str, **arguments: object) -> str:
        return self.catalogue.format("change", id_, **arguments)


def _columns_of(form: Form, subject: str) -> Mapping[str, Column]:
    """The form's own columns of money or of indicators, by id."""
    if subject != "funds":
        return form.own_columns()
    return {each.id: each for block in form.blocks_of(FundsBlock) for each in block.columns}


def _order_in(known: Mapping[str, object]) -> Callable[[str], tuple[int, str]]:
    """The sort key of ids: their place among the known ones, then the unknown by name."""
    places = {id_: number for number, id_ in enumerate(known)}
    return lambda id_: (places.get(id_, len(places)), id_)
