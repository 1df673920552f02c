"""The use case of `forms ID --format`: a form of a year with nothing filled in."""

from dataclasses import replace
from typing import Any, Literal, get_args

from perf_report.app.build.config import project_config
from perf_report.app.forms import form_file
from perf_report.app.new_table.drafts import (
    TableHead,
    draft_table,
    find_plan_form,
)
from perf_report.app.project import Project
from perf_report.model.completed_plan import USUAL_CURRENCY
from perf_report.model.form import Form, Subject
from perf_report.model.funds import Funds
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.source import Source
from perf_report.model.target import Statement
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.outputs.table import Table
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan, load_units
from perf_report.pdf.page_image import first_page_png
from perf_report.render.localized_text import Mode

# How a blank form can be drawn.
Drawing = Literal["html", "pdf", "png"]
DRAWINGS: tuple[Drawing, ...] = get_args(Drawing)

_BLANK = Text(zh="", en="")
# A no-break space: whose table it is may be blank, but a page has to say it in every language.
_NO_NAME = Text(zh="\u00a0", en="\u00a0")
# What a draft needs to have a head; none of it is printed.
_CODE = "form"


def draw_form(project: Project, id_: str, year: int, mode: Mode, drawing: Drawing) -> bytes:
    """Return a blank form of a year: a page, a PDF, or a picture of its first page.

    Raises PerfReportError.
    """
    form = find_plan_form(project, id_)
    plan = empty_plan(project, form, year)
    framework = load_frameworks(project.framework_folders())[plan.framework]
    vocabulary = Vocabulary(form=form, framework=framework, units=load_units())
    source = Source(name=form.file, data=form_file(project, id_))
    format_: Format = "html" if drawing == "html" else "pdf"
    job = Job(
        table=Table(plan=plan, vocabulary=vocabulary, source=source),
        # As an office's own paper it has no digest and no data, of which there are none.
        output=Output(
            format=format_, path=f"{form.id}.{format_}", mode=mode, is_office=format_ == "pdf"
        ),
        config=project_config(project),
        identifier=source.digest,
    )
    made = make_output(job)
    return first_page_png(made) if drawing == "png" else made


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
