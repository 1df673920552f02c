"""Word and Excel files of ours: the spec that one carries, and what the form prints of a spec."""

from collections.abc import Iterator

from perf_report import resources
from perf_report.app.import_paper.read import KnownForms
from perf_report.model.completed_plan import complete_plan
from perf_report.model.form import DEFAULT_FORM
from perf_report.model.paper import Paper
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary
from perf_report.office.carried_spec import read_carried_spec
from perf_report.office.open_paper import open_paper, paper_kind
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan, load_units
from perf_report.recognize.recognize import recognize
from perf_report.render.localized_text import MODES

OFFICE: dict[str, Format] = {"docx": "docx", "xlsx": "xlsx"}


def unedited_plan(source: Source, paper: Paper, known: KnownForms) -> tuple[bytes, Plan] | None:
    """Return the spec that a file carries, and its plan, if the file says what the spec prints.

    What people see goes before what they do not: where a cell differs, there is none. A program
    that saves the file may divide its cells in another way, which is no difference.
    """
    kind = OFFICE.get(paper_kind(source.data))
    carried = read_carried_spec(source.data) if kind else None
    plan = load_plan(Source(name=source.name, data=carried.data)).plan if carried else None
    if kind is None or carried is None or plan is None or not carried.is_whole:
        return None
    table = _table(Source(name=source.name, data=carried.data), plan, known)
    if table is None:
        return None
    if any(_is_same(paper, each, known) for each in _printed(table, kind)):
        return carried.data, plan
    return None


def _table(source: Source, plan: Plan, known: KnownForms) -> Table | None:
    form = known.forms.get(plan.form or DEFAULT_FORM)
    completed = complete_plan(plan, form, known.frameworks)
    framework = known.frameworks.get(completed.framework)
    if form is None or framework is None:
        return None
    units = {**load_units(), **completed.units}
    vocabulary = Vocabulary(form=form, framework=framework, units=units)
    return Table(plan=completed, vocabulary=vocabulary, source=source)


def _printed(table: Table, kind: Format) -> Iterator[Paper]:
    """What the files of a table say, a language mode each."""
    config = BuildConfig(templates=(resources.templates_path(),))
    for mode in MODES if "en" in table.plan.languages else MODES[:1]:
        output = Output(format=kind, path=f"table.{mode}.{kind}", mode=mode)
        job = Job(table=table, output=output, config=config, identifier="")
        yield open_paper(Source(name=output.path, data=make_output(job)))


def _is_same(paper: Paper, printed: Paper, known: KnownForms) -> bool:
    if (paper.tables, paper.below) == (printed.tables, printed.below):
        return True
    read, own = (recognize(each, known.forms, known.frameworks) for each in (paper, printed))
    return bool(own) and [each.data for each in read] == [each.data for each in own]
