"""Divide a paper with a table for each of several projects or departments, one plan each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from perf_report.model.form import FieldsBlock, Form, Subject
from perf_report.model.paper import Paper, PaperTable
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.rows import Row, paper_rows

# The fields that name what a plan is of; of a project, its department may have several.
_NAMES = {Subject.PROJECT: "project.name", Subject.DEPARTMENT: "department.name"}


def divide_paper(paper: Paper, forms: Mapping[str, Form], year: int) -> tuple[Paper, ...]:
    """Return the papers of several plans: each begins where another project is named.

    What stands alone in the rows above the name is its title. A table without a name goes on with
    the plan before it.
    """
    groups: list[list[PaperTable]] = []
    current = ""
    keys = _name_keys(forms.values(), year)
    for table in paper.tables:
        for name, part in _parts(table, keys):
            if not groups or (name and current and name != current):
                groups.append([])
            groups[-1].append(part)
            current = name or current
    papers = [replace(paper, tables=tuple(group), below=()) for group in groups]
    if not papers:
        return (paper,)
    return (*papers[:-1], replace(papers[-1], below=paper.below))


def _parts(table: PaperTable, keys: frozenset[str]) -> Iterator[tuple[str, PaperTable]]:
    """The parts of a table by the names in it, each with its name."""
    rows = paper_rows(Paper(tables=(table,)))
    cuts: list[tuple[str, int]] = []
    title: int | None = None
    for row in rows:
        at = min(cell.cell.row for cell in row.starting)
        name = next(_names(row, keys), "")
        if name and (not cuts or cuts[-1][0] != name):
            cuts.append((name, at if title is None else title))
        if row.lone_text is None:
            title = None
        elif title is None:
            title = at
    starts = [0, *(start for _, start in cuts[1:])]
    ends = [*starts[1:], None]
    names = [name for name, _ in cuts] or [""]
    for name, start, end in zip(names, starts, ends, strict=True):
        yield name, _cut(table, start, end)


def _cut(table: PaperTable, start: int, end: int | None) -> PaperTable:
    """The rows of a table from one up to another."""
    if start == 0 and end is None:
        return table
    cells = (
        replace(cell, row=cell.row - start)
        for cell in table.cells
        if cell.row >= start and (end is None or cell.row < end)
    )
    ids = {row - start: id_ for row, id_ in table.row_ids.items() if row >= start}
    above = () if start else table.above
    return replace(table, cells=tuple(cells), above=above, row_ids=ids)


def _name_keys(forms: Iterable[Form], year: int) -> frozenset[str]:
    """The labels of the name of a project, or of a department on forms of departments."""
    return frozenset(
        key
        for form in forms
        for block in form.blocks
        if isinstance(block, FieldsBlock)
        for row in block.rows
        for field in row
        if field.id == _NAMES.get(form.subject)
        for key in label_keys(field.label, year)
    )


def _names(row: Row, keys: frozenset[str]) -> Iterator[str]:
    """The texts beside the labels of names in a row."""
    for cell in row.starting:
        value = row.beside(cell, keys) if cell.key in keys else None
        if value is not None and not is_blank(value.text):
            yield value.text
