"""Forms of reports as other offices fill them in, and what `import` makes of them."""

from dataclasses import replace
from functools import cache

from example_reports import office_file, table_of

from perf_report.app.import_paper.batch import read_known
from perf_report.app.import_paper.report_of_plan import MadeReport, make_report
from perf_report.model.paper import Paper
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.outputs.output_files import Format
from perf_report.recognize.notes import NoteKind

CENTRAL, SICHUAN, HUBEI = (f"project-evaluation-{name}" for name in ("2020", "sichuan", "hubei"))
MONITORING, DEPARTMENT = "monitoring-central", "department-evaluation"
CHONGQING = "department-evaluation-chongqing"
# What no form prints: the day, the scoring, and the tier of words.
UNPRINTED = {
    "import-day-missing", "import-scoring-chosen", "import-scoring-equal", "import-tier-derived",
}  # fmt: skip
_DOUBTS = frozenset({NoteKind.MARKED, NoteKind.MISSING, NoteKind.NOT_UNDERSTOOD})


@cache
def paper_of(form: str, kind: Format = "xlsx") -> Paper:
    """The file of an example without what it carries, as if another program had made it."""
    paper = open_paper(Source(name=f"filled.{kind}", data=office_file(form, kind)))
    tables = tuple(replace(table, row_ids={}) for table in paper.tables)
    return replace(paper, tables=tables, carried={})


def import_paper(form: str, paper: Paper) -> MadeReport:
    source = Source(name="filled.docx", data=b"")
    return make_report(source, paper, table_of(form).source, read_known((), ()))


def texts(made_report: MadeReport) -> str:
    """The lines of a report without its marks."""
    lines = made_report.text.splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))


def doubts(made_report: MadeReport) -> set[str]:
    return {note.id for note in made_report.notes if note.kind in _DOUBTS}
