"""The form is known, is a form of performance goals, and fits the subject of the spec.

A form is for a department's table or for a project's. A form that lists all projects of a
department is given in the specs of the projects, from which it is built.

中文：表样须为已知，属于目标申报环节，并与数据源文件的主体相符：部门表样用于部门，项目表样用于项目。
汇总一个部门全部项目的表样，由各项目的数据源文件写明，并由它们生成。

Passes: `form: project-2021` in a spec with `project:`.
Fails: `form: project-2021` in a spec without `project:`.
符合：`form: project-2021`，并有 `project:`。
不符合：`form: project-2021`，没有 `project:`。
"""

from collections.abc import Iterator

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.form import Form, Stage, Subject
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# What is said where the spec has no project and the form is about one, or about several.
_WITHOUT_PROJECT = {
    Subject.PROJECT: "form-unknown-project-missing",
    Subject.PROJECTS: "form-unknown-sheet",
}


def check(context: RuleContext) -> Iterator[Finding]:
    """A form that does not exist, is of another stage, or is about something else."""
    form = context.form
    if form is None:
        yield _unknown(context)
    elif form.stage is not Stage.PLAN:
        arguments = {"form": form.id, "stage": Term("stage", form.stage), "known": _known(context)}
        yield Finding(
            rule=RULE.id, message="form-unknown-stage", route=("form",), arguments=arguments
        )
    else:
        yield from _other_subject(context, form)


def _unknown(context: RuleContext) -> Finding:
    written = context.plan.form or ""
    close = close_match(written, _plan_forms(context))
    return Finding(
        rule=RULE.id,
        message="form-unknown-close" if close else "",
        route=("form",),
        arguments={"form": written, "close": close, "known": _known(context)},
    )


def _other_subject(context: RuleContext, form: Form) -> Iterator[Finding]:
    project = context.plan.project
    if project is None and form.subject in _WITHOUT_PROJECT:
        message = _WITHOUT_PROJECT[form.subject]
        yield Finding(rule=RULE.id, message=message, route=("form",), arguments={"form": form.id})
    if project is not None and form.subject is Subject.DEPARTMENT:
        known = _known(context, Subject.PROJECT, Subject.PROJECTS)
        yield Finding(
            rule=RULE.id,
            message="form-unknown-project",
            route=("project",),
            arguments={"form": form.id, "known": known},
        )


def _plan_forms(context: RuleContext, *subjects: Subject) -> list[str]:
    """The forms that a spec can name, of some subjects or of all."""
    wanted = subjects or tuple(Subject)
    return [
        form.id
        for form in context.forms.values()
        if form.stage is Stage.PLAN and form.subject in wanted
    ]


def _known(context: RuleContext, *subjects: Subject) -> str:
    return ", ".join(sorted(_plan_forms(context, *subjects)))


RULE = Rule(
    id="form-unknown",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("form", "project"),
    reads_by_message=dict.fromkeys(
        ("form-unknown", "form-unknown-close", "form-unknown-stage"), ("form",)
    ),
)
