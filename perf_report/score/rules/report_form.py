"""The form of a report exists, is one of its stage, and fits what its plan is about.

A monitoring report prints on a form of monitoring, an evaluation on one of self-evaluation; a form
for a project prints no report of a department, and the reverse.

中文：监控、自评所写的表样须存在，属于相应环节，并与目标表的主体相符：项目表样用于项目，部门表样用于
部门。

Passes: `form: project-evaluation-2020` in an evaluation of a project.
Fails: `form: project-2021` in an evaluation.
符合：项目自评写 `form: project-evaluation-2020`。
不符合：自评写 `form: project-2021`。
"""

from collections.abc import Iterable, Iterator

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.form import Form, Stage, Subject
from perf_report.model.report import Report
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """A form that does not exist, is of another stage, or is about something else."""
    named = context.report.form
    if named is None:
        return
    form = context.forms.get(named)
    if form is None:
        close = close_match(named, context.forms)
        yield _finding(context, "report-form-close" if close else "", close=close)
    elif form.stage != Stage(context.report.kind):
        yield _finding(context, "report-form-stage", stage=Term("stage", form.stage))
    elif form.subject not in {Subject.ANY, _subject(context.report)}:
        subject = Term("word", f"subject-{form.subject}")
        yield _finding(context, "report-form-subject", subject=subject)


def fitting_forms(forms: Iterable[Form], report: Report) -> list[Form]:
    """Return the forms that a report may print on."""
    stage, subjects = Stage(report.kind), {Subject.ANY, _subject(report)}
    return [form for form in forms if form.stage is stage and form.subject in subjects]


def _subject(report: Report) -> Subject:
    return Subject.PROJECT if report.of.project else Subject.DEPARTMENT


def _finding(context: ReportContext, message: str, **more: object) -> Finding:
    fitting = fitting_forms(context.forms.values(), context.report)
    known = ", ".join(form.id for form in fitting)
    arguments = {"form": context.report.form, "known": known, **more}
    return Finding(rule=RULE.id, message=message, route=("form",), arguments=arguments)


RULE = ReportRule(id="report-form", severity=Severity.ERROR, check=check, needed=True)
