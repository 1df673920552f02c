"""Begin a report on a table: the head of its file, which the page asks to be filled in."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.previous_year import search_specs
from perf_report.app.new import refuse_existing
from perf_report.app.new_table.report_head import report_file_name, report_head
from perf_report.app.workbench.project_list import find_spec
from perf_report.app.workbench.workbench import Workbench
from perf_report.errors import SourceError
from perf_report.model.form import Form
from perf_report.model.identity import Identity
from perf_report.model.plan import Plan
from perf_report.model.report import Month, Report, ReportKind
from perf_report.model.scoring import Scoring
from perf_report.outputs.named_file import write_named_files
from perf_report.parse.load import load_plan
from perf_report.parse.reports import load_report
from perf_report.parse.scorings import load_scorings
from perf_report.parse.source import read_source
from perf_report.parse.yaml_writer import REPORT_MODELINE, write_inline
from perf_report.score.rules.report_form import fitting_forms


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """What a report on a table may be printed on, and scored by."""

    evaluation: tuple[Form, ...]
    monitoring: tuple[Form, ...]
    scorings: tuple[Scoring, ...]


def report_choices(workbench: Workbench, plan: Plan) -> ReportChoices:
    """Return what may be chosen for a report on a table, with what fits it first.

    Raises SettingsError.
    """
    forms, of = workbench.reader.standards.forms.values(), plan.identity
    fitting = {kind: tuple(fitting_forms(forms, Report(kind=kind, of=of))) for kind in ReportKind}
    scorings = load_scorings(workbench.project.scoring_folders()).values()
    levels = {each.category.partition(".")[0] for each in plan.all_indicators()}
    return ReportChoices(
        evaluation=fitting[ReportKind.EVALUATION],
        monitoring=fitting[ReportKind.MONITORING],
        scorings=tuple(sorted(scorings, key=lambda each: _misfit(each, levels))),
    )


def _misfit(scoring: Scoring, levels: AbstractSet[str]) -> int:
    """How little a scoring fits a table: best, if it gives points to the levels that it has."""
    if not scoring.weights:
        return 1
    return 0 if scoring.weights.keys() == levels else 2


def start_report(workbench: Workbench, name: str, given: Mapping[str, str]) -> str | None:
    """Write a new report on the table of a file, and return its file name.

    One that is there already is returned as it is; None if what was given cannot be. Raises
    PerfReportError.
    """
    path = find_spec(workbench.project, name)
    plan = load_plan(read_source(path)).plan if path else None
    if path is None or plan is None:
        raise SourceError("spec-invalid" if path else "source-missing", path=path or name)
    report = _report(plan.identity, given)
    known = report and report_choices(workbench, plan)
    if report is None or not known or not _is_offered(report, known):
        return None
    existing = _existing(workbench, report)
    if existing is None:
        existing = path.with_name(report_file_name(path, report))
        refuse_existing([existing])
        write_named_files({existing: _text(report).encode()})
    return existing.name


def _report(of: Identity, given: Mapping[str, str]) -> Report | None:
    """The report that was asked for, by the month that monitoring covers."""
    form, month = given.get("form"), given.get("month", "")
    if given.get("kind") == ReportKind.EVALUATION:
        scoring = given.get("scoring") or None
        return Report(kind=ReportKind.EVALUATION, of=of, form=form, scoring=scoring)
    if month not in map(str, range(1, 13)):
        return None
    through = Month(of.year, int(month))
    return Report(kind=ReportKind.MONITORING, of=of, form=form, through=through)


def _is_offered(report: Report, known: ReportChoices) -> bool:
    forms = {ReportKind.EVALUATION: known.evaluation, ReportKind.MONITORING: known.monitoring}
    return report.form in {each.id for each in forms[report.kind]} and report.scoring in {
        None,
        *(each.id for each in known.scorings),
    }


def _existing(workbench: Workbench, report: Report) -> Path | None:
    """The file of the same report, if there is one."""
    search = search_specs([], workbench.project)
    for source in search.find_reports(report.of.of_department):
        if str(load_report(source).report) == str(report):
            return Path(source.name)
    return None


def _text(report: Report) -> str:
    lines = (f"{key}: {write_inline(each)}\n" for key, each in report_head(report).items())
    return REPORT_MODELINE + "".join(lines)
