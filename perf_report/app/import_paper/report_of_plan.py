"""Make a report of a form that an office filled in, beside the plan that it reports on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from perf_report.app.import_paper.filled_form import FormValues, read_filled_form
from perf_report.app.import_paper.filled_part import find_part
from perf_report.app.import_paper.filled_text import with_marks, write_report
from perf_report.app.import_paper.merge import Data, missing_english
from perf_report.app.import_paper.own_file import table_of_spec
from perf_report.app.import_paper.read import KnownForms
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.app.new_table.report_head import report_file_name, report_head
from perf_report.app.new_table.values import say_both
from perf_report.errors import SourceError
from perf_report.model.form import Form, Stage
from perf_report.model.paper import Paper, Remark
from perf_report.model.plan import Plan
from perf_report.model.report import Month, Report, ReportKind
from perf_report.model.source import Source
from perf_report.outputs.table import Table, TableReport
from perf_report.parse.load import load_plan
from perf_report.parse.reports import build_report
from perf_report.parse.yaml_writer import REPORT_MODELINE
from perf_report.recognize.notes import Note, NoteKind

# The month that most monitoring covers.
_USUAL_MONTH = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A report that was made of a form: its text, what that says, and what is noted about it."""

    form: str
    text: str
    name: str
    data: Data
    notes: tuple[Note, ...]
    remarks: tuple[Remark, ...] = ()


def make_report(source: Source, paper: Paper, spec: Source, known: KnownForms) -> MadeReport:
    """Return the report on the plan of a spec that a file has.

    Raises SourceError if the file is no form of a report, or is not on that plan.
    """
    table = _table(spec, known)
    part = find_part(paper, known.forms, table.plan, source.name)
    form = part.form
    head = _head(table.plan, form)
    report = TableReport(report=build_report(head), form=form, scoring=None, source=spec)
    filled = read_filled_form(
        part.paper, table.with_report(report), head, known.scorings, is_new=True
    )
    if not filled.taken:
        raise SourceError("paper-other-plan", path=source.name, plan=spec.name)
    made = _made(source, spec, table.plan, form, head, filled)
    return replace(made, remarks=part.remarks)


def _made(
    source: Source, spec: Source, plan: Plan, form: Form, head: Data, filled: FormValues
) -> MadeReport:
    data = merge_report(head, head, filled.values, missing_english(plan)).data
    missing = list(_complete(data, form, filled))
    notes = (*filled.notes, *missing)
    intro = f"# {say_both('import-report-intro', source=Path(source.name).name)}\n"
    text = with_marks(write_report(data, plan), notes)
    return MadeReport(
        form=form.id,
        text=REPORT_MODELINE + intro + text,
        name=report_file_name(Path(spec.name), build_report({key: data[key] for key in head})),
        data=data,
        notes=notes,
    )


def _table(spec: Source, known: KnownForms) -> Table:
    plan = load_plan(spec).plan
    table = table_of_spec(spec, plan, known) if plan else None
    if table is None:
        raise SourceError("spec-invalid", path=spec.name)
    return table


def _head(plan: Plan, form: Form) -> Data:
    """The head of a report, with the day or the month that most forms mean and few print."""
    kind = ReportKind(form.stage)
    through = Month(plan.year, _USUAL_MONTH) if kind is ReportKind.MONITORING else None
    return report_head(Report(kind=kind, of=plan.identity, form=form.id, through=through))


def _complete(data: Data, form: Form, filled: FormValues) -> Iterator[Note]:
    """Set the month that the form names; yield a mark for what is assumed."""
    if form.stage is Stage.EVALUATION:
        if ("as_of",) not in filled.values:
            yield _missing("import-day-missing", "as_of")
    elif filled.month is None:
        yield _missing("import-month-missing", "through")
    else:
        data["through"] = f"{data['of']['year']}-{filled.month:02}"


def _missing(id_: str, key: str) -> Note:
    return Note(kind=NoteKind.MISSING, id=id_, route=(key,))
