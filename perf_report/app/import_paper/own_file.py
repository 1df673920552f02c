"""Word and Excel files of ours: the spec that one carries, and what the form prints of a spec."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report import resources
from perf_report.app.import_paper.read import KnownForms, carried_by, office_format
from perf_report.model.completed_plan import complete_plan
from perf_report.model.form import DEFAULT_FORM
from perf_report.model.paper import Paper
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary
from perf_report.office.open_paper import open_paper
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan, load_units
from perf_report.parse.report_files import is_report
from perf_report.recognize.recognize import Recognized, recognize
from perf_report.render.localized_text import MODES


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSpec:
    """The spec that a Word or Excel file of ours carries, and its plan.

    `is_whole` is whether its digest is the one stated.
    """

    source: Source
    plan: Plan
    is_whole: bool


def own_spec(source: Source) -> OwnSpec | None:
    """Return the spec that a file carries; None if it carries none, or one that is not valid."""
    carried = carried_by(source)
    if carried is None:
        return None
    spec = Source(name=source.name, data=carried.data)
    plan = load_plan(spec).plan
    return OwnSpec(source=spec, plan=plan, is_whole=carried.is_whole) if plan else None


def carries_report(source: Source) -> bool:
    """Return whether a Word or Excel file was made of a report."""
    carried = carried_by(source)
    return carried is not None and is_report(Source(name=source.name, data=carried.data))


def is_unedited(
    source: Source,
    paper: Paper,
    recognized: Sequence[Recognized],
    own: OwnSpec,
    known: KnownForms,
) -> bool:
    """Return whether a file, read as `recognized`, says what the form prints of its spec.

    What people see goes before what they do not: one cell that differs is an edit. A program that
    saves the file may divide its cells in another way, which is none.
    """
    kind, table = office_format(source), table_of_spec(own.source, own.plan, known)
    if kind is None or table is None or not own.is_whole:
        return False
    printed: list[Paper] = []
    for each in _printed(table, kind):
        if (paper.tables, paper.below) == (each.tables, each.below):
            return True
        printed.append(each)
    data = [each.data for each in recognized]
    return bool(data) and any(data == _recognized(each, known) for each in printed)


def table_of_spec(source: Source, plan: Plan, known: KnownForms) -> Table | None:
    """Return the table of a spec; None if its form or its framework is not known."""
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


def _recognized(paper: Paper, known: KnownForms) -> list[Mapping[str, Any]]:
    return [each.data for each in recognize(paper, known.forms, known.frameworks)]
