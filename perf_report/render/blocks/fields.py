"""Rows of labels and values."""

from collections.abc import Iterator

from perf_report.model.field_value import FieldValue
from perf_report.model.form import PLAN_FIELDS, Field, FieldsBlock, LineBlock, ValueType
from perf_report.model.plan import Plan
from perf_report.model.report_columns import REPORT_FIELDS
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.render.blocks.context import BlockContext, label_cells, label_column
from perf_report.render.blocks.report_fields import report_field, written_field
from perf_report.render.blocks.values import choice_runs, print_value
from perf_report.render.grid.cells import LABEL, Grid, GridColumn, Line, LineCell, TextLine
from perf_report.render.localized_text import Localizer, TextRuns


def fields_grid(block: FieldsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of fields; the last value of a row takes what is left of its width."""
    lead = label_column(context, block.label)
    columns = (
        *lead,
        *(
            GridColumn(id=f"{kind}{pair}", kind=kind)
            for pair in range(max(map(len, block.rows)))
            for kind in (LABEL, "value")
        ),
    )
    label = label_cells(context, id_, block.label)
    lines = tuple(
        Line(
            anchor=f"{id_}-row{number}",
            cells=(*label, *_cells(row, context, len(lead), len(columns))),
        )
        for number, row in enumerate(block.rows, start=1)
    )
    caption = context.label(block.label or block.rows[0][0].label)
    return Grid(id=id_, kind="fields", caption=caption, columns=columns, lines=lines)


def _cells(
    row: tuple[Field, ...], context: BlockContext, start: int, end: int
) -> Iterator[LineCell]:
    for pair, field in enumerate(row):
        column = start + 2 * pair
        label, value = context.label(field.label), field_runs(field, context)
        yield LineCell(
            column=column, runs=label, kind=LABEL, name=f"label{pair}", is_header=True,
            room=context.label_room,
        )  # fmt: skip
        width = end - column - 1 if pair == len(row) - 1 else 1
        yield LineCell(
            column=column + 1, runs=value, kind="value", columns=width,
            room=0 if field.type is ValueType.TEXT else None,
            choices=choice_runs(field.type, field.choices, context.localizer),
            route=() if context.reported else field_route(field),
            value=_field_value(field, context),
        )  # fmt: skip


def _field_value(field: Field, context: BlockContext) -> tuple[str, ...]:
    """Where a report has the value of a field; empty for those of its plan."""
    if not context.reported or _plan_value(field.id, context.plan) is not None:
        return ()
    if field.id in REPORT_FIELDS:
        return written_field(field.id)
    return ("fields", field.id)


def text_line(block: LineBlock, context: BlockContext) -> TextLine:
    """Return a line of words and of fields, each with its label before it."""
    return TextLine(
        texts=tuple(_line_part(part, context) for part in block.parts),
        fields=tuple(
            (context.label(part.label), field_runs(part, context))
            for part in block.parts
            if isinstance(part, Field)
        ),
        routes=tuple(_line_route(part, context) for part in block.parts if isinstance(part, Field)),
    )


def _line_route(field: Field, context: BlockContext) -> Route:
    return _field_value(field, context) if context.reported else field_route(field)


def _line_part(part: Field | Text, context: BlockContext) -> TextRuns:
    if isinstance(part, Text):
        return context.label(part)
    values = {run.lang: run.text for run in field_runs(part, context)}
    alone = next(iter(values.values()), "")
    localizer = context.localizer
    return localizer.runs(
        catalogue.format(
            "form", "labelled", label=run.text, value=values.get(run.lang, alone)
        ).rstrip()
        for catalogue, run in zip(localizer.mode_catalogues, context.label(part.label), strict=True)
    )


def field_runs(field: Field, context: BlockContext) -> TextRuns:
    """Return the value of a field as printed."""
    own, reported = _plan_value(field.id, context.plan), context.reported
    if own is not None:
        return context.localizer.text(own)
    if field.id in REPORT_FIELDS:
        return report_field(field.id, reported, context.localizer) if reported else ()
    value = reported.report.fields.get(field.id) if reported else None
    value = context.plan.fields.get(field.id) if value is None else value
    if field.has_boxes:
        return _boxes(field, value, context.localizer)
    return print_value(value, field.type, context.localizer, field.choices)


def field_route(field: Field) -> Route:
    """Return where the value of a field is in a spec."""
    return tuple(field.id.split(".")) if field.id in PLAN_FIELDS else ("fields", field.id)


def _boxes(field: Field, value: FieldValue | None, localizer: Localizer) -> TextRuns:
    """All choices, each with a box before it, or with a tick where it is the chosen one."""
    boxed = [("√" if choice.id == value else "□", choice.label) for choice in field.choices]
    return localizer.runs(
        "\u3000".join(f"{mark} {label.get(language) or ''}" for mark, label in boxed)
        for language in localizer.languages
    )


def _plan_value(id_: str, plan: Plan) -> Text | None:
    """What a plan has by itself; see `PLAN_FIELDS` of the form."""
    project = plan.project
    return {
        "department.name": plan.department.name,
        "department.code": _same(plan.department.code),
        "project.name": project.name if project else None,
        "project.code": _same(project.code) if project else None,
        "year": _same(str(plan.year)),
        "report.of": plan.name,
    }.get(id_)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)
