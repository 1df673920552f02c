"""The use case of `forms ID --format`: a form of a year with nothing filled in.

That of a report has the blank rows of a table that it could be on; the form of a report that is
begun has the targets of its plan, so that an office fills in the rest.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args

from perf_report.app.build.config import project_config
from perf_report.app.check.checker import open_checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import ReportChecker
from perf_report.app.check.report_summary import report_table
from perf_report.app.forms import form_file, list_forms
from perf_report.app.new_table.drafts import (
    TableHead,
    draft_table,
    find_plan_form,
)
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.model.completed_plan import USUAL_CURRENCY
from perf_report.model.form import Form, Stage, Subject
from perf_report.model.funds import Funds
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.report import Report, ReportKind
from perf_report.model.source import Source
from perf_report.model.target import Statement
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table, TableReport
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan, load_units
from perf_report.parse.source import read_source
from perf_report.pdf.page_image import first_page_png
from perf_report.render.localized_text import Mode

# How a blank form can be drawn.
Drawing = Literal["html", "pdf", "png", "docx", "xlsx"]
DRAWINGS: tuple[Drawing, ...] = get_args(Drawing)

_BLANK = Text(zh="", en="")
# A no-break space: whose table it is may be blank, but a page has to say it in every language.
_NO_NAME = Text(zh="\u00a0", en="\u00a0")
# What a draft needs to have a head; none of it is printed.
_CODE = "form"


def draw_form(project: Project, id_: str, year: int, mode: Mode, drawing: Drawing) -> bytes:
    """Return a blank form of a year: a page, a PDF, a picture of its first page, an Office file.

    Raises PerfReportError.
    """
    forms = {form.id: form for form in list_forms(project)}
    form = forms.get(id_)
    if form is None or form.stage is Stage.PLAN:
        plan_form = find_plan_form(project, id_)
    else:
        plan_form = _usual_plan_form(form, forms.values())
    plan = empty_plan(project, plan_form, year)
    framework = load_frameworks(project.framework_folders())[plan.framework]
    vocabulary = Vocabulary(form=plan_form, framework=framework, units=load_units())
    source = Source(name=f"{id_}.yaml", data=form_file(project, id_))
    table = Table(plan=plan, vocabulary=vocabulary, source=source)
    if form is not None and form.stage is not Stage.PLAN:
        report = Report(kind=ReportKind(form.stage), of=plan.identity, form=form.id)
        known = TableReport(report=report, form=form, scoring=None, source=source)
        table = replace(table, report=known)
    return _draw(project, table, mode, drawing)


def draw_report(project: Project, path: Path, mode: Mode, drawing: Drawing) -> bytes:
    """Return the form of a report that is begun, with what it says so far, and its plan's targets.

    Raises PerfReportError.
    """
    source = read_source(path)
    with open_checker(project) as checker:
        checked = ReportChecker(checker, search_specs([path], project)).check(source)
    if checked.context is None or checked.context.form is None or checked.table is None:
        raise SourceError("report-invalid", path=path)
    return _draw(project, report_table(checked, with_comments=True), mode, drawing)


def _draw(project: Project, table: Table, mode: Mode, drawing: Drawing) -> bytes:
    format_: Format = "pdf" if drawing == "png" else drawing
    job = Job(
        table=table,
        # As an office's own paper it has no digest and no data, of which there are none.
        output=Output(
            format=format_, path=f"form.{format_}", mode=mode, is_office=format_ == "pdf"
        ),
        config=project_config(project),
        identifier=table.main_source.digest,
    )
    made = make_output(job)
    return first_page_png(made) if drawing == "png" else made


def _usual_plan_form(form: Form, forms: Iterable[Form]) -> Form:
    """The form of a table that a report could be on: the usual one, or the one of a project.

    Of those of projects it is the one that goes with the most frameworks.
    """
    plans = [each for each in forms if each.stage is Stage.PLAN]
    if form.subject is not Subject.PROJECT:
        return next(each for each in plans if each.is_default)
    of_projects = (each for each in plans if each.subject is Subject.PROJECT)
    return max(of_projects, key=lambda each: len(each.frameworks))


def empty_plan(project: Project, form: Form, year: int) -> Plan:
    """Return the plan that prints a form without anything filled in. Raises SettingsError.

    It has a row of each kind, all of them blank: a task, a goal a horizon, an indicator a category.
    """
    name = Text(zh=_CODE, en=_CODE)
    named = None if form.subject is Subject.DEPARTMENT else (_CODE, name)
    head = TableHead(form=form, year=year, department=(_CODE, name), project=named)
    draft = draft_table(project, head)
    plan = load_plan(Source(name=str(draft.path), data=draft.data)).plan
    if plan is None:
        raise AssertionError(f"the starter of {form.id} is no spec: {draft.finding}")
    currency = form.money.unit if form.money else plan.currency_unit or USUAL_CURRENCY
    return replace(_blank(plan), currency_unit=currency)


def _blank(plan: Plan) -> Plan:
    project = replace(plan.project, name=_NO_NAME) if plan.project else None
    return replace(
        plan,
        department=replace(plan.department, name=_NO_NAME),
        project=project,
        fields={},
        funds={},
        tables={id_: ({},) for id_ in plan.tables},
        tasks=tuple(replace(task, text=_BLANK, funds=Funds()) for task in plan.tasks),
        goals=tuple(map(_blank_goal, plan.goals)),
        indicators=tuple(map(_blank_indicator, plan.indicators)),
        languages=LANGUAGES,
    )


def _blank_goal(goal: Goal) -> Goal:
    indicators = tuple(map(_blank_indicator, goal.indicators))
    return replace(goal, text=_BLANK, indicators=indicators)


def _blank_indicator(indicator: Indicator) -> Indicator:
    notes: dict[str, Any] = dict.fromkeys(INDICATOR_NOTES)
    return replace(
        indicator,
        name=_BLANK,
        target=Statement(text=_BLANK),
        weight=None,
        baseline=None,
        better=None,
        extra={},
        **notes,
    )
