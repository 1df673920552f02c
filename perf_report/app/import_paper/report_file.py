"""The Word or Excel file that a report makes, and where in it stands what the report says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from perf_report.app.build.config import project_config
from perf_report.app.import_paper.own_reading import OwnReading
from perf_report.app.project import Project
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, view_of, write_view
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import Grid, LineCell, TextLine
from perf_report.render.localized_text import TAGS, Mode, TextRun

# A table, a row and a column of a paper.
Spot = tuple[int, int, int]

# What stands for the number of a cell in a copy of the file; no table prints it.
_MARK = "\ue000{}\ue000"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReport:
    """The file of a report in a language mode, and the cells in it.

    `cells` are those that tell a row from others, and those with a value of the report.
    """

    reading: OwnReading
    mode: Mode
    table: Table
    cells: Mapping[Spot, LineCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPrinter:
    """Makes the files of reports in a format."""

    config: BuildConfig
    kind: Format

    @classmethod
    def of(cls, project: Project, kind: Format) -> "ReportPrinter":
        """Return the printer of a project."""
        return cls(config=project_config(project), kind=kind)

    def read(self, table: Table, mode: Mode) -> OwnReading:
        """Return what stands in the file of a report."""
        return self._reading(self._view(table, mode), table)

    def print(self, table: Table, mode: Mode) -> PrintedReport:
        """Return the file of a report with its cells: a copy of it has their numbers in them."""
        view = self._view(table, mode)
        cells = list(_known_cells(view))
        numbers = {id(cell): number for number, cell in enumerate(cells)}
        parts = tuple(_marked(part, numbers) for part in view.parts)
        marked = self._reading(replace(view, parts=parts), table)
        by_mark = {_MARK.format(number): cell for number, cell in enumerate(cells)}
        return PrintedReport(
            reading=self._reading(view, table),
            mode=mode,
            table=table,
            cells={
                (number, each.row, each.column): by_mark[each.text]
                for number, table_ in enumerate(marked.paper.tables)
                for each in table_.cells
                if each.text in by_mark
            },
        )

    def _view(self, table: Table, mode: Mode) -> FormView:
        output = Output(format=self.kind, path=f"report.{mode}.{self.kind}", mode=mode)
        return view_of(Job(table=table, output=output, config=self.config, identifier=""))

    def _reading(self, view: FormView, table: Table) -> OwnReading:
        data = write_view(view, table, self.kind)
        source = Source(name=table.main_source.name, data=data)
        return OwnReading(source=source, paper=open_paper(source), data={})


def _known_cells(view: FormView) -> Iterator[LineCell]:
    for grid in view.grids:
        for line in grid.lines:
            yield from (cell for cell in line.cells if _is_known(cell))


def _is_known(cell: LineCell) -> bool:
    return cell.is_header or bool(cell.item or cell.value)


def _marked(part: Grid | TextLine, numbers: Mapping[int, int]) -> Grid | TextLine:
    if isinstance(part, TextLine):
        return part
    lines = tuple(
        replace(line, cells=tuple(_with_mark(cell, numbers) for cell in line.cells))
        for line in part.lines
    )
    return replace(part, lines=lines)


def _with_mark(cell: LineCell, numbers: Mapping[int, int]) -> LineCell:
    if not _is_known(cell):
        return cell
    runs = (TextRun(TAGS["zh"], _MARK.format(numbers[id(cell)])),)
    return replace(cell, runs=runs, notes=(), choices=())
