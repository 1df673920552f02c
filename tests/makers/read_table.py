"""Import a table that a test writes as rows of texts, with `<` and `^` for merged cells."""

from collections.abc import Sequence

from makers.grid import Layout, Table
from makers.page import write_page
from perf_report.app.import_paper.batch import ImportTask, run_task
from perf_report.app.import_paper.run import Given, Imported
from perf_report.model.source import Source
from perf_report.recognize.notes import NoteKind

Rows = Sequence[Sequence[str]]


def rows_of(text: str) -> list[list[str]]:
    """The rows of a text with a line a row and `|` between cells; `\\n` breaks a line of a cell."""
    lines = filter(None, map(str.strip, text.splitlines()))
    return [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]


def read_plans(*tables: Table) -> tuple[Imported, ...]:
    """Import the plans of a page with tables."""
    layout = Layout(name="", tables=list(tables), directions={})
    source = Source(name="page.html", data=write_page(layout))
    return run_task(ImportTask(source=source, given=Given(), forms=(), frameworks=())).imported


def read_tables(*tables: Table) -> Imported:
    """Import the only plan of a page with tables."""
    (imported,) = read_plans(*tables)
    return imported


def read_table(above: Sequence[str], rows: Rows, below: Sequence[str] = ()) -> Imported:
    """Import the only plan of a page with one table."""
    return read_tables(Table(above=[*above], rows=[[*row] for row in rows], below=[*below]))


def marks_of(imported: Imported) -> set[str]:
    """The ids of the notes that a person must look at."""
    return {note.id for note in imported.notes if note.kind is NoteKind.MARKED}
