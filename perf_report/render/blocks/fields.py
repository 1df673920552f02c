"""Rows of labels and values."""

from collections.abc import Iterator

from perf_report.model.form import Field, FieldsBlock, ValueType
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.values import print_value
from perf_report.render.grid.cells import LABEL, Grid, GridColumn, Line, LineCell
from perf_report.render.localized_text import TextRuns


def fields_grid(block: FieldsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of fields; the last value of a row takes what is left of its width."""
    pairs = max(map(len, block.rows))
    columns = tuple(
        GridColumn(id=f"{kind}{pair}", kind=kind)
        for pair in range(pairs)
        for kind in (LABEL, "value")
    )
    lines = tuple(
        Line(anchor=f"{id_}-row{number}", cells=tuple(_cells(row, context, len(columns))))
        for number, row in enumerate(block.rows, start=1)
    )
    first = context.text(block.rows[0][0].label)
    return Grid(id=id_, kind="fields", caption=first, columns=columns, lines=lines)


def _cells(row: tuple[Field, ...], context: BlockContext, columns: int) -> Iterator[LineCell]:
    for pair, field in enumerate(row):
        start = 2 * pair
        label, value = context.text(field.label), field_runs(field, context)
        yield LineCell(column=start, runs=label, kind=LABEL, name=f"label{pair}", is_header=True)
        width = columns - start - 1 if pair == len(row) - 1 else 1
        room = context.room("value") if field.type is ValueType.TEXT else None
        kind = "amount" if field.type is ValueType.MONEY else "value"
        yield LineCell(column=start + 1, runs=value, kind=kind, columns=width, room=room)


def field_runs(field: Field, context: BlockContext) -> TextRuns:
    """Return the value of a field as printed."""
    own = _plan_value(field.id, context.plan)
    if own is not None:
        return context.localizer.text(own)
    value = context.plan.fields.get(field.id)
    return print_value(value, field.type, context.localizer, field.choices)


def _plan_value(id_: str, plan: Plan) -> Text | None:
    """What a plan has by itself; see `PLAN_FIELDS` of the form."""
    project = plan.project
    return {
        "department.name": plan.department.name,
        "department.code": _same(plan.department.code),
        "project.name": project.name if project else None,
        "project.code": _same(project.code) if project else None,
        "year": _same(str(plan.year)),
    }.get(id_)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)
