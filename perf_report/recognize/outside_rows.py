"""What is beside the rows of a form on a paper: lines, titles, and what no one understood."""

import re
from collections.abc import Mapping, Sequence

from perf_report.model.form import Block, FieldsBlock, Form, FundsBlock, IndicatorsBlock, TableBlock
from perf_report.model.framework import Framework
from perf_report.model.paper import Paper, PaperLine
from perf_report.model.route import Route
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.draft import Draft
from perf_report.recognize.money import stated_units
from perf_report.recognize.rows import Row
from perf_report.recognize.sections import Section
from perf_report.recognize.title_year import find_year

_SENTENCE = re.compile("[。；;]")
_PAGE = re.compile(r"第[0-9]+页(?:[/，,]?共[0-9]+页)?|[0-9]+/[0-9]+|-?[0-9]{1,3}-?")


def framework_keys(framework: Framework) -> frozenset[str]:
    """Return the labels of categories, which print also where a category has no indicator."""
    return frozenset(label_key(text) for each in framework.labels() for text in each.both if text)


def mark_rows(form: Form, rows: Sequence[Row], sections: Sequence[Section], draft: Draft) -> None:
    """Mark what no one understood in a block; a table of which nothing was read is another one."""
    read = {
        row.table: cell.cell.row
        for row in rows if row.lone_text is None
        for cell in row.starting if cell.cell.place in draft.used
    }  # fmt: skip
    for section in sections:
        if section.block is not None:
            route = _route_of(form.blocks[section.block])
            draft.mark_rows((row for row in section.rows if _is_within(row, read)), route)


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


def row_lines(paper: Paper, rows: tuple[Row, ...]) -> list[PaperLine]:
    """Return the lines outside tables, and those that a sheet has as rows."""
    texts = (each for row in rows for each in row.line_texts)
    return [
        *outside_lines(paper),
        *(
            PaperLine(text=each.text, place=each.cell.place, doubt=each.cell.doubt)
            for each in texts
        ),
    ]


def outside_lines(paper: Paper) -> list[PaperLine]:
    """Return the lines outside tables."""
    return [*(line for table in paper.tables for line in table.above), *paper.below]


def is_heading(line: PaperLine, year: int) -> bool:
    """Return whether a line has the table's year, the unit of money, or the number of a page."""
    text = "".join(line.text.split())
    return find_year([text]) == year or _is_unit(text) or bool(_PAGE.fullmatch(text))


def _is_unit(text: str) -> bool:
    return bool(stated_units(text)) and not _SENTENCE.search(text)
