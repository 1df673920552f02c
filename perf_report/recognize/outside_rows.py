"""What is beside the rows of a form on a paper: lines, titles, and what no one understood."""

import re
from collections.abc import Mapping, Sequence

from perf_report.model.form import (
    Block,
    FieldsBlock,
    Form,
    FundsBlock,
    IndicatorsBlock,
    LineBlock,
    TableBlock,
)
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper, PaperLine
from perf_report.model.route import Route
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import recognize_lines
from perf_report.recognize.money import stated_units, states_unit_alone
from perf_report.recognize.rows import Row
from perf_report.recognize.sections import Section
from perf_report.recognize.title_year import find_year

_SENTENCE = re.compile("[。；;]")
_PAGE = re.compile(r"第[0-9]+页(?:[/，,]?共[0-9]+页)?|[0-9]+/[0-9]+|-?[0-9]{1,3}-?")


def framework_keys(framework: Framework) -> frozenset[str]:
    """Return the labels of categories, which print also where a category has no indicator."""
    return frozenset(label_key(text) for each in framework.labels() for text in each.both if text)


def take_lines(form: Form, paper: Paper, rows: tuple[Row, ...], draft: Draft) -> None:
    """Take the fields on lines outside tables; what names the year, a page or a unit is known."""
    lines = _row_lines(paper, rows)
    recognize_lines(form.blocks_of(LineBlock), lines, draft)
    draft.used |= {line.place for line in lines if _is_heading(line, draft.year)}
    for cell in (cell for row in rows for cell in row.starting):
        if states_unit_alone(cell.text):
            draft.use(cell)


def list_rest(
    paper: Paper, rows: tuple[Row, ...], sections: Sequence[Section], draft: Draft
) -> None:
    """Note all texts of a paper of which nothing was made."""
    _mark_rows(rows, sections, draft)
    draft.leave_unused(rows)
    draft.leave_doubtful(cell for table in paper.tables for cell in table.cells)
    draft.leave_lines(_outside_lines(paper))


def _mark_rows(rows: Sequence[Row], sections: Sequence[Section], draft: Draft) -> None:
    """Mark what no one understood in a block; a table of which nothing was read is another one."""
    read = {
        row.table: cell.cell.row
        for row in rows if row.lone_text is None
        for cell in row.starting if cell.cell.place in draft.used
    }  # fmt: skip
    for section in sections:
        if section.block is not None:
            own = (row for row in section.rows if _is_within(row, read))
            draft.mark_rows(own, _route_of(section.block))


def _is_within(row: Row, read: Mapping[int, int]) -> bool:
    """Whether a row is of a table that was read, and no line below its last row that was."""
    last, lone = read.get(row.table), row.lone_text
    return last is not None and (lone is None or lone.cell.row < last)


def _route_of(block: Block) -> Route:
    """Where a spec has what stands in a block."""
    match block:
        case FieldsBlock():
            key = "fields"
        case FundsBlock():
            key = "tasks" if block.rows == "tasks" else "funds"
        case TableBlock():
            key = "tables"
        case IndicatorsBlock(under="table"):
            key = "indicators"
        case _:
            key = "goals"
    return (key,)


def _row_lines(paper: Paper, rows: tuple[Row, ...]) -> list[PaperLine]:
    """The lines outside tables, and those that a sheet has as rows."""
    texts = (each for row in rows for each in row.line_texts)
    return [
        *_outside_lines(paper),
        *(
            PaperLine(text=each.text, place=each.cell.place, doubt=each.cell.doubt)
            for each in texts
        ),
    ]


def _outside_lines(paper: Paper) -> list[PaperLine]:
    return [*(line for table in paper.tables for line in table.above), *paper.below]


def _is_heading(line: PaperLine, year: int) -> bool:
    """Whether a line has the table's year, the unit of money, or the number of a page."""
    text = "".join(line.text.split())
    return find_year([text]) == year or _is_unit(text) or bool(_PAGE.fullmatch(text))


def _is_unit(text: str) -> bool:
    return bool(stated_units(text)) and not _SENTENCE.search(text)
