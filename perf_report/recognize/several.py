"""Divide a paper with a table for each of several projects, departments or years, one plan each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perf_report.model.form import FieldsBlock, Form, IndicatorsBlock, Subject
from perf_report.model.paper import Paper, PaperTable
from perf_report.recognize.block_labels import block_keys, form_keys, label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.rows import Row, paper_rows
from perf_report.recognize.title_year import headings, title_years

# The fields that name what a plan is of; of a project, its department may have several.
_NAMES = {
    Subject.PROJECT: "project.name",
    Subject.DEPARTMENT: "department.name",
    Subject.ANY: "report.of",
}
# A table is there again if so many of its labels are; a page repeats only some.
_MOST = 0.8
_NAMELESS = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The labels of all forms: those of names, those of columns of indicators, and all."""

    names: Mapping[str, frozenset[str]]
    indicators: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The rows of a table from one up to another, with its name, its years and its labels.

    A name goes with the field that it is in; both are empty where a part has none.
    """

    table: PaperTable
    start: int
    end: int | None
    name: tuple[str, str]
    years: tuple[int, ...]
    labels: frozenset[str]


def divide_paper(paper: Paper, forms: Mapping[str, Form], year: int) -> tuple[Paper, ...]:
    """Return the papers of several plans: each begins where another project is named.

    One with the name of that before it is another plan if its title has another year, or if it has
    the labels of a whole table again: as a draft on a sheet of its own. What stands alone in the
    rows above the name is its title. A table without a name goes on with the plan before it.
    """
    known = _known_labels(forms.values(), year)
    groups: list[list[_Part]] = []
    for part in (part for table in paper.tables for part in _whole_parts(table, known)):
        if not groups or _begins_plan(part, groups[-1], known):
            groups.append([])
        groups[-1].append(part)
    papers = [replace(paper, tables=tuple(_tables(group)), below=()) for group in groups]
    if not papers:
        return (paper,)
    return (*papers[:-1], replace(papers[-1], below=paper.below))


def _begins_plan(part: _Part, group: Sequence[_Part], known: _Known) -> bool:
    names = {each.name[0]: each.name for each in group}
    names.pop("", None)
    if not part.name[0] or not names:
        return False
    name = names.get(part.name[0])
    if name is None:
        # A table of a project may name its department, too.
        return part.table is not group[-1].table
    years = {year for each in group for year in each.years}
    if part.name != name or (years and part.years and not years & set(part.years)):
        return True
    labels = frozenset(label for each in group for label in each.labels)
    is_whole = len(labels & part.labels) >= _MOST * len(labels)
    return is_whole and bool(labels & part.labels & known.indicators)


def _tables(group: Sequence[_Part]) -> Iterator[PaperTable]:
    """The tables of a plan; parts of a table that follow each other are one again."""
    for number, part in enumerate(group):
        if number and group[number - 1].table is part.table:
            continue
        last = [each for each in group if each.table is part.table][-1]
        yield _cut(part.table, part.start, last.end)


def _whole_parts(table: PaperTable, known: _Known) -> Iterator[_Part]:
    """The parts of a table; each has the labels of all up to the next one of its field.

    Below the name of a project stands that of its department, and the rest of its table.
    """
    parts = list(_parts(table, known))
    for at, part in enumerate(parts):
        rest = parts[at + 1 :]
        same = (number for number, each in enumerate(rest) if each.name[0] == part.name[0])
        below = rest[: next(same, None)]
        labels = (label for each in (part, *below) for label in each.labels)
        yield replace(part, labels=frozenset(labels))


def _parts(table: PaperTable, known: _Known) -> Iterator[_Part]:
    """The parts of a table: each begins at a name, or at the title above it."""
    rows = paper_rows(Paper(tables=(table,)))
    cuts: list[tuple[tuple[str, str], int]] = []
    title: int | None = None
    for row in rows:
        at = _position(row)
        name = next(_names(row, known.names), _NAMELESS)
        if name[0]:
            cuts.append((name, at if title is None else title))
        if row.lone_text is None:
            title = None
        elif title is None:
            title = at
    starts = [0, *(start for _, start in cuts[1:])]
    names = [name for name, _ in cuts] or [_NAMELESS]
    for name, start, end in zip(names, starts, [*starts[1:], None], strict=True):
        own = [
            row for row in rows if start <= _position(row) and (end is None or _position(row) < end)
        ]
        yield _part(_cut_above(table, start), name, own, (start, end), known, table)


def _part(
    titled: PaperTable, name: tuple[str, str], rows: Sequence[Row], span: tuple[int, int | None],
    known: _Known, table: PaperTable,
) -> _Part:  # fmt: skip
    texts = (cell.key for row in rows for cell in row.starting)
    return _Part(
        table=table,
        start=span[0],
        end=span[1],
        name=name,
        years=title_years(headings((titled,), rows)),
        labels=known.labels.intersection(texts),
    )


def _position(row: Row) -> int:
    return min(cell.cell.row for cell in row.starting)


def _cut_above(table: PaperTable, start: int) -> PaperTable:
    return replace(table, above=()) if start else table


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
    return replace(_cut_above(table, start), cells=tuple(cells), row_ids=ids)


def _known_labels(forms: Iterable[Form], year: int) -> _Known:
    known = list(forms)
    blocks = [block for form in known for block in form.blocks]
    columns = [block for block in blocks if isinstance(block, IndicatorsBlock)]
    return _Known(
        names=_name_keys(known, year),
        indicators=frozenset(key for block in columns for key in block_keys(block, year)),
        labels=frozenset(key for form in known for key in form_keys(form, year)),
    )


def _name_keys(forms: Iterable[Form], year: int) -> dict[str, frozenset[str]]:
    """The labels of the name of a project, and of a department on forms of departments."""
    found: dict[str, frozenset[str]] = {}
    for form in forms:
        fields = (
            field
            for block in form.blocks
            if isinstance(block, FieldsBlock)
            for row in block.rows
            for field in row
        )
        for field in fields:
            if field.id == _NAMES.get(form.subject):
                known = found.get(field.id, frozenset())
                found[field.id] = known | label_keys(field.label, year)
    return found


def _names(row: Row, names: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The texts beside the labels of names in a row, each with its field."""
    labels = frozenset(key for keys in names.values() for key in keys)
    for cell in row.starting:
        for id_, keys in names.items():
            value = row.beside(cell, labels) if cell.key in keys else None
            if value is not None and not is_blank(value.text):
                yield id_, value.text
