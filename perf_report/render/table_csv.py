"""A table as CSV files for spreadsheets, with amounts as exact decimals."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.model.form import Column, FundsBlock, TableBlock
from perf_report.model.form_data_files import (
    FIELDS,
    FUNDS,
    GOALS,
    INDICATORS,
    SOURCES,
    TABLE,
    public_tables,
    table_file,
)
from perf_report.model.form_horizon import goal_horizons, horizon_of_goal
from perf_report.model.form_label import fill_years
from perf_report.model.plan import Plan
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.blocks.goals import related_tasks
from perf_report.render.form_values import (
    code_text,
    csv_cells,
    csv_columns,
    english_text,
    source_cells,
    value_text,
)
from perf_report.render.indicator_csv import indicator_columns, indicator_rows
from perf_report.render.printed_order import (
    numbered_goals,
)
from perf_report.render.table_data import amounts_record, render_json

# A spreadsheet takes a cell that starts with one of these for a formula. The form's own signs are
# full-width or ≥ ≤, and not among them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# A figure below zero is none.
_FIGURE = re.compile(r"-[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table as data: the names of its columns, and its rows."""

    header: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def render_data_file(name: str, plan: Plan, vocabulary: Vocabulary) -> bytes:
    """Return a data file of a table; the name is one of `data_file_names` of its form."""
    if name == TABLE:
        return render_json(plan, vocabulary)
    return write_csv(data_table(name, plan, vocabulary))


def data_table(name: str, plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """Return what a CSV file of a table holds."""
    if name in _TABLES:
        return _TABLES[name](plan, vocabulary)
    tables = {table_file(block): block for block in public_tables(vocabulary.form)}
    return _small_table(tables[name], plan, vocabulary)


def funds_table(plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """`funds.csv`: one row a task, or one a source where the form has no tasks."""
    if not vocabulary.form.has_tasks:
        return sources_table(plan, vocabulary)
    sources, rows = (vocabulary.form.task_sources() or USUAL_SOURCES).ids, []
    for number, task in enumerate(plan.tasks, start=1):
        amounts = amounts_record(task.funds, vocabulary)
        cells = (amounts.get(source) for source in sources)
        rows.append((number, task.id, *task.text.both, *cells))
    return DataTable(header=("task", "id", "text_zh", "text_en", *sources), rows=rows)


def sources_table(plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """The sources of money: one row each, with totals as printed, and a column an amount."""
    form = vocabulary.form
    blocks = [block for block in form.blocks_of(FundsBlock) if block.rows == "sources"]
    columns = list({column.id: column for block in blocks for column in block.columns}.values())

    def rows() -> Iterator[tuple[object, ...]]:
        for block in blocks:
            for node in block.amounts():
                cells = csv_cells(source_cells(node, block, plan), columns, form)
                yield (node.id, *fill_years(node.label, plan.year).both, *cells)

    header = ("id", "label_zh", "label_en", *csv_columns(columns, _OF_SOURCE))
    return DataTable(header=header, rows=list(rows()))


_OF_SOURCE = frozenset({"id", "label_zh", "label_en"})


def goals_table(plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """`goals.csv`: one row a goal; related tasks by their printed numbers.

    There is a column for the horizon where the form has more than one.
    """
    form = vocabulary.form
    has_horizons = len(goal_horizons(form)) > 1
    rows = [
        (
            number,
            goal.id,
            *goal.text.both,
            ";".join(map(str, related_tasks(plan, goal))),
            *([horizon_of_goal(form, goal)] if has_horizons else []),
        )
        for number, goal in numbered_goals(plan, form)
    ]
    more = ("horizon",) if has_horizons else ()
    return DataTable(header=("goal", "id", "text_zh", "text_en", "tasks", *more), rows=rows)


def indicators_table(plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """`indicators.csv`: one row an indicator, in the order of print."""
    rows = list(indicator_rows(plan, vocabulary))
    return DataTable(header=indicator_columns(vocabulary.form), rows=rows)


def _fields_table(plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """`fields.csv`: one row a field that the form asks for; a blank one has no value."""
    form = vocabulary.form
    rows = [
        (
            id_,
            *fill_years(field.label, plan.year).both,
            value_text(plan.fields.get(id_), field, form),
            english_text(plan.fields.get(id_), field),
            code_text(plan.fields.get(id_), field),
        )
        for id_, field in form.asked_fields().items()
        if field.is_public
    ]
    header = ("field", "label_zh", "label_en", "value", "value_en", "code")
    return DataTable(header=header, rows=rows)


def _small_table(block: TableBlock, plan: Plan, vocabulary: Vocabulary) -> DataTable:
    """A small table of the form: its rows, in the order of the file."""
    columns: tuple[Column, ...] = block.columns
    rows = [
        tuple(csv_cells(row, columns, vocabulary.form)) for row in plan.tables.get(block.id, ())
    ]
    return DataTable(header=tuple(csv_columns(columns)), rows=rows)


_TABLES: Mapping[str, Callable[[Plan, Vocabulary], DataTable]] = {
    FUNDS: funds_table,
    SOURCES: sources_table,
    GOALS: goals_table,
    INDICATORS: indicators_table,
    FIELDS: _fields_table,
}


def write_csv(table: DataTable) -> bytes:
    """Return CSV that Excel reads: a header row and rows, without cells that are formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.header)
    writer.writerows([escape_formula(cell) for cell in row] for row in table.rows)
    # Excel reads a CSV file as UTF-8 only if it starts with a byte-order mark.
    return stream.getvalue().encode("utf-8-sig")


def escape_formula(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return text.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(text)
