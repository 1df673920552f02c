"""What a form needs and a plan does not have."""

from collections.abc import Iterator

from perf_report.model.finding import Finding
from perf_report.model.form import Field, Form, GoalsBlock
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.rules.form_walk import lists_under_table

# Where a spec has nothing of a part, its form asks for it.
_AT_FORM: Route = ("form",)


def missing_parts(plan: Plan, form: Form) -> Iterator[Finding]:
    """Yield what is missing in a plan whose spec names its form; the schema asks the others."""
    if plan.form is None:
        return
    if form.has_tasks and not plan.tasks:
        yield _missing(form, "form-part-missing-tasks", _AT_FORM)
    if not plan.framework:
        yield _missing(form, "form-part-missing-framework", _AT_FORM)
    yield from _missing_in_goals(plan, form)
    if lists_under_table(form) and not any(plan.all_indicators()):
        yield _missing(form, "form-part-missing-indicators", _AT_FORM)
    for id_, field in form.asked_fields().items():
        if field.is_required and id_ not in plan.fields:
            route = ("fields", id_) if plan.fields else _AT_FORM
            yield _missing(form, "form-part-required", route, field)


def _missing_in_goals(plan: Plan, form: Form) -> Iterator[Finding]:
    blocks = form.blocks_of(GoalsBlock)
    if blocks and not plan.goals:
        yield _missing(form, "form-part-missing-goals", _AT_FORM)
    if any(block.tasks for block in blocks):
        for index, goal in enumerate(plan.goals):
            if not goal.tasks:
                yield _missing(form, "form-part-missing-goal-tasks", ("goals", index, "tasks"))


def _missing(form: Form, message: str, route: Route, field: Field | None = None) -> Finding:
    named = {"label": field.label, "key": field.id} if field else {}
    arguments = {"form": form.id, **named}
    return Finding(rule="form-part", message=message, route=route, arguments=arguments)
